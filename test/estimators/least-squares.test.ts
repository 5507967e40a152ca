import { describe, expect, it } from "vitest";
import {
  allSubsets,
  anova,
  fit,
  kernelRidge,
  leastSquares,
  linear,
  type Matrix,
  matrix,
  polynomial,
  predict,
  rbf,
  rowOf,
  toArrays,
} from "../../src/entries/index";
import { expectError } from "../support/errors";
import { randomMatrix, randomVector } from "../support/random";

/** Rows times a random d × r and r × d: of rank r. */
function ofRank(seed: number, n: number, d: number, r: number): Matrix {
  const [A, B] = [randomMatrix(seed, n, r), randomMatrix(seed + 1, r, d)];
  const data = Float64Array.from({ length: n * d }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < r; k++) sum += (A.data[Math.floor(at / d) * r + k] as number) * (B.data[k * d + (at % d)] as number);
    return sum;
  });
  return { rows: n, cols: d, data };
}

function expectClose(got: ArrayLike<number>, want: ArrayLike<number>, tolerance: number): void {
  expect(got.length).toBe(want.length);
  const size = Math.max(1, ...Array.from(want, Math.abs));
  expect(Math.max(...Array.from(want, (value, i) => Math.abs((got[i] as number) - value)))).toBeLessThan(tolerance * size);
}

const SHAPES = [
  ["tall", 20, 5, 5],
  ["wide", 5, 20, 5],
  ["tall, deficient", 20, 8, 3],
  ["wide, deficient", 8, 20, 3],
  ["square", 9, 9, 9],
  ["one point", 1, 4, 1],
] as const;

describe("leastSquares finds", () => {
  it("the line through points on it, exactly as far as can be", () => {
    const model = fit(leastSquares({ intercept: true }), [0, 1, 2, 3], [1, 3, 5, 7]);
    expectClose([...model.weights, model.intercept], [2, 1], 1e-15);
    expect(model.kind).toBe("linearModel");
    expect(model.report).toMatchObject({ solver: "qr", rank: 1, iterations: null, diverging: false, record: null, nullComponent: null });
    expect(model.report.trainingLoss[0]).toBeLessThan(1e-28);
  });

  it.each(SHAPES)("the w of least norm that makes the residual orthogonal to every feature (%s)", (_, n, d, r) => {
    const X = ofRank(n + d, n, d, r);
    const y = randomVector(7, n);
    const model = fit(leastSquares(), X, y);
    const residual = predict(model, X).map((h, i) => h - (y[i] as number));
    const onFeatures = Array.from({ length: d }, (_, j) => residual.reduce((sum, e, i) => sum + e * (X.data[i * d + j] as number), 0));
    expectClose(onFeatures, new Float64Array(d), 1e-13);
    // w in the range of Xᵀ: least squares of w on the columns of Xᵀ leaves nothing
    const Xt = matrix(
      Float64Array.from({ length: d * n }, (_, at) => X.data[(at % n) * d + Math.floor(at / n)] as number),
      d,
      n,
    );
    const inRange = fit(leastSquares(), Xt, model.weights);
    expectClose(predict(inRange, Xt), model.weights, 1e-12);
    expect(model.report.rank).toBe(r);
    expect(model.report.reason).toMatch(r < d ? /least norm/ : /rank/);
    expect(model.report.backwardError).toBeLessThan(1e-14);
    expect(model.report.trainingLoss[0]).toBeCloseTo(
      residual.reduce((sum, e) => sum + e * e, 0),
      12,
    );
  });

  it("what repeated rows find when they are weights, with and without ridge and intercept", () => {
    const X = randomMatrix(1, 12, 3);
    const Y = randomMatrix(2, 12, 2);
    const counts = Float64Array.from({ length: 12 }, (_, i) => i % 4);
    const repeat = (m: Matrix) => toArrays(m).flatMap((row, i) => Array.from({ length: counts[i] as number }, () => row));
    for (const lambda of [0, 0.7]) {
      for (const intercept of [false, true]) {
        const estimator = leastSquares({ features: polynomial({ degree: 2 }), lambda, intercept });
        const weighted = fit(estimator, X, Y, { sampleWeight: counts });
        const repeated = fit(estimator, repeat(X), repeat(Y));
        expectClose(weighted.weights.data, repeated.weights.data, 1e-11);
        expectClose(weighted.intercept, repeated.intercept, 1e-11);
        expectClose(weighted.report.trainingLoss, repeated.report.trainingLoss, 1e-11);
      }
    }
  });

  it("an intercept that costs nothing: adding to y adds to b, a constant column adds nothing", () => {
    const X = randomMatrix(3, 15, 4);
    const y = randomVector(4, 15);
    const estimator = leastSquares({ lambda: 3, intercept: true });
    const [one, other] = [
      fit(estimator, X, y),
      fit(
        estimator,
        X,
        y.map((value) => value + 1000),
      ),
    ];
    expectClose(other.weights, one.weights, 1e-11);
    expectClose([other.intercept], [one.intercept + 1000], 1e-12);
    const withConstant = fit(leastSquares({ intercept: true, features: (x) => [0.1, ...x] }), X, y);
    expectClose(withConstant.weights, [0, ...fit(leastSquares({ intercept: true }), X, y).weights], 1e-12);
  });

  it("the same predictions in other units, the rank not depending on them", () => {
    const X = randomMatrix(5, 30, 6);
    const units = [1e-12, 3, 1e9, 0.7, 1e-150, 1e100];
    const scaled = { ...X, data: X.data.map((value, at) => value * (units[at % 6] as number)) };
    const y = randomVector(6, 30);
    const [one, other] = [fit(leastSquares(), X, y), fit(leastSquares(), scaled, y)];
    expectClose(predict(other, scaled), predict(one, X), 1e-12);
    expect(other.report.rank).toBe(6);
  });
});

