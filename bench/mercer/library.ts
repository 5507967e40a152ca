import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Absent, type Contestant } from "../contest.ts";
import type { Classification, Points, Regression } from "../data.ts";
import { actionsOfQr, concatenated } from "../oracle.ts";
import { median } from "../statistics.ts";
import { describe, type Kernels } from "./kernels.ts";

/** The part of the public API that is measured. */
interface Matrix {
  readonly rows: number;
  readonly cols: number;
  readonly data: Float64Array;
}
interface Model {
  readonly coefficients: Float64Array;
  readonly weights: Float64Array;
  readonly intercept: number;
  readonly report: { readonly iterations: number | null };
}
type PointMap = (x: Float64Array) => Float64Array;
interface Predictor {
  (x: Float64Array): number;
  release(): void;
}
interface Library extends Kernels {
  kernelRidge(options: { kernel: unknown; lambda: number }): unknown;
  kernelDescent(options: { kernel: unknown; step: number; iterations: number }): unknown;
  leastSquares(options?: { features: PointMap; lambda: number }): unknown;
  fromFeatures(map: PointMap): unknown;
  kernelClassifier(options: { kernel: unknown; lambda: number; loss: "hinge"; intercept: boolean; tolerance: number }): unknown;
  gram(kernel: unknown, x: Matrix): Matrix;
  fit(estimator: unknown, x: Matrix, y: Float64Array): Model;
  predict(model: Model, z: Matrix): Float64Array;
  predictor(model: Model): Predictor;
}
interface Algebra {
  matmul(a: Matrix, b: Matrix): Matrix;
  syrk(x: Matrix): Matrix;
  cholesky(a: Matrix): { readonly L: Matrix };
  lu(a: Matrix): { solve(b: Float64Array): Float64Array };
  ldl(a: Matrix): { solve(b: Float64Array): Float64Array };
  eigh(a: Matrix): { readonly values: Float64Array; readonly vectors: Matrix };
  qr(a: Matrix): { readonly Q: Matrix; readonly R: Matrix };
}

async function load<T>(file: string): Promise<T> {
  const url = new URL(`../../dist/${file}`, import.meta.url);
  if (!existsSync(fileURLToPath(url))) throw new Absent(`dist/${file} is not built; run npm run build in the root`);
  return (await import(url.href)) as T;
}

/** What a caller sees: arrays in, arrays out, every copy included. */
function contestant<L, T>(
  file: string,
  prepare: (library: L) => () => T,
  read: (value: T) => Float64Array,
  batch = 1,
): Contestant<Float64Array> {
  return {
    implementation: "mercer",
    arithmetic: "f64 strict",
    prepare: async () => {
      const work = prepare(await load<L>(file));
      let kept: T | undefined;
      return {
        run: () => {
          for (let i = 0; i < batch; i++) kept = work();
          return undefined;
        },
        result: () => (kept === undefined ? new Float64Array() : read(kept)),
      };
    },
  };
}

const dataOf = (matrix: Matrix) => matrix.data;

export function product(m: number, n: number, k: number, a: Float64Array, b: Float64Array): Contestant<Float64Array> {
  const left = { rows: m, cols: k, data: a };
  const right = { rows: k, cols: n, data: b };
  return contestant(
    "linalg.js",
    ({ matmul }: Algebra) =>
      () =>
        matmul(left, right),
    dataOf,
  );
}

export function selfProduct(n: number, d: number, x: Float64Array): Contestant<Float64Array> {
  return contestant(
    "linalg.js",
    ({ syrk }: Algebra) =>
      () =>
        syrk({ rows: n, cols: d, data: x }),
    dataOf,
  );
}

export function cholesky(n: number, a: Float64Array): Contestant<Float64Array> {
  return contestant(
    "linalg.js",
    ({ cholesky: factor }: Algebra) =>
      () =>
        factor({ rows: n, cols: n, data: a }),
    ({ L }) => L.data,
  );
}

export function lu(n: number, a: Float64Array, b: Float64Array): Contestant<Float64Array> {
  return contestant(
    "linalg.js",
    ({ lu: factor }: Algebra) =>
      () =>
        factor({ rows: n, cols: n, data: a }),
    (factors) => factors.solve(b),
  );
}

export function ldl(n: number, a: Float64Array, b: Float64Array): Contestant<Float64Array> {
  return contestant(
    "linalg.js",
    ({ ldl: factor }: Algebra) =>
      () =>
        factor({ rows: n, cols: n, data: a }),
    (factors) => factors.solve(b),
  );
}

/** Eigenvalues, and eigenvectors row by row behind them. */
export function eigh(n: number, a: Float64Array): Contestant<Float64Array> {
  return contestant(
    "linalg.js",
    ({ eigh: decompose }: Algebra) =>
      () =>
        decompose({ rows: n, cols: n, data: a }),
    ({ values, vectors }) => concatenated(values, vectors.data),
  );
}

/** The factorisation; Q and R themselves are made for the verification. */
export function qr(n: number, a: Float64Array): Contestant<Float64Array> {
  return contestant(
    "linalg.js",
    ({ qr: factor }: Algebra) =>
      () =>
        factor({ rows: n, cols: n, data: a }),
    ({ Q, R }) => actionsOfQr(n, Q.data, R.data),
  );
}

