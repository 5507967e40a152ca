/** sin² πt of t ≥ 0: S(w) where t is w ≤ ¼ from an integer, 1 − S(w) where it is w from a half, S = w²(π² + w² s(w²)) with a minimax s. */
export function squaredSine(t: number): number {
  const z = t - Math.floor(t + 0.5);
  const distance = Math.abs(z);
  const w = Math.min(distance, 0.5 - distance);
  const v = w * w;
  const v2 = v * v;
  const low = -32.46969701133415 + v * 42.728408603347646 + v2 * (-30.12232068603399 + v * 13.21312839702223);
  const high = -3.951768329826778 + v * 0.8571968759520581 + v2 * (-0.14099439210468606 + v * 0.017875872829933567);
  const S = v * (9.869604401089358 + v * (low + v2 * v2 * high));
  return distance <= 0.25 ? S : 1 - S;
}
