import { mercerError } from "../errors";
import type { GaussianProcess } from "../estimators/gaussian-process";
import { type KernelClassifier, type KernelClassifierSpec, kernelClassifier } from "../estimators/kernel-classifier";
import { type KernelNewton, type KernelNewtonSpec, kernelNewton } from "../estimators/kernel-newton";
import { type KernelRidge, type KernelRidgeSpec, readKernelRidge } from "../estimators/kernel-ridge";
import { readGaussianProcess } from "../estimators/log-marginal-likelihood";
import { type Nystrom, readNystrom } from "../estimators/nystrom";
import {
  type SupportVectorRegression,
  type SupportVectorRegressionSpec,
  supportVectorRegression,
} from "../estimators/support-vector-regression";
import { notMade, readChoice, readMade } from "../input";
import type { Measure, TunedSpec } from "./criterion";

/** What `tune` chooses the parameters by. */
export type TuningCriterion = "marginalLikelihood" | "leaveOneOut" | "crossValidation";

/** What `tune` takes. */
export type TunableEstimator = KernelRidge | GaussianProcess | KernelClassifier | KernelNewton | Nystrom | SupportVectorRegression;

/** An estimator, and what its parameters are chosen by. */
interface Tuned {
  readonly spec: TunedSpec;
  readonly measure: Measure;
  /** Whether its targets are labels. */
  readonly isLabelled: boolean;
}

/** @throws "argument" for another estimator, a criterion that it does not have, and several λ */
export function readTuned(estimator: TunableEstimator, criterion: TuningCriterion | undefined): Tuned {
  const made = readMade(estimator, "estimator", MAKERS);
  const isLabelled = (made as { readonly kind: string }).kind === "kernelClassifier";
  switch (made.kind) {
    case "gaussianProcess": {
      const spec = readGaussianProcess(made as GaussianProcess);
      if (criterion === "crossValidation") return { spec, measure: "validation", isLabelled };
      const chosen = readChoice(criterion ?? "marginalLikelihood", "criterion", ["marginalLikelihood", "leaveOneOut"]);
      return {
        spec,
        measure: chosen === "leaveOneOut" ? "density" : "likelihood",
        isLabelled,
      };
    }
    case "kernelRidge": {
      const spec = readKernelRidge(made as KernelRidge);
      if (criterion === "crossValidation") return { spec, measure: "validation", isLabelled };
      readChoice(criterion ?? "leaveOneOut", "criterion", ["leaveOneOut"]);
      requireOneLambda(spec);
      return { spec, measure: "squares", isLabelled };
    }
    case "kernelClassifier":
    case "kernelNewton":
    case "nystrom":
    case "supportVectorRegression":
      readChoice(criterion ?? "crossValidation", "criterion", ["crossValidation"]);
      return { spec: readByScore(made) as unknown as TunedSpec, measure: "validation", isLabelled };
    default:
      throw notMade(estimator, "estimator", MAKERS);
  }
}

/** An estimator that is tuned by the score of held-out folds alone. */
function readByScore(made: KernelClassifier | KernelNewton | Nystrom | SupportVectorRegression): TunableEstimator {
  switch (made.kind) {
    case "kernelClassifier":
      return kernelClassifier(made as KernelClassifierSpec);
    case "kernelNewton":
      return kernelNewton(made as KernelNewtonSpec);
    case "nystrom": {
      const spec = readNystrom(made);
      requireOneLambda(spec);
      return spec;
    }
    case "supportVectorRegression":
      return supportVectorRegression(made as SupportVectorRegressionSpec);
    default:
      return made satisfies never;
  }
}

const MAKERS = "gaussianProcess, kernelRidge, kernelClassifier, kernelNewton, nystrom or supportVectorRegression";

function requireOneLambda({ lambda }: Pick<KernelRidgeSpec, "lambda">): void {
  if (typeof lambda === "number") return;
  throw mercerError("argument", "lambda must be one number to be tuned; tune the targets one by one", { argument: "lambda" });
}
