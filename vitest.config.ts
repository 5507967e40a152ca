import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    typecheck: { enabled: true, include: ["test/**/*.test-d.ts"], tsconfig: "./tsconfig.json" },
    allowOnly: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    // of two processors Vitest would leave one to itself
    maxWorkers: "100%",
    execArgv: ["--expose-gc"],
  },
});
