import { diagnose } from "../diagnosis/diagnose";
import { fit } from "../estimators/fit";
import { logMarginalLikelihood } from "../estimators/log-marginal-likelihood";
import { spectralFilter } from "../estimators/spectral-filter";
import { gram, gramDiagonal } from "../gram/gram";
import { predictInterval } from "../intervals/predict-interval";
import { featureMatrix } from "../kernels/features";
import { eigh } from "../linalg/eigh";
import { lstsq, pinv } from "../linalg/least-squares";
import { matmul } from "../linalg/products";
import { permutationImportance } from "../metrics/permutation-importance";
import { classify, decision, probabilities } from "../models/classify";
import { predictDistribution } from "../models/distribution";
import { predict } from "../models/predict";
import { samplePosterior, samplePrior } from "../models/samples";
import { score } from "../models/score";
import { compare } from "../selection/compare";
import { crossValidate } from "../selection/cross-validate";
import { judgeFold } from "../selection/fold-result";
import { lambdaPath } from "../selection/lambda-path";
import { leaveOneOut } from "../selection/leave-one-out";
import { selectLambda } from "../selection/select-lambda";
import { tune } from "../tuning/tune";
import { verify } from "../verification/verify";
import type { PartVerb, Verb } from "./verb-names";

/** The synchronous verb of each name. */
export const VERBS: Readonly<Record<Verb | PartVerb, (...args: never[]) => unknown>> = {
  classify,
  compare,
  crossValidate,
  decision,
  diagnose,
  eigh,
  featureMatrix,
  fit,
  gram,
  gramDiagonal,
  judgeFold,
  lambdaPath,
  leaveOneOut,
  logMarginalLikelihood,
  lstsq,
  matmul,
  permutationImportance,
  pinv,
  predict,
  predictDistribution,
  predictInterval,
  probabilities,
  samplePosterior,
  samplePrior,
  score,
  selectLambda,
  spectralFilter,
  tune,
  verify,
};

/** Which argument of a verb, where it is one, takes progress and abort. */
export const WATCHED: Readonly<Partial<Record<Verb | PartVerb, number>>> = {
  compare: 3,
  crossValidate: 3,
  diagnose: 3,
  fit: 3,
  judgeFold: 2,
  lambdaPath: 4,
  leaveOneOut: 3,
  logMarginalLikelihood: 3,
  permutationImportance: 3,
  predictInterval: 4,
  selectLambda: 4,
  spectralFilter: 4,
  tune: 3,
  verify: 3,
};
