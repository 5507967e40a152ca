/** The textbook's Householder QR, column by column: R, and below it the v with their heads, 1, left out. */
export function householder(
  m: number,
  n: number,
  A: Float64Array,
): {
  readonly VR: Float64Array /** At each step the lengths of the columns from it on, from its row on. */;
  readonly remaining: number[][];
} {
  const VR = A.slice();
  const at = (i: number, j: number): number => VR[i * n + j] as number;
  const remaining: number[][] = [];
  for (let k = 0; k < Math.min(m, n); k++) {
    const length = (j: number): number => Math.hypot(...Array.from({ length: m - k }, (_, i) => at(k + i, j)));
    remaining.push(Array.from({ length: n - k }, (_, j) => length(k + j)));
    const r = at(k, k) > 0 ? -length(k) : length(k);
    const head = at(k, k) - r;
    const v = Array.from({ length: m - k }, (_, i) => (i === 0 ? 1 : head === 0 ? 0 : at(k + i, k) / head));
    const square = v.reduce((sum, value) => sum + value * value, 0);
    for (let j = k; j < n; j++) {
      const along = v.reduce((sum, value, i) => sum + value * at(k + i, j), 0);
      v.forEach((value, i) => {
        VR[(k + i) * n + j] = at(k + i, j) - (2 * along * value) / square;
      });
    }
    VR[k * n + k] = r;
    for (let i = 1; i < m - k; i++) VR[(k + i) * n + k] = v[i] as number;
  }
  return { VR, remaining };
}
