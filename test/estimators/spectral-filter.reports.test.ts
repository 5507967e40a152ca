import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eigensystemBytes } from "../../src/dense/eigensystem";
import {
  add,
  gram,
  type Kernel,
  laplacian,
  linear,
  polynomial,
  precomputed,
  predict,
  rbf,
  scale,
  spectralFilter,
  white,
} from "../../src/entries/index";
import { filterFactor } from "../../src/solvers/descent/filter";
import { build, columnOf, jacobi, norm, times, transpose } from "../support/dense";
import { expectError } from "../support/errors";
import { expectRounded } from "../support/precision";
import { randomMatrix, randomVector } from "../support/random";

/** t steps of α ← α − 2s(Kα − y) from 0, one by one. */
function descended(K: ReturnType<typeof build>, y: Float64Array, step: number, steps: number): Float64Array {
  let alpha = new Float64Array(y.length);
  for (let t = 0; t < steps; t++) {
    const h = times(K, alpha);
    alpha = alpha.map((value, i) => value - 2 * step * ((h[i] as number) - (y[i] as number)));
  }
  return alpha;
}

const KERNELS: readonly Kernel[] = [rbf({ gamma: 1 }), laplacian(), linear(), polynomial({ degree: 2 })];

describe("every number of the report, recomputed", () => {
  it("against the loop and an eigensystem of its own (80 cases)", () => {
    const problems = fc.record({
      kernel: fc.constantFrom(...KERNELS),
      seed: fc.integer({ min: 1, max: 1e6 }),
      n: fc.integer({ min: 1, max: 9 }),
      steps: fc.integer({ min: 0, max: 60 }),
      share: fc.double({ min: 0.01, max: 1.4, noNaN: true }),
    });
    fc.assert(
      fc.property(problems, ({ kernel, seed, n, steps, share }) => {
        const X = randomMatrix(seed, n, 2);
        const y = randomVector(seed + 1, n);
        const K = gram(kernel, X);
        const { values, vectors } = jacobi(K);
        const largest = Math.max(...values.map(Math.abs));
        const step = share / largest;
        const { report, coefficients, equivalentLambda } = spectralFilter(kernel, X, y, { step, steps });
        const size = Math.max(...coefficients.map(Math.abs), 1e-300);
        descended(K, y, step, steps).forEach((value, i) => {
          expect(Math.abs(value - (coefficients[i] as number))).toBeLessThanOrEqual(1e-11 * size);
        });
        const missed = times(K, coefficients).map((h, i) => h - (y[i] as number));
        const loss = missed.reduce((sum, value) => sum + value * value, 0);
        expect(Math.abs((report.trainingLoss[0] as number) - loss)).toBeLessThanOrEqual(1e-12 * (loss + norm(y) * norm(missed)));
        const tolerance = n * Number.EPSILON * largest;
        const clear = [...values].every((value) => Math.abs(value) <= tolerance / 2 || Math.abs(value) > 8 * tolerance);
        if (!clear || Math.abs(share - 1) < 1e-9) return;
        const kept = [...values].map((value) => Math.abs(value) > tolerance);
        const inNull = kept.flatMap((keeps, j) => (keeps ? [] : [times(transpose(vectors), coefficients)[j] as number]));
        expect(report).toMatchObject({
          solver: "spectral-filter",
          rank: kept.filter((keeps) => keeps).length,
          iterations: steps,
          step,
          diverging: share > 1,
          conditionEstimate: null,
          backwardError: null,
          record: null,
        });
        expect(report.warnings.length).toBe(share > 1 ? 1 : 0);
        expect(Math.abs((report.nullComponent as number) - norm(inNull))).toBeLessThanOrEqual(1e-9 * norm(coefficients));
        expect(equivalentLambda).toBe(1 / (2 * step * steps));
      }),
      { numRuns: 80 },
    );
  });

  it("the loss is that of the α returned, as the model predicts", () => {
    const X = randomMatrix(3, 12, 2);
    const y = randomVector(4, 12);
    const model = spectralFilter(linear(), X, y, { step: 0.03, steps: 1e6 });
    const loss = predict(model, X).reduce((sum, h, i) => sum + (h - (y[i] as number)) ** 2, 0);
    // α is of the size 2st in null(K): 6e4
    expect(Math.abs((model.report.trainingLoss[0] as number) - loss)).toBeLessThanOrEqual(1e-9);
  });

  it("bytes are K, the room of the eigensystem and its results", () => {
    for (const n of [1, 5, 40]) {
      const { report } = spectralFilter(rbf(), randomMatrix(1, n, 2), randomVector(2, n), { step: 0.01, steps: 3 });
      expect(report.bytes).toBe(8 * n * n + eigensystemBytes(n));
      // K, A, W, U, gathered and the vectors
      expect(report.bytes).toBeGreaterThanOrEqual(8 * 6 * n * n);
    }
  });
});

