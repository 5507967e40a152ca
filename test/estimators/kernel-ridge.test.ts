import { describe, expect, it } from "vitest";
import {
  allSubsets,
  fit,
  gram,
  kernelRidge,
  laplacian,
  linear,
  type Matrix,
  polynomial,
  precomputed,
  predict,
  rbf,
} from "../../src/entries/index";
import {
  at,
  build,
  columnOf,
  condition,
  distance,
  gaussSolve,
  jacobi,
  norm,
  pickRows,
  plusDiagonal,
  product,
  times,
  transpose,
} from "../support/dense";
import { allSubsetsFeatures, polynomialFeatures } from "../support/features";
import { EPSILON } from "../support/precision";
import { conditionOfRidge, solutionBound } from "../support/problems";
import { randomMatrix, randomVector } from "../support/random";

/** w = (ΦᵀΦ + λI)⁻¹Φᵀy. */
function primalRidge(Phi: Matrix, y: ArrayLike<number>, lambda: number): Float64Array {
  const PhiT = transpose(Phi);
  return gaussSolve(
    plusDiagonal(product(PhiT, Phi), () => lambda),
    times(PhiT, y),
  );
}

describe("ridge regression with explicit features, solved in the primal", () => {
  const parameters = { gamma: 0.5, coef0: 1, degree: 2 };
  it.each([
    { name: "linear, n > d", kernel: linear(), features: (X: Matrix) => X, n: 40, d: 3 },
    { name: "linear, n < d", kernel: linear(), features: (X: Matrix) => X, n: 6, d: 15 },
    { name: "polynomial", kernel: polynomial(parameters), features: (X: Matrix) => polynomialFeatures(X, parameters), n: 30, d: 3 },
    { name: "all subsets", kernel: allSubsets(), features: allSubsetsFeatures, n: 25, d: 4 },
  ])("$name: predictions agree", ({ kernel, features, n, d }) => {
    const X = randomMatrix(n, n, d);
    const y = randomVector(n + 1, n);
    const Z = randomMatrix(n + 2, 9, d, 2);
    for (const lambda of [1e-3, 0.1, 10]) {
      const predictions = predict(fit(kernelRidge({ kernel, lambda }), X, y), Z);
      const Phi = features(X);
      const expected = times(features(Z), primalRidge(Phi, y, lambda));
      // either side solves a system of its own: ΦΦᵀ + λI and ΦᵀΦ + λI
      const primal = condition(jacobi(plusDiagonal(product(transpose(Phi), Phi), () => lambda)));
      const bound = solutionBound(n, conditionOfRidge(kernel, X, lambda)) + solutionBound(Phi.cols, primal);
      expect(distance(predictions, expected)).toBeLessThanOrEqual(bound * Math.max(norm(y), norm(expected)));
    }
  });

  it("with an intercept: ridge on centred data", () => {
    const [n, d, lambda] = [30, 4, 0.2];
    const X = randomMatrix(1, n, d);
    const y = randomVector(2, n).map((value) => value + 5);
    const Z = randomMatrix(3, 8, d);
    const means = Float64Array.from({ length: d }, (_, k) => columnOf(X, k).reduce((sum, value) => sum + value / n, 0));
    const mean = y.reduce((sum, value) => sum + value / n, 0);
    const w = primalRidge(
      build(n, d, (i, k) => at(X, i, k) - (means[k] as number)),
      y.map((value) => value - mean),
      lambda,
    );
    const expected = times(
      build(8, d, (i, k) => at(Z, i, k) - (means[k] as number)),
      w,
    ).map((value) => value + mean);
    const model = fit(kernelRidge({ kernel: linear(), lambda, intercept: true }), X, y);
    expect(distance(predict(model, Z), expected)).toBeLessThanOrEqual(solutionBound(n, conditionOfRidge(linear(), X, lambda)) * norm(y));
  });
});

