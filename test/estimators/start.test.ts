import { describe, expect, it } from "vitest";
import {
  anova,
  fit,
  fromFeatures,
  kernelDescent,
  kernelRidge,
  leastSquares,
  linear,
  linearDescent,
  type Matrix,
  precomputed,
  predict,
  rbf,
} from "../../src/entries/index";
import { expectError } from "../support/errors";

const X = [[1], [2], [4]];
const y = [1, 2, 3];
const column: Matrix = { rows: 3, cols: 1, data: Float64Array.from(y) };
const pair: Matrix = { rows: 3, cols: 2, data: Float64Array.of(1, 0, 2, 0, 3, 0) };
const kernel = rbf({ gamma: 1 });
type Start = NonNullable<NonNullable<Parameters<typeof fit>[3]>["start"]>;

const ridge = (options: object = {}, points: number[][] = X, targets: number[] | Matrix = y): Start =>
  fit(kernelRidge({ kernel, ...options }), points, targets as number[]);
const lines = (options: object = {}, points: number[][] = X, targets: number[] | Matrix = y): Start =>
  fit(leastSquares({ ...options }), points, targets as number[]);

describe("the start of a descent on a kernel", () => {
  const from = (start: Start, more: object = {}) => fit(kernelDescent({ kernel, iterations: 0 }), X, y, { start, ...more });

  it("is where it begins: with no step it is what comes out", () => {
    const start = ridge() as ReturnType<typeof from>;
    expect(from(start).coefficients).toEqual(start.coefficients);
  });

  it.each<[fault: RegExp, code: "shape" | "argument", start: () => Start]>([
    [/2 × 1 coefficients, 3 × 1 are needed/, "shape", () => ridge({}, [[1], [2]], [1, 2])],
    [/4 × 1 coefficients, 3 × 1 are needed/, "shape", () => ridge({}, [...X, [9]], [...y, 4])],
    [/3 × 2 coefficients, 3 × 1 are needed/, "shape", () => ridge({}, X, pair)],
    [/3 × 1 coefficients, 3 × 1 are needed/, "shape", () => ridge({}, X, column)],
    [/has another kernel/, "argument", () => ridge({ kernel: rbf({ gamma: 2 }) })],
    [/has other points/, "argument", () => ridge({}, [[1], [2], [5]])],
    [/has an intercept, which descent on a kernel has not/, "argument", () => ridge({ intercept: true })],
    [/is not a kernel model/, "argument", () => lines()],
  ])("%s", (fault, code, start) => {
    const error = expectError(code, () => from(start()), { argument: "start" });
    expect(error.message).toMatch(fault);
  });

  it("has nothing at points whose weight is 0", () => {
    const error = expectError("argument", () => from(ridge(), { sampleWeight: [1, 0, 1] }), { argument: "start" });
    expect(error.message).toContain("has coefficients at points whose weight is 0");
    const started = fit(kernelRidge({ kernel }), X, y, { sampleWeight: [1, 0, 1] });
    expect(from(started, { sampleWeight: [1, 0, 1] }).coefficients).toEqual(started.coefficients);
  });

  it("needs no points where K is given", () => {
    const K = [
      [2, 1],
      [1, 2],
    ];
    const start = fit(kernelRidge({ kernel: precomputed() }), K, [1, 2]);
    const { coefficients } = fit(kernelDescent({ kernel: precomputed(), iterations: 0 }), K, [1, 2], { start });
    expect(coefficients).toEqual(start.coefficients);
  });
});

describe("the start of a descent on features", () => {
  const from = (start: Start, options: object = {}) => fit(linearDescent({ iterations: 0, ...options }), X, y, { start });

  it("is where it begins, with its intercept where there is one", () => {
    for (const intercept of [false, true]) {
      const start = fit(leastSquares({ intercept }), X, y);
      const model = from(start, { intercept });
      expect([model.weights, model.intercept]).toEqual([start.weights, start.intercept]);
    }
    // a start through the origin will do for a descent with an intercept
    const through = fit(leastSquares(), X, y);
    expect(from(through, { intercept: true })).toMatchObject({ weights: through.weights, intercept: 0 });
  });

  it.each<[fault: RegExp, code: "shape" | "argument", start: () => Start]>([
    [
      /2 × 1 weights, 1 × 1 are needed/,
      "shape",
      () =>
        lines(
          {},
          X.map(([x]) => [x as number, 1]),
        ),
    ],
    [/1 × 2 weights, 1 × 1 are needed/, "shape", () => lines({}, X, pair)],
    [/1 × 1 weights, 1 × 1 are needed/, "shape", () => lines({}, X, column)],
    [/has other features/, "argument", () => lines({ features: fromFeatures(([x]) => [2 * (x as number)]) })],
    [/has an intercept, which this descent has not/, "argument", () => lines({ intercept: true })],
    [/is not a linear model/, "argument", () => ridge()],
  ])("%s", (fault, code, start) => {
    const error = expectError(code, () => from(start()), { argument: "start" });
    expect(error.message).toMatch(fault);
  });
});

describe("validation data", () => {
  const checked = (validation: object, targets: number[] | Matrix = y) =>
    fit(kernelDescent({ kernel: linear(), iterations: 1 }), X, targets as number[], {
      validation: validation as { X: number[][]; y: number[] },
    });

  it("has the columns of X, the targets of y, and a row of each per point", () => {
    expect(() => checked({ X: [[1], [2]], y: [1, 2] })).not.toThrow();
    expect(() => checked({ X, y: pair }, pair)).not.toThrow();
    for (const [validation, targets] of [
      [{ X: [[1, 2]], y: [1] }, y],
      [{ X: [[1], [2]], y: [1] }, y],
      [{ X: [[1]], y: [1, 2] }, y],
      [{ X, y: pair }, y],
      [{ X, y }, pair],
    ] as const) {
      expectError("shape", () => checked(validation, targets as number[]), { argument: "validation" });
    }
  });
});

describe("a map that gives no features", () => {
  // no product of three features of one
  const features = anova({ degree: 3 });

  it("leaves nothing to fit", () => {
    for (const intercept of [false, true]) {
      for (const estimator of [leastSquares({ features, intercept }), linearDescent({ features, intercept, iterations: 1 })]) {
        const error = expectError("shape", () => fit(estimator, X, y), { argument: "features" });
        expect(error.message).toBe("the map gives no features; at least one is needed");
      }
    }
    expectError("shape", () => fit(leastSquares({ features: () => [] }), X, y), { argument: "map" });
    const one = fit(leastSquares({ features: fromFeatures(([x]) => [x as number]) }), X, [2, 4, 8]);
    expect(predict(one, [[8]])[0]).toBeCloseTo(16, 12);
  });
});
