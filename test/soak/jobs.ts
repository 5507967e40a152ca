import * as mercer from "../../src/entries/index";
import { eigh, lstsq, matmul } from "../../src/entries/linalg";
import type { Pool } from "../../src/entries/pool";
import * as statistics from "../../src/entries/statistics";
import * as table from "../../src/entries/table";
import { normals, random } from "../support/generator";

/** A job: everything it gives back is judged, and must be the same bits whenever it is done. */
export type Job = (pool: Pool, of: Data) => unknown;

/** The data of a job. */
export interface Data {
  readonly X: mercer.Matrix;
  readonly Z: mercer.Matrix;
  readonly y: Float64Array;
  readonly labels: readonly string[];
  readonly A: mercer.Matrix;
}

export function dataOf(variant: number): Data {
  const source = random(variant + 1);
  const n = [60, 150, 320, 33][variant % 4] as number;
  const matrix = (rows: number, cols: number): mercer.Matrix => ({ rows, cols, data: normals(source, rows * cols) });
  const y = normals(source, n);
  return { X: matrix(n, 3), Z: matrix(40, 3), y, labels: Array.from(y, (value) => (value > 0 ? "up" : "down")), A: matrix(50, 50) };
}

const kernel = mercer.rbf({ gamma: 0.5 });
const ridge = mercer.kernelRidge({ kernel, lambda: 0.1 });
const process = mercer.gaussianProcess({ kernel, noise: 0.1, trend: "constant" });
const nystrom = mercer.nystrom({ kernel, lambda: 0.1, landmarks: 12, seed: 1 });
const endless = mercer.kernelDescent({ kernel, iterations: 1e9 });

/** What a call that must be refused is refused with. */
async function refusal(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    return mercer.isMercerError(error) ? error.code : `untyped: ${String(error)}`;
  }
  return "accepted";
}

async function abortedAfter(milliseconds: number, start: (signal: AbortSignal) => Promise<unknown>): Promise<string> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), milliseconds);
  const code = await refusal(() => start(controller.signal));
  clearTimeout(timer);
  return code;
}

/** In a pool: fits, predictions, statistics of them, aborts, errors. */
const POOLED: Readonly<Record<string, Job>> = {
  ridge: (pool, { X, y }) => pool.fit(ridge, X, y),
  process: async (pool, { X, y, Z }) => pool.predictDistribution(await pool.fit(process, X, y), Z, { noise: true }),
  samples: async (pool, { X, y, Z }) => pool.samplePosterior(await pool.fit(process, X, y), Z, { count: 2, seed: 1 }),
  iterative: (pool, { X, y }) => pool.fit(mercer.kernelRidge({ kernel, lambda: 0.1, solver: "iterative" }), X, y),
  landmarks: async (pool, { X, y, Z }) => pool.predict(await pool.fit(nystrom, X, y), Z),
  descent: (pool, { X, y }) => pool.fit(mercer.kernelDescent({ kernel, iterations: 50 }), X, y, { onProgress: () => {} }),
  vectors: (pool, { X, y }) => pool.fit(mercer.supportVectorRegression({ kernel, lambda: 0.1 }), X, y),
  classes: async (pool, { X, labels, Z }) =>
    pool.probabilities(await pool.fit(mercer.kernelClassifier({ kernel, lambda: 0.1, loss: "logistic" }), X, labels), Z),
  folds: (pool, { X, y }) => pool.crossValidate(mercer.leastSquares({ intercept: true }), X, y, { folds: 4 }),
  comparison: (pool, { X, y }) => pool.compare({ ridge, line: mercer.leastSquares({ intercept: true }) }, X, y, { folds: 3, seed: 1 }),
  tuning: (pool, { X, y }) =>
    pool.tune(ridge, X.rows > 100 ? { rows: 60, cols: 3, data: X.data.slice(0, 180) } : X, y.slice(0, 60), { starts: 1, iterations: 3 }),
  heldOut: (pool, { X, y }) => pool.leaveOneOut(process, X, y),
  path: (pool, { X, y }) => pool.lambdaPath(ridge, X, y),
  verified: async (pool, { X, y }) => pool.verify(await pool.fit(ridge, X, y), X, y),
  intervals: (pool, { X, y, Z }) => pool.predictInterval(ridge, X, y, Z),
  eigenvalues: (pool, { X }) => pool.eigh(mercer.gram(kernel, X)),
  leastSquares: (pool, { A, y }) => pool.lstsq(A, new Float64Array(50).fill(y[0] as number)),
  large: (pool, { Z }) => {
    const X = { rows: 1200, cols: 3, data: normals(random(99), 3600) };
    return pool.predict(mercer.fit(nystrom, X, X.data.slice(0, 1200)), Z);
  },
  aborted: (pool, { X, y }) => abortedAfter(30, (signal) => pool.fit(endless, X, y, { signal })),
  abortedFolds: (pool, { X, y }) => abortedAfter(30, (signal) => pool.crossValidate(endless, X, y, { signal, folds: 3 })),
  abortedBefore: (pool, { X, y }) => refusal(() => pool.fit(ridge, X, y, { signal: AbortSignal.abort() })),
  listenerFails: (pool, { X, y }) =>
    refusal(() =>
      pool.fit(endless, X, y, {
        onProgress: () => {
          throw new TypeError("from the page");
        },
      }),
    ),
  ofNaN: (pool, { X }) => refusal(() => pool.fit(ridge, X, new Float64Array(X.rows).fill(Number.NaN))),
  ofShapes: (pool, { X, y }) => refusal(() => pool.fit(ridge, X, y.slice(1))),
  singular: (pool) =>
    refusal(() => pool.fit(mercer.kernelRidge({ kernel: mercer.constant(1), lambda: 0, solver: "cholesky" }), [[1], [2]], [1, 2])),
  functions: (pool, { X, y }) => refusal(() => pool.fit(mercer.kernelRidge({ kernel: mercer.custom(() => 1), lambda: 1 }), X, y)),
};

