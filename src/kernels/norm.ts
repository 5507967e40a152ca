import { largestMagnitude } from "../matrix/magnitude";

/** ‖x‖ by √ alone, whose bits are the same everywhere; scaled, so that no square overflows or vanishes. */
export function euclideanNorm(x: ArrayLike<number>): number {
  const largest = largestMagnitude(x);
  if (largest === 0 || largest === Infinity) return largest;
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += ((x[k] as number) / largest) * ((x[k] as number) / largest);
  return largest * Math.sqrt(sum);
}

/** x/‖x‖, 0 where x is 0. Near the ends of the range, where a norm has few digits or none, x is divided by its largest number first. */
export function direction(x: Float64Array): Float64Array {
  const norm = euclideanNorm(x);
  if (norm === 0) return x;
  if (norm > 2 ** -1000 && norm < Infinity) return x.map((value) => value / norm);
  const largest = largestMagnitude(x);
  return largest < Infinity ? direction(x.map((value) => value / largest)) : x.map(() => Number.NaN);
}
