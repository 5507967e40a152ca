import type { Targets } from "../matrix";

/** What was done, and how far it can be trusted; which numbers there are goes by `solver`. */
export type Report =
  | RidgeReport
  | IterativeReport
  | NystromReport
  | NormalEquationsReport
  | LeastSquaresReport
  | ConvexReport
  | DescentReport
  | FilterReport
  | ImportedReport;

/** As much of a report as a verb asks of a model that is handed in: `solver` may be a word of anyone's. */
export type ReportLike = ReportOf<string>;

/** The closed list of the routes to a model. */
export type Solver = Report["solver"];

/** Factors of K + λI, or of the features: "eigen" for the solution of least norm, "primal" in the space of the features, "mixed" for a factor in single precision and conjugate gradients in double, "stateSpace" by a Kalman filter along one feature, "kronecker" by the axes of a grid, "fourier" by waves. */
export type RidgeRoute = "cholesky" | "lu" | "pivotedCholesky" | "eigen" | "primal" | "mixed" | "stateSpace" | "kronecker" | "fourier";

/** Of kernel ridge regression, and of a classifier with the squared loss. */
export interface RidgeReport extends WithoutSteps<RidgeRoute> {
  /** One per target, where not all went the same way; `solver` is then the one of them that asks least of K + λI: "eigen", else "lu". */
  readonly solvers?: readonly RidgeRoute[];
  readonly backwardError: number;
}

/** Of `nystrom`: Cholesky of the sums of the landmarks' features. */
export interface NystromReport extends Omit<WithoutSteps<"nystrom">, "iterations"> {
  /** Newton steps of the logistic loss; null for the squared one, which takes none. */
  readonly iterations: number | null;
  /** Of the logistic loss: J exceeds its minimum over the span of the landmarks by at most this share of itself. */
  readonly gap?: readonly (number | null)[];
  /** How many landmarks there are. */
  readonly rank: number;
  readonly conditionEstimate: number;
  /** Of the equations of the features, (G + λI)w = h. */
  readonly backwardError: number;
  /** Mean over the points, by their weights, of what the landmarks leave of k(x, x): 0 where they tell all of it. */
  readonly featureLoss: number;
}

/** Of features whose sums are all that is known of the data: Cholesky of (G + λI)w = h. */
export interface NormalEquationsReport extends WithoutSteps<"normal-equations"> {
  /** How many features there are. */
  readonly rank: number;
  readonly conditionEstimate: number;
  readonly backwardError: number;
}

/** Of kernel ridge regression by conjugate gradients: near the exact fit to within what is proven. */
export interface IterativeReport extends ReportOf<"iterative"> {
  /** Landmarks of the preconditioner. */
  readonly rank: number;
  readonly conditionEstimate: null;
  readonly backwardError: null;
  readonly iterations: number;
  readonly step: null;
  readonly diverging: false;
  readonly nullComponent: null;
  readonly record: null;
  readonly certificate: Certificate;
}

/** What was asked to be proven of an iterative fit, and what is. */
export interface Certificate {
  /** No prediction was to be off by more, in deviations of y, where k(z, z) is no larger than at the points. */
  readonly tolerance: number;
  /** What is proven of it, the worst of the targets. */
  readonly reached: number;
  /** tr(K − FFᵀ), F being the columns of the landmarks: what the preconditioner does not know of K. */
  readonly remainingTrace: number;
  /** Whether the lower triangle of K was kept, or its tiles were made anew in every product. */
  readonly storage: "triangle" | "tiles";
  /** "single" where the products that directions come from began in single precision; residuals and proof are always in double. */
  readonly arithmetic?: "single";
}

/** Of `leastSquares`: QR of the features with column pivoting. */
export interface LeastSquaresReport extends WithoutSteps<"qr"> {
  readonly rank: number;
  readonly conditionEstimate: number;
  readonly backwardError: number;
}

/** Of a logistic fit by Newton's method, and of support vectors by sequential minimal optimisation: each with a proof. */
export interface ConvexReport extends WithoutFactors<"newton" | "smo"> {
  readonly gap: readonly (number | null)[];
  readonly iterations: number;
  readonly step: null;
  readonly diverging: false;
  readonly nullComponent: null;
  readonly record: null;
}

/** Of `kernelDescent` and `linearDescent`. */
export interface DescentReport extends WithoutFactors<"gradient-descent"> {
  readonly iterations: number;
  readonly step: number;
}

/** Of `spectralFilter`. */
export interface FilterReport extends ReportOf<"spectral-filter"> {
  readonly rank: number;
  readonly conditionEstimate: null;
  readonly backwardError: null;
  readonly iterations: number;
  readonly step: number;
  readonly nullComponent: number;
  readonly record: null;
}

/** Of a model that another program fitted: nothing is known of how, but what `reason` says; `trainingLoss` is empty. */
export interface ImportedReport extends WithoutSteps<"imported"> {
  readonly rank: null;
  readonly conditionEstimate: null;
  readonly backwardError: null;
}

