import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, fit, gram, kernelRidge, linear, type Matrix, precomputed, predict, rbf, white } from "../../src/entries/index";
import { build, columnMatrix, distance, gaussSolve, jacobi, norm, plusDiagonal, product, times, transpose } from "../support/dense";
import { expectError } from "../support/errors";
import { formsOf } from "../support/forms";
import { EPSILON } from "../support/precision";
import { guarded } from "../support/problems";
import { randomMatrix, randomVector } from "../support/random";

const [n, d] = [20, 3];
const X = randomMatrix(1, n, d);
const y = randomVector(2, n);
const indefinite = ((A: Matrix): Matrix => build(n, n, (i, j) => (A.data[i * n + j] as number) + (A.data[j * n + i] as number)))(
  randomMatrix(3, n, n),
);

/** ‖A⁻¹‖∞‖A‖∞, column by column. */
function conditionInfinity(A: Matrix): number {
  const inverse = Array.from({ length: A.rows }, (_, j) => gaussSolve(A, new Float64Array(A.rows).fill(1, j, j + 1)));
  const rowSum = (value: (i: number, j: number) => number): number =>
    Math.max(...Array.from({ length: A.rows }, (_, i) => inverse.reduce((sum, _column, j) => sum + Math.abs(value(i, j)), 0)));
  return rowSum((i, j) => A.data[i * A.cols + j] as number) * rowSum((i, j) => inverse[j]?.[i] as number);
}

