/** The verbs of a pool, all of the library whose arguments and results are data, and what their arguments are called. Who watches comes after them. */
export const ARGUMENTS = {
  classify: ["model", "Z"],
  compare: ["candidates", "X", "y", "options"],
  crossValidate: ["estimator", "X", "y", "options"],
  decision: ["model", "Z"],
  diagnose: ["kernel", "X", "y"],
  eigh: ["A"],
  featureMatrix: ["features", "X"],
  fit: ["estimator", "X", "y", "options"],
  gram: ["kernel", "X", "Z"],
  gramDiagonal: ["kernel", "X"],
  lambdaPath: ["estimator", "X", "y", "lambdas", "options"],
  leaveOneOut: ["estimator", "X", "y", "options"],
  logMarginalLikelihood: ["estimator", "X", "y", "options"],
  lstsq: ["A", "b", "options"],
  matmul: ["A", "B"],
  permutationImportance: ["model", "X", "y", "options"],
  pinv: ["A", "options"],
  predict: ["model", "Z"],
  predictDistribution: ["model", "Z", "options"],
  predictInterval: ["estimator", "X", "y", "Z", "options"],
  probabilities: ["model", "Z"],
  samplePosterior: ["model", "Z", "options"],
  samplePrior: ["kernel", "Z", "options"],
  score: ["model", "X", "y"],
  selectLambda: ["estimator", "X", "y", "lambdas", "options"],
  spectralFilter: ["kernel", "X", "y", "options"],
  tune: ["estimator", "X", "y", "options"],
  verify: ["model", "X", "y", "options"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Verb = keyof typeof ARGUMENTS;

/** What a verb is spread out into. */
export const PARTS = { judgeFold: ["estimator", "data", "options"] } as const;

export type PartVerb = keyof typeof PARTS;

export const VERB_NAMES = Object.keys(ARGUMENTS) as readonly Verb[];
