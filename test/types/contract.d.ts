/**
 * The public contract of mercer, version 2, as far as it is built: the pinned part of the types. The package's own exports must be assignable to these
 * (keep a type test that says so). Add freely; change a pinned name or meaning only for a reason told in the closing note.
 * Semantics are in API.md, formulas in MATH.md.
 */

// ---- data --------------------------------------------------------------------------------------------------------------------
export type Vector = ArrayLike<number>;
/** Row-major, one point per row. */
export interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}
export type MatrixLike =
  | Matrix
  | readonly (readonly number[])[]
  | readonly Float64Array[]
  | { readonly rows: number; readonly cols: number; readonly data: ArrayLike<number> }
  | {
      readonly data: ArrayLike<number>;
      readonly shape: readonly [number, number];
      readonly stride?: readonly [number, number];
      readonly offset?: number;
    }
  | { readonly rows: number; readonly columns: number; get(row: number, column: number): number };
/** A plain vector is n points of one feature; where the model has several features it is an error ("shape"). */
export type Points = MatrixLike | Vector;
export declare function matrix(data: ArrayLike<number>, rows: number, cols: number): Matrix;
export declare function toArrays(m: Matrix): number[][];
export declare function rowOf(m: Matrix, row: number): Float64Array;

// ---- kernels: plain JSON data but for functions ------------------------------------------------------------------------------
export interface Kernel {
  readonly kind: string;
}
type Gamma = { gamma?: number | "auto" };
type LengthScale = { lengthScale: number | readonly number[] };
export declare function linear(options?: { metric?: MatrixLike }): Kernel;
export declare function polynomial(options?: Gamma & { degree?: number; coef0?: number }): Kernel;
export declare function rbf(options?: Gamma | { sigma: number } | LengthScale): Kernel;
export declare function laplacian(options?: Gamma): Kernel;
export declare function exponential(options: LengthScale): Kernel;
export declare function matern(options: LengthScale & { nu: 0.5 | 1.5 | 2.5 | typeof Infinity }): Kernel;
export declare function rationalQuadratic(options: { alpha: number; lengthScale: number | readonly number[] }): Kernel;
export declare function periodic(options: { period: number; lengthScale: number; metric?: "euclidean" | "per-feature" }): Kernel;
export declare function sigmoid(options?: Gamma & { coef0?: number }): Kernel;
export declare function cosine(): Kernel;
export declare function chi2(options?: { gamma?: number }): Kernel;
export declare function additiveChi2(): Kernel;
export declare function allSubsets(): Kernel;
export declare function anova(options: { degree: number }): Kernel;
export declare function constant(value: number): Kernel;
export declare function white(variance: number): Kernel;
export declare function precomputed(): Kernel;
export declare function custom(evaluate: (x: Float64Array, z: Float64Array) => number, options?: { psd?: boolean }): Kernel;
export declare function fromFeatures(map: (x: Float64Array) => Vector): Kernel;
export declare function add(...kernels: Kernel[]): Kernel;
export declare function multiply(...kernels: Kernel[]): Kernel;
export declare function scale(factor: number, kernel: Kernel): Kernel;
export declare function power(kernel: Kernel, exponent: number): Kernel;
export declare function exponentiate(kernel: Kernel): Kernel;
export declare function normalize(kernel: Kernel): Kernel;
export declare function onColumns(columns: readonly number[], kernel: Kernel): Kernel;
export declare function mapInputs(map: (x: Float64Array) => Vector, kernel: Kernel): Kernel;
export declare function multiplier(f: (x: Float64Array) => number, kernel: Kernel): Kernel;
export declare function evaluate(kernel: Kernel, x: Vector, z: Vector): number;
export declare function describe(kernel: Kernel): string;
/** By the closure rules alone, for inputs of `features` columns when that matters. */
export declare function isPsd(kernel: Kernel, features?: number): true | false | "unknown";

// ---- Gram --------------------------------------------------------------------------------------------------------------------
export declare function gram(kernel: Kernel, X: Points): Matrix;
export declare function gram(kernel: Kernel, X: Points, Z: Points): Matrix;
export declare function gramDiagonal(kernel: Kernel, X: Points): Float64Array;
/** HKH with H = I − 11ᵀ/n; the second form centres the rows k(Z, X) with the training means. */
export declare function centerGram(K: MatrixLike): Matrix;
export declare function centerGram(K: MatrixLike, Kzx: MatrixLike): Matrix;

