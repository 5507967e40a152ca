/** The verbs of a pool: all of the library whose arguments and results are data. */
export const VERB_NAMES = [
  "classify",
  "decision",
  "diagnose",
  "eigh",
  "featureMatrix",
  "fit",
  "gram",
  "gramDiagonal",
  "lstsq",
  "matmul",
  "pinv",
  "predict",
  "probabilities",
  "score",
  "selectLambda",
  "spectralFilter",
] as const;

export type Verb = (typeof VERB_NAMES)[number];
