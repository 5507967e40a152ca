import { mercerError } from "../errors";
import { readOptions, readTargets } from "../input";
import { featureSpaceDimension } from "../kernels/feature-space";
import { isPsd } from "../kernels/psd";
import type { Kernel } from "../kernels/spec";
import { columnOf, type Matrix, type MatrixLike, type Points, type Values } from "../matrix";
import { largestMagnitude, powerOfTwo } from "../matrix/magnitude";
import { inStandardUnits } from "../problem/standard-units";
import { WATCHING, type WatchOptions, watch } from "../progress";
import { type Standardization, type Standardize, standardizeField } from "../scaling/method";
import { type Cause, causesOf } from "./causes";
import { explain } from "./explanation";
import { type Subject, subjectOfKernel, subjectOfMatrix } from "./matrix";
import { type Witness, witnessOf } from "./quadratic-form";
import { type Range, rangeOf } from "./range";
import { type Residual, residualOf } from "./residual";
import { type RelatedRows, relatedRows } from "./rows";

/** What K is, why, and what follows for the training loss. */
export interface Diagnosis extends RelatedRows {
  readonly n: number;
  /** To n·ε·max|K|. */
  readonly symmetric: boolean;
  /** How many eigenvalues (singular values of a K that is not symmetric) exceed the tolerance in magnitude. */
  readonly rank: number;
  /** n·ε·max|λ|; the rank is judged before it is rounded, so that it does not depend on the scale of K. */
  readonly tolerance: number;
  readonly invertible: boolean;
  /** max|λ|/min|λ|; Infinity when K is not invertible */
  readonly conditionNumber: number;
  /** Ascending; of (K + Kᵀ)/2 where K is not symmetric. */
  readonly eigenvalues: Float64Array;
  readonly inertia: { readonly positive: number; readonly zero: number; readonly negative: number };
  /** Symmetric, and no eigenvalue below −tolerance: a Gram matrix, as far as these points show. */
  readonly psd: boolean;
  /** A vector with qᵀKq < 0, the sign being certain; null where there is none. */
  readonly witness: Witness | null;
  /** Equal rows of X (of K, where K was given): [first, later]. */
  readonly duplicates: readonly (readonly [number, number])[];
  /** M of the feature space, Infinity when infinite, null when not known. */
  readonly featureDimension: number | null;
  /** Orthonormal columns that span null(K): any of them may be added to α without changing a prediction. */
  readonly nullSpace: Matrix;
  /** max |Kq| for its first column q: what adding q to α does change at the training points, by rounding. */
  readonly nullEffect: number;
  /**
   * ‖y − h‖² of the minimum-norm fit with λ = 0, ‖(I − KK⁺)y‖² unless there is white noise, one per target; null without y. Below 5e-324 it is 0.
   */
  readonly attainableLoss: readonly number[] | null;
  /** Whether that loss is 0 to working precision, whatever the scales of K and y, for all targets; null without y. */
  readonly interpolates: boolean | null;
  /** The least λ for which K + λI is positive definite beyond rounding; 0 where K itself is, Infinity where no λ that is a number is large enough. */
  readonly suggestedLambda: number;
  /** Why, the main cause first; none for a well-conditioned kernel matrix. */
  readonly causes: readonly Cause[];
  readonly explanation: string;
}

/** What a ridge must lift the smallest eigenvalue to, in tolerances: Cholesky then succeeds, and one digit is left even at the worst. */
const LIFT = 10;

export interface DiagnosisOptions extends WatchOptions {
  /** X and y in standard units, as of an estimator; losses are in raw ones all the same. */
  standardize?: Standardize;
}

/** Scales of K between which nothing that is computed from it leaves the range. */
const SAFE = 2 ** 400;

/**
 * Is the training loss of kernel regression zero on these data? Exactly when y lies in the range of K: the rank of K, what it comes from, the
 * least loss that any α attains, and, for a K that is no Gram matrix, the proof.
 *
 * Costs a symmetric eigendecomposition, about 9n³ multiplications, in a memory of 4n² numbers; for a K that is not symmetric one of order 2n besides, in
 * 16n² numbers.
 *
 * @throws "shape", "argument", "not-finite" for inputs that do not fit, and where an eigenvalue or a loss is beyond the largest number; "memory" when
 * these do not fit into 4 GiB, which takes more than 11,500 points, or 5,700 for a K that is not symmetric; "aborted" by `options.signal`
 * @example const { trainingLossIsZero, rank, causes } = diagnose(linear(), X, y);
 */
export function diagnose(K: MatrixLike, y?: Values | MatrixLike, options?: WatchOptions): Diagnosis;
export function diagnose(kernel: Kernel, X: Points, y?: Values | MatrixLike, options?: DiagnosisOptions): Diagnosis;
export function diagnose(
  first: Kernel | MatrixLike,
  second?: Points,
  third?: Values | MatrixLike | WatchOptions,
  fourth: DiagnosisOptions = {},
): Diagnosis {
  if (!isKernel(first)) {
    const progress = watch(readOptions((third === undefined ? fourth : third) as WatchOptions, "diagnose", WATCHING));
    return diagnosisOf(subjectOfMatrix(first), targetsOf(second as Values | MatrixLike | undefined), progress.during("eigen"));
  }
  const { standardize, ...watching } = readOptions(fourth, "diagnose", { ...WATCHING, standardize: true });
  const progress = watch(watching);
  if (second === undefined) throw mercerError("argument", "diagnose(kernel, X, y) needs the points X", { argument: "X" });
  const asked = standardizeField(standardize, "units");
  const Y = targetsOf(third as Values | MatrixLike | undefined);
  const spec = { kind: "diagnosis", kernel: first, ...(asked.standardize && withTargets(asked.standardize, Y)) };
  const standard = inStandardUnits(spec, second, Y ?? []);
  const subject = subjectOfKernel(first, standard.X, progress.during("gram"));
  return diagnosisOf(subject, Y && (standard.y as Matrix), progress.during("eigen"), standard.units?.y?.spread);
}