// ---- estimators: plain data --------------------------------------------------------------------------------------------------
export interface KernelRidge {
  readonly kind: "kernelRidge";
}
export interface KernelDescent {
  readonly kind: "kernelDescent";
}
export interface KernelClassifier {
  readonly kind: "kernelClassifier";
}
export interface LeastSquares {
  readonly kind: "leastSquares";
}
export interface LinearDescent {
  readonly kind: "linearDescent";
}
export type RegressionLoss = "squared" | "absolute" | "huber" | "epsilonInsensitive";
export type ClassificationLoss = "logistic" | "hinge" | "squaredHinge";
export interface DescentOptions {
  loss?: RegressionLoss | ClassificationLoss;
  lambda?: number;
  step?: "auto" | number;
  iterations: number;
  tolerance?: number;
  momentum?: "none" | "nesterov" | "heavyBall" | { kind: "nesterov" | "heavyBall"; beta: number };
  batch?: number | "full";
  seed?: number;
  record?: { every: number; coefficients?: boolean };
}
/** A kernel with finitely many features stands for its explicit map φ, φ(x)·φ(z) = k(x, z) (linear, polynomial, all-subsets, ANOVA, their sums and products); or a function. */
export type FeatureMap = Kernel | ((x: Float64Array) => Vector);
/** Φ, n × M. All-subsets: column = bitmask, bit k set means x_k is a factor. Polynomial: exponent vectors in lexicographic order, the last feature fastest. */
export declare function featureMatrix(features: FeatureMap, X: Points): Matrix;
export declare function kernelRidge(options: {
  kernel: Kernel;
  lambda?: number | Vector;
  intercept?: boolean;
  solver?: "auto" | "cholesky" | "lu" | "pivotedCholesky" | "eigen" | "primal" | "mixed";
  /** X and y to mean 0 and deviation 1 inside the model: points, coefficients and λ are then in standard units, predictions and reports in raw ones. Off unless asked for; every estimator takes it. */
  standardize?: boolean;
}): KernelRidge;
export declare function kernelDescent(
  options: DescentOptions & { kernel: Kernel; gradient?: "functional" | "euclidean"; nullSpace?: "keep" | "remove" },
): KernelDescent;
export declare function kernelClassifier(options: {
  kernel: Kernel;
  lambda?: number;
  loss?: "squared" | "logistic" | "hinge";
  intercept?: boolean;
  tolerance?: number;
}): KernelClassifier;
export declare function leastSquares(options?: { features?: FeatureMap; lambda?: number; intercept?: boolean }): LeastSquares;
export declare function linearDescent(options: DescentOptions & { features?: FeatureMap; intercept?: boolean }): LinearDescent;

// ---- models ------------------------------------------------------------------------------------------------------------------
export type Targets = Float64Array | Matrix;
export type Label = string | number | boolean;
export interface Report {
  readonly solver: string;
  readonly reason: string;
  readonly warnings: readonly string[];
  /** null when not computed by the route taken */
  readonly rank: number | null;
  readonly conditionEstimate: number | null;
  /** ‖(K + λI)α − y‖ / (‖K + λI‖‖α‖ + ‖y‖), ∞-norms; null for descent */
  readonly backwardError: number | null;
  /** proven for λ > 0: no prediction h(z) differs from the exact fit's by more than errorBound·√k(z,z); the largest of the targets; null where it cannot be had */
  readonly errorBound?: number | null;
  /** weighted sum over the points of the loss, without the ridge, one per target */
  readonly trainingLoss: readonly number[];
  readonly iterations: number | null;
  readonly step: number | null;
  readonly diverging: boolean;
  readonly nullComponent: number | null;
  readonly record: {
    readonly steps: readonly number[];
    readonly losses: readonly number[];
    readonly coefficients?: readonly Targets[];
  } | null;
  readonly bytes: number;
  readonly elapsedMs: number;
}
export interface KernelModel<T extends Targets = Targets> {
  readonly kind: "kernelModel";
  readonly kernel: Kernel;
  readonly n: number;
  readonly d: number | null;
  /** null for a precomputed kernel */
  readonly points: Matrix | null;
  /** α, n or n×t */
  readonly coefficients: T;
  readonly intercept: T extends Matrix ? Float64Array : number;
  readonly report: Report;
}
export interface LinearModel<T extends Targets = Targets> {
  readonly kind: "linearModel";
  readonly features: FeatureMap /** w, M or M×t */;
  readonly weights: T;
  readonly intercept: T extends Matrix ? Float64Array : number;
  readonly report: Report;
}
export interface ClassifierModel<L extends Label = Label> {
  readonly kind: "classifierModel";
  readonly classes: readonly L[];
  readonly kernel: Kernel;
  readonly points: Matrix | null;
  /** two classes: n, +1 for the second in sorted order; more: n×classes, one-vs-rest */
  readonly coefficients: Targets;
  readonly report: Report;
}
export type Model = KernelModel | LinearModel | ClassifierModel | GaussianProcessModel;
export interface FitOptions {
  sampleWeight?: number | Vector;
  onProgress?: (progress: { phase: string; done: number; total: number; loss?: number }) => void;
  signal?: AbortSignal;
  start?: Model;
}

