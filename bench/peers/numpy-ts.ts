import * as np from "numpy-ts";
import type { Contestant } from "../contest.ts";
import type { Points, Regression } from "../data.ts";
import { actionsOfQr } from "../oracle.ts";

type Dense = np.NDArray;

/** The default pool of 256 MB is too small for n = 2000, after which the library falls back to plain JavaScript for good. */
np.configureWasm({ maxMemory: 1 << 30 });

/** A run makes one array; arrays are freed by hand, since the collector does not see the Wasm memory they hold. */
function contestant(make: () => Dense): Contestant<Float64Array> {
  let kept: Dense | undefined;
  return {
    implementation: "numpy-ts",
    arithmetic: "f64 strict",
    prepare: () => ({
      run: () => {
        free(kept);
        kept = make();
        return undefined;
      },
      result: () => Float64Array.from(kept?.data ?? []),
      release: () => {
        free(kept);
        kept = undefined;
      },
    }),
  };
}

export function product(m: number, n: number, k: number, a: Float64Array, b: Float64Array): Contestant<Float64Array> {
  return contestant(() => using(dense(a, m, k), dense(b, k, n), np.matmul));
}

/** The transpose is copied first: on a transposed view the library leaves Wasm. */
export function selfProduct(n: number, d: number, x: Float64Array): Contestant<Float64Array> {
  return contestant(() => {
    const points = dense(x, n, d);
    return using(points, np.ascontiguousarray(np.transpose(points)), np.matmul);
  });
}

export function cholesky(n: number, a: Float64Array): Contestant<Float64Array> {
  return contestant(() => {
    const matrix = dense(a, n, n);
    const l = np.linalg.cholesky(matrix);
    free(matrix);
    return l;
  });
}

/** There is no factorisation without a solution. */
export function lu(n: number, a: Float64Array, b: Float64Array): Contestant<Float64Array> {
  return contestant(() => using(dense(a, n, n), dense(b, n, 1), solve));
}

/** Q and R are made, not only the reflections. */
export function qr(n: number, a: Float64Array): Contestant<Float64Array> {
  let kept: { q: Dense; r: Dense } | undefined;
  const release = () => {
    free(kept?.q);
    free(kept?.r);
    kept = undefined;
  };
  return {
    implementation: "numpy-ts",
    arithmetic: "f64 strict",
    prepare: () => ({
      run: () => {
        release();
        const matrix = dense(a, n, n);
        kept = np.linalg.qr(matrix);
        free(matrix);
        return undefined;
      },
      result: () => (kept ? actionsOfQr(n, Float64Array.from(kept.q.data), Float64Array.from(kept.r.data)) : new Float64Array()),
      release,
    }),
  };
}

export function gaussianGram(problem: Points, gamma: number): Contestant<Float64Array> {
  return contestant(() => gram(problem, gamma));
}

/** α by LU: the library has no triangular solve to follow its Cholesky factor with. */
export function fit(problem: Regression, gamma: number): Contestant<Float64Array> {
  return contestant(() => {
    const k = gram(problem, gamma);
    const ridge = np.multiply(np.eye(problem.n), problem.lambda);
    return using(using(k, ridge, np.add), dense(problem.y, problem.n, 1), solve);
  });
}

function gram({ n, d, x }: Points, gamma: number): Dense {
  const points = dense(x, n, d);
  const squares = np.sum(np.multiply(points, points), 1);
  const products = using(points, np.ascontiguousarray(np.transpose(points)), np.matmul);
  const doubled = np.multiply(products, 2);
  const rows = np.subtract(doubled, np.reshape(squares, [n, 1]));
  const distances = np.subtract(rows, np.reshape(squares, [1, n]));
  const scaled = np.multiply(distances, gamma);
  const k = np.exp(scaled);
  for (const temporary of [squares, products, doubled, rows, distances, scaled]) free(temporary);
  return k;
}

function dense(data: Float64Array, rows: number, columns: number): Dense {
  return np.reshape(np.array(data), [rows, columns]);
}

function using(a: Dense, b: Dense, operation: (a: Dense, b: Dense) => Dense): Dense {
  const result = operation(a, b);
  free(a);
  free(b);
  return result;
}

function solve(a: Dense, b: Dense): Dense {
  return np.linalg.solve(a, b);
}

function free(array: Dense | undefined): void {
  array?.dispose();
}