describe("leastSquares is the primal twin of kernelRidge", () => {
  it.each(SHAPES)("for the linear kernel without ridge, at new points (%s)", (_, n, d, r) => {
    const X = ofRank(n * d, n, d, r);
    const Y = randomMatrix(8, n, 2);
    const Z = randomMatrix(9, 10, d);
    const primal = fit(leastSquares(), X, Y);
    const dual = fit(kernelRidge({ kernel: linear(), lambda: 0 }), X, Y);
    expectClose(predict(primal, Z).data, predict(dual, Z).data, 1e-9);
  });

  it.each([
    ["linear", linear(), 4],
    ["polynomial", polynomial({ degree: 3, gamma: 0.5 }), 3],
    ["all subsets", allSubsets(), 4],
    ["ANOVA", anova({ degree: 2 }), 4],
  ] as const)("with ridge, weights and intercept: (XᵀX + λI)⁻¹Xᵀ = Xᵀ(XXᵀ + λI)⁻¹ (%s)", (_, kernel, d) => {
    for (const n of [6, 50]) {
      const X = randomMatrix(n, n, d);
      const y = randomVector(10, n);
      const Z = randomMatrix(11, 10, d);
      const sampleWeight = randomVector(12, n).map((value) => value * value + 0.1);
      for (const lambda of [1e-3, 1, 100]) {
        for (const intercept of [false, true]) {
          const primal = fit(leastSquares({ features: kernel, lambda, intercept }), X, y, { sampleWeight });
          const dual = fit(kernelRidge({ kernel, lambda, intercept, solver: "cholesky" }), X, y, { sampleWeight });
          expectClose(predict(primal, Z), predict(dual, Z), 1e-9);
          const byFeatures = fit(kernelRidge({ kernel, lambda, intercept, solver: "primal" }), X, y, { sampleWeight });
          expectClose(predict(byFeatures, Z), predict(dual, Z), 1e-9);
          expectClose(byFeatures.coefficients, dual.coefficients, 1e-9);
          expectClose(byFeatures.report.trainingLoss, dual.report.trainingLoss, 1e-9);
          expect(byFeatures.report.solver).toBe("primal");
        }
      }
    }
  });
});