// ---- verbs -------------------------------------------------------------------------------------------------------------------
export declare function fit(estimator: KernelRidge | KernelDescent, X: Points, y: Vector, options?: FitOptions): KernelModel<Float64Array>;
export declare function fit(estimator: KernelRidge | KernelDescent, X: Points, Y: MatrixLike, options?: FitOptions): KernelModel<Matrix>;
export declare function fit(estimator: LeastSquares | LinearDescent, X: Points, y: Vector, options?: FitOptions): LinearModel<Float64Array>;
export declare function fit(estimator: LeastSquares | LinearDescent, X: Points, Y: MatrixLike, options?: FitOptions): LinearModel<Matrix>;
export declare function fit<L extends Label>(
  estimator: KernelClassifier,
  X: Points,
  labels: readonly L[] | ArrayLike<L>,
  options?: FitOptions,
): ClassifierModel<L>;
export declare function predict<T extends Targets>(model: KernelModel<T> | LinearModel<T>, Z: Points): T;
export interface Predictor<R> {
  (x: Vector): R;
  release(): void;
}
export declare function predictor(model: KernelModel<Float64Array> | LinearModel<Float64Array>): Predictor<number>;
export declare function predictor(model: KernelModel<Matrix> | LinearModel<Matrix>): Predictor<Float64Array>;
export declare function decision(model: ClassifierModel, Z: Points): Targets;
export declare function classify<L extends Label>(model: ClassifierModel<L>, Z: Points): L[];
export declare function score(model: KernelModel | LinearModel, X: Points, y: Vector | MatrixLike): number;
export declare function score<L extends Label>(model: ClassifierModel<L>, X: Points, labels: readonly L[]): number;
export declare function selectLambda(
  estimator: KernelRidge,
  X: Points,
  y: Vector | MatrixLike,
  lambdas: Vector,
): {
  readonly best: number;
  readonly lambdas: Float64Array /** closed-form leave-one-out mean squared error per λ */;
  readonly looError: Float64Array;
};
export interface Scaler {
  readonly kind: "scaler";
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}
export declare function standardize(X: Points): { readonly scaler: Scaler; readonly X: Matrix };
export declare function applyScaler(scaler: Scaler, Z: Points): Matrix;

export interface Diagnosis {
  readonly n: number;
  readonly symmetric: boolean;
  readonly rank: number;
  readonly tolerance: number;
  readonly invertible: boolean;
  readonly conditionNumber: number;
  readonly eigenvalues: Float64Array;
  readonly inertia: { readonly positive: number; readonly zero: number; readonly negative: number };
  readonly psd: boolean;
  readonly witness: { readonly q: Float64Array; readonly value: number } | null;
  readonly duplicates: readonly (readonly [number, number])[];
  /** M of the feature space, Infinity when infinite, null when not known */
  readonly featureDimension: number | null;
  /** columns span null(K): any of them may be added to α without changing a prediction */
  readonly nullSpace: Matrix;
  readonly attainableLoss: readonly number[] | null;
  readonly interpolates: boolean | null;
  readonly suggestedLambda: number;
  readonly explanation: string;
}
export declare function diagnose(K: MatrixLike, y?: Vector | MatrixLike): Diagnosis;
export declare function diagnose(kernel: Kernel, X: Points, y?: Vector | MatrixLike): Diagnosis;
/** The fit that functional descent on squared loss reaches after `steps` steps of size `step`, without iterating. */
export declare function spectralFilter(
  kernel: Kernel,
  X: Points,
  y: Vector,
  options: { step: number; steps: number },
): KernelModel<Float64Array> & { readonly equivalentLambda: number };

