import { featureMatrix } from "../kernels/features";
import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { columnOf, type Matrix, type Targets, withOnes } from "../matrix";
import { euclideanNorm, largestMagnitude } from "../matrix/magnitude";
import { exponentOf, timesPowerOfTwo, timesPowersOfTwo } from "../matrix/powers-of-two";
import { dot } from "../matrix/vectors";
import { columnsOf, type LinearModel, type ReportLike } from "../models/model";
import type { Claim } from "./claim";
import type { Predicted } from "./training-loss";

/** Of the tolerance below which a column of R is taken for 0, and of the rounding of QR. */
const ROUNDINGS = 16;

/**
 * ΦᵀW(y − h) = λw for one λ ≥ 0, and Σ w (y − h) = 0 with an intercept: the largest element of what is left as a share of ‖W^½Φ‖(‖W^½(y − h)‖ + ‖W^½y‖ + ‖W^½Φ‖‖w‖), Euclidean norms, which rounding leaves
 * 16(n + M)u of.
 */
export function normalEquationsClaim(model: LinearModel<Targets, ReportLike>, X: Matrix, { h, Y, weights }: Predicted): Claim {
  const { coefficients, intercepts } = columnsOf(model);
  const plain = featureMatrix(model.features, X);
  const { cols: M, data: phi } = Array.from(intercepts).some((b) => b !== 0) ? withOnes(plain) : plain;
  const { rows: n, cols: t } = h;
  const weighted = (values: Float64Array): Float64Array => values.map((value, i) => value * Math.sqrt(weights?.[i] ?? 1));
  const columns = Array.from({ length: M }, (_, k) => weighted(columnOf(phi, M, k)));
  const norm = euclideanNorm(Float64Array.from(columns, euclideanNorm));
  let denormal = 0;
  const found = Array.from({ length: t }, (_, q) => {
    const target = columnOf(Y.data, t, q);
    // in units in which nothing overflows: the share has none
    const exponent = largestMagnitude(target) === 0 ? 0 : exponentOf(largestMagnitude(target));
    const inUnits = (values: Float64Array): Float64Array => timesPowersOfTwo(values, -exponent);
    const [said, y] = [weighted(inUnits(columnOf(h.data, t, q))), weighted(inUnits(target))];
    const left = y.map((value, i) => value - (said[i] as number));
    const w = inUnits(columnOf(coefficients.data, t, q));
    const size = euclideanNorm(left) + euclideanNorm(y) + norm * euclideanNorm(w);
    // what a weight below the normal numbers has lost
    denormal = Math.max(denormal, timesPowerOfTwo((norm * M * 2 ** -74) / size, -1000 - exponent) || 0);
    const slopes = Float64Array.from(columns, (column) => dot(column, left));
    const lambda = ridgeOf(slopes.subarray(0, w.length), w);
    const most = slopes.reduce((largest, slope, k) => Math.max(largest, Math.abs(slope - lambda * (w[k] ?? 0))), 0);
    return most === 0 ? 0 : most / (norm * size);
  });
  const bound = ROUNDINGS * (n + M) * UNIT_ROUNDOFF + denormal;
  return { claim: "equations", holds: found.every((share) => share <= bound), told: null, found, bound };
}

/** The λ ≥ 0 for which λw is nearest to the slopes. */
function ridgeOf(slopes: Float64Array, w: Float64Array): number {
  const square = dot(w, w);
  return square > 0 ? Math.max(0, dot(slopes, w) / square) : 0;
}
