/** max |x_i|; 0 for no numbers. */
export function largestMagnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let k = 0; k < values.length; k++) {
    const size = Math.abs(values[k] as number);
    if (size > largest) largest = size;
  }
  return largest;
}

/** Of the numbers there are. */
const LARGEST_POWER = 2 ** 1023;

/**
 * The power of two p with p ≤ x < 2p; 1 for 0, the largest for ∞. x/p lies in [1, 2) and is exact, and so is p times a number unless it leaves the range: to divide by
 * p changes no bit of what follows but the exponents. (1/p may overflow where p does not vanish.)
 */
export function powerOfTwo(x: number): number {
  let power = 1;
  while (power <= x / 2 && power < LARGEST_POWER) power *= 2;
  while (power > x && x > 0) power /= 2;
  return power;
}

/** Squares of numbers between these neither overflow nor vanish, nor do sums of 2⁴⁰ of them. */
const SAFE = { least: 2 ** -480, most: 2 ** 480 };

/** Σ w (x/scale)², scale a power of two: 1 wherever no square leaves the numbers. */
function scaledSquares(x: Float64Array, weights: Float64Array | null): { readonly share: number; readonly scale: number } {
  const largest = largestMagnitude(x);
  const scale = largest === 0 || (largest >= SAFE.least && largest <= SAFE.most) ? 1 : powerOfTwo(largest);
  let share = 0;
  for (let i = 0; i < x.length; i++) {
    const part = (x[i] as number) / scale;
    share += (weights?.[i] ?? 1) * part * part;
  }
  return { share, scale };
}

/** Σ w_i x_i², w_i = 1 unless given: right wherever it is a number; Infinity beyond. */
export function sumOfSquares(x: Float64Array, weights: Float64Array | null = null): number {
  const { share, scale } = scaledSquares(x, weights);
  return share * scale * scale;
}

/** ‖x‖₂ */
export function euclideanNorm(x: Float64Array): number {
  const { share, scale } = scaledSquares(x, null);
  return Math.sqrt(share) * scale;
}

/** √(Σ x_i²/count), also where the squares are beyond the numbers. */
export function rootOfMeanSquare(x: Float64Array, count: number): number {
  const { share, scale } = scaledSquares(x, null);
  return Math.sqrt(share / count) * scale;
}