/** On the thread itself. */
const ALONE: Readonly<Record<string, Job>> = {
  growing: (_, { X, y }) => {
    const fit = mercer.incremental(ridge, X, y, { window: X.rows });
    fit.append([[1, 2, 3]], [1]);
    fit.remove(0);
    const found = fit.model();
    fit.release();
    return found;
  },
  growingRefused: (_, { X, y }) => {
    const fit = mercer.incremental(process, X, y);
    const code = refusal(() => fit.append([[1, 2, Number.NaN]], [1]));
    fit.release();
    return code;
  },
  sums: (_, { X, y }) => {
    const none = statistics.emptyStatistic(nystrom, X);
    const one = statistics.addRows(none, X, y, { from: 0 });
    const two = statistics.addRows(none, X, y, { from: 4096 });
    return statistics.solveStatistic(statistics.statisticFromBytes(statistics.statisticToBytes(statistics.mergeStatistics(one, two))));
  },
  files: (_, { X, y, Z }) =>
    mercer.predict(mercer.fromBytes(mercer.toBytes(mercer.fit(ridge, X, y))) as mercer.KernelModel<Float64Array>, Z),
  json: (_, { X, y, Z }) =>
    mercer.predict(mercer.fromJSON(JSON.parse(JSON.stringify(mercer.toJSON(mercer.fit(process, X, y))))) as never, Z),
  predictor: (_, { X, y }) => {
    const h = mercer.predictor(mercer.fit(ridge, X, y));
    const found = [h([1, 2, 3]), h([3, 2, 1])];
    h.release();
    return found;
  },
  table: (_, { y }) =>
    table.fit(
      table.onTable({ recipe: { target: "y" }, estimator: mercer.leastSquares({ intercept: true }) }),
      Array.from(y, (value, i) => ({ x: i, colour: ["red", "blue"][i % 2] as string, y: value })),
    ),
  products: (_, { A }) => matmul(A, A),
  factors: (_, { A }) => [eigh(mercer.gram(kernel, A)).values, lstsq(A, new Float64Array(50).fill(1))],
  ownKernel: (_, { X, y }) =>
    mercer.fit(
      mercer.kernelRidge({ kernel: mercer.custom((x, z) => 1 / (1 + (x[0] as number) ** 2 + (z[0] as number) ** 2)), lambda: 1 }),
      X,
      y,
    ),
  throwingKernel: (_, { X, y }) =>
    refusal(() =>
      mercer.fit(
        mercer.kernelRidge({
          kernel: mercer.custom(() => {
            throw new RangeError("from the page");
          }),
          lambda: 1,
        }),
        X,
        y,
      ),
    ),
};

export const JOBS: readonly (readonly [string, Job])[] = [...Object.entries(POOLED), ...Object.entries(ALONE)];
