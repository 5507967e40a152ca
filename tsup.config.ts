import { rmSync } from "node:fs";
import { defineConfig } from "tsup";

// By hand, since none of the builds knows what the others have written
rmSync("dist", { recursive: true, force: true });

const shared = { target: "es2022", treeshake: true } as const;

export default defineConfig([
  {
    ...shared,
    entry: ["src/index.ts", "src/linalg.ts", "src/testing.ts", "src/pool.ts"],
    format: ["esm", "cjs"],
    dts: { entry: ["src/index.ts", "src/linalg.ts", "src/testing.ts", "src/pool.ts", "src/predict.ts"] },
    splitting: true,
    // import.meta.url in CommonJS: where the worker is
    shims: true,
  },
  // A few kB in one file, which shares nothing with the rest
  { ...shared, entry: ["src/predict.ts"], format: ["esm", "cjs"], splitting: false },
  // One file that can be copied anywhere: the worker of a pool
  { ...shared, entry: { worker: "src/worker/worker.ts" }, format: ["esm"], splitting: false },
]);
