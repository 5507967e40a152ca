import { type FeatureMap, featureMatrix } from "../kernels/features";
import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { columnOf, type Matrix, withOnes } from "../matrix";
import { euclideanNorm } from "../matrix/magnitude";
import type { Claim } from "./claim";
import type { Predicted } from "./training-loss";

/** Of the tolerance below which a column of R is taken for 0, and of the rounding of QR. */
const ROUNDINGS = 16;

/**
 * ΦᵀW(y − h) = 0, and Σ w (y − h) = 0 with an intercept: for every feature as a share of ‖W^½φ‖(‖W^½(y − h)‖ + ‖W^½y‖ + ‖W^½Σ|φ_k w_k|‖), which rounding leaves 16(n + M)u of.
 */
export function normalEquationsClaim(
  features: FeatureMap,
  X: Matrix,
  { h, Y, weights, doubt }: Predicted,
  intercepts: ArrayLike<number>,
): Claim {
  const plain = featureMatrix(features, X);
  const { cols: M, data: phi } = Array.from(intercepts).some((b) => b !== 0) ? withOnes(plain) : plain;
  const { rows: n, cols: t } = h;
  const root = (i: number): number => Math.sqrt(weights?.[i] ?? 1);
  const weighted = (values: Float64Array): Float64Array => values.map((value, i) => value * root(i));
  const columns = Array.from({ length: M }, (_, k) => weighted(columnOf(phi, M, k)));
  const found = Array.from({ length: t }, (_, q) => {
    const [said, y] = [weighted(columnOf(h.data, t, q)), weighted(columnOf(Y.data, t, q))];
    const left = y.map((value, i) => value - (said[i] as number));
    const sums = weighted(columnOf(doubt, t, q)).map((value) => value / (2 * plain.cols * UNIT_ROUNDOFF));
    const size = euclideanNorm(left) + euclideanNorm(y) + euclideanNorm(sums);
    const shares = columns.map((column) => {
      const along = left.reduce((sum, value, i) => sum + value * (column[i] as number), 0);
      return along === 0 ? 0 : Math.abs(along) / (euclideanNorm(column) * size);
    });
    return Math.max(0, ...shares);
  });
  const bound = ROUNDINGS * (n + M) * UNIT_ROUNDOFF;
  return { claim: "equations", holds: found.every((share) => share <= bound), told: null, found, bound };
}
