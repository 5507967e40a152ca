export type { Cause } from "../diagnosis/causes";
export { type Diagnosis, diagnose } from "../diagnosis/diagnose";
export { type ErrorCode, type ErrorDetails, isMercerError, type MercerError } from "../errors";
export type { DescentOptions } from "../estimators/descent-options";
export { fit } from "../estimators/fit";
export type { FitOptions, ValidationOptions } from "../estimators/fit-options";
export {
  type ClassWeight,
  type KernelClassifier,
  type KernelClassifierOptions,
  type KernelClassifierSpec,
  kernelClassifier,
} from "../estimators/kernel-classifier";
export { type KernelDescent, type KernelDescentOptions, type KernelDescentSpec, kernelDescent } from "../estimators/kernel-descent";
export { type KernelNewton, type KernelNewtonOptions, type KernelNewtonSpec, kernelNewton } from "../estimators/kernel-newton";
export { type KernelRidge, type KernelRidgeOptions, type KernelRidgeSpec, kernelRidge } from "../estimators/kernel-ridge";
export { type LeastSquares, type LeastSquaresOptions, type LeastSquaresSpec, leastSquares } from "../estimators/least-squares";
export { type LinearDescent, type LinearDescentOptions, type LinearDescentSpec, linearDescent } from "../estimators/linear-descent";
export { type FilteredModel, spectralFilter } from "../estimators/spectral-filter";
export {
  type SupportVectorRegression,
  type SupportVectorRegressionOptions,
  type SupportVectorRegressionSpec,
  supportVectorRegression,
} from "../estimators/support-vector-regression";
export { centerGram } from "../gram/center";
export { gram, gramDiagonal } from "../gram/gram";
export { fromBytes, toBytes } from "../io/bytes";
export { fromJSON, type ModelJson, toJSON } from "../io/json";
export { add, exponentiate, mapInputs, multiplier, multiply, normalize, onColumns, power, scale } from "../kernels/algebra";
export { canonical } from "../kernels/canonical";
export {
  additiveChi2,
  allSubsets,
  anova,
  chi2,
  constant,
  cosine,
  custom,
  exponential,
  fromFeatures,
  laplacian,
  linear,
  matern,
  periodic,
  polynomial,
  precomputed,
  rationalQuadratic,
  rbf,
  sigmoid,
  white,
} from "../kernels/constructors";
export { describe } from "../kernels/describe";
export { evaluate } from "../kernels/evaluate";
export { type FeatureMap, featureMatrix } from "../kernels/features";
export { isPsd } from "../kernels/psd";
export { fromScikitLearn, type ScikitLearnKernel } from "../kernels/scikit-learn";
export type * from "../kernels/spec";
export { type AbsoluteLoss, absolute } from "../losses/absolute";
export { type EpsilonInsensitiveLoss, epsilonInsensitive } from "../losses/epsilon-insensitive";
export { type HingeLoss, hinge } from "../losses/hinge";
export { type HuberLoss, huber } from "../losses/huber";
export { type LogisticLoss, logistic } from "../losses/logistic";
export { type PoissonLoss, poisson } from "../losses/poisson";
export { type QuantileLoss, quantile } from "../losses/quantile";
export { describeLoss } from "../losses/read";
export type { ClassificationLoss, Loss, LossName, RegressionLoss } from "../losses/spec";
export { type SquaredLoss, squared } from "../losses/squared";
export { type SquaredHingeLoss, squaredHinge } from "../losses/squared-hinge";
export { type Matrix, type MatrixLike, matrix, type Points, rowOf, type Targets, toArrays, type Vector } from "../matrix";
export type { ClassifierLoss } from "../models/classifier-model";
export { classify, decision, probabilities } from "../models/classify";
export { type ConfusionMatrix, confusionMatrix } from "../models/confusion-matrix";
export type { Label } from "../models/labels";
export type { ClassifierModel, KernelModel, LinearModel, Model, RegressionModel, Report, ReportLike } from "../models/model";
export { predict } from "../models/predict";
export { type Predictor, predictor } from "../models/predictor";
export type { ConvexReport, DescentReport, FilterReport, LeastSquaresReport, RidgeReport, RidgeRoute, Solver } from "../models/report";
export { score } from "../models/score";
export { applyScaler, type Scaler, standardize } from "../preprocessing/standardize";
export type { Progress, WatchOptions } from "../progress";
export { type LambdaSelection, selectLambda } from "../selection/select-lambda";
