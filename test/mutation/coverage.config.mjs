import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { excluded } from "./files.mjs";

/** The tests without the slowest files, with V8's counts of what ran. */
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...excluded, "**/node_modules/**"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    execArgv: ["--expose-gc"],
    coverage: {
      enabled: true,
      provider: "custom",
      customProviderModule: fileURLToPath(new URL("v8.mjs", import.meta.url)),
      include: ["src/**/*.ts"],
      reportsDirectory: "coverage/v8",
      reporter: ["json-summary"],
    },
  },
});
