/** max |x_i|; 0 for no numbers. */
export function largestMagnitude(values: Float64Array): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

/**
 * The power of two p with p ≤ x < 2p; 1 for 0. x/p lies in [1, 2) and is exact, and so is p times a number unless it leaves the range: to divide by
 * p changes no bit of what follows but the exponents. (1/p may overflow where p does not vanish.)
 */
export function powerOfTwo(x: number): number {
  let power = 1;
  while (power <= x / 2) power *= 2;
  while (power > x && x > 0) power /= 2;
  return power;
}

/** Σ x² = share · scale²: no square overflows, and none that counts vanishes. */
export interface ScaledSquares {
  readonly share: number;
  /** A power of two. */
  readonly scale: number;
}

export function scaledSquares(values: Float64Array): ScaledSquares {
  const scale = powerOfTwo(largestMagnitude(values));
  return {
    scale,
    share: values.reduce((sum, value) => {
      const part = value / scale;
      return sum + part * part;
    }, 0),
  };
}

/** Σ x², right wherever it is a number; Infinity beyond. */
export function sumOfSquares(values: Float64Array): number {
  const { share, scale } = scaledSquares(values);
  return share * scale * scale;
}

/** ‖x‖₂ */
export function euclideanNorm(values: Float64Array): number {
  const { share, scale } = scaledSquares(values);
  return Math.sqrt(share) * scale;
}

/** x > 0 rounded up to so many decimal digits: for an advice that has to hold as it is printed. */
export function roundedUp(x: number, digits: number): number {
  const nearest = Number(x.toPrecision(digits));
  return nearest >= x ? nearest : Number((x * (1 + 5 / tenTo(digits))).toPrecision(digits));
}

/** The same downwards. */
export function roundedDown(x: number, digits: number): number {
  const nearest = Number(x.toPrecision(digits));
  return nearest <= x ? nearest : Number((x * (1 - 5 / tenTo(digits))).toPrecision(digits));
}

function tenTo(digits: number): number {
  return Number(`1e${digits}`);
}
