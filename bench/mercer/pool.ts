import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Absent, type Contestant } from "../contest.ts";
import type { Points, Regression } from "../data.ts";
import { describe, type Kernels } from "./kernels.ts";

interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}
interface Model {
  readonly coefficients: Float64Array;
}
interface Pool {
  gram(kernel: unknown, x: Matrix): Promise<Matrix>;
  fit(estimator: unknown, x: Matrix, y: Float64Array): Promise<Model>;
  predict(model: Model, z: Matrix): Promise<Float64Array>;
  close(): Promise<void>;
}
interface Library extends Kernels {
  kernelRidge(options: { kernel: unknown; lambda: number }): unknown;
}

interface Modules {
  readonly library: Library;
  readonly startPool: (options: { threads: number }) => Promise<Pool>;
}

let modules: Promise<Modules> | undefined;

/** Imported once, before any worker: in Node 20 an import through the hooks of a loader may wait forever beside other threads. */
function loaded(): Promise<Modules> {
  modules ??= load();
  return modules;
}

async function load(): Promise<Modules> {
  const [index, pool] = ["index.js", "pool.js"].map((file) => new URL(`../../dist/${file}`, import.meta.url));
  if (!existsSync(fileURLToPath(pool))) throw new Absent("dist/pool.js is not built; run npm run build in the root");
  const library = (await import(index.href)) as Library;
  const { startPool } = (await import(pool.href)) as Pick<Modules, "startPool">;
  return { library, startPool };
}

/** A verb of a pool of so many threads, as a caller sees it: arguments and results cross. */
function pooled(
  threads: number,
  prepare: (pool: Pool, library: Library) => Promise<() => Promise<Float64Array>>,
): Contestant<Float64Array> {
  return {
    implementation: threads === 1 ? "mercer" : `mercer, ${threads} threads`,
    arithmetic: "f64 strict",
    threads,
    prepare: async () => {
      const { library, startPool } = await loaded();
      const pool = await startPool({ threads });
      const work = await prepare(pool, library);
      let kept: Float64Array = new Float64Array();
      return {
        run: async () => {
          const start = performance.now();
          kept = await work();
          return performance.now() - start;
        },
        result: () => kept,
        release: () => pool.close(),
      };
    },
  };
}

export function gram({ n, d, x, kernel }: Points, threads: number): Contestant<Float64Array> {
  return pooled(threads, async (pool, library) => {
    const description = describe(library, kernel);
    return async () => (await pool.gram(description, { rows: n, cols: d, data: x })).data;
  });
}

export function fit({ n, d, x, y, kernel, lambda }: Regression, threads: number): Contestant<Float64Array> {
  return pooled(threads, async (pool, library) => {
    const estimator = library.kernelRidge({ kernel: describe(library, kernel), lambda });
    return async () => (await pool.fit(estimator, { rows: n, cols: d, data: x }, y)).coefficients;
  });
}

export function predict({ n, d, x, y, kernel, lambda }: Regression, z: Float64Array, threads: number): Contestant<Float64Array> {
  return pooled(threads, async (pool, library) => {
    const estimator = library.kernelRidge({ kernel: describe(library, kernel), lambda });
    const model = await pool.fit(estimator, { rows: n, cols: d, data: x }, y);
    return () => pool.predict(model, { rows: z.length / d, cols: d, data: z });
  });
}