interface WithoutSteps<S extends string> extends ReportOf<S> {
  readonly iterations: null;
  readonly step: null;
  readonly diverging: false;
  readonly nullComponent: null;
  readonly record: null;
}

interface WithoutFactors<S extends string> extends ReportOf<S> {
  readonly rank: null;
  readonly conditionEstimate: null;
  readonly backwardError: null;
}

interface ReportOf<S extends string> {
  readonly solver: S;
  /** Why that solver, and how it went. */
  readonly reason: string;
  readonly warnings: readonly string[];
  /** Null when not computed by the route taken. */
  readonly rank: number | null;
  /**
   * Estimate κ of ‖G‖‖G⁻¹‖ for the matrix solved, G = K + λW⁻¹, in the ∞-norm; null when not computed by the route taken. For "mixed" by solves with the
   * factor in single precision, which may be off by κ·2⁻²⁴ of itself, and beyond 2¹⁸ by conjugate gradients.
   */
  readonly conditionEstimate: number | null;
  /** ‖y − b − Gα‖ / (‖G‖‖α‖ + ‖y‖), ∞-norms, the worst of the targets; null for descent. */
  readonly backwardError: number | null;
  /**
   * ε with |h(z) − h*(z)| ≤ ε √k(z, z) for every prediction h(z), h* being the exact fit of the numbers given, the rounding of the prediction included; the largest of
   * the targets. With an intercept it holds wherever k(z, z) is no less than the least positive k(x_i, x_i). Null where nothing is proven: without ridge,
   * and for a kernel that is not known to be positive semi-definite.
   */
  readonly errorBound?: number | null;
  /** Σ_i w_i (h(x_i) − y_i)², without the ridge, one per target. Infinity where it is beyond the numbers. */
  readonly trainingLoss: readonly number[];
  /** Proven: J exceeds its minimum by at most this share of itself, one per target, null where rounding leaves no proof; where the route tells. */
  readonly gap?: readonly (number | null)[];
  /** Mean of k(x, x) less what the features of landmarks have of it; of `nystrom` alone. */
  readonly featureLoss?: number;
  /** What was asked to be proven, and what is; where the route tells. */
  readonly certificate?: Certificate;
  readonly iterations: number | null;
  readonly step: number | null;
  /** Whether the step is provably beyond the limit of stability. */
  readonly diverging: boolean;
  /** Norm of the part of α in null(K); null when not computed by the route taken. */
  readonly nullComponent: number | null;
  /** Losses, summed over the targets, and on request coefficients, after the steps listed. */
  readonly record: {
    readonly steps: readonly number[];
    readonly losses: readonly number[];
    readonly coefficients?: readonly Targets[];
  } | null;
  /**
   * The most bytes that the solver held at once: its blocks in the memory of WebAssembly, and the matrices that it keeps beside them. These are a matrix and its
   * eigenvectors (n × n) where eigenvalues are taken; the features and their weighted copy (n × M) for "primal" and "pivotedCholesky", and K for the latter.
   * X, y and the model itself are not counted.
   */
  readonly bytes: number;
  /** Milliseconds from the call of `fit`; 0 in a model that was read from a file. */
  readonly elapsedMs: number;
}

type Filled = "rank" | "conditionEstimate" | "backwardError" | "iterations" | "step" | "diverging" | "nullComponent" | "record";

/** What a route has found. What its report has as null, or false, by its type is left out. */
export type Findings = FindingsOf<Report>;

type FindingsOf<R extends Report> = R extends unknown
  ? Omit<R, Filled | "solvers" | "elapsedMs"> & { readonly [K in Filled as R[K] extends null | false ? never : K]: R[K] } & Solvers<R>
  : never;

type Solvers<R> = R extends RidgeReport ? { readonly solvers: readonly RidgeRoute[] | undefined } : unknown;

/** The report of what a route has found, null where it computes nothing. `started` is the time at which `fit` was called. */
export function reportOf(findings: Findings, started: number): Report {
  // one literal in one order: copies by spread would be slow to read
  const found: Findings & Partial<Record<Filled, unknown>> = findings;
  const report = {
    solver: found.solver,
    reason: found.reason,
    warnings: found.warnings,
    rank: found.rank ?? null,
    conditionEstimate: found.conditionEstimate ?? null,
    backwardError: found.backwardError ?? null,
    trainingLoss: found.trainingLoss,
    iterations: found.iterations ?? null,
    step: found.step ?? null,
    diverging: found.diverging ?? false,
    nullComponent: found.nullComponent ?? null,
    record: found.record ?? null,
    bytes: found.bytes,
    elapsedMs: Math.max(0, performance.now() - started),
  } as { -readonly [K in keyof RidgeReport]: RidgeReport[K] };
  if (found.errorBound !== undefined) report.errorBound = found.errorBound;
  if (found.gap !== undefined) report.gap = found.gap;
  if (found.featureLoss !== undefined) report.featureLoss = found.featureLoss;
  if (found.certificate !== undefined) report.certificate = found.certificate;
  if ("solvers" in found && found.solvers !== undefined) report.solvers = found.solvers;
  return report;
}
