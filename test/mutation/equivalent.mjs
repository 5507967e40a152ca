const NAMES = "only the names of the options are read, not what stands beside them, and the types refuse another value";

/** Mutants that change no result: { file, code: their line, change, reason }. They are not counted. */
export const equivalent = [
  {
    file: "src/kernels/constructors.ts",
    code: 'const { gamma = 1 } = readOptions(options, "chi2", { gamma: true });',
    change: "`true` → `false`",
    reason: NAMES,
  },
  { file: "src/estimators/descent-options.ts", code: "delta: true,", change: "`true` → `false`", reason: NAMES },
  {
    file: "src/estimators/kernel-ridge.ts",
    code: "const OPTIONS: OptionNames<KernelRidgeOptions> = { kernel: true, lambda: true, intercept: true, solver: true };",
    change: "`true` → `false`",
    reason: NAMES,
  },
];
