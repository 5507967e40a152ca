import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { judges } from "./assembly-tests.mjs";

export default defineConfig({
  root: process.env.MERCER_TREE,
  test: {
    include: judges,
    exclude: ["**/node_modules/**"],
    setupFiles: [fileURLToPath(new URL("assembly-setup.mjs", import.meta.url))],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 1,
    execArgv: ["--expose-gc"],
    bail: process.env.MERCER_REACHED === undefined ? 1 : 0,
    reporters: [{}],
  },
});
