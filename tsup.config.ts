import { rmSync } from "node:fs";
import { defineConfig } from "tsup";

// By hand, since neither of the two builds knows what the other has written
rmSync("dist", { recursive: true, force: true });

const shared = { target: "es2022", treeshake: true } as const;

export default defineConfig([
  {
    ...shared,
    entry: ["src/index.ts", "src/linalg.ts", "src/testing.ts", "src/pool.ts"],
    format: ["esm", "cjs"],
    dts: true,
    splitting: true,
    // import.meta.url in CommonJS: where the worker is
    shims: true,
  },
  // One file that can be copied anywhere: the worker of a pool
  { ...shared, entry: { worker: "src/worker/worker.ts" }, format: ["esm"], splitting: false },
]);
