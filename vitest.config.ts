import { configDefaults, defineConfig } from "vitest/config";

/** Tests that replace a module, or look at what the library keeps from call to call: each has a process of its own. */
const ALONE = [
  "test/faults/**/*.test.ts",
  "test/fuzz/**/*.test.ts",
  "test/wasm/**/*.test.ts",
  "test/worker/**/*.test.ts",
  "test/diagnosis/memory.test.ts",
  "test/estimators/report.bytes.test.ts",
  "test/gram/derivative.test.ts",
  "test/gram/plan.test.ts",
  "test/gram/run.test.ts",
];

export default defineConfig({
  test: {
    allowOnly: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    // of two processors Vitest would leave one to itself
    maxWorkers: "100%",
    execArgv: ["--expose-gc"],
    projects: [
      {
        extends: true,
        test: {
          name: "together",
          include: ["test/**/*.test.ts"],
          // and what is left out by default: packages have tests of their own
          exclude: [...configDefaults.exclude, ...ALONE],
          // a process goes from file to file with the library that it has loaded
          isolate: false,
        },
      },
      { extends: true, test: { name: "alone", include: ALONE } },
    ],
  },
});
