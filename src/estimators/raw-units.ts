import { isMercerError } from "../errors";
import { amongThemselves, diagonalOf, sideOf } from "../gram/run";
import { resolveKernel } from "../kernels/resolve";
import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { columnOf, type Matrix } from "../matrix";
import { logOfSize } from "../matrix/logarithm";
import { largest } from "../matrix/vectors";
import type { GaussianModel } from "../models/gaussian-process-model";
import { columnsOf, type GaussianProcessModel, type KernelModel, type LinearModel, type Model, type Report } from "../models/model";
import type { Scaling, Units } from "../scaling/units";

/**
 * The model of a fit in standard units as one that takes and gives raw ones: its losses, its error bound and its likelihood are in raw units, too.
 *
 * @param unitOf what one unit of the loss in standard units is in raw ones, from the spread of a target
 * @param X the points in standard units
 */
export function inRawUnits<M extends Model>(model: M, units: Units, unitOf: LossUnit, X: Matrix): M {
  const { y } = units;
  if (!y) return { ...model, scaling: units };
  const report = rawReport(model as unknown as Fitted, y, unitOf, X);
  const inRaw = { ...model, scaling: units, report };
  if (model.kind !== "gaussianProcessModel") return inRaw;
  return { ...inRaw, logMarginalLikelihood: rawLikelihood(model.logMarginalLikelihood, { n: model.n, p: trendSize(model) }, y) };
}

type LossUnit = (spread: number) => number;

/** That of the squared loss. */
export function squaredUnit(spread: number): number {
  return spread * spread;
}

type Fitted = KernelModel | LinearModel | GaussianProcessModel;

function rawReport(model: Fitted, y: Scaling, unitOf: LossUnit, X: Matrix): Report {
  const { report } = model;
  const { record, trainingLoss, errorBound } = report;
  const raw = (loss: number, q: number): number => loss * unitOf(y.spread[q] as number);
  return {
    ...report,
    trainingLoss: trainingLoss.map(raw),
    ...(errorBound === undefined ? {} : { errorBound: errorBound === null ? null : rawBound(model, errorBound, y, X) }),
    // a sum over several targets stays in standard units: theirs differ
    ...(record && y.spread.length === 1 ? { record: { ...record, losses: record.losses.map((loss) => raw(loss, 0)) } } : {}),
  } as Report;
}

/**
 * The bound in raw units, with what center + spread·h may be rounded by, u(2|spread·h| + |center|): |h| ≤ Σ|α_i|√k_ii √k(z, z) + |b|, and 1 ≤ √k(z, z)/√k_ii for the least k_ii. Null where k_ii is not
 * known, and where it is beyond the numbers.
 */
export function rawBound(model: Fitted, bound: number, { center, spread }: Scaling, X: Matrix): number | null {
  const kernel = model.kind === "linearModel" ? model.features : model.kernel;
  if (typeof kernel === "function") return null;
  if (model.kind !== "linearModel" && model.points === null) return null;
  const side = sideOf(X);
  const roots = diagonalOf(amongThemselves(resolveKernel(kernel, side.pointAt(0)), side, false)).map((value) => Math.sqrt(value));
  const { coefficients, intercepts } = columnsOf(model);
  // the bound of a process is null for every trend but a constant
  const constants = model.kind === "gaussianProcessModel" ? constantsOf(model) : intercepts;
  const most = model.kind === "linearModel" ? () => 1 : (i: number): number => roots[i] as number;
  const least = roots.reduce((a, b) => (b > 0 ? Math.min(a, b) : a), Infinity);
  const bounds = Array.from(spread, (s, q) => {
    const norm = columnOf(coefficients.data, coefficients.cols, q).reduce((sum, value, i) => sum + Math.abs(value) * most(i), 0);
    const constant = s * Math.abs(constants[q] as number) + Math.abs(center[q] as number);
    return s * bound + 2 * UNIT_ROUNDOFF * (s * norm + constant / least);
  });
  // what the bound itself is rounded by, a few units of its sums
  const rounded = largest(Float64Array.from(bounds)) * (1 + 8 * coefficients.rows * UNIT_ROUNDOFF);
  return Number.isFinite(rounded) ? rounded : null;
}

function constantsOf({ trendCoefficients, coefficients }: GaussianModel): ArrayLike<number> {
  if (!trendCoefficients) return new Float64Array(coefficients instanceof Float64Array ? 1 : coefficients.cols);
  return trendCoefficients instanceof Float64Array ? trendCoefficients : trendCoefficients.data;
}

/** An error of a fit, with the model that it carries in raw units. */
export function errorInRawUnits(error: unknown, inRaw: (model: Model) => Model): unknown {
  if (!isMercerError(error) || !("model" in error) || !error.model) return error;
  return Object.assign(error, { model: inRaw(error.model as Model) });
}

/** log p(y) = log p(y in standard units) − (n − p) log spread, p the number of coefficients of the trend. */
export function rawLikelihood(value: number, { n, p }: { readonly n: number; readonly p: number }, { spread }: Scaling): number {
  return value - (n - p) * spread.reduce((sum, s) => sum + logOfSize(s), 0);
}

/** How many coefficients the trend has. */
function trendSize({ trendCoefficients }: GaussianModel): number {
  if (!trendCoefficients) return 0;
  return trendCoefficients instanceof Float64Array ? trendCoefficients.length : trendCoefficients.rows;
}
