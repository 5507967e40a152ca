import { featureMatrix } from "../kernels/features";
import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { columnOf, type Matrix, type Targets, withOnes } from "../matrix";
import { euclideanNorm, largestMagnitude } from "../matrix/magnitude";
import { exponentOf, timesPowerOfTwo, timesPowersOfTwo } from "../matrix/powers-of-two";
import { dot } from "../matrix/vectors";
import { columnsOf, type LinearModel, type ReportLike } from "../models/model";
import { type Claim, unchecked } from "./claim";
import { slopeOf } from "./slope";
import type { Predicted } from "./training-loss";

/** Of the tolerance below which a column of R is taken for 0, and of the rounding of QR. */
const ROUNDINGS = 16;

/** Why the equations say nothing of a fit, which may be an honest one: of features beyond the digits beside √λ the weights are rounding alone. */
const VAGUE = "weights are no more than what rounding or the error bound of the report allows, and tell of no λ";

const BEYOND = "what they leave, or what rounding may leave of them, is beyond the numbers";

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
    // no fit has a larger one
    const lambda = Math.min(Number.MAX_VALUE, Math.max(0, slopeOf(slopes.subarray(0, w.length), w)));
    const root = Math.sqrt(lambda);
    const most = slopes.reduce((largest, slope, k) => Math.max(largest, Math.abs(slope - lambda * (w[k] ?? 0))), 0);
    const known = timesPowerOfTwo(told, -exponent);
    if (size > 0) promised = Math.max(promised, (Math.sqrt(n) * known) / size || 0);
    const share = most === 0 ? 0 : most / (Math.max(norm, root) * (size + root * length));
    const isRounding = share > 0 && norm * length <= allowed * allowed * size;
    return { share, isWithinBar: length < known, isRounding, isBelow: isBelow(columnOf(coefficients.data, t, q), slopes, exponent) };
  });
  const bound = allowed + denormal + promised;
  if (!(bound < Infinity && found.every(({ share }) => share < Infinity))) return unchecked("equations", null, BEYOND);
  const outcomes = found.map(({ share, isWithinBar, isRounding, isBelow: below }) => {
    if (share > bound && below) return "vague";
    if (told > 0 && (isRounding || (share > bound && isWithinBar))) return "vague";
    return share > bound ? "amiss" : "right";
  });
  if (outcomes.includes("vague") && !outcomes.includes("amiss")) return unchecked("equations", null, VAGUE);
  return { claim: "equations", holds: !outcomes.includes("amiss"), told: null, found: found.map(({ share }) => share), bound };
}

/** Whether there is a λ that is a number, and makes of such slopes, in units of 2^exponent, weights that are below the normal numbers. */
function isBelow(weights: Float64Array, slopes: Float64Array, exponent: number): boolean {
  return largestMagnitude(weights) < 2 ** -1022 && timesPowerOfTwo(largestMagnitude(slopes), exponent) < 2 ** -1022 * Number.MAX_VALUE;
}
