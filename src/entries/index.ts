export { type ConfidenceBoundOptions, lowerConfidenceBound, upperConfidenceBound } from "../acquisition/confidence-bound";
export { expectedImprovement, logExpectedImprovement } from "../acquisition/expected-improvement";
export type { Acquisition, ImprovementOptions } from "../acquisition/forecast";
export { probabilityOfImprovement } from "../acquisition/probability-of-improvement";
export { type CalibrateOptions, calibrate } from "../calibration/calibrate";
export { applyCalibrator, type CalibratorOptions, fitCalibrator } from "../calibration/fit-calibrator";
export type { Cause } from "../diagnosis/causes";
export { type Diagnosis, type DiagnosisOptions, diagnose } from "../diagnosis/diagnose";
export { type ErrorCode, type ErrorDetails, isMercerError, type MercerError } from "../errors";
export type { DescentOptions } from "../estimators/descent-options";
export { fit } from "../estimators/fit";
export type { FitOptions, ValidationOptions } from "../estimators/fit-options";
export {
  type GaussianProcess,
  type GaussianProcessOptions,
  type GaussianProcessSpec,
  gaussianProcess,
} from "../estimators/gaussian-process";
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
export {
  type LikelihoodOptions,
  type LogMarginalLikelihood,
  logMarginalLikelihood,
} from "../estimators/log-marginal-likelihood";
export { groupedNoise, logLinearNoise } from "../estimators/noise";
export { type Nystrom, type NystromOptions, type NystromSpec, nystrom } from "../estimators/nystrom";
export { type FilteredModel, spectralFilter } from "../estimators/spectral-filter";
export {
  type SupportVectorRegression,
  type SupportVectorRegressionOptions,
  type SupportVectorRegressionSpec,
  supportVectorRegression,
} from "../estimators/support-vector-regression";
export { centerGram } from "../gram/center";
export { gram, gramDiagonal } from "../gram/gram";
export { type Incremental, type IncrementalOptions, type IncrementalProcess, incremental } from "../incremental/incremental";
export { type IntervalMethod, type IntervalOptions, type PredictionIntervals, predictInterval } from "../intervals/predict-interval";
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
export { type Parameter, parametersOf, withParameters } from "../kernels/parameters";
export { isPsd } from "../kernels/psd";
export { fromScikitLearn, type ScikitLearnKernel } from "../kernels/scikit-learn";
export type * from "../kernels/spec";
export type { Trend } from "../kernels/trend";
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
export { calibratedScale } from "../metrics/calibrated-scale";
export { accuracy, auc, brierScore, logLoss } from "../metrics/classification";
export { coverage } from "../metrics/coverage";
export { crps } from "../metrics/crps";
export { logScore } from "../metrics/log-score";
export { type PermutationImportance, type PermutationOptions, permutationImportance } from "../metrics/permutation-importance";
export { coverageCurve, pit, pitHistogram } from "../metrics/probability-integral-transform";
export { mae, medianAbsoluteError, pinballLoss, r2, rmse } from "../metrics/regression";
export type { About, DataDigest, Quantity } from "../models/about";
export type { NoiseChoice } from "../models/added-noise";
export type { CalibrationCurve, Calibrator, IsotonicCalibrator, PlattCalibrator } from "../models/calibrator";
export type { ClassifierLoss } from "../models/classifier-model";
export { classify, decision, probabilities } from "../models/classify";
export { type Component, predictComponents } from "../models/components";
export { type ConfusionMatrix, confusionMatrix } from "../models/confusion-matrix";
export {
  type Distribution,
  type DistributionOptions,
  distributionPredictor,
  type PointDistribution,
  predictDistribution,
} from "../models/distribution";
export { type DistributionGradient, distributionGradient } from "../models/distribution-gradient";
export type { Label } from "../models/labels";
export type {
  ClassifierModel,
  GaussianProcessModel,
  KernelModel,
  LinearModel,
  Model,
  RegressionModel,
  Report,
  ReportLike,
} from "../models/model";
export { predict } from "../models/predict";
export { predictGradient } from "../models/predict-gradient";
export { type Predictor, predictor } from "../models/predictor";
export type {
  Certificate,
  ConvexReport,
  DescentReport,
  FilterReport,
  ImportedReport,
  IterativeReport,
  LeastSquaresReport,
  NormalEquationsReport,
  NystromReport,
  RidgeReport,
  RidgeRoute,
  Solver,
} from "../models/report";
export { type SampleOptions, samplePosterior, samplePrior } from "../models/samples";
export { score } from "../models/score";
export { normalCdf, normalLogCdf, normalPdf } from "../normal/distribution";
export { normalQuantile } from "../normal/quantile";
export { normalSamples } from "../normal/samples";
export { studentCdf, studentQuantile } from "../normal/student";
export type { BoundState } from "../optimise/box";
export { type MinimizeOptions, type Minimum, minimize, type Stop } from "../optimise/minimize";
export { type MultiStart, type MultiStartOptions, multiStart, type Optimum } from "../optimise/multi-start";
export type { Objective } from "../optimise/objective";
export type { Progress, WatchOptions } from "../progress";
export { type AnnotateOptions, annotate } from "../provenance/annotate";
export type { ScalingMethod, Standardization, Standardize } from "../scaling/method";
export { applyScaler, type Scaler, standardize } from "../scaling/standardize";
export type { Scaling, Units } from "../scaling/units";
export { type Candidates, type ComparedCandidate, type Comparison, compare } from "../selection/compare";
export { type CrossValidation, type CrossValidationOptions, crossValidate, type RegressionEstimator } from "../selection/cross-validate";
export { type LambdaPath, lambdaPath, type SelectionOptions } from "../selection/lambda-path";
export { type LeaveOneOut, leaveOneOut } from "../selection/leave-one-out";
export { type LambdaSelection, selectLambda } from "../selection/select-lambda";
export { forwardSplits } from "../selection/splits/forward-splits";
export { groupKFold } from "../selection/splits/group-k-fold";
export { kFold } from "../selection/splits/k-fold";
export type { FoldOptions, Split } from "../selection/splits/split";
export { stratifiedKFold } from "../selection/splits/stratified-k-fold";
export { type TrainTestOptions, trainTestSplit } from "../selection/splits/train-test-split";
export {
  type GammaPrior,
  gamma,
  type HalfCauchyPrior,
  halfCauchy,
  type LogNormalPrior,
  logNormal,
  type Prior,
  type Priors,
} from "../tuning/priors";
export type { TunableEstimator, TuningCriterion } from "../tuning/tunable";
export { type TunedParameter, type TuneOptions, type Tuning, type TuningOptimum, tune } from "../tuning/tune";
export type { Claim, ClaimName } from "../verification/claim";
export { type Verification, type VerifyOptions, verify } from "../verification/verify";