/** With the report: rank, condition, loss and backward error. */
export function leastSquares(m: number, n: number, a: Float64Array, b: Float64Array): Contestant<Float64Array> {
  return contestant(
    "index.js",
    (mercer: Library) => {
      const estimator = mercer.leastSquares();
      return () => mercer.fit(estimator, { rows: m, cols: n, data: a }, b);
    },
    (model) => model.weights,
  );
}

export function gram({ n, d, x, kernel }: Points): Contestant<Float64Array> {
  return contestant(
    "index.js",
    (mercer: Library) => {
      const description = describe(mercer, kernel);
      return () => mercer.gram(description, { rows: n, cols: d, data: x });
    },
    dataOf,
  );
}

export function fit(problem: Regression, batch = 1): Contestant<Float64Array> {
  return contestant(
    "index.js",
    (mercer: Library) => fitter(mercer, problem),
    (model) => model.coefficients,
    batch,
  );
}

/** β, and b behind it. */
export function machine({ n, d, x, y, kernel, lambda }: Classification, tolerance: number): Contestant<Float64Array> {
  return contestant(
    "index.js",
    (mercer: Library) => {
      const estimator = mercer.kernelClassifier({ kernel: describe(mercer, kernel), lambda, loss: "hinge", intercept: true, tolerance });
      const points = { rows: n, cols: d, data: x };
      return () => mercer.fit(estimator, points, y);
    },
    ({ coefficients, intercept }) => Float64Array.of(...coefficients, intercept),
  );
}

export function predict(problem: Regression, m: number, z: Float64Array): Contestant<Float64Array> {
  return contestant(
    "index.js",
    (mercer: Library) => {
      const model = fitter(mercer, problem)();
      return () => mercer.predict(model, { rows: m, cols: problem.d, data: z });
    },
    (h) => h,
  );
}

/** Fits in one run of `fitAndPredict`. */
const FITS = 20;

/** Fit and prediction at m points, by the kernel: the median of a run, as the engine is still giving back what other routes left to be collected. */
export function fitAndPredict(problem: Regression, m: number, z: Float64Array): Contestant<Float64Array> {
  return {
    implementation: "mercer",
    arithmetic: "f64 strict",
    prepare: async () => {
      const mercer = await load<Library>("index.js");
      const fit = fitter(mercer, problem);
      let h: Float64Array = new Float64Array();
      return {
        run: () => {
          const times = Array.from({ length: FITS }, () => {
            const start = performance.now();
            h = mercer.predict(fit(), { rows: m, cols: problem.d, data: z });
            return performance.now() - start;
          });
          return median(times);
        },
        result: () => h,
      };
    },
  };
}

/** The same from features that are written out: their inner products in place of the kernel, or a weight for each by least squares. */
export function fitAndPredictWritten(
  route: "inner products" | "weights",
  map: PointMap,
  { n, d, x, y, lambda }: Regression,
  m: number,
  z: Float64Array,
): Contestant<Float64Array> {
  return {
    ...contestant(
      "index.js",
      (mercer: Library) => {
        const estimator =
          route === "weights"
            ? mercer.leastSquares({ features: map, lambda })
            : mercer.kernelRidge({ kernel: mercer.fromFeatures(map), lambda });
        return () => mercer.predict(mercer.fit(estimator, { rows: n, cols: d, data: x }, y), { rows: m, cols: d, data: z });
      },
      (h) => h,
    ),
    implementation: `features written out, ${route}`,
  };
}

/** One point at a time through a resident model: m calls a run. */
export function predictOne(problem: Regression, m: number, z: Float64Array): Contestant<Float64Array> {
  return contestant(
    "index.js",
    (mercer: Library) => {
      const call = mercer.predictor(fitter(mercer, problem)());
      const rows = Array.from({ length: m }, (_, i) => z.slice(i * problem.d, (i + 1) * problem.d));
      const h = new Float64Array(m);
      return () => {
        for (let i = 0; i < m; i++) h[i] = call(rows[i]);
        return h;
      };
    },
    (h) => h,
  );
}

/** Steps whose time is the difference of a long descent and a short one: long enough to drown what differs between two calls. */
const MORE_STEPS = 300;

/** Time of `steps` steps, from the slope between two descents of different length: the Gram matrix of both cancels. */
export function descent({ n, d, x, y, kernel }: Regression, step: number, steps: number): Contestant<Float64Array> {
  return {
    implementation: "mercer",
    arithmetic: "f64 strict",
    prepare: async () => {
      const mercer = await load<Library>("index.js");
      const points = { rows: n, cols: d, data: x };
      const descend = (iterations: number): [model: Model, ms: number] => {
        const start = performance.now();
        const model = mercer.fit(mercer.kernelDescent({ kernel: describe(mercer, kernel), step, iterations }), points, y);
        if (model.report.iterations !== iterations) throw new Error(`${model.report.iterations} steps in place of ${iterations}`);
        return [model, performance.now() - start];
      };
      let alpha = new Float64Array();
      return {
        run: () => {
          // The first call after a collection also pays for fresh memory: it is not timed.
          descend(1);
          const [short, shortMs] = descend(steps);
          const [, longMs] = descend(steps + MORE_STEPS);
          alpha = Float64Array.from(short.coefficients);
          return ((longMs - shortMs) * steps) / MORE_STEPS;
        },
        result: () => alpha,
      };
    },
  };
}

function fitter(mercer: Library, { n, d, x, y, kernel, lambda }: Regression): () => Model {
  const estimator = mercer.kernelRidge({ kernel: describe(mercer, kernel), lambda });
  const points = { rows: n, cols: d, data: x };
  return () => mercer.fit(estimator, points, y);
}
