const NAMES = "only the names of the options are read, not what stands beside them, and the types refuse another value";

/** Lines of a file that list the names of options. */
const names = (file, codes) => codes.map((code) => ({ file, code, change: "`true` → `false`", reason: NAMES }));

/** Mutants that change no result: { file, code: their line, change, reason }. They are not counted. */
export const equivalent = [
  ...names("src/kernels/constructors.ts", [
    'const { lengthScale } = readOptions(options, "exponential", { lengthScale: true });',
    'return kernelOf("custom", { evaluate, ...readOptions(options, "custom", { psd: true }) }, requireKernel);',
  ]),
  ...names("src/kernels/scikit-learn.ts", ["const PARAMETERS = { kernel: true, gamma: true, degree: true, coef0: true } as const;"]),
  ...names("src/models/distribution.ts", [
    'const { noise = false, covariance = false } = readOptions(options, "predictDistribution", { noise: true, covariance: true });',
    'const { noise = false } = readOptions(options, "distributionPredictor", { noise: true });',
  ]),
  ...names("src/models/samples.ts", ["const { count, seed } = readOptions(options, verb, { count: true, seed: true });"]),
  ...names("src/estimators/descent-options.ts", [
    ...["loss", "delta", "epsilon", "lambda", "step", "iterations"].map((name) => `${name}: true,`),
    ...["tolerance", "discrepancy", "momentum", "batch", "seed", "record"].map((name) => `${name}: true,`),
    "const MOMENTUM = { kind: true, beta: true, restart: true } as const;",
    "const RECORD = { every: true, coefficients: true } as const;",
  ]),
  ...names("src/estimators/fit-options.ts", [
    "export const FIT_OPTIONS = { ...WATCHING, sampleWeight: true, start: true, validation: true } as const;",
    "export const VALIDATION_OPTIONS = { X: true, y: true, patience: true, every: true } as const;",
  ]),
  ...names("src/estimators/gaussian-process.ts", [
    "const OPTIONS: OptionNames<GaussianProcessOptions> = { kernel: true, noise: true, trend: true };",
  ]),
  ...names(
    "src/estimators/kernel-classifier.ts",
    ["kernel", "lambda", "loss", "intercept", "tolerance", "classWeight"].map((name) => `${name}: true,`),
  ),
  ...names("src/estimators/kernel-descent.ts", [
    "const OPTIONS: OptionNames<KernelDescentOptions> = { ...DESCENT_OPTIONS, kernel: true, gradient: true, nullSpace: true, storage: true };",
  ]),
  ...names("src/estimators/kernel-newton.ts", [
    "const OPTIONS: OptionNames<KernelNewtonOptions> = { kernel: true, loss: true, delta: true, lambda: true, intercept: true, tolerance: true };",
  ]),
  ...names("src/estimators/kernel-ridge.ts", [
    "const OPTIONS: OptionNames<KernelRidgeOptions> = { kernel: true, lambda: true, intercept: true, solver: true };",
  ]),
  ...names("src/estimators/least-squares.ts", [
    "const OPTIONS: OptionNames<LeastSquaresOptions> = { features: true, lambda: true, intercept: true };",
  ]),
  ...names("src/estimators/linear-descent.ts", [
    "const OPTIONS: OptionNames<LinearDescentOptions> = { ...DESCENT_OPTIONS, features: true, intercept: true };",
  ]),
  ...names("src/estimators/spectral-filter.ts", [
    'const { step, steps } = readOptions(options, "spectralFilter", { step: true, steps: true });',
  ]),
  ...names(
    "src/estimators/support-vector-regression.ts",
    ["kernel", "lambda", "loss", "epsilon", "intercept", "tolerance"].map((name) => `${name}: true,`),
  ),
  {
    file: "src/estimators/descent-options.ts",
    code: 'restart: readChoice("restart" in given ? (given.restart ?? step === "auto") : step === "auto", "momentum.restart", [true, false]),',
    change: '`"restart" in given` → `true`',
    reason: "what is not there is undefined, for which the same stands in",
  },
  {
    file: "src/kernels/features.ts",
    code: "if (isIdentity(features)) return cloned(x);",
    change: "`isIdentity(features)` → `false`",
    reason: "the map of the linear kernel gives the point as it is: the line saves the walk along the points",
  },
  {
    file: "src/kernels/ordinary.ts",
    code: "return e < -ORDINARY ? moved(withGamma(kernel, -e), e, 0) : asItIs(kernel);",
    change: "`0` → `1`",
    reason: "what differences are multiplied by counts for kernels of squared differences and sines alone, which these are not",
  },
  {
    file: "src/models/calibrator.ts",
    code: "if (value <= (h[low] as number)) return p[low] as number;",
    change: "`<=` → `<`",
    reason: "at the first corner the line from it gives p there, times 0 exactly; of one corner alone the next line says the same",
  },
  {
    file: "src/models/labels.ts",
    code: "const classes = [...new Set(list)].sort((a, b) => (a < b ? -1 : 1));",
    change: "`1` → `2`",
    reason: "of what a comparison gives only the sign counts",
  },
  {
    file: "src/models/linear-predict.ts",
    code: "for (let i = 0; i < rows; i++) phi.set(map(from + i === 0 ? first : seenPoint(rowOf(z, from + i))), i * M);",
    change: "`+` → `-`",
    reason:
      "`from` is 0 or beyond every i, so that from − i is 0 where from + i is; the second + of the line is another matter, and its change is found",
  },
  ...["`Math.max(judgement.excess, judgement.claimed) <= NEGLIGIBLE && (rank === null ||` → `false`", "`||` → `&&`"].map((change) => ({
    file: "src/solvers/ridge/direct.ts",
    code: "if (Math.max(judgement.excess, judgement.claimed) <= NEGLIGIBLE && (rank === null || lambda > 0)) return { origin, answer, judgement };",
    change,
    reason: "what is negligible comes out of the next lines as it went in: this one saves the walk",
  })),
  {
    file: "src/solvers/descent/on-gram.ts",
    code: "const diagonal = slice(blocks.spectrum, 0, n);",
    change: "`0` → `1`",
    reason: "room for n numbers in a block of five times as many, wherever in it",
  },
];
