import { describe, expect, it } from "vitest";
import {
  add,
  cosine,
  diagnose,
  fit,
  fromFeatures,
  gram,
  gramDiagonal,
  type Kernel,
  kernelClassifier,
  kernelDescent,
  kernelRidge,
  leastSquares,
  linear,
  linearDescent,
  mapInputs,
  multiplier,
  multiply,
  normalize,
  onColumns,
  polynomial,
  predict,
  predictor,
  rbf,
  scale,
  spectralFilter,
  supportVectorRegression,
  white,
} from "../../src/entries/index";
import { random as seeded } from "../support/generator";

/** A user's map may be slow, and may have effects: it is called exactly once for every point that a verb is given. */
const N = 30;
const { uniform: random } = seeded(7);
const X = Array.from({ length: N }, () => [random(), random(), random()]);
const Z = Array.from({ length: 11 }, () => [random(), random(), random()]);
const y = X.map(([a, b]) => Math.sin(3 * (a as number)) + (b as number));
const labels = y.map((value) => value > 1);

const calls = new Map<string, number>();
const heard = (x: Float64Array): void => {
  const key = x.join();
  calls.set(key, (calls.get(key) ?? 0) + 1);
};
const map = (x: Float64Array): number[] => {
  heard(x);
  return [(x[0] as number) * 2, (x[1] as number) + (x[2] as number)];
};
const factor = (x: Float64Array): number => {
  heard(x);
  return 1 + (x[0] as number);
};

/** How often the function was called for each of the points; other points it has not seen. */
function callsOf(points: readonly number[][], run: () => unknown): number[] {
  calls.clear();
  run();
  const counts = points.map((x) => calls.get(Float64Array.from(x).join()) ?? 0);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe([...calls.values()].reduce((sum, count) => sum + count, 0));
  return counts;
}

const once = (points: readonly number[][]): number[] => points.map(() => 1);

const KERNELS: Readonly<Record<string, Kernel>> = {
  "mapInputs of rbf": mapInputs(map, rbf({ gamma: 1 })),
  "mapInputs of rbf with gamma from the features": mapInputs(map, rbf()),
  fromFeatures: fromFeatures(map),
  multiplier: multiplier(factor, rbf({ gamma: 1 })),
  "the same map in two parts": add(mapInputs(map, rbf({ gamma: 1 })), scale(2, mapInputs(map, polynomial({ degree: 2 })))),
  "beside white noise": add(mapInputs(map, rbf({ gamma: 1 })), white(0.1)),
  "with columns after it": mapInputs(map, add(onColumns([1], rbf({ gamma: 2 })), linear())),
  normalized: normalize(fromFeatures(map)),
  cosine: mapInputs(map, cosine()),
  "a product": multiply(fromFeatures(map), rbf({ gamma: 1 })),
};

describe.each(Object.entries(KERNELS))("%s calls the function once per point in", (_, kernel) => {
  it.each<[string, () => unknown]>([
    ["fit(kernelRidge)", () => fit(kernelRidge({ kernel, lambda: 0.1 }), X, y)],
    ["fit(kernelRidge) with an intercept", () => fit(kernelRidge({ kernel, lambda: 0.1, intercept: true }), X, y)],
    ["fit(kernelRidge) by eigenvalues", () => fit(kernelRidge({ kernel, lambda: 0.1, solver: "eigen" }), X, y)],
    ["fit(kernelRidge) by LU", () => fit(kernelRidge({ kernel, lambda: 0.1, solver: "lu" }), X, y)],
    ["fit(kernelRidge) by pivoted Cholesky", () => fit(kernelRidge({ kernel, lambda: 0.1, solver: "pivotedCholesky" }), X, y)],
    ["fit(kernelDescent)", () => fit(kernelDescent({ kernel, lambda: 0.1, iterations: 5 }), X, y)],
    ["fit(kernelDescent) by tiles", () => fit(kernelDescent({ kernel, lambda: 0.1, iterations: 5, storage: "tiles" }), X, y)],
    ["fit(kernelClassifier)", () => fit(kernelClassifier({ kernel, lambda: 0.1 }), X, labels)],
    ["fit(kernelClassifier), logistic", () => fit(kernelClassifier({ kernel, lambda: 0.1, loss: "logistic" }), X, labels)],
    ["fit(kernelClassifier), hinge", () => fit(kernelClassifier({ kernel, lambda: 0.1, loss: "hinge" }), X, labels)],
    ["fit(supportVectorRegression)", () => fit(supportVectorRegression({ kernel, lambda: 0.1 }), X, y)],
    ["gram", () => gram(kernel, X)],
    ["gramDiagonal", () => gramDiagonal(kernel, X)],
    ["diagnose", () => diagnose(kernel, X, y)],
    ["spectralFilter", () => spectralFilter(kernel, X, y, { step: 1e-3, steps: 5 })],
  ])("%s", (_verb, run) => {
    expect(callsOf(X, run)).toEqual(once(X));
  });

  it("gram of two sets", () => {
    expect(callsOf([...X, ...Z], () => gram(kernel, X, Z))).toEqual(once([...X, ...Z]));
  });

  it("predict, and predictor, which keeps what it has mapped", () => {
    const model = fit(kernelRidge({ kernel, lambda: 0.1, solver: "cholesky" }), X, y);
    expect(callsOf([...X, ...Z], () => predict(model, Z))).toEqual(once([...X, ...Z]));
    const h = predictor(model);
    expect(callsOf(Z, () => Z.map((z) => h(z)))).toEqual(once(Z));
  });
});

describe("features of the user's own are asked for once per point in", () => {
  it.each<[string, () => unknown]>([
    ["fit(leastSquares)", () => fit(leastSquares({ features: map }), X, y)],
    ["fit(leastSquares) of a kernel", () => fit(leastSquares({ features: fromFeatures(map) }), X, y)],
    ["fit(linearDescent)", () => fit(linearDescent({ features: map, iterations: 5 }), X, y)],
    ["fit(kernelRidge) in their space", () => fit(kernelRidge({ kernel: fromFeatures(map), solver: "primal" }), X, y)],
  ])("%s", (_, run) => {
    expect(callsOf(X, run)).toEqual(once(X));
  });

  it("predict and predictor", () => {
    const model = fit(leastSquares({ features: map }), X, y);
    expect(callsOf(Z, () => predict(model, Z))).toEqual(once(Z));
    const h = predictor(model);
    expect(callsOf(Z, () => Z.map((z) => h(z)))).toEqual(once(Z));
  });
});
