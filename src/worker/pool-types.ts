import type { Diagnosis, DiagnosisOptions } from "../diagnosis/diagnose";
import type { FitOptions } from "../estimators/fit-options";
import type { GaussianProcess } from "../estimators/gaussian-process";
import type { KernelClassifier } from "../estimators/kernel-classifier";
import type { KernelDescent } from "../estimators/kernel-descent";
import type { KernelNewton } from "../estimators/kernel-newton";
import type { KernelRidge } from "../estimators/kernel-ridge";
import type { LeastSquares } from "../estimators/least-squares";
import type { LinearDescent } from "../estimators/linear-descent";
import type { LikelihoodOptions, LogMarginalLikelihood } from "../estimators/log-marginal-likelihood";
import type { Nystrom } from "../estimators/nystrom";
import type { FilteredModel } from "../estimators/spectral-filter";
import type { SupportVectorRegression } from "../estimators/support-vector-regression";
import type { IntervalOptions, PredictionIntervals } from "../intervals/predict-interval";
import type { NotNegative } from "../kernels/compatibility";
import type { FeatureMap } from "../kernels/features";
import type { Kernel } from "../kernels/spec";
import type { SymmetricEigen } from "../linalg/eigh";
import type { LeastSquaresResult, LstsqOptions, RankOptions } from "../linalg/least-squares";
import type { Matrix, MatrixLike, Points, Targets, Values } from "../matrix";
import type { PermutationImportance, PermutationOptions } from "../metrics/permutation-importance";
import type { Classifier, ClassifierModel } from "../models/classifier-model";
import type { Distribution, DistributionOptions } from "../models/distribution";
import type { Label } from "../models/labels";
import type { GaussianModel, GaussianProcessModel, KernelModel, LinearModel, RegressionModel } from "../models/model";
import type { SampleOptions } from "../models/samples";
import type { WatchOptions } from "../progress";
import type { Candidates, Comparison } from "../selection/compare";
import type { CrossValidation, CrossValidationOptions, RegressionEstimator } from "../selection/cross-validate";
import type { LambdaPath, SelectionOptions } from "../selection/lambda-path";
import type { LeaveOneOut } from "../selection/leave-one-out";
import type { LambdaSelection } from "../selection/select-lambda";
import type { TunableEstimator } from "../tuning/tunable";
import type { TuneOptions, Tuning } from "../tuning/tune";
import type { Verification, VerifyOptions } from "../verification/verify";

export interface PoolOptions {
  /** How many threads work on a job together, the coordinator included; "auto" is one per processor, in a page one fewer, which is left to draw it. */
  threads?: number | "auto";
  /** Where the worker's script is, if not beside this module; it is exported as `mercer/worker`. */
  workerUrl?: string | URL;
  /** Loads a `workerUrl` of another origin by way of a blob, which a Content-Security-Policy must allow (`worker-src blob:`). */
  blob?: boolean;
}

/**
 * The verbs of the library as promises. Arguments are copied when a verb is called; functions cannot cross ("kernel").
 *
 * Who watches a job is the last argument of every verb, or part of its options. `onProgress` is called about ten times a second while the job is
 * worked on; its `phase` is the verb as long as nothing more is known.
 */