describe("the solver that is chosen", () => {
  it("is Cholesky for a positive definite matrix, and every solver agrees there", () => {
    const models = (["auto", "cholesky", "lu"] as const).map((solver) => fit(kernelRidge({ kernel: rbf(), lambda: 0.1, solver }), X, y));
    expect(models.map(({ report }) => report.solver)).toEqual(["cholesky", "cholesky", "lu"]);
    expect(models[1]?.coefficients).toEqual(models[0]?.coefficients);
    const bound = 4 * n * EPSILON * conditionInfinity(plusDiagonal(gram(rbf(), X), () => 0.1));
    expect(distance(models[2]?.coefficients ?? [], models[0]?.coefficients ?? [])).toBeLessThanOrEqual(
      bound * norm(models[0]?.coefficients ?? []),
    );
  });

  it("is LU for an indefinite one, by auto, with the reason; solver cholesky refuses it with the pivot", () => {
    expect(jacobi(indefinite).values[0]).toBeLessThan(-1);
    const { coefficients, report } = fit(kernelRidge({ kernel: precomputed(), lambda: 0.01 }), indefinite, y);
    const G = plusDiagonal(indefinite, () => 0.01);
    expect(report.solver).toBe("lu");
    expect(report.reason).toContain("not positive definite");
    expect(distance(times(G, coefficients), y)).toBeLessThanOrEqual(8 * n * EPSILON * (norm(G.data) * norm(coefficients) + norm(y)));
    const error = expectError("not-positive-definite", () =>
      fit(kernelRidge({ kernel: precomputed(), lambda: 0.01, solver: "cholesky" }), indefinite, y),
    );
    expect(error.value).toBeLessThanOrEqual(0);
    expect(error.pivot).toBeLessThan(n);
  });

  it("mixes both when one λ per target asks for both", () => {
    const shift = -2 * (jacobi(indefinite).values[0] as number);
    const Y = randomMatrix(4, n, 3);
    const model = fit(kernelRidge({ kernel: precomputed(), lambda: [0.01, shift, 0.02] }), indefinite, Y);
    expect(model.report).toMatchObject({ solver: "lu", solvers: ["lu", "cholesky", "lu"] });
    [0.01, shift, 0.02].forEach((lambda, q) => {
      const G = plusDiagonal(indefinite, () => lambda);
      const alpha = model.coefficients.data.filter((_, k) => k % 3 === q);
      const target = Y.data.filter((_, k) => k % 3 === q);
      expect(distance(times(G, alpha), target)).toBeLessThanOrEqual(8 * n * EPSILON * (norm(G.data) * norm(alpha) + norm(target)));
    });
  });

  it("LU solves an asymmetric precomputed matrix; the others refuse it and say where", () => {
    const K = plusDiagonal(randomMatrix(5, n, n), () => 5);
    const { coefficients } = fit(kernelRidge({ kernel: precomputed(), lambda: 0.5, solver: "lu" }), K, y);
    const G = plusDiagonal(K, () => 0.5);
    expect(distance(times(G, coefficients), y)).toBeLessThanOrEqual(8 * n * EPSILON * (norm(G.data) * norm(coefficients) + norm(y)));
    for (const solver of ["auto", "cholesky"] as const) {
      const error = expectError("asymmetric", () => fit(kernelRidge({ kernel: precomputed(), solver }), K, y), { row: 1, column: 0 });
      expect(error.value).toBe(Math.abs((K.data[n] as number) - (K.data[1] as number)));
    }
  });

  it("rounding is not asymmetry: n·ε·max|K| is allowed", () => {
    const K = gram(linear(), X);
    const largest = Math.max(...K.data.map(Math.abs));
    const off = (amount: number): Matrix => build(n, n, (i, j) => (K.data[i * n + j] as number) + (i === 2 && j === 9 ? amount : 0));
    expect(fit(kernelRidge({ kernel: precomputed() }), off((n / 2) * EPSILON * largest), y).report.solver).toBe("cholesky");
    expectError("asymmetric", () => fit(kernelRidge({ kernel: precomputed() }), off(2 * n * EPSILON * largest), y), { row: 9, column: 2 });
  });

  it("names the equal rows of a singular K", () => {
    const points = [
      [1, 2],
      [0, 1],
      [3, 1],
      [0, 1],
    ];
    const fitWith = (solver: "lu" | "cholesky") => () => fit(kernelRidge({ kernel: rbf(), lambda: 0, solver }), points, [1, 2, 3, 4]);
    expectError("not-positive-definite", fitWith("cholesky"), { pivot: 3, duplicates: [1, 3] });
    const error = expectError("singular", fitWith("lu"), { duplicates: [1, 3] });
    expect(error.message).toContain("rows 1 and 3 of X are equal");
    expect(error.message).toContain("lambda");
  });

  it("has no intercept to give where 1ᵀG⁻¹1 = 0, and says so", () => {
    const K = [
      [1, 0],
      [0, -1],
    ];
    expectError("singular", () => fit(kernelRidge({ kernel: precomputed(), lambda: 0, intercept: true }), K, [1, 2]));
  });

  it("gives row numbers as the caller counts them where weights of 0 left some out", () => {
    const points = [
      [5, 5],
      [1, 2],
      [0, 1],
      [9, 9],
      [0, 1],
    ];
    const run = () =>
      fit(kernelRidge({ kernel: rbf(), lambda: 0, solver: "lu" }), points, [1, 2, 3, 4, 5], { sampleWeight: [0, 1, 1, 0, 1] });
    expectError("singular", run, { duplicates: [2, 4] });
  });

  it("is QR of the features, by auto, where they are twelve times fewer than the points", () => {
    const many = randomMatrix(5, 200, d);
    const target = randomVector(6, 200);
    for (const lambda of [1e-6, 0.1, [1, 2]]) {
      const Y = typeof lambda === "number" ? target : { rows: 100, cols: 2, data: target };
      const points = typeof lambda === "number" ? many : { ...many, rows: 100, data: many.data.subarray(0, 300) };
      const auto = fit(kernelRidge({ kernel: linear(), lambda }), points, Y as Matrix);
      const byCholesky = fit(kernelRidge({ kernel: linear(), lambda, solver: "cholesky" }), points, Y as Matrix);
      expect([auto.report.solver, byCholesky.report.solver]).toEqual(["primal", "cholesky"]);
      expect(auto.report.reason).toContain("K has rank at most 3");
      const [a, b] = [predict(auto, X), predict(byCholesky, X)].map((values) => Array.from((values as Matrix).data ?? values));
      // Cholesky's own error, κ(K + λI) ε
      const least = typeof lambda === "number" ? lambda : 1;
      const largest = jacobi(gram(linear(), points)).values.at(-1) as number;
      expect(distance(a ?? [], b ?? [])).toBeLessThan(200 * EPSILON * (1 + largest / least) * norm(b ?? []));
    }
    expect(fit(kernelRidge({ kernel: linear() }), { ...X, rows: 20 }, y).report.solver).toBe("cholesky");
  });

  it("pivotedCholesky finds the rank, the solution of least norm, and refuses an indefinite K", () => {
    const points = randomMatrix(7, 30, 3);
    const target = randomVector(8, 30);
    for (const intercept of [false, true]) {
      const low = fit(kernelRidge({ kernel: linear(), lambda: 0, intercept, solver: "pivotedCholesky" }), points, target);
      const eigen = fit(kernelRidge({ kernel: linear(), lambda: 0, intercept, solver: "eigen" }), points, target);
      expect([low.report.rank, eigen.report.rank]).toEqual([3, 3]);
      expect(low.report.reason).toContain("rank 3 of 30");
      expect(distance(low.coefficients, eigen.coefficients)).toBeLessThan(1e-12 * norm(eigen.coefficients));
      expect(low.report.trainingLoss[0]).toBeCloseTo(eigen.report.trainingLoss[0] as number, 10);
    }
    const estimator = kernelRidge({ kernel: precomputed(), lambda: 1, solver: "pivotedCholesky" });
    expectError("not-positive-definite", () => fit(estimator, indefinite, y));
  });

  it("pivotedCholesky keeps white noise out of the predictions and of the training loss", () => {
    const kernel = add(rbf(), white(0.5));
    for (const lambda of [0, 0.1]) {
      const low = fit(kernelRidge({ kernel, lambda, solver: "pivotedCholesky" }), X, y);
      const full = fit(kernelRidge({ kernel, lambda, solver: "cholesky" }), X, y);
      expect(distance(predict(low, X), predict(full, X))).toBeLessThan(1e-12);
      expect(low.report.trainingLoss[0]).toBeCloseTo(full.report.trainingLoss[0] as number, 11);
    }
  });

  it("is one of those there are", () => {
    expectError("argument", () => kernelRidge({ kernel: linear(), solver: "svd" as "lu" }), { argument: "solver" });
  });
});

