type Infinite = readonly [verb: RegExp, path: RegExp, value: (value: number) => boolean];

const infinite = (value: number): boolean => Math.abs(value) === Number.POSITIVE_INFINITY;
const positive = (value: number): boolean => value === Number.POSITIVE_INFINITY;
const negative = (value: number): boolean => value === Number.NEGATIVE_INFINITY;

/** Where an infinite number is the answer, as the documentation says. NaN only where a hostile argument has it. */
export const INFINITE: readonly Infinite[] = [
  [/./, /conditionEstimate$|conditionNumber$/, positive],
  // what is in a matrix is judged where it is computed with
  [/^(mercer|linalg|table)\.matrix$/, /^\.data\[\]$/, () => true],
  // an intercept that is none is told where the model predicts
  [/annotate/, /^\.intercept$/, () => true],
  [/linalg/, /\.logDet$/, negative],
  [/normalLogCdf|normalQuantile|studentQuantile/, /^/, infinite],
  [/logExpectedImprovement/, /^\.value/, negative],
  [/logLoss/, /^$/, positive],
  [/predictInterval/, /lower\[\]|upper\[\]/, infinite],
  [/statisticPath|lambdaPath/, /logMarginalLikelihood|evidenceBound/, negative],
  [/fit$|tune|incremental|addRows|logMarginal|from(JSON|Bytes)/, /logMarginalLikelihood$|value$/, negative],
  // a mean squared error, which a warning tells
  [/tune$/, /value$/, positive],
  [/./, /(trainingLoss|record\.losses)\[\]$/, positive],
  [/spectralFilter/, /equivalentLambda/, positive],
  [/leaveOneOut/, /logDensity$/, negative],
  [/selectLambda|lambdaPath|statisticPath/, /looError|gcv/, positive],
  [/./, /report\.gap\[\]$/, positive],
  [/./, /featureLoss$/, positive],
  // hostile numbers in a table that is only cut
  [/table.trainTestSplit/, /./, () => true],
  [/diagnose/, /featureDimension|suggestedLambda/, positive],
  // what a hostile report says is told as it is
  [/verify/, /claims\[\]\.told/, () => true],
];
