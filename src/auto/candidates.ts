import { type GaussianProcessSpec, gaussianProcess } from "../estimators/gaussian-process";
import { type KernelClassifierSpec, kernelClassifier } from "../estimators/kernel-classifier";
import { scale } from "../kernels/algebra";
import { linear, matern, rbf } from "../kernels/constructors";

export type Candidate = GaussianProcessSpec | KernelClassifierSpec;

/** Estimators that are tried, by what they say of the data. */
export type Candidates = Readonly<Record<string, Candidate>>;

/** Up to so many features each has a length scale of its own. */
const OWN_LENGTHS = 12;

/** What is tried for numbers: Gaussian processes of standardised columns, whose likelihoods can be compared. */
export function regressionCandidates(d: number): Candidates {
  const start = Math.sqrt(d);
  const lengthScale = d > 1 && d <= OWN_LENGTHS ? Array.from({ length: d }, () => start) : start;
  const process = (kernel: Parameters<typeof scale>[1]): GaussianProcessSpec =>
    gaussianProcess({ kernel: scale(1, kernel), noise: 0.1, standardize: true });
  return {
    "a line": process(linear()),
    "a rough surface": process(matern({ nu: 1.5, lengthScale })),
    "a smooth surface": process(rbf({ lengthScale })),
  };
}

/** What is tried for labels: logistic regression on standardised columns, which has probabilities. */
export function classificationCandidates(d: number): Candidates {
  const classifier = (kernel: Parameters<typeof scale>[1]): KernelClassifierSpec =>
    kernelClassifier({ kernel, loss: "logistic", lambda: 0.1, intercept: true, standardize: true });
  return { "a straight border": classifier(linear()), "a smooth border": classifier(rbf({ lengthScale: Math.sqrt(d) })) };
}
