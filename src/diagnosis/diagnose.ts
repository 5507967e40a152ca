import { mercerError } from "../errors";
import { readOptions, readTargets } from "../input";
import { featureSpaceDimension } from "../kernels/feature-space";
import { isPsd } from "../kernels/psd";
import type { Kernel } from "../kernels/spec";
import { type Matrix, type MatrixLike, type Points, rowOf, type Vector } from "../matrix";
import { type FitOptions, watch } from "../watch";
import { type Cause, causesOf } from "./causes";
import { explain } from "./explanation";
import { type Subject, subjectOfKernel, subjectOfMatrix } from "./matrix";
import { rangeOf } from "./range";
import { residualOf } from "./residual";
import { type RelatedRows, relatedRows } from "./rows";
import { type Witness, witnessOf } from "./witness";

/** What K is, why, and what follows for the training loss. */
export interface Diagnosis extends RelatedRows {
  readonly n: number;
  /** To n·ε·max|K|. */
  readonly symmetric: boolean;
  /** How many eigenvalues (singular values of a K that is not symmetric) exceed the tolerance in magnitude. */
  readonly rank: number;
  /** n·ε·max|λ| */
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
  /** ‖y − h‖² of the minimum-norm fit with λ = 0, ‖(I − KK⁺)y‖² unless there is white noise, one per target; null without y. */
  readonly attainableLoss: readonly number[] | null;
  /** Whether that loss is 0 to working precision, for all targets; null without y. */
  readonly interpolates: boolean | null;
  /** The least λ for which K + λI is positive definite beyond rounding; 0 where K itself is. */
  readonly suggestedLambda: number;
  /** Why, the main cause first; none for a well-conditioned kernel matrix. */
  readonly causes: readonly Cause[];
  readonly explanation: string;
}

/** What a ridge must lift the smallest eigenvalue to, in tolerances: Cholesky then succeeds, and one digit is left even at the worst. */
const LIFT = 10;

/**
 * Is the training loss of kernel regression zero on these data? Exactly when y lies in the range of K: the rank of K, what it comes from, the
 * least loss that any α attains, and, for a K that is no Gram matrix, the proof.
 *
 * Costs a symmetric eigendecomposition, about 9n³ multiplications.
 *
 * @throws "shape", "argument", "not-finite" for inputs that do not fit; "memory" when 3n² numbers do not fit into 4 GiB
 */
export function diagnose(K: MatrixLike, y?: Vector | MatrixLike): Diagnosis;
export function diagnose(
  kernel: Kernel,
  X: Points,
  y?: Vector | MatrixLike,
  options?: Pick<FitOptions, "onProgress" | "signal">,
): Diagnosis;
export function diagnose(
  first: Kernel | MatrixLike,
  second?: Points,
  third?: Vector | MatrixLike,
  options: Pick<FitOptions, "onProgress" | "signal"> = {},
): Diagnosis {
  const progress = watch(readOptions(options, "options"));
  if (!isKernel(first))
    return diagnosisOf(subjectOfMatrix(first), targetsOf(second as Vector | MatrixLike | undefined), progress.during("eigen"));
  if (second === undefined) throw mercerError("argument", "diagnose(kernel, X, y) needs the points X", { argument: "X" });
  return diagnosisOf(subjectOfKernel(first, second, progress.during("gram")), targetsOf(third), progress.during("eigen"));
}

function isKernel(value: Kernel | MatrixLike): value is Kernel {
  return typeof value === "object" && value !== null && "kind" in value;
}

function targetsOf(y: Vector | MatrixLike | undefined): Matrix | null {
  return y === undefined ? null : readTargets(y, "y").matrix;
}

function diagnosisOf(subject: Subject, Y: Matrix | null, pause: (share: number) => void): Diagnosis {
  const { K, symmetric, noise, duplicates, kernel, points } = subject;
  const n = K.rows;
  if (Y && Y.rows !== n) throw mercerError("shape", `y has ${Y.rows} rows, K has ${n}; one target per point is needed`, { argument: "y" });
  const range = rangeOf(K, symmetric, pause);
  const { eigenvalues, inertia, tolerance, rank, conditionNumber, nullSpace } = range;
  const psd = symmetric && inertia.negative === 0;
  const related = psd ? relatedRows(K, new Set(duplicates.map(([, later]) => later))) : { nearDuplicates: [], collinear: [], zeroRows: [] };
  const featureDimension = kernel && points ? featureSpaceDimension(kernel, rowOf(points, 0)) : null;
  const residuals =
    Y &&
    Array.from({ length: Y.cols }, (_, q) => {
      const y = Y.data.filter((_value, at) => at % Y.cols === q);
      return residualOf(range.missed(y, noise), y, range.condition);
    });
  const findings = { n, rank, symmetric, negative: inertia.negative, conditionNumber, duplicates, featureDimension, ...related };
  const causes = causesOf(findings);
  const attainableLoss = residuals?.map(({ loss }) => loss) ?? null;
  const interpolates = residuals?.every(({ isZero }) => isZero) ?? null;
  const suggestedLambda = lift(eigenvalues, tolerance);
  const constantTarget = Y !== null && Y.cols === 1 && n > 1 && Y.data.every((value) => value === Y.data[0]);
  const kernelIsPsd = kernel && isPsd(kernel, points?.cols);
  return {
    n,
    symmetric,
    rank,
    tolerance,
    invertible: rank === n,
    conditionNumber,
    eigenvalues,
    inertia,
    psd,
    witness: inertia.negative > 0 ? witnessOf(n, K.data, range.lowest) : null,
    duplicates,
    ...related,
    featureDimension,
    nullSpace,
    nullEffect: range.nullEffect,
    attainableLoss,
    interpolates,
    suggestedLambda,
    causes,
    explanation: explain({
      ...findings,
      causes,
      tolerance,
      eigenvalues,
      attainableLoss,
      interpolates,
      constantTarget,
      suggestedLambda,
      kernelIsPsd,
      noisy: noise !== null,
    }),
  };
}

/** λ with λ_min + λ = 10·n·ε·(λ_max + λ), up to second order; 0 where λ_min is that large already. */
function lift(eigenvalues: Float64Array, tolerance: number): number {
  const wanted = LIFT * (tolerance || Number.EPSILON);
  return Math.max(0, wanted - (eigenvalues[0] as number));
}
