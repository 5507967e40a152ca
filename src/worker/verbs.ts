import { diagnose } from "../diagnosis/diagnose";
import { fit } from "../estimators/fit";
import { spectralFilter } from "../estimators/spectral-filter";
import { gram, gramDiagonal } from "../gram/gram";
import { featureMatrix } from "../kernels/features";
import { eigh } from "../linalg/eigh";
import { lstsq, pinv } from "../linalg/least-squares";
import { matmul } from "../linalg/products";
import { classify, decision, probabilities } from "../models/classify";
import { predictDistribution } from "../models/distribution";
import { predict } from "../models/predict";
import { samplePosterior, samplePrior } from "../models/samples";
import { score } from "../models/score";
import { selectLambda } from "../selection/select-lambda";
import type { Verb } from "./verb-names";

/** The synchronous verb of each name. */
export const VERBS: Readonly<Record<Verb, (...args: never[]) => unknown>> = {
  classify,
  decision,
  diagnose,
  eigh,
  featureMatrix,
  fit,
  gram,
  gramDiagonal,
  lstsq,
  matmul,
  pinv,
  predict,
  predictDistribution,
  probabilities,
  samplePosterior,
  samplePrior,
  score,
  selectLambda,
  spectralFilter,
};

/** Which argument of a verb, where it is one, takes progress and abort. */
export const WATCHED: Readonly<Partial<Record<Verb, number>>> = { diagnose: 3, fit: 3, selectLambda: 4, spectralFilter: 4 };