describe("the report", () => {
  it("estimates the condition number within Higham's factor, never above", () => {
    for (const lambda of [1e-8, 1e-3, 1, 100]) {
      for (const solver of ["cholesky", "lu"] as const) {
        const { conditionEstimate } = fit(kernelRidge({ kernel: rbf(), lambda, solver }), X, y).report;
        const truth = conditionInfinity(plusDiagonal(gram(rbf(), X), () => lambda));
        expect(conditionEstimate).toBeLessThanOrEqual(truth * (1 + 1e-6));
        expect(conditionEstimate).toBeGreaterThanOrEqual(truth / 3);
      }
    }
  });

  it("gives the weighted training loss without the ridge, per target", () => {
    const weights = randomVector(6, n).map((value) => 2 + value);
    const Y = randomMatrix(7, n, 2);
    const model = fit(kernelRidge({ kernel: rbf(), lambda: 0.5, intercept: true }), X, Y, { sampleWeight: weights });
    const h = predict(model, X);
    [0, 1].forEach((q) => {
      let loss = 0;
      for (let i = 0; i < n; i++) loss += (weights[i] as number) * ((h.data[2 * i + q] as number) - (Y.data[2 * i + q] as number)) ** 2;
      expect(Math.abs((model.report.trainingLoss[q] as number) - loss)).toBeLessThanOrEqual(100 * n * EPSILON * loss);
    });
  });

  it("says nothing about what the route does not compute, and warns of a matrix that is singular to working precision", () => {
    const { report } = fit(kernelRidge({ kernel: rbf() }), X, y);
    expect(report).toMatchObject({
      rank: null,
      iterations: null,
      step: null,
      diverging: false,
      nullComponent: null,
      record: null,
      warnings: [],
    });
    expect(report.bytes).toBeGreaterThanOrEqual(8 * n * n);
    const shaky = fit(
      kernelRidge({ kernel: precomputed(), lambda: 0, solver: "cholesky" }),
      build(2, 2, (i, j) => (i === j ? 10 ** (-17 * i) : 0)),
      [1, 1],
    );
    expect(shaky.report.warnings).toHaveLength(1);
    expect(shaky.report.warnings[0]).toContain("singular to working precision");
  });
});

describe("what goes in", () => {
  it.each(formsOf(X))("%s gives the same model bit for bit", (_, form) => {
    const reference = fit(kernelRidge({ kernel: rbf() }), X, y);
    const model = fit(kernelRidge({ kernel: rbf() }), form, Array.from(y));
    expect({ ...model, report: null }).toEqual({ ...reference, report: null });
    const matrixModel = fit(kernelRidge({ kernel: rbf() }), form, columnMatrix(y));
    expect(matrixModel.coefficients).toEqual(columnMatrix(reference.coefficients));
  });

  it("stays as it was, and the model keeps a copy", () => {
    const { inputs, unchanged } = guarded({ X: randomMatrix(8, n, d), y: randomVector(9, n), w: new Float64Array(n).fill(2) });
    const estimator = Object.freeze(kernelRidge({ kernel: Object.freeze(rbf()), lambda: [0.1] }));
    const model = fit(estimator, Object.freeze(inputs.X), inputs.y, Object.freeze({ sampleWeight: inputs.w }));
    expect(unchanged()).toBe(true);
    const before = predict(model, X);
    inputs.X.data.fill(7);
    expect(predict(model, X)).toEqual(before);
  });

  it("a vector is points of one feature", () => {
    const points = columnMatrix(y);
    expect(fit(kernelRidge({ kernel: rbf() }), y, y).coefficients).toEqual(fit(kernelRidge({ kernel: rbf() }), points, y).coefficients);
  });

  it("random problems of any size and scale are solved to a small backward error", () => {
    const problem = fc.record({
      seed: fc.integer({ min: 0, max: 1e6 }),
      size: fc.integer({ min: 1, max: 40 }),
      features: fc.integer({ min: 1, max: 6 }),
      targets: fc.integer({ min: 1, max: 4 }),
      exponent: fc.integer({ min: -8, max: 8 }),
      intercept: fc.boolean(),
    });
    const property = fc.property(problem, ({ seed, size, features, targets, exponent, intercept }) => {
      const points = randomMatrix(seed, size, features, 10 ** (exponent / 2));
      const Y = randomMatrix(seed + 1, size, targets);
      const { coefficients, intercept: b } = fit(kernelRidge({ kernel: linear(), lambda: 10 ** exponent, intercept }), points, Y);
      const G = plusDiagonal(product(points, transpose(points)), () => 10 ** exponent);
      const rebuilt = product(G, coefficients);
      const residual = Y.data.map((value, k) => value - (rebuilt.data[k] as number) - (b[k % targets] as number));
      expect(norm(residual)).toBeLessThanOrEqual(
        32 * (size + features) * EPSILON * (norm(G.data) * norm(coefficients.data) + norm(Y.data)),
      );
    });
    fc.assert(property, { seed: 1, numRuns: 200 });
  });
});
