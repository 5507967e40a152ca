/**
 * log Π |x_i|; −∞ where a factor is 0, 0 without factors. Of the product only a mantissa is kept, and its exponent beside it, so it neither
 * overflows nor vanishes. No function of the host takes part: their logarithms differ in the last bit.
 *
 * |error| ≤ nε/2 + ε|log Π |x_i||
 */
export function logOfProduct(factors: Iterable<number>): number {
  let mantissa = 1;
  let exponent = 0;
  for (const factor of factors) {
    let size = Math.abs(factor);
    if (size === 0 || !Number.isFinite(size)) return size === 0 ? -Infinity : size;
    for (; size >= 1; size /= 2) exponent++;
    for (; size < 0.5; size *= 2) exponent--;
    mantissa *= size;
    if (mantissa < 0.5) {
      mantissa *= 2;
      exponent--;
    }
  }
  // around 1, so that exponent and mantissa do not cancel
  if (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent--;
  }
  return exponent * LN2_HIGH + (exponent * LN2_LOW + logNearOne(mantissa));
}

/** ln 2 in two parts; the first has 33 bits, so that its multiples are exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** Terms of the series: for √½ ≤ x ≤ √2 what is left out is below 10⁻¹⁸ of the sum. */
const LAST_DIVISOR = 21;

/** log x = 2 artanh s = 2s(1 + s²/3 + s⁴/5 + …), s = (x − 1)/(x + 1) */
function logNearOne(x: number): number {
  const s = (x - 1) / (x + 1);
  let sum = 0;
  for (let divisor = LAST_DIVISOR; divisor >= 1; divisor -= 2) sum = sum * s * s + 1 / divisor;
  return 2 * s * sum;
}
