/** log 2π, to the nearest number */
export const LOG_TWO_PI = 1.8378770664093456;

/**
 * log |x| without a function of the host, whose logarithms differ in the last bit: |x| = 2ᵉm, log |x| = e log 2 + 2 artanh s,
 *
 *     s = (m − 1)/(m + 1),  artanh s = s + s³/3 + s⁵/5 + …  as far as s²¹/21: for 0.7 ≤ m ≤ 1.4 the rest is below 10⁻¹⁷ of it
 *
 * |error| ≤ 2ε|log |x||
 */
export function logOfSize(x: number): number {
  let m = Math.abs(x);
  let e = 0;
  // 0 and ∞
  if (m === m / 2) return m - 1 / m;
  for (; m > 1.4; m /= 2) e++;
  for (; m < 0.7; m *= 2) e--;
  const s = (m - 1) / (m + 1);
  let sum = 0;
  for (let k = 21; k > 0; k -= 2) sum = sum * s * s + 1 / k;
  return e * Math.LN2 + 2 * s * sum;
}

/** Products between these may be multiplied by a number between them, too. */
const SAFE = { least: 2 ** -500, most: 2 ** 500 };

/** Σ log |x_i|: logarithms of products, as long as those stay in range. */
export function sumOfLogs(x: Float64Array): number {
  let sum = 0;
  let product = 1;
  for (let i = 0; i < x.length; i++) {
    const size = Math.abs(x[i] as number);
    if (!(size >= SAFE.least && size <= SAFE.most)) {
      sum += logOfSize(size);
      continue;
    }
    product *= size;
    if (product >= SAFE.least && product <= SAFE.most) continue;
    sum += logOfSize(product);
    product = 1;
  }
  return sum + logOfSize(product);
}
