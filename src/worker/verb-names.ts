/** The verbs of a pool, all of the library whose arguments and results are data, and what their arguments are called. Who watches comes after them. */
export const ARGUMENTS = {
  classify: ["model", "Z"],
  decision: ["model", "Z"],
  diagnose: ["kernel", "X", "y"],
  eigh: ["A"],
  featureMatrix: ["features", "X"],
  fit: ["estimator", "X", "y", "options"],
  gram: ["kernel", "X", "Z"],
  gramDiagonal: ["kernel", "X"],
  lstsq: ["A", "b", "options"],
  matmul: ["A", "B"],
  pinv: ["A", "options"],
  predict: ["model", "Z"],
  predictDistribution: ["model", "Z", "options"],
  probabilities: ["model", "Z"],
  samplePosterior: ["model", "Z", "options"],
  samplePrior: ["kernel", "Z", "options"],
  score: ["model", "X", "y"],
  selectLambda: ["estimator", "X", "y", "lambdas", "options"],
  spectralFilter: ["kernel", "X", "y", "options"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Verb = keyof typeof ARGUMENTS;

export const VERB_NAMES = Object.keys(ARGUMENTS) as readonly Verb[];
