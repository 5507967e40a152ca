import { describe, expect, test } from "vitest";
import { add, gram, type Kernel, linear, matern, rbf, white } from "../../src/entries/index";
import { type PivotOptions, pivotSizes, randomlyPivotedCholesky } from "../../src/landmarks/randomly-pivoted-cholesky";
import { readKernelPoints } from "../../src/problem/points";
import { view, withBlocks } from "../../src/wasm/memory";
import { ignore } from "../../src/wasm/pause";
import { jacobi } from "../support/dense";
import { randomMatrix } from "../support/random";

function run(kernel: Kernel, n: number, options: PivotOptions, X = randomMatrix(3, n, 3)) {
  const points = readKernelPoints(kernel, X);
  return withBlocks(pivotSizes(n, options.limit), (blocks, workspace) => {
    const found = randomlyPivotedCholesky(workspace, points, points.training.diagonal(), options, blocks, ignore);
    return { ...found, F: view(workspace, blocks.F).slice(), K: gram(kernel, X) };
  });
}

/** K − FFᵀ by the definition. */
function remainder(K: Float64Array, F: Float64Array, n: number, limit: number, rank: number): Float64Array {
  return K.map((value, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = value;
    for (let k = 0; k < rank; k++) sum -= (F[i * limit + k] as number) * (F[j * limit + k] as number);
    return sum;
  });
}

describe("randomly pivoted Cholesky", () => {
  test.each([
    [rbf({ gamma: 2 }), 90, 40],
    [matern({ nu: 1.5, lengthScale: 0.5 }), 130, 70],
    [linear(), 60, 60],
  ])("leaves a semidefinite remainder whose trace it tells (%#)", (kernel, n, limit) => {
    const { F, K, pivots, trace } = run(kernel, n, { seed: 1, limit, enough: 0 });
    const E = remainder(K.data, F, n, limit, pivots.length);
    const scale = K.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const unit = 8 * n * Number.EPSILON * scale;
    expect(Math.min(...jacobi({ rows: n, cols: n, data: E }).values)).toBeGreaterThan(-unit);
    let sum = 0;
    for (let i = 0; i < n; i++) sum += E[i * n + i] as number;
    expect(Math.abs(sum - trace)).toBeLessThan(n * unit);
    expect(new Set(pivots).size).toBe(pivots.length);
    // rows and columns of the pivots are met exactly
    for (const p of pivots) for (let j = 0; j < n; j++) expect(Math.abs(E[p * n + j] as number)).toBeLessThan(100 * unit);
  });

  test("a limit of n ends with nothing left, and a trace that is enough ends it before", () => {
    expect(run(matern({ nu: 0.5, lengthScale: 1 }), 80, { seed: 5, limit: 80, enough: 0 }).pivots).toHaveLength(80);
    const { pivots, trace } = run(rbf({ gamma: 1 }), 200, { seed: 5, limit: 200, enough: 10 });
    expect(trace).toBeLessThanOrEqual(10);
    expect(pivots.length).toBeLessThan(120);
  });

  test("a point that is there twice is a landmark once, and white noise counts for nothing", () => {
    const X = randomMatrix(3, 60, 3);
    X.data.set(X.data.subarray(0, 90), 90);
    const found = run(rbf({ gamma: 1 }), 60, { seed: 2, limit: 60, enough: 1e-9 }, X);
    expect(new Set([...found.pivots].map((p) => p % 30)).size).toBe(found.pivots.length);
    const noisy = run(add(rbf({ gamma: 1 }), white(3)), 60, { seed: 2, limit: 60, enough: 1e-9 }, X);
    expect(noisy.pivots).toEqual(found.pivots);
    expect(noisy.F).toEqual(found.F);
  });

  test("the seed chooses", () => {
    const of = (seed: number) => run(rbf({ gamma: 1 }), 100, { seed, limit: 40, enough: 0 }).pivots;
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
  });
});
