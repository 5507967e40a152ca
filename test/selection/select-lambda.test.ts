import { describe, expect, it } from "vitest";
import {
  fit,
  gram,
  kernelDescent,
  kernelRidge,
  laplacian,
  linear,
  type Matrix,
  precomputed,
  predict,
  rbf,
  selectLambda,
} from "../../src/entries/index";
import { at, build, columnOf, pickRows } from "../support/dense";
import { expectError } from "../support/errors";
import { conditionOfRidge, solutionBound } from "../support/problems";
import { randomMatrix } from "../support/random";

const [n, d] = [18, 2];
const X = randomMatrix(1, n, d);
const Y = randomMatrix(2, n, 2);
const y = columnOf(Y, 0);
const LAMBDAS = [1e-4, 1e-2, 1, 30];

/** Mean squared error of n fits, each without one point, at that point. */
function bruteForce(points: Matrix, targets: Matrix, kernel: ReturnType<typeof rbf>, lambda: number, intercept: boolean): number {
  let total = 0;
  for (let i = 0; i < points.rows; i++) {
    const others = Array.from({ length: points.rows }, (_, k) => k).filter((k) => k !== i);
    const model = fit(kernelRidge({ kernel, lambda, intercept }), pickRows(points, others), pickRows(targets, others));
    const h = predict(model, pickRows(points, [i]));
    for (let q = 0; q < targets.cols; q++) total += (at(targets, i, q) - at(h, 0, q)) ** 2;
  }
  return total / (points.rows * targets.cols);
}

describe("selectLambda", () => {
  it.each([
    ["without intercept", false],
    ["with intercept", true],
  ])("%s: the error of n refits, without refitting", (_, intercept) => {
    const kernel = rbf({ gamma: 0.7 });
    const { looError, lambdas } = selectLambda(kernelRidge({ kernel, intercept }), X, Y, LAMBDAS);
    expect(lambdas).toEqual(Float64Array.from(LAMBDAS));
    LAMBDAS.forEach((lambda, at) => {
      const expected = bruteForce(X, Y, kernel, lambda, intercept);
      // the closed form divides by (G⁻¹)_ii, each refit solves a system of its own
      const bound = 8 * solutionBound(n, conditionOfRidge(kernel, X, lambda)) * expected;
      expect(Math.abs((looError[at] as number) - expected)).toBeLessThanOrEqual(bound);
    });
  });

  it("around the panel of the factorisation, too", () => {
    const points = randomMatrix(3, 260, d, 3);
    const targets = randomMatrix(4, 260, 1);
    const kernel = rbf({ gamma: 1 });
    const { looError } = selectLambda(kernelRidge({ kernel, intercept: true }), points, targets, [0.1, 10]);
    [0.1, 10].forEach((lambda, at) => {
      let total = 0;
      for (const i of [0, 100, 255, 256, 259]) {
        const others = Array.from({ length: 260 }, (_, k) => k).filter((k) => k !== i);
        const model = fit(kernelRidge({ kernel, lambda, intercept: true }), pickRows(points, others), pickRows(targets, others));
        total += ((targets.data[i] as number) - (predict(model, pickRows(points, [i])).data[0] as number)) ** 2;
      }
      expect(total / 260).toBeLessThanOrEqual(looError[at] as number);
    });
  });

  it("picks the smallest, in whatever order the candidates come; ties go to the larger λ", () => {
    const estimator = kernelRidge({ kernel: rbf({ gamma: 0.7 }) });
    const { best, looError } = selectLambda(estimator, X, y, LAMBDAS);
    expect(best).toBe(LAMBDAS[looError.indexOf(Math.min(...looError))]);
    expect(selectLambda(estimator, X, y, [...LAMBDAS].reverse()).best).toBe(best);
    expect(selectLambda(estimator, X, new Float64Array(n), [1, 3, 2]).best).toBe(3);
  });

  it("does not use the λ of the estimator, and leaves its input alone", () => {
    const kernel = laplacian();
    const lambdas = Float64Array.from(LAMBDAS);
    const plain = selectLambda(kernelRidge({ kernel }), X, y, lambdas);
    expect(selectLambda(kernelRidge({ kernel, lambda: 77 }), X, y, lambdas)).toEqual(plain);
    expect(plain.lambdas).not.toBe(lambdas);
    expect(lambdas).toEqual(Float64Array.from(LAMBDAS));
  });

  it("takes a precomputed kernel, and one target as a vector or a column", () => {
    const estimator = kernelRidge({ kernel: rbf({ gamma: 0.7 }), intercept: true });
    const expected = selectLambda(estimator, X, y, LAMBDAS).looError;
    const K = gram(rbf({ gamma: 0.7 }), X);
    expect(selectLambda(kernelRidge({ kernel: precomputed(), intercept: true }), K, y, LAMBDAS).looError).toEqual(expected);
    expect(selectLambda(estimator, X, { rows: n, cols: 1, data: y }, LAMBDAS).looError).toEqual(expected);
  });

  it("refuses bad candidates and estimators, and a K that no λ among them makes definite", () => {
    const estimator = kernelRidge({ kernel: rbf() });
    expectError("shape", () => selectLambda(estimator, X, y, []), { argument: "lambdas" });
    expectError("argument", () => selectLambda(estimator, X, y, [1, -1]), { argument: "lambdas[1]", value: -1 });
    expectError("not-finite", () => selectLambda(estimator, X, y, [1, Number.NaN]), { argument: "lambdas", row: 1 });
    expectError("shape", () => selectLambda(estimator, X, y.slice(1), [1]), { argument: "y" });
    const twins = pickRows(X, [0, 1, 1]);
    expectError("not-positive-definite", () => selectLambda(estimator, twins, [1, 2, 3], [1, 0]), { pivot: 2, duplicates: [1, 2] });
    const indefinite = build(2, 2, (i, j) => (i === j ? 0 : 1));
    expectError("not-positive-definite", () => selectLambda(kernelRidge({ kernel: precomputed() }), indefinite, [1, 2], [0.5]), {
      pivot: 1,
    });
    expect(selectLambda(kernelRidge({ kernel: linear() }), X, y, [1]).best).toBe(1);
    const descent = kernelDescent({ kernel: rbf(), iterations: 3 });
    expectError("argument", () => selectLambda(descent as unknown as ReturnType<typeof kernelRidge>, X, y, [1]), { argument: "estimator" });
  });
});