/** Without targets there are none to be standardised. */
function withTargets({ X, y }: Standardization, Y: Matrix | null): { readonly standardize: Standardization } {
  return { standardize: { X, y: Y ? y : "none" } };
}

function isKernel(value: Kernel | MatrixLike): value is Kernel {
  try {
    return typeof value === "object" && value !== null && "kind" in value;
  } catch {
    // a proxy that refuses; told where it is read as a matrix
    return false;
  }
}

function targetsOf(y: Values | MatrixLike | undefined): Matrix | null {
  if (y === undefined) return null;
  const { matrix } = readTargets(y, "y");
  if (matrix.cols === 0) throw mercerError("shape", "y has no columns; at least one target is needed", { argument: "y" });
  return matrix;
}

/** @param spread of each target, for losses in raw units; 1 where there is none */
function diagnosisOf(subject: Subject, Y: Matrix | null, pause: (share: number) => void, spread?: Float64Array): Diagnosis {
  const { symmetric, duplicates, kernel, side } = subject;
  const { K, noise, unit } = inRange(subject);
  const n = K.rows;
  if (Y && Y.rows !== n) throw mercerError("shape", `y has ${Y.rows} rows, K has ${n}; one target per point is needed`, { argument: "y" });
  const range = rangeOf(K, symmetric, pause);
  const { inertia, rank, conditionNumber, nullSpace } = range;
  const eigenvalues = range.eigenvalues.map((value) => value * unit);
  if (!eigenvalues.every(Number.isFinite)) throw tooLarge("an eigenvalue of K", "K");
  const tolerance = range.tolerance * unit;
  pause(1);
  const psd = symmetric && inertia.negative === 0;
  const related = psd ? relatedRows(K, new Set(duplicates.map(([, later]) => later))) : { nearDuplicates: [], collinear: [], zeroRows: [] };
  const featureDimension = kernel && side ? featureSpaceDimension(kernel, side.pointAt(0)) : null;
  const residuals =
    Y &&
    Array.from({ length: Y.cols }, (_, q) => {
      pause(1);
      return residualOfTarget(range, noise, Y, q, spread?.[q]);
    });
  const findings = { n, rank, symmetric, negative: inertia.negative, conditionNumber, duplicates, featureDimension, ...related };
  const found = {
    tolerance,
    eigenvalues,
    attainableLoss: residuals?.map(({ loss }) => loss) ?? null,
    interpolates: residuals?.every(({ isZero }) => isZero) ?? null,
    suggestedLambda: suggested(range, unit),
    causes: causesOf(findings),
  };
  const constantTarget = Y !== null && Y.cols === 1 && n > 1 && Y.data.every((value) => value === Y.data[0]);
  const kernelIsPsd = kernel && isPsd(kernel, side?.points.cols);
  const witness = inertia.negative > 0 ? witnessOf(n, K.data, range.lowest) : null;
  return {
    ...{ n, symmetric, rank, tolerance, invertible: rank === n, conditionNumber, eigenvalues, inertia, psd },
    witness: witness && { q: witness.q, value: witness.value * unit },
    duplicates,
    ...related,
    ...{ featureDimension, nullSpace, nullEffect: range.nullEffect * unit },
    ...found,
    explanation: explain({ ...findings, ...found, constantTarget, kernelIsPsd, noisy: noise !== null }),
  };
}

/** K and its noise in units of a power of two, which is 1 but near the ends of the range. */
function inRange({ K, noise }: Subject): Pick<Subject, "K" | "noise"> & { readonly unit: number } {
  const largest = largestMagnitude(K.data);
  if (largest === 0 || (largest <= SAFE && largest >= 1 / SAFE)) return { K, noise, unit: 1 };
  const unit = powerOfTwo(largest);
  return { K: { ...K, data: K.data.map((value) => value / unit) }, noise: noise?.map((value) => value / unit) ?? null, unit };
}

/**
 * What no α reaches of target q; every y lies in the range of an invertible K, unless its noise is no part of the predictions.
 *
 * @throws "not-finite" where the loss is beyond the largest number, and not 0 to working precision
 */
function residualOfTarget(range: Range, noise: Float64Array | null, { rows: n, cols, data }: Matrix, q: number, spread = 1): Residual {
  const y = columnOf(data, cols, q);
  const unit = powerOfTwo(largestMagnitude(y));
  const scaled = y.map((value) => value / unit);
  const residual = residualOf(range.missed(scaled, noise), scaled, range.order);
  const isZero = residual.isZero || (range.rank === n && noise === null);
  const loss = residual.loss * unit * unit * spread * spread;
  if (Number.isFinite(loss)) return { loss, isZero };
  if (!isZero) throw tooLarge(`the attainable loss of target ${q}`, "y");
  return { loss: 0, isZero };
}

function tooLarge(what: string, argument: "K" | "y"): Error {
  return mercerError("not-finite", `${what} is beyond the largest number, 1.8e308; scale ${argument} down`, { argument });
}

/** λ with λ_min + λ = 10·n·ε·(λ_max + λ), up to second order; 0 where λ_min is that large already. */
function suggested({ eigenvalues, tolerance }: Range, unit: number): number {
  const lift = LIFT * (tolerance || Number.EPSILON) - (eigenvalues[0] as number);
  // a number below 5e-324 · n is lost in the roundings of the smallest numbers
  return lift > 0 ? Math.max(lift * unit, LIFT * eigenvalues.length * Number.MIN_VALUE) : 0;
}