// ---- version 2 ---------------------------------------------------------------------------------------------------------------
// Free numbers of a kernel or an estimator, by their path in its plain data as the user wrote it ("kernel.lengthScale.1", "noise", "lambda").
export interface Parameter {
  readonly path: string;
  readonly value: number /** "log": positive, moved on its logarithm */;
  readonly scale: "log" | "linear";
}
export type Estimator = KernelRidge | KernelDescent | KernelClassifier | LeastSquares | LinearDescent | GaussianProcess;
export declare function parametersOf(of: Kernel | Estimator): readonly Parameter[];
/** The same data with these numbers in place; unknown paths are an error. */
export declare function withParameters<T extends Kernel | Estimator>(of: T, values: Readonly<Record<string, number>>): T;

// Gaussian process regression: the mean is kernel ridge with λ = noise.
export interface GaussianProcess {
  readonly kind: "gaussianProcess";
}
export declare function gaussianProcess(options: {
  kernel: Kernel;
  /** variance of the noise, ≥ 0: one for all points or one per point */
  noise?: number | Vector;
  /** what is known of the mean: nothing (0), or basis functions whose coefficients are estimated with it (universal kriging) */
  trend?: "none" | "constant" | "linear" | FeatureMap;
  standardize?: boolean;
}): GaussianProcess;
export interface GaussianProcessModel<T extends Targets = Targets> {
  readonly kind: "gaussianProcessModel";
  readonly kernel: Kernel;
  readonly noise: number | Float64Array;
  readonly n: number;
  readonly d: number | null;
  readonly points: Matrix | null /** α, n or n×t */;
  readonly coefficients: T /** summed over the targets */;
  readonly logMarginalLikelihood: number;
  readonly report: Report;
}
export declare function fit(estimator: GaussianProcess, X: Points, y: Vector, options?: FitOptions): GaussianProcessModel<Float64Array>;
export declare function fit(estimator: GaussianProcess, X: Points, Y: MatrixLike, options?: FitOptions): GaussianProcessModel<Matrix>;
export declare function predict<T extends Targets>(model: GaussianProcessModel<T>, Z: Points): T;
/** `noise: false` (the default): of the function; `true`: of a new observation (noise and white noise included). Variance m, shared by the targets; covariance m×m on request. */
export declare function predictDistribution<T extends Targets>(
  model: GaussianProcessModel<T>,
  Z: Points,
  options?: { noise?: boolean; covariance?: boolean },
): { readonly mean: T; readonly variance: Float64Array; readonly covariance?: Matrix };
/** count × m draws, the same for the same seed in every engine. */
export declare function samplePosterior(
  model: GaussianProcessModel<Float64Array>,
  Z: Points,
  options: { count: number; seed: number },
): Matrix;
export declare function samplePrior(kernel: Kernel, Z: Points, options: { count: number; seed: number }): Matrix;
/** Natural logarithm; the gradient by path, with respect to the logarithm of parameters of scale "log". */
export declare function logMarginalLikelihood(
  estimator: GaussianProcess,
  X: Points,
  y: Vector | MatrixLike,
  options?: { gradient?: boolean },
): { readonly value: number; readonly gradient?: Readonly<Record<string, number>> };

