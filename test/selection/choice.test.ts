import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fit, kernelRidge, type Matrix, type Progress, precomputed, predict, rbf, selectLambda } from "../../src/entries/index";
import { pickRows } from "../support/dense";
import { expectError } from "../support/errors";
import { gridMatrix, randomMatrix, randomVector } from "../support/random";

const kernel = rbf({ gamma: 0.7 });
const X = randomMatrix(1, 18, 2);
const y = randomVector(2, 18);
const LAMBDAS = [1e-4, 1e-2, 1, 30];
const relativeError = (a: number, b: number): number => Math.abs(a - b) / Math.abs(b);

/** The error of n fits without one point each. */
function refits(points: Matrix, targets: Float64Array, lambda: number, intercept: boolean): number {
  const n = points.rows;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const others = Array.from({ length: n }, (_, k) => k).filter((k) => k !== i);
    const model = fit(
      kernelRidge({ kernel, lambda, intercept, solver: "cholesky" }),
      pickRows(points, others),
      Float64Array.from(others, (k) => targets[k] as number),
    );
    total += ((targets[i] as number) - (predict(model, pickRows(points, [i]))[0] as number)) ** 2;
  }
  return total / n;
}

describe("every error, by refits", () => {
  it("of random points, targets and λ (40 cases)", () => {
    const problems = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      n: fc.integer({ min: 2, max: 9 }),
      exponent: fc.integer({ min: -4, max: 4 }),
      intercept: fc.boolean(),
    });
    fc.assert(
      fc.property(problems, ({ seed, n, exponent, intercept }) => {
        const points = randomMatrix(seed, n, 2, 2);
        const targets = randomVector(seed + 1, n);
        const lambda = 10 ** exponent;
        const { looError, best, lambdas, warnings } = selectLambda(kernelRidge({ kernel, intercept }), points, targets, [lambda]);
        // condition numbers up to 9e4
        expect(relativeError(looError[0] as number, refits(points, targets, lambda, intercept))).toBeLessThanOrEqual(1e-9);
        expect([best, lambdas, warnings]).toEqual([lambda, Float64Array.of(lambda), []]);
      }),
      { numRuns: 40 },
    );
  });
});

