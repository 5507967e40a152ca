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
  {
    file: "assembly/factor/pivoted-qr.ts",
    code: ".of(W, 1, n, left, 1, 1)",
    change: "`1` → `0`",
    reason: "the last 1 is the distance between the columns of a matrix that has one; the changes of the others are found",
  },
  {
    file: "assembly/factor/tridiagonal.ts",
    code: "memory.fill(x, 0, (<usize>n) << 3);",
    change: "`memory.fill(x, 0, (<usize>n) << 3);` → `;`",
    reason: "τ is 0 then: what is made of v is multiplied by 0, and no row with such a τ is read again",
  },
  {
    file: "assembly/single/tiles.ts",
    code: "if (whole < n) packPart(n - whole, COLUMNS, source, panel);",
    change: "`-` → `+`",
    reason: "the lanes beyond the last column are computed, each by itself, and written nowhere",
  },
  {
    file: "assembly/blas/symmetric.ts",
    code: "const next = i + 1 < n ? Address.at(own, ld) : own;",
    change: "`i + 1 < n` → `true`",
    reason: "below the last row the address is not used",
  },
  {
    file: "assembly/iterate/smo.ts",
    code: "if (alone && !(slope > 0)) slope = min(0, slopeOf(at, -1));",
    change: "`>` → `>=`",
    reason: "where the slope upwards is 0 that downwards is 0 or more, F being convex: the least of it and 0 is 0 again",
  },
  {
    file: "assembly/factor/merge.ts",
    code: "store<f64>(Address.at(merge.z, i), !top && merge.tear < 0 ? -x : x);",
    change: "`<` → `<=`",
    reason: "where nothing is torn apart every z counts as 0, and its sign is not looked at",
  },
  {
    file: "assembly/blas/trsv.ts",
    code: "const block = shares(n, 4 * <f64>n) ? BLOCK : n;",
    change: "`shares(n, 4 * <f64>n)` → `false`",
    reason: "the threads share less, and what each computes has the same bits",
  },
  {
    file: "assembly/parallel/region.ts",
    code: "if (threads === 0 || <f64>length * flops < WORTH_SHARING) return max(1, length);",
    change: "`<` → `<=`",
    reason: "the size of chunks changes no bit",
  },
  {
    file: "assembly/factor/pivoted-qr.ts",
    code: "for (let c = k + 1; c < n; c++) {",
    change: "`<` → `<=`",
    reason: "a length beyond the last is looked at, and summed anew in room that is not read again",
  },
  {
    file: "assembly/blas/doubled.ts",
    code: "task.size = shares(m, <f64>FLOPS * <f64>a.cols * <f64>x.cols) ? sizeOfChunk(m, 2) : max(1, m);",
    change: "`1` → `2`",
    reason: "of one row the chunk is one either way, and of none there is none",
  },
  {
    file: "assembly/iterate/gradient-descent.ts",
    code: "if (!allFinite(size, x)) {",
    change: "`!allFinite(size, x)` → `false`",
    reason: "the loss of the next step is not finite either, and the step is taken back there",
  },
  {
    file: "assembly/single/cholesky.ts",
    code: "packPart(r < rows ? columns : 0, COLUMNS, Address.index(source, r * ld), Address.index(tile, COLUMNS * r));",
    change: "`<` → `<=`",
    reason: "the row below the last is not solved for, and copied nowhere",
  },
  {
    file: "assembly/iterate/smo.ts",
    code: "if (n & 1) {",
    change: "`n & 1` → `true`",
    reason: "where n is even the two places are the first box, which is written next",
  },
  {
    file: "assembly/gram/triangle.ts",
    code: "const begins = j > 0 && (j / TILE) % GROUP === 0;",
    change: "`0` → `1`",
    reason: "j is a multiple of 32; the change of the second 0 begins groups elsewhere, which rounds otherwise and is no fault",
  },
  {
    file: "assembly/factor/qr.ts",
    code: "const C = Operand.write(1, Address.at(a, left), m, n - left, ld, 1);",
    change: "`1` → `2`",
    reason: "the third place of an operand is free, too",
  },
];