export interface Pool {
  /** Threads that work on a job: 1 where no memory can be shared. */
  readonly threads: number;
  fit<L extends Label>(
    estimator: KernelClassifier,
    X: Points,
    labels: readonly L[] | ArrayLike<L>,
    options?: FitOptions,
  ): Promise<ClassifierModel<L>>;
  fit(estimator: GaussianProcess, X: Points, y: Values, options?: FitOptions): Promise<GaussianProcessModel<Float64Array>>;
  fit(estimator: GaussianProcess, X: Points, Y: MatrixLike, options?: FitOptions): Promise<GaussianProcessModel<Matrix>>;
  fit(estimator: LeastSquares | LinearDescent, X: Points, y: Values, options?: FitOptions): Promise<LinearModel<Float64Array>>;
  fit(estimator: LeastSquares | LinearDescent, X: Points, Y: MatrixLike, options?: FitOptions): Promise<LinearModel<Matrix>>;
  fit(
    estimator: KernelRidge | Nystrom | KernelDescent | KernelNewton | SupportVectorRegression,
    X: Points,
    y: Values,
    options?: FitOptions,
  ): Promise<KernelModel<Float64Array>>;
  fit(
    estimator: KernelRidge | Nystrom | KernelDescent | KernelNewton | SupportVectorRegression,
    X: Points,
    Y: MatrixLike,
    options?: FitOptions,
  ): Promise<KernelModel<Matrix>>;
  predict<T extends Targets>(model: RegressionModel<T>, Z: Points, watching?: WatchOptions): Promise<T>;
  predictDistribution<T extends Targets>(
    model: GaussianModel<T>,
    Z: Points,
    options?: DistributionOptions,
    watching?: WatchOptions,
  ): Promise<Distribution<T>>;
  samplePosterior(model: GaussianModel<Float64Array>, Z: Points, options: SampleOptions, watching?: WatchOptions): Promise<Matrix>;
  samplePrior(kernel: Kernel, Z: Points, options: SampleOptions, watching?: WatchOptions): Promise<Matrix>;
  decision(model: Classifier, Z: Points, watching?: WatchOptions): Promise<Targets>;
  classify<L extends Label>(model: Classifier<L>, Z: Points, watching?: WatchOptions): Promise<L[]>;
  probabilities(model: Classifier, Z: Points, watching?: WatchOptions): Promise<Matrix>;
  score(model: RegressionModel, X: Points, y: Values | MatrixLike, watching?: WatchOptions): Promise<number>;
  score<L extends Label>(model: Classifier<L>, X: Points, labels: ArrayLike<L>, watching?: WatchOptions): Promise<number>;
  verify(model: RegressionModel, X: Points, y: Values | MatrixLike, options?: VerifyOptions): Promise<Verification>;
  verify<L extends Label>(model: Classifier<L>, X: Points, labels: ArrayLike<L>, options?: VerifyOptions): Promise<Verification>;
  gram(kernel: Kernel, X: Points, Z?: Points, watching?: WatchOptions): Promise<Matrix>;
  gramDiagonal(kernel: Kernel, X: Points, watching?: WatchOptions): Promise<Float64Array>;
  featureMatrix<F extends FeatureMap>(features: F & NotNegative<F>, X: Points, watching?: WatchOptions): Promise<Matrix>;
  diagnose(K: MatrixLike, y?: Values | MatrixLike, watching?: WatchOptions): Promise<Diagnosis>;
  diagnose(kernel: Kernel, X: Points, y?: Values | MatrixLike, options?: DiagnosisOptions): Promise<Diagnosis>;
  spectralFilter(
    kernel: Kernel,
    X: Points,
    y: Values,
    options: { step: number; steps: number },
    watching?: WatchOptions,
  ): Promise<FilteredModel>;
  selectLambda(
    estimator: KernelRidge | Nystrom,
    X: Points,
    y: Values | MatrixLike,
    lambdas?: Values,
    options?: SelectionOptions,
  ): Promise<LambdaSelection>;
  lambdaPath(
    estimator: KernelRidge | Nystrom,
    X: Points,
    y: Values | MatrixLike,
    lambdas?: Values,
    options?: SelectionOptions,
  ): Promise<LambdaPath>;
  logMarginalLikelihood(
    estimator: GaussianProcess,
    X: Points,
    y: Values | MatrixLike,
    options?: LikelihoodOptions,
  ): Promise<LogMarginalLikelihood>;
  tune<E extends TunableEstimator>(
    estimator: E,
    X: Points,
    y: Values | MatrixLike | ArrayLike<Label>,
    options?: TuneOptions,
  ): Promise<Tuning<E>>;
  leaveOneOut(
    estimator: KernelRidge | Nystrom | GaussianProcess,
    X: Points,
    y: Values,
    options?: SelectionOptions,
  ): Promise<LeaveOneOut<Float64Array>>;
  leaveOneOut(
    estimator: KernelRidge | Nystrom | GaussianProcess,
    X: Points,
    Y: MatrixLike,
    options?: SelectionOptions,
  ): Promise<LeaveOneOut<Matrix>>;
  leaveOneOut(
    estimator: KernelRidge | Nystrom | GaussianProcess,
    X: Points,
    y: Values | MatrixLike,
    options?: SelectionOptions,
  ): Promise<LeaveOneOut>;
  /** Folds that have to be fitted, of 3,000 rows at most, are spread over the threads, one fit on each. */
  crossValidate<L extends Label>(
    estimator: KernelClassifier,
    X: Points,
    labels: readonly L[] | ArrayLike<L>,
    options?: CrossValidationOptions,
  ): Promise<CrossValidation<readonly L[]>>;
  crossValidate(
    estimator: RegressionEstimator,
    X: Points,
    y: Values,
    options?: CrossValidationOptions,
  ): Promise<CrossValidation<Float64Array>>;
  crossValidate(
    estimator: RegressionEstimator,
    X: Points,
    Y: MatrixLike,
    options?: CrossValidationOptions,
  ): Promise<CrossValidation<Matrix>>;
  crossValidate(
    estimator: RegressionEstimator | KernelClassifier,
    X: Points,
    y: Values | MatrixLike | readonly Label[],
    options?: CrossValidationOptions,
  ): Promise<CrossValidation>;
  /** The folds of all candidates are spread over the threads, one fit on each, up to 3,000 rows. */
  compare(
    candidates: Candidates,
    X: Points,
    y: Values | MatrixLike | ArrayLike<Label>,
    options?: CrossValidationOptions,
  ): Promise<Comparison>;
  predictInterval(
    estimator: KernelRidge | GaussianProcess,
    X: Points,
    y: Values,
    Z: Points,
    options?: IntervalOptions,
  ): Promise<PredictionIntervals>;
  permutationImportance(
    model: RegressionModel,
    X: Points,
    y: Values | MatrixLike,
    options?: PermutationOptions,
  ): Promise<PermutationImportance>;
  permutationImportance<L extends Label>(
    model: Classifier<L>,
    X: Points,
    labels: ArrayLike<L>,
    options?: PermutationOptions,
  ): Promise<PermutationImportance>;
  eigh(A: MatrixLike, watching?: WatchOptions): Promise<SymmetricEigen>;
  lstsq(A: MatrixLike, b: Values, options?: LstsqOptions & WatchOptions): Promise<LeastSquaresResult<Float64Array, number>>;
  lstsq(A: MatrixLike, B: MatrixLike, options?: LstsqOptions & WatchOptions): Promise<LeastSquaresResult<Matrix, Float64Array>>;
  matmul(A: MatrixLike, B: MatrixLike, watching?: WatchOptions): Promise<Matrix>;
  pinv(A: MatrixLike, options?: RankOptions & WatchOptions): Promise<Matrix>;
  /** Refuses further jobs, and ends the workers when those that were accepted are settled. */
  close(): Promise<void>;
}