describe("at every scale", () => {
  const X = randomMatrix(1, 15, 2);
  const y = randomVector(2, 15);
  const options = { step: 0.03, steps: 40 };

  it("y times a power of two: the coefficients times it, the same bits (80 cases)", () => {
    const plain = spectralFilter(add(rbf({ gamma: 1 }), white(0.2)), X, y, options);
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1020 }), (exponent) => {
        const c = 2 ** exponent;
        const { report, coefficients } = spectralFilter(
          add(rbf({ gamma: 1 }), white(0.2)),
          X,
          y.map((value) => value * c),
          options,
        );
        expect(coefficients).toEqual(plain.coefficients.map((value) => value * c));
        expect(report.trainingLoss[0]).toBe((plain.report.trainingLoss[0] as number) * c * c);
        expect(report.warnings.length).toBe(report.trainingLoss[0] === Infinity ? 1 : 0);
        expect(report.rank).toBe(plain.report.rank);
      }),
      { numRuns: 80 },
    );
  });

  it("K times a power of two and the step divided by it: α divided by it", () => {
    const K = gram(rbf({ gamma: 1 }), X);
    const plain = spectralFilter(precomputed(), K, y, options);
    for (const exponent of [-900, -300, 300, 900]) {
      const c = 2 ** exponent;
      const { coefficients, report } = spectralFilter(scale(c, precomputed()), K, y, { step: options.step / c, steps: 40 });
      expect(coefficients).toEqual(plain.coefficients.map((value) => value / c));
      expect(report).toMatchObject({ rank: plain.report.rank, diverging: false, trainingLoss: plain.report.trainingLoss });
    }
  });

  it("what overflows is an error that says what to do; a step that is advised is stable", () => {
    const line = [[0], [1], [2]];
    expectError("not-finite", () => spectralFilter(linear(), [[0], [0]], [0, 1], { step: 1e3, steps: 1.7e308 }));
    const error = expectError("diverged", () => spectralFilter(linear(), line, [1, 0, 1], { step: 1e9, steps: 1e9 }));
    const advised = Number(/use less than ([^ ;]+)/.exec(error.message)?.[1]);
    expect(advised).toBeLessThanOrEqual(1 / 5);
    expect(spectralFilter(linear(), line, [1, 0, 1], { step: advised, steps: 1e9 }).report.diverging).toBe(false);
    const zeros = [[0], [0]];
    expect(spectralFilter(linear(), zeros, [1, 2], { step: 0.5, steps: 3 })).toMatchObject({
      coefficients: Float64Array.of(3, 6),
      report: { rank: 0, diverging: false, nullComponent: expect.closeTo(Math.sqrt(45), 12), trainingLoss: [5] },
    });
    expect(spectralFilter(linear(), line, [1, 0, 1], { step: 1, steps: 0 }).equivalentLambda).toBe(Infinity);
    expect(spectralFilter(linear(), zeros, [1, 2], { step: 2, steps: 1e307 }).equivalentLambda).toBe(1 / 4e307);
  });
});

describe("filterFactor at extremes", () => {
  it("ends for every number of steps, however large", () => {
    for (const steps of [2 ** 1023, Number.MAX_VALUE, 2 ** 53, 1e300]) expect(filterFactor(2, 0.25, steps)).toBe(0.5);
    expectRounded(filterFactor(0, 1e-300, 1e300), 2, 64);
  });

  it("is that of the loop, at every scale of λ (300 cases)", () => {
    const cases = fc.record({
      stretch: fc.double({ min: 0, max: 1, noNaN: true }),
      exponent: fc.integer({ min: -1000, max: 1000 }),
      steps: fc.integer({ min: 0, max: 200 }),
    });
    fc.assert(
      fc.property(cases, ({ stretch, exponent, steps }) => {
        // 2sλ = stretch
        const [eigenvalue, step] = [2 ** exponent, stretch / 2 / 2 ** exponent];
        let expected = 0;
        for (let t = 0; t < steps; t++) expected += 2 * step * (1 - eigenvalue * expected);
        expect(Math.abs(filterFactor(eigenvalue, step, steps) - expected)).toBeLessThanOrEqual(1e-12 * expected);
      }),
      { numRuns: 300 },
    );
  });
});

it("columns of the null space carry what grows", () => {
  const K = build(3, 3, (i, j) => i * j);
  const { vectors, values } = jacobi(K);
  const y = Float64Array.of(1, 0, 0);
  const { report } = spectralFilter(precomputed(), K, y, { step: 0.01, steps: 10 });
  const grown = [0, 1, 2]
    .filter((j) => Math.abs(values[j] as number) < 1e-12)
    .map((j) => 0.2 * columnOf(vectors, j).reduce((sum, v, i) => sum + v * (y[i] as number), 0));
  expect(report.nullComponent).toBeCloseTo(norm(grown), 13);
});