describe("kernel ridge regression", () => {
  const [n, d] = [33, 2];
  const X = randomMatrix(5, n, d, 2);
  const y = randomVector(6, n);
  const Z = randomMatrix(7, 12, d, 2);
  const kernel = rbf({ gamma: 0.8 });
  const near = (a: ArrayLike<number>, b: ArrayLike<number>, lambda: number, scale = norm(b)): void => {
    expect(distance(a, b)).toBeLessThanOrEqual(solutionBound(n, conditionOfRidge(kernel, X, lambda)) * scale);
  };

  it("(K + λI)α = y at every size around the panel of the factorisation", () => {
    for (const size of [1, 2, 3, 4, 5, 31, 32, 33, 255, 256, 257, 300]) {
      const points = randomMatrix(size, size, 3, 3);
      const targets = randomVector(size, size);
      const { coefficients, report } = fit(kernelRidge({ kernel, lambda: 0.05 }), points, targets);
      const G = plusDiagonal(gram(kernel, points), () => 0.05);
      const bound = 4 * size * EPSILON * (norm(G.data) * norm(coefficients) + norm(targets));
      expect(distance(times(G, coefficients), targets)).toBeLessThanOrEqual(bound);
      expect(report.backwardError).toBeLessThanOrEqual(4 * size * EPSILON);
    }
  });

  it("interpolates where λ is 0 and K is regular", () => {
    const model = fit(kernelRidge({ kernel: laplacian({ gamma: 2 }), lambda: 0 }), X, y);
    const bound = solutionBound(n, conditionOfRidge(laplacian({ gamma: 2 }), X, 0)) * norm(y);
    expect(distance(predict(model, X), y)).toBeLessThanOrEqual(bound);
    expect(model.report.trainingLoss[0]).toBeLessThanOrEqual(bound ** 2);
  });

  it("an integer weight is a repeated row", () => {
    const weights = Array.from({ length: n }, (_, i) => 1 + (i % 4));
    const copies = weights.flatMap((w, i) => new Array<number>(w).fill(i));
    const repeated = pickRows(X, copies);
    for (const intercept of [false, true]) {
      const estimator = kernelRidge({ kernel, lambda: 0.3, intercept });
      const weighted = fit(estimator, X, y, { sampleWeight: weights });
      const plain = fit(
        estimator,
        repeated,
        copies.map((i) => y[i] as number),
      );
      near(predict(weighted, Z), predict(plain, Z), 0.3, norm(y));
      const sums = new Float64Array(n);
      copies.forEach((i, k) => {
        sums[i] = (sums[i] as number) + (plain.coefficients[k] as number);
      });
      near(weighted.coefficients, sums, 0.3, 4 * norm(sums));
      expect(Math.abs(weighted.intercept - plain.intercept)).toBeLessThanOrEqual(solutionBound(n, 100) * norm(y));
      expect(weighted.report.trainingLoss[0]).toBeCloseTo(plain.report.trainingLoss[0] as number, 10);
    }
  });

  it("a weight of 0 takes the row out", () => {
    const weights = Array.from({ length: n }, (_, i) => (i % 3 === 1 ? 0 : 0.5 + i / n));
    const kept = weights.flatMap((w, i) => (w > 0 ? [i] : []));
    const estimator = kernelRidge({ kernel, lambda: 0.1, intercept: true });
    const all = fit(estimator, X, y, { sampleWeight: weights });
    const some = fit(
      estimator,
      pickRows(X, kept),
      kept.map((i) => y[i] as number),
      { sampleWeight: kept.map((i) => weights[i] as number) },
    );
    expect(kept.map((i) => all.coefficients[i])).toEqual(Array.from(some.coefficients));
    weights.forEach((w, i) => {
      if (w === 0) expect(all.coefficients[i]).toBe(0);
    });
    near(predict(all, Z), predict(some, Z), 0.1, norm(y));
    expect(all.report.trainingLoss).toEqual(some.report.trainingLoss);
    expect(all.n).toBe(n);
  });

  it("one weight for all divides λ; weights that are all 1 change nothing", () => {
    const half = fit(kernelRidge({ kernel, lambda: 0.4 }), X, y, { sampleWeight: 2 });
    near(half.coefficients, fit(kernelRidge({ kernel, lambda: 0.2 }), X, y).coefficients, 0.2);
    const ones = fit(kernelRidge({ kernel, lambda: 0.4 }), X, y, { sampleWeight: new Float64Array(n).fill(1) });
    expect(ones.coefficients).toEqual(fit(kernelRidge({ kernel, lambda: 0.4 }), X, y).coefficients);
  });

  it("the intercept is not penalised: 1ᵀα = 0, and y + c moves it alone", () => {
    const weights = randomVector(9, n).map((value) => 1.5 + value);
    const lambda = 0.05;
    for (const options of [{}, { sampleWeight: weights }]) {
      const estimator = kernelRidge({ kernel, lambda, intercept: true });
      const model = fit(estimator, X, y, options);
      const total = model.coefficients.reduce((sum, a) => sum + a, 0);
      const size = model.coefficients.reduce((sum, a) => sum + Math.abs(a), 0);
      expect(Math.abs(total)).toBeLessThanOrEqual(solutionBound(n, conditionOfRidge(kernel, X, lambda)) * size);
      const shifted = fit(
        estimator,
        X,
        y.map((value) => value + 100),
        options,
      );
      near(shifted.coefficients, model.coefficients, lambda, 100 * Math.sqrt(n));
      expect(Math.abs(shifted.intercept - model.intercept - 100)).toBeLessThanOrEqual(
        solutionBound(n, conditionOfRidge(kernel, X, lambda)) * 100,
      );
      // (K + λW⁻¹)α + b = y
      const G = plusDiagonal(gram(kernel, X), (i) => lambda / (options.sampleWeight?.[i] ?? 1));
      const fitted = times(G, model.coefficients).map((value) => value + model.intercept);
      expect(distance(fitted, y)).toBeLessThanOrEqual(solutionBound(n, conditionOfRidge(kernel, X, lambda, weights)) * norm(y));
    }
  });

  it("several targets, each with its λ, are as many fits", () => {
    const Y = randomMatrix(8, n, 5);
    const lambdas = [0.1, 2, 0.1, 0.7, 2];
    for (const intercept of [false, true]) {
      const together = fit(kernelRidge({ kernel, lambda: lambdas, intercept }), X, Y);
      expect(together.coefficients).toMatchObject({ rows: n, cols: 5 });
      lambdas.forEach((lambda, q) => {
        const alone = fit(kernelRidge({ kernel, lambda, intercept }), X, columnOf(Y, q));
        near(columnOf(together.coefficients, q), alone.coefficients, lambda, 4 * norm(alone.coefficients));
        near(columnOf(predict(together, Z), q), predict(alone, Z), lambda, norm(columnOf(Y, q)));
        expect(together.intercept[q]).toBeCloseTo(alone.intercept, 10);
        expect(together.report.trainingLoss[q]).toBeCloseTo(alone.report.trainingLoss[0] as number, 10);
      });
    }
  });

  it("a precomputed kernel is the computed one", () => {
    const K = gram(kernel, X);
    const computed = fit(kernelRidge({ kernel, lambda: 0.1 }), X, y);
    const given = fit(kernelRidge({ kernel: precomputed(), lambda: 0.1 }), K, y);
    expect(given.coefficients).toEqual(computed.coefficients);
    expect(given).toMatchObject({ points: null, d: null, n });
    near(predict(given, gram(kernel, Z, X)), predict(computed, Z), 0.1, norm(y));
    const weights = Array.from({ length: n }, (_, i) => (i % 5 === 0 ? 0 : 1 + i));
    expect(fit(kernelRidge({ kernel: precomputed() }), K, y, { sampleWeight: weights }).coefficients).toEqual(
      fit(kernelRidge({ kernel }), X, y, { sampleWeight: weights }).coefficients,
    );
  });

  it("permuting the points permutes the coefficients", () => {
    const order = Array.from({ length: n }, (_, i) => (i * 14) % n);
    const model = fit(kernelRidge({ kernel, lambda: 0.1 }), X, y);
    const other = fit(
      kernelRidge({ kernel, lambda: 0.1 }),
      pickRows(X, order),
      order.map((i) => y[i] as number),
    );
    near(
      other.coefficients,
      order.map((i) => model.coefficients[i] as number),
      0.1,
    );
  });
});
