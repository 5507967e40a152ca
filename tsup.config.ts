import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";
import { defineConfig } from "tsup";

// By hand, since none of the builds knows what the others have written
rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");
copyFileSync("build/core.wasm", "dist/core.wasm");
copyFileSync("docs/model-file.schema.json", "dist/model.schema.json");

/** Lets the runtime compile the core: src/wasm/imported.ts in place of inlined.ts, and no parts of it as texts. */
const importedCore: Plugin = {
  name: "imported core",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/inlined$/ }, () => ({ path: fileURLToPath(new URL("src/wasm/imported.ts", import.meta.url)) }));
    onResolve({ filter: /build\/core-parts$/ }, () => ({ path: fileURLToPath(new URL("src/wasm/no-parts.ts", import.meta.url)) }));
    onResolve({ filter: /core\.wasm\?module$/ }, () => ({ path: "../core.wasm?module", external: true }));
  },
};

// Chunks have no side effects: what nothing is taken from is not imported
const shared = { target: "es2022", treeshake: { moduleSideEffects: false } } as const;

export default defineConfig([
  {
    ...shared,
    entry: [
      "src/entries/index.ts",
      "src/entries/interchange.ts",
      "src/entries/jobs.ts",
      "src/entries/linalg.ts",
      "src/entries/statistics.ts",
      "src/entries/table.ts",
      "src/entries/testing.ts",
      "src/entries/pool.ts",
      "src/entries/core.ts",
      "src/entries/relaxed.ts",
    ],
    // scripts/join-chunks.mjs makes CommonJS of it
    format: ["esm"],
    dts: {
      entry: [
        "src/entries/index.ts",
        "src/entries/interchange.ts",
        "src/entries/jobs.ts",
        "src/entries/linalg.ts",
        "src/entries/statistics.ts",
        "src/entries/table.ts",
        "src/entries/testing.ts",
        "src/entries/pool.ts",
        "src/entries/predict.ts",
        "src/entries/core.ts",
        "src/entries/relaxed.ts",
      ],
    },
    splitting: true,
  },
  // For runtimes that compile nothing but files
  {
    ...shared,
    entry: [
      "src/entries/index.ts",
      "src/entries/jobs.ts",
      "src/entries/linalg.ts",
      "src/entries/statistics.ts",
      "src/entries/table.ts",
      "src/entries/core.ts",
    ],
    format: ["esm"],
    outDir: "dist/edge",
    splitting: true,
    esbuildPlugins: [importedCore],
  },
  // A few kB in one file, which shares nothing with the rest
  { ...shared, entry: ["src/entries/predict.ts"], format: ["esm", "cjs"], splitting: false },
  // One file that can be copied anywhere: the worker of a pool
  { ...shared, entry: { worker: "src/worker/worker.ts" }, format: ["esm"], splitting: false },
]);
