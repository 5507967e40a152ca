import { describe, expect, it } from "vitest";
import {
  add,
  diagnose,
  fit,
  gram,
  kernelRidge,
  laplacian,
  linear,
  type Matrix,
  precomputed,
  predict,
  rbf,
  sigmoid,
  white,
} from "../../src/entries/index";
import { type FixtureKernel, withKernel } from "../support/fixture-kernels";
import { type Fixture, mismatch, readFixtures } from "../support/fixtures";
import { expectRounded } from "../support/precision";
import { randomMatrix, randomVector } from "../support/random";

interface SingularFixture extends Fixture {
  readonly kind: "krr_singular";
  readonly inputs: { readonly X: Matrix; readonly Z: Matrix; readonly y: readonly number[] };
  readonly params: { readonly kernel: FixtureKernel };
  readonly expected: { readonly rank: number };
}

const fixtures = withKernel(readFixtures<SingularFixture>("b_kernel_ridge", "krr_singular"));

describe("λ = 0 on a singular K: the solution of least norm, against MPFR", () => {
  it("all five cases are here", () => expect(fixtures).toHaveLength(5));

  it.each(fixtures)("$id", (fixture) => {
    const { X, Z, y } = fixture.inputs;
    for (const solver of ["auto", "eigen"] as const) {
      const model = fit(kernelRidge({ kernel: fixture.kernel, lambda: 0, solver }), X, y);
      expect(mismatch(fixture, "dual_coef_min_norm", model.coefficients)).toBeNull();
      expect(mismatch(fixture, "pred", predict(model, Z))).toBeNull();
      expect(mismatch(fixture, "fitted", predict(model, X))).toBeNull();
      expect(model.report.rank).toBe(fixture.expected.rank);
      expect(model.report.solver).toBe(solver === "auto" && fixture.kernel.kind === "linear" ? "primal" : "eigen");
      expect(model.report.reason).toContain("least norm");
    }
  });
});

const X = randomMatrix(1, 12, 2);
const y = randomVector(2, 12);
const repeated = (m: Matrix, times: number): Matrix => ({
  rows: m.rows * times,
  cols: m.cols,
  data: Float64Array.from({ length: times * m.data.length }, (_, at) => m.data[at % m.data.length] as number),
});
const close = (a: Float64Array, b: Float64Array, tolerance: number): void =>
  a.forEach((value, i) => {
    expect(Math.abs(value - (b[i] as number))).toBeLessThanOrEqual(tolerance);
  });

describe("the eigenvalue route", () => {
  it.each([0.01, 1])("is Cholesky's solution where K + λI is invertible, with weights and intercept, λ = %d", (lambda) => {
    const sampleWeight = y.map((value) => 1.5 + value);
    for (const intercept of [false, true]) {
      const fitBy = (solver: "eigen" | "cholesky") =>
        fit(kernelRidge({ kernel: rbf({ gamma: 1 }), lambda, solver, intercept }), X, y, { sampleWeight });
      const [eigen, cholesky] = [fitBy("eigen"), fitBy("cholesky")];
      close(eigen.coefficients, cholesky.coefficients, 1e-11);
      expect(eigen.intercept).toBeCloseTo(cholesky.intercept, 11);
      expect(eigen.report.rank).toBe(12);
      expect(eigen.report.backwardError).toBeLessThan(1e-14);
    }
  });

  it("solves an indefinite K as LU does", () => {
    const kernel = sigmoid({ gamma: 0.8, coef0: -1 });
    const [eigen, lu] = [
      fit(kernelRidge({ kernel, lambda: 0.1, solver: "eigen" }), X, y),
      fit(kernelRidge({ kernel, lambda: 0.1, solver: "lu" }), X, y),
    ];
    close(predict(eigen, X), predict(lu, X), 1e-9);
  });

  it("duplicated data give the mean fit, each copy its share of α", () => {
    const kernel = laplacian({ gamma: 1 });
    const single = fit(kernelRidge({ kernel, lambda: 0 }), X, y);
    const twice = fit(
      kernelRidge({ kernel, lambda: 0 }),
      repeated(X, 2),
      Float64Array.of(...y.map((value) => value - 1), ...y.map((value) => value + 1)),
    );
    close(
      twice.coefficients.slice(0, 12),
      single.coefficients.map((alpha) => alpha / 2),
      1e-11,
    );
    expectRounded(twice.report.trainingLoss[0], 24, 64);
  });

  it("weights decide between contradicting targets", () => {
    const model = fit(kernelRidge({ kernel: rbf(), lambda: 0 }), [[1], [1]], [0, 1], { sampleWeight: [1, 3] });
    close(predict(model, [[1]]), Float64Array.of(0.75), 1e-14);
    expectRounded(model.report.trainingLoss[0], 0.75, 16);
  });

  it("an intercept takes what no α reaches: the linear kernel with intercept is the regression line", () => {
    const model = fit(kernelRidge({ kernel: linear(), lambda: 0, intercept: true }), [[0], [1], [2], [3]], [1, 3, 5, 7.4]);
    // slope 2.12 and intercept 0.92, by the textbook formulas
    close(predict(model, [[0], [10]]), Float64Array.of(0.92, 22.12), 1e-12);
    expectRounded(model.intercept, 0.92, 64);
  });

  it("an intercept that α could stand in for leaves the least penalty", () => {
    const kernel = rbf({ gamma: 1 });
    const points = { rows: 12, cols: 2, data: X.data };
    const direct = fit(kernelRidge({ kernel, lambda: 0, intercept: true, solver: "cholesky" }), points, y);
    const eigen = fit(kernelRidge({ kernel, lambda: 0, intercept: true, solver: "eigen" }), points, y);
    expect(eigen.intercept).toBeCloseTo(direct.intercept, 6);
  });

  it("solves for several λ and an asymmetric K by LU one after the other", () => {
    const K = [
      [3, 1],
      [0, 2],
    ];
    const model = fit(kernelRidge({ kernel: precomputed(), lambda: [1, 2], solver: "lu" }), K, {
      rows: 2,
      cols: 2,
      data: Float64Array.of(4, 5, 3, 4),
    });
    close(model.coefficients.data, Float64Array.of(0.75, 0.8, 1, 1), 1e-15);
  });

  it("leaves white noise out of the training loss", () => {
    const kernel = add(linear(), white(0));
    expect(fit(kernelRidge({ kernel, lambda: 0 }), X, y).report.trainingLoss[0]).toBeCloseTo(
      (diagnose(gram(linear(), X), y).attainableLoss as number[])[0] as number,
      12,
    );
  });

  it("K = 0 gives α = 0", () => {
    const model = fit(kernelRidge({ kernel: linear(), lambda: 0 }), [[0], [0]], [1, 2]);
    expect(Array.from(model.coefficients)).toEqual([0, 0]);
    expect(model.report).toMatchObject({ rank: 0, trainingLoss: [5] });
  });
});

it("the condition of a singular K with a ridge below its tolerance: ‖G‖‖G⁻¹‖ of [1 + λ, 1; 1, 1 + λ] is (2 + λ)/λ", () => {
  const lambda = 1e-17;
  const { report } = fit(kernelRidge({ kernel: rbf({ gamma: 1 }), lambda, solver: "eigen" }), [[1], [1]], [1, 1]);
  expect(report.rank).toBe(1);
  expect(Math.abs((report.conditionEstimate as number) / ((2 + lambda) / lambda) - 1)).toBeLessThanOrEqual(4 * Number.EPSILON);
});
