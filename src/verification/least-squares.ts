import { featureMatrix } from "../kernels/features";
import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { columnOf, type Matrix, type Targets, withOnes } from "../matrix";
import { euclideanNorm, largestMagnitude, powerOfTwo } from "../matrix/magnitude";
import { exponentOf, timesPowerOfTwo, timesPowersOfTwo } from "../matrix/powers-of-two";
import { dot } from "../matrix/vectors";
import { columnsOf, type LinearModel, type ReportLike } from "../models/model";
import { type Claim, unchecked } from "./claim";
import type { Predicted } from "./training-loss";

/** Of the tolerance below which a column of R is taken for 0, and of the rounding of QR. */
const ROUNDINGS = 16;

/**
 * ΦᵀW(y − h) = λw for one λ ≥ 0, and Σ w (y − h) = 0 with an intercept: the largest element of what is left as a share of ‖Ψ‖(‖W^½(y − h)‖ + ‖W^½y‖ + ‖Ψ‖‖w‖), Ψ being W^½Φ with the rows √λ I and the norms
 * Euclidean, which rounding leaves 16(n + M)u of, and √n times the error bound of the report as a share of the second factor.
 */
export function normalEquationsClaim(model: LinearModel<Targets, ReportLike>, X: Matrix, { h, Y, weights }: Predicted): Claim {
  const { coefficients, intercepts } = columnsOf(model);
  const plain = featureMatrix(model.features, X);
  const { cols: M, data: phi } = Array.from(intercepts).some((b) => b !== 0) ? withOnes(plain) : plain;
  const { rows: n, cols: t } = h;
  const weighted = (values: Float64Array): Float64Array => values.map((value, i) => value * Math.sqrt(weights?.[i] ?? 1));
  const columns = Array.from({ length: M }, (_, k) => weighted(columnOf(phi, M, k)));
  const norm = euclideanNorm(Float64Array.from(columns, euclideanNorm));
  const allowed = ROUNDINGS * (n + M) * UNIT_ROUNDOFF;
  // what the report says that predictions may be off by
  const told = model.scaling ? 0 : (model.report.errorBound ?? 0);
  const vague = Array.from({ length: t }, (_, q) => euclideanNorm(columnOf(coefficients.data, t, q)) < told);
  if (vague.includes(true)) return unchecked("equations", null, "weights are smaller than the error bound of the report, and tell of no λ");
  let [denormal, promised] = [0, 0];
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
    const length = euclideanNorm(w);
    const share = (lambda: number): number => {
      const most = slopes.reduce((largest, slope, k) => Math.max(largest, Math.abs(slope - lambda * (w[k] ?? 0))), 0);
      const root = Math.sqrt(lambda);
      return most === 0 ? 0 : most / (Math.max(norm, root) * (size + root * length));
    };
    promised = Math.max(promised, (Math.sqrt(n) * timesPowerOfTwo(told, -exponent)) / size || 0);
    // of features beyond the digits beside √λ the weights are rounding alone, and tell of no λ but one for which they are
    const ratio = (allowed * size) / (2 * length);
    const beyond = length > 0 ? ratio * ratio : Infinity;
    const found = share(ridgeOf(slopes.subarray(0, w.length), w));
    return found > allowed && beyond < Infinity ? Math.min(found, share(beyond)) : found;
  });
  const bound = allowed + denormal + promised;
  return { claim: "equations", holds: found.every((share) => share <= bound), told: null, found, bound };
}

/** The λ ≥ 0 for which λw is nearest to the slopes. */
function ridgeOf(slopes: Float64Array, w: Float64Array): number {
  // in units in which no square vanishes
  const unit = powerOfTwo(largestMagnitude(w));
  const v = w.map((value) => value / unit);
  const square = dot(v, v);
  const lambda = square > 0 ? dot(slopes, v) / square / unit : 0;
  // one beyond the numbers is none
  return lambda < Infinity ? Math.max(0, lambda) : 0;
}
