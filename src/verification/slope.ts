import { largestMagnitude } from "../matrix/magnitude";
import { exponentOf, timesPowerOfTwo, timesPowersOfTwo } from "../matrix/powers-of-two";

/**
 * Σ x y / Σ x²/w, the λ for which Σ w (y − λx/w)² is least; 0 for x = 0. The powers of two are taken out, whose products may be beyond the numbers.
 *
 * @param weights null where all are 1
 */
export function slopeOf(y: Float64Array, x: Float64Array, weights: Float64Array | null = null): number {
  const [p, q] = [exponentOf(largestMagnitude(y) || 1), exponentOf(largestMagnitude(x) || 1)];
  const [v, u] = [timesPowersOfTwo(y, -p), timesPowersOfTwo(x, -q)];
  let [product, square] = [0, 0];
  u.forEach((value, i) => {
    product += (v[i] as number) * value;
    square += (value * value) / (weights?.[i] ?? 1);
  });
  return timesPowerOfTwo(product / (square || 1), p - q);
}
