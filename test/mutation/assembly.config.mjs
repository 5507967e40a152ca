import { defineConfig } from "vitest/config";
import { judges } from "./assembly-tests.mjs";

export default defineConfig({
  root: process.env.MERCER_TREE,
  test: {
    include: judges,
    exclude: ["**/node_modules/**"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 1,
    execArgv: ["--expose-gc"],
    bail: 1,
    reporters: [{}],
  },
});
