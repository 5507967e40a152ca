/** Squares of numbers between these neither overflow nor vanish, nor do sums of 2⁴⁰ of them. */
const SAFE = { least: 2 ** -480, most: 2 ** 480 };

/** Σ_i w_i x_i², w_i = 1 unless given: by way of a power of two where the squares leave the numbers. Infinity where the sum itself does. */
export function sumOfSquares(x: Float64Array, weights: Float64Array | null = null): number {
  const { sum, scale } = scaledSquares(x, weights);
  return sum / scale / scale;
}

/** √Σ x_i², finite wherever the root is. */
export function euclideanNorm(x: Float64Array): number {
  const { sum, scale } = scaledSquares(x, null);
  return Math.sqrt(sum) / scale;
}

/** Σ w_i (scale·x_i)² */
function scaledSquares(x: Float64Array, weights: Float64Array | null): { readonly sum: number; readonly scale: number } {
  let largest = 0;
  for (let i = 0; i < x.length; i++) {
    const size = Math.abs(x[i] as number);
    if (!(size <= largest)) largest = size;
  }
  const scale = largest === 0 || (largest >= SAFE.least && largest <= SAFE.most) ? 1 : powerOfTwo(largest);
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const value = (x[i] as number) * scale;
    sum += (weights?.[i] ?? 1) * value * value;
  }
  return { sum, scale };
}

/** The power of two that brings a positive finite number to [½, 1), as far as it is a number itself. */
function powerOfTwo(value: number): number {
  let power = 1;
  while (value * power >= 1 && value < Infinity) power /= 2;
  while (value * power < 0.5 && power < 2 ** 1000) power *= 2;
  return power;
}
