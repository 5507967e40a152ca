import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fit, isMercerError, kernelRidge, type Matrix, precomputed, rbf, selectLambda, sigmoid } from "../../src/entries/index";
import { build } from "../support/dense";
import { errorOf } from "../support/errors";
import { randomMatrix } from "../support/random";

/** The λ that an error advises. */
function adviceOf(message: string): number {
  const found = /use lambda ≥ ([^ ,]+)/.exec(message);
  expect(found, message).not.toBeNull();
  return Number(found?.[1]);
}

/** Fits, and where Cholesky refuses fits again as the error says; whether it refused. */
function followed(run: (lambda: number) => unknown, lambda: number): boolean {
  try {
    run(lambda);
    return false;
  } catch (error) {
    if (!isMercerError(error) || error.code !== "not-positive-definite") throw error;
    const advice = adviceOf(error.message);
    expect(advice).toBeGreaterThan(lambda);
    for (const larger of [1, 3, 1e3]) run(advice * larger);
    return true;
  }
}

const ridge = (kernel: ReturnType<typeof rbf> | ReturnType<typeof sigmoid>, X: number[][], weights?: number[]) => (lambda: number) =>
  fit(kernelRidge({ kernel, lambda, solver: "cholesky" }), X, new Float64Array(X.length).fill(1), weights ? { sampleWeight: weights } : {});

const points = fc
  .array(fc.tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.integer({ min: -2, max: 2 })), { minLength: 1, maxLength: 25 })
  .chain((rows) => fc.array(fc.constantFrom(...rows), { minLength: 1, maxLength: 10 }).map((again) => [...rows, ...again]));
const tinyLambda = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -20, max: -12 }).map((e) => 10 ** e),
);

describe("the λ that an error advises is one that works", () => {
  it("equal points and tiny λ, with weights (150 cases)", () => {
    let refused = 0;
    fc.assert(
      fc.property(points, tinyLambda, fc.double({ min: 0.01, max: 3, noNaN: true }), fc.boolean(), (X, lambda, gamma, weighted) => {
        const weights = weighted ? X.map((_, i) => 10 ** ((i % 7) - 3)) : undefined;
        if (followed(ridge(rbf({ gamma }), X, weights), lambda)) refused++;
      }),
      { numRuns: 150 },
    );
    expect(refused).toBeGreaterThan(30);
  });

  it("indefinite kernels, any λ (150 cases)", () => {
    let refused = 0;
    const lambdas = fc.oneof(
      tinyLambda,
      fc.integer({ min: -3, max: 1 }).map((e) => 10 ** e),
    );
    fc.assert(
      fc.property(points, lambdas, fc.double({ min: 0.1, max: 3, noNaN: true }), (X, lambda, gamma) => {
        if (followed(ridge(sigmoid({ gamma, coef0: -1 }), X), lambda)) refused++;
      }),
      { numRuns: 150 },
    );
    expect(refused).toBeGreaterThan(30);
  });

  it("matrices of every scale, to selectLambda (100 cases)", () => {
    let refused = 0;
    const matrices = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      n: fc.integer({ min: 2, max: 12 }),
      e: fc.integer({ min: -250, max: 250 }),
    });
    fc.assert(
      fc.property(matrices, ({ seed, n, e }) => {
        const A = randomMatrix(seed, n, n);
        const K = build(n, n, (i, j) => ((A.data[i * n + j] as number) + (A.data[j * n + i] as number)) * 10 ** e);
        if (followed((lambda) => selectLambda(kernelRidge({ kernel: precomputed() }), K, A.data.slice(0, n), [lambda]), 0)) refused++;
      }),
      { numRuns: 100 },
    );
    expect(refused).toBeGreaterThan(50);
  });

  it("is not much more than what is needed: −5 wants a little over 5", () => {
    const K = build(3, 3, (i, j) => (i === j ? ([-5, 1, 2][i] as number) : 0));
    const error = errorOf(() => fit(kernelRidge({ kernel: precomputed(), lambda: 0, solver: "cholesky" }), K, [1, 2, 3]));
    const advice = adviceOf(error.message);
    expect(advice).toBeGreaterThan(5);
    expect(advice).toBeLessThanOrEqual(10);
  });

  it("for solver lu, symmetric or not", () => {
    for (const K of [build(2, 2, () => 1), build(2, 2, (i, j) => (i === 0 ? 1 : 2) * (j + 1)), build(3, 3, (i, j) => -i * j)]) {
      const run = (lambda: number) =>
        fit(kernelRidge({ kernel: precomputed(), lambda, solver: "lu" }), K, new Float64Array(K.rows).fill(1));
      const error = errorOf(() => run(0));
      expect(error.code).toBe("singular");
      expect(run(adviceOf(error.message)).report.solver).toBe("lu");
    }
  });

  it("beyond the points that are tried, too", () => {
    const n = 1100;
    const X: Matrix = build(n, 1, (i) => Math.floor(i / 2) / n);
    for (const kernel of [rbf({ gamma: 1 }), sigmoid({ gamma: 2, coef0: -1 })]) {
      const run = (lambda: number) => fit(kernelRidge({ kernel, lambda, solver: "cholesky" }), X, new Float64Array(n).fill(1));
      expect(followed(run, 0)).toBe(true);
    }
  });
});