// Choosing
export declare function lambdaPath(
  estimator: KernelRidge,
  X: Points,
  y: Vector | MatrixLike,
  lambdas: Vector,
): {
  readonly lambdas: Float64Array /** mean squared */;
  readonly looError: Float64Array /** (rss/n)/(1 − edf/n)² */;
  readonly gcv: Float64Array;
  /** tr K(K + λI)⁻¹ */ readonly effectiveDimension: Float64Array;
  readonly logMarginalLikelihood: Float64Array;
  readonly best: { readonly leaveOneOut: number; readonly gcv: number; readonly marginalLikelihood: number };
};
export declare function leaveOneOut(
  estimator: KernelRidge | GaussianProcess,
  X: Points,
  y: Vector | MatrixLike,
): {
  readonly predictions: Targets;
  readonly residuals: Targets /** of the left-out observation, Gaussian process only */;
  readonly variance?: Float64Array;
  readonly logDensity?: number;
};
/** `folds`: how many, or the fold of every row; `groups`: rows of one group stay together. */
export declare function crossValidate(
  estimator: Estimator,
  X: Points,
  y: Vector | MatrixLike | readonly Label[],
  options?: {
    folds?: number | ArrayLike<number>;
    groups?: ArrayLike<string | number>;
    seed?: number;
    onProgress?: NonNullable<FitOptions["onProgress"]>;
    signal?: AbortSignal;
  },
): {
  readonly predictions: Targets | readonly Label[];
  readonly foldOfRow: Int32Array /** `score` of each fold */;
  readonly scores: Float64Array;
};
/** The estimator with its free parameters at the best value found of a criterion, and how sure that is. */
export declare function tune<E extends KernelRidge | GaussianProcess>(
  estimator: E,
  X: Points,
  y: Vector | MatrixLike,
  options?: {
    criterion?: "marginalLikelihood" | "leaveOneOut" /** paths that stay as they are */;
    fixed?: readonly string[];
    bounds?: Readonly<Record<string, readonly [number, number]>>;
    starts?: number;
    seed?: number;
    iterations?: number;
    onProgress?: NonNullable<FitOptions["onProgress"]>;
    signal?: AbortSignal;
  },
): {
  readonly estimator: E;
  readonly value: number;
  readonly converged: boolean;
  readonly evaluations: number;
  readonly warnings: readonly string[];
  readonly parameters: readonly (Parameter & { readonly atBound: "lower" | "upper" | null })[];
  readonly optima: readonly { readonly value: number; readonly parameters: Readonly<Record<string, number>>; readonly starts: number }[];
};
/** Intervals for new observations at Z with a coverage that is guaranteed for exchangeable data ("jackknife+", "conformal"), or Gaussian. */
export declare function predictInterval(
  estimator: KernelRidge | GaussianProcess,
  X: Points,
  y: Vector,
  Z: Points,
  options?: { coverage?: number; method?: "jackknife+" | "conformal" | "gaussian" },
): { readonly lower: Float64Array; readonly upper: Float64Array };

// Large n
export interface Nystrom {
  readonly kind: "nystrom";
}
/** min Σ (h(x_i) − y_i)² + λ‖h‖² over h = Σ_j β_j k(c_j, ·): `landmarks` are the c_j, or how many to choose by randomly pivoted Cholesky. The model is a KernelModel on the c_j. */
export declare function nystrom(options: {
  kernel: Kernel;
  lambda?: number;
  landmarks: number | Points;
  seed?: number;
  intercept?: boolean;
  standardize?: boolean;
}): Nystrom;
export declare function fit(estimator: Nystrom, X: Points, y: Vector, options?: FitOptions): KernelModel<Float64Array>;
export declare function fit(estimator: Nystrom, X: Points, Y: MatrixLike, options?: FitOptions): KernelModel<Matrix>;

// ---- interchange -------------------------------------------------------------------------------------------------------------
export interface ModelJson {
  readonly format: "mercer-model";
  readonly version: 1;
  readonly model: unknown;
}
export declare function toJSON(model: Model): ModelJson;
export declare function fromJSON(value: unknown): Model;

// ---- errors ------------------------------------------------------------------------------------------------------------------
export type ErrorCode =
  | "argument"
  | "shape"
  | "not-finite"
  | "not-positive-definite"
  | "singular"
  | "asymmetric"
  | "kernel"
  | "memory"
  | "diverged"
  | "aborted"
  | "worker"
  | "unsupported"
  | "format";
export interface MercerError extends Error {
  readonly code: ErrorCode;
  readonly [detail: string]: unknown;
}
export declare function isMercerError(error: unknown): error is MercerError;