describe("kernelRidge in the space of the features", () => {
  const X = ofRank(1, 40, 6, 4);
  const Y = randomMatrix(2, 40, 2);
  const Z = randomMatrix(3, 10, 6);

  it.each([false, true])("gives α of least norm without ridge, as the eigenvalues do (intercept: %s)", (intercept) => {
    const sampleWeight = randomVector(4, 40).map((value) => value * value + 0.1);
    const [auto, eigen] = (["auto", "eigen"] as const).map((solver) =>
      fit(kernelRidge({ kernel: linear(), lambda: 0, intercept, solver }), X, Y, { sampleWeight }),
    );
    expect(auto?.report).toMatchObject({ solver: "primal", rank: 4 });
    expect(auto?.report.reason).toMatch(/rank at most 6 < n = 40/);
    expectClose(auto?.coefficients.data as Float64Array, eigen?.coefficients.data as Float64Array, 1e-9);
    expectClose(auto?.intercept as Float64Array, eigen?.intercept as Float64Array, 1e-9);
  });

  it.each([1e-3, 1e-8, 1e-12])("keeps the predictions for the small λ = %s, one for each target", (lambda) => {
    const exact = toArrays(X).map(([a = 0, b = 0]) => [a - 2 * b, a]);
    const dual = fit(kernelRidge({ kernel: linear(), lambda: [lambda, 1], solver: "primal" }), X, exact);
    const primal = [lambda, 1].map((value) => predict(fit(leastSquares({ lambda: value }), X, exact), Z).data);
    const want = Float64Array.from({ length: 20 }, (_, at) => (primal[at % 2] as Float64Array)[at] as number);
    expectClose(predict(dual, Z).data, want, 1e-12);
  });

  it("needs finitely many of them", () => {
    expectError("kernel", () => fit(kernelRidge({ kernel: rbf(), solver: "primal" }), X, Y));
  });
});

describe("leastSquares as data, and its errors", () => {
  it("has defaults and takes back what it made", () => {
    const spec = leastSquares();
    expect(spec).toEqual({ kind: "leastSquares", features: linear(), lambda: 0, intercept: false });
    expect(leastSquares(spec)).toEqual(spec);
  });

  it("keeps a kernel with its γ written out, for points of any scale", () => {
    const model = fit(leastSquares({ features: polynomial({ degree: 2 }), lambda: 1 }), randomMatrix(1, 9, 4), randomVector(2, 9));
    expect(model.features).toMatchObject({ kind: "polynomial", gamma: 0.25 });
  });

  it("leaves its inputs alone", () => {
    const X = randomMatrix(1, 9, 4);
    const Y = randomMatrix(2, 9, 1);
    const before = [X.data.slice(), Y.data.slice()];
    const model = fit(leastSquares({ intercept: true, lambda: 1 }), X, Y, { sampleWeight: 2 });
    expect([X.data, Y.data]).toEqual(before);
    expect(model.weights).toMatchObject({ rows: 4, cols: 1 });
    expect(predict(model, [rowOf(X, 0)])).toMatchObject({ rows: 1, cols: 1 });
  });

  it("warns where the rank is a close decision, and where the weights carry few digits", () => {
    const nearly = (gap: number) => [1, 2, 3, 4].map((x, i) => [x, x + (i === 2 ? gap : 0)]);
    const fitted = (gap: number) => fit(leastSquares(), nearly(gap), [1, 2, 3, 5]).report;
    expect(fitted(1e-3).warnings).toEqual([]);
    expect(fitted(0).warnings).toEqual([]);
    expect(fitted(0).rank).toBe(1);
    expect(fitted(1e-13).rank).toBe(2);
    expect(fitted(1e-13).warnings.join()).toMatch(/nearly dependent/);
  });

  it("has the backward error of smaller targets where y − Φw is beyond the numbers on the way", () => {
    const X = [
      [1e6, -1e6],
      [1e6, 1e6],
      [2e6, 1e6],
    ];
    const errorAt = (c: number): number =>
      fit(
        leastSquares(),
        X,
        [1.7e308, -1.7e308, 1.6e308].map((value) => value * c),
      ).report.backwardError as number;
    expect(errorAt(2 ** -300)).toBeGreaterThan(0);
    expect(errorAt(1)).toBe(errorAt(2 ** -300));
  });

  it("rejects what it cannot do", () => {
    expectError("argument", () => leastSquares({ lambda: -1 }), { argument: "lambda" });
    expectError("argument", () => leastSquares({ intercept: 1 as unknown as boolean }));
    expectError("kernel", () => fit(leastSquares({ features: rbf() }), [1, 2], [1, 2]));
    expectError("shape", () => fit(leastSquares({ features: () => [] }), [1, 2], [1, 2]));
    expectError("shape", () => fit(leastSquares(), [1, 2], [1]));
  });
});