describe("scale and offset", () => {
  it.each([true, false])("y times a power of two: the same choice, the errors times its square; intercept %s (60 cases)", (intercept) => {
    const estimator = kernelRidge({ kernel, intercept });
    const plain = selectLambda(estimator, X, y, LAMBDAS);
    fc.assert(
      fc.property(fc.integer({ min: -1020, max: 1023 }), (exponent) => {
        const c = 2 ** exponent;
        const { best, looError, warnings } = selectLambda(
          estimator,
          X,
          y.map((value) => value * c),
          LAMBDAS,
        );
        expect(best).toBe(plain.best);
        expect(looError).toEqual(plain.looError.map((error) => error * c * c));
        const inRange = looError.every((error) => error > 0 && error < Infinity);
        expect(warnings.length - plain.warnings.length).toBe(inRange ? 0 : 1);
      }),
      { numRuns: 60 },
    );
  });

  it("y times 1e155: the λ of y itself, and a warning where its squares are no numbers", () => {
    const estimator = kernelRidge({ kernel });
    const { best, looError, warnings } = selectLambda(
      estimator,
      X,
      y.map((value) => value * 1e155),
      LAMBDAS,
    );
    expect(best).toBe(selectLambda(estimator, X, y, LAMBDAS).best);
    expect(looError).toEqual(new Float64Array(4).fill(Infinity));
    expect(warnings.filter((warning) => warning.includes("beyond the range"))).toHaveLength(1);
  });

  it("K and λ times a power of two: the same errors, from 1e-300 to 1e300 (60 cases)", () => {
    const K = fitGram();
    const estimator = kernelRidge({ kernel: precomputed(), intercept: true });
    const plain = selectLambda(estimator, K, y, LAMBDAS);
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), (exponent) => {
        const c = 2 ** exponent;
        const found = selectLambda(
          estimator,
          { ...K, data: K.data.map((value) => value * c) },
          y,
          LAMBDAS.map((lambda) => lambda * c),
        );
        found.looError.forEach((error, i) => {
          expect(relativeError(error, plain.looError[i] as number)).toBeLessThanOrEqual(1e-10);
        });
        expect(found.best).toBe(plain.best * c);
      }),
      { numRuns: 60 },
    );
  });

  it("a λ of 1e300 is the mean, or 0, and so is K = 0", () => {
    const mean = y.reduce((sum, value) => sum + value / 18, 0);
    const [n, spread] = [18, y.reduce((sum, value) => sum + (value - mean) ** 2, 0)];
    for (const points of [X, { ...X, data: X.data.map((value, at) => value + 1e6 * at) }]) {
      const { looError } = selectLambda(kernelRidge({ kernel, intercept: true }), points, y, [1e300]);
      // without point i the mean is off by (y_i − mean) n/(n − 1)
      expect(relativeError(looError[0] as number, (spread / n) * (n / (n - 1)) ** 2)).toBeLessThanOrEqual(1e-12);
    }
    const zero = { rows: n, cols: n, data: new Float64Array(n * n) };
    for (const lambda of [1e-310, 1, 1e300]) {
      const { looError } = selectLambda(kernelRidge({ kernel: precomputed() }), zero, y, [lambda]);
      expect(relativeError(looError[0] as number, y.reduce((sum, value) => sum + value * value, 0) / n)).toBeLessThanOrEqual(1e-12);
    }
  });

  it("y + c with an intercept, c up to 1e9: what y gives (60 cases)", () => {
    const estimator = kernelRidge({ kernel, intercept: true });
    const targets = gridMatrix(5, 18, 2);
    const plain = selectLambda(estimator, X, targets, [1e-8, ...LAMBDAS]);
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: -1e9, max: 1e9 }), (c, d) => {
        const shifted = targets.data.map((value, at) => value + (at % 2 === 0 ? c : d));
        const { best, looError } = selectLambda(estimator, X, { ...targets, data: shifted }, [1e-8, ...LAMBDAS]);
        expect(best).toBe(plain.best);
        looError.forEach((error, i) => {
          expect(relativeError(error, plain.looError[i] as number)).toBeLessThanOrEqual(i === 0 ? 1e-5 : 1e-9);
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe("warnings", () => {
  const line = Array.from({ length: 30 }, (_, i) => [i / 3]);
  const smooth = line.map(([x]) => Math.sin(x as number));
  const noisy = smooth.map((value, i) => value + Math.cos(37 * i * i));
  const warningsOf = (targets: number[], lambdas: number[]) => selectLambda(kernelRidge({ kernel }), line, targets, lambdas).warnings;

  it("the best at an end where the error still falls: which end, in any order", () => {
    expect(warningsOf(noisy, [1e-3, 1e-2])).toEqual(["the best λ, 0.01, is the largest of the list; try larger ones too"]);
    expect(warningsOf(smooth, [10, 1, 100])).toEqual(["the best λ, 1, is the smallest of the list; try smaller ones too"]);
  });

  it("following it gives a smaller error", () => {
    const estimator = kernelRidge({ kernel });
    const before = selectLambda(estimator, line, noisy, [1e-3, 1e-2]);
    const after = selectLambda(estimator, line, noisy, [1e-3, 1e-2, 0.1, 1, 10]);
    expect(Math.min(...after.looError)).toBeLessThan(0.99 * Math.min(...before.looError));
  });

  it("none for a best within the list, one λ, λ = 0, a flat end, equal candidates", () => {
    expect(warningsOf(noisy, [1e-3, 1e-2, 0.1, 1, 10, 100])).toEqual([]);
    expect(warningsOf(noisy, [1e-3])).toEqual([]);
    expect(warningsOf(noisy, [1e-3, 1e-3])).toEqual([]);
    expect(selectLambda(kernelRidge({ kernel: rbf({ gamma: 9 }) }), line, smooth, [0, 1]).warnings).toEqual([]);
    // nothing of the targets can be predicted: the larger the better, but hardly
    expect(selectLambda(kernelRidge({ kernel: rbf({ gamma: 900 }) }), line, noisy, [1e6, 1e5, 1e4])).toMatchObject({
      best: 1e6,
      warnings: [],
    });
  });

  it("a λ that leaves K + λI singular is told, and not taken if there is another", () => {
    const close = [[0], [1e-9], [1], [2]];
    const { best, warnings } = selectLambda(kernelRidge({ kernel }), close, [1, 1, 0.3, 0.2], [1e-15, 1e-3]);
    expect(best).toBe(1e-3);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("λ = 1e-15");
    const only = selectLambda(kernelRidge({ kernel }), close, [1, 1, 0.3, 0.2], [1e-15]);
    expect([only.best, only.warnings.length]).toEqual([1e-15, 1]);
  });
});

describe("on a clock that makes every report due", () => {
  beforeEach(() => {
    let clock = 0;
    vi.spyOn(performance, "now").mockImplementation(() => {
      clock += 1000;
      return clock;
    });
  });
  afterEach(() => vi.restoreAllMocks());

  const points = randomMatrix(3, 600, 2);
  const targets = randomVector(4, 600);
  const estimator = kernelRidge({ kernel, intercept: true });

  it("tells of K, then of every λ, onward to the end; the bits are the same", () => {
    const told: Progress[] = [];
    const watched = selectLambda(estimator, points, targets, [0.1, 1, 10], { onProgress: (progress) => told.push(progress) });
    expect([...new Set(told.map(({ phase }) => phase))]).toEqual(["gram", "leave-one-out"]);
    const shares = told.filter(({ phase }) => phase === "leave-one-out").map(({ done, total }) => done / total);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    // the factor in panels, the inverse in halves
    expect(shares.length).toBeGreaterThan(15);
    expect(watched).toEqual(selectLambda(estimator, points, targets, [0.1, 1, 10]));
  });

  it("hears an abort within", () => {
    const controller = new AbortController();
    let calls = 0;
    const onProgress = () => {
      if (++calls === 4) controller.abort("enough");
    };
    expectError("aborted", () => selectLambda(estimator, points, targets, [1, 2], { onProgress, signal: controller.signal }), {
      cause: "enough",
    });
    expect(calls).toBe(4);
    expectError("aborted", () => selectLambda(estimator, points, targets, [1], { signal: AbortSignal.abort() }));
  });
});

function fitGram(): Matrix {
  const data = new Float64Array(18 * 18);
  for (let i = 0; i < 18; i++) {
    for (let j = 0; j < 18; j++) {
      const distance = [0, 1].reduce((sum, k) => sum + ((X.data[2 * i + k] as number) - (X.data[2 * j + k] as number)) ** 2, 0);
      data[18 * i + j] = Math.exp(-0.7 * distance);
    }
  }
  return { rows: 18, cols: 18, data };
}
