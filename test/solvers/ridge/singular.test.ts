import { describe, expect, it } from "vitest";
import { fit, kernelRidge, linear, type Matrix, polynomial, precomputed, rbf } from "../../../src/entries/index";

const u = 2 ** -53;
const solvers = ["auto", "eigen", "primal", "pivotedCholesky"] as const;

describe("without ridge, where the points leave something of y", () => {
  // K = [1 1 0; 1 1 0; 0 0 1], ‖K‖ = 2, so that h has the mean of the first two targets in both places
  const X = [
    [1, 0],
    [1, 0],
    [0, 1],
  ];
  const Y: Matrix = { rows: 3, cols: 2, data: Float64Array.of(1, 0, 3, 2, 2, 0) };
  const first = [1, 3, 2];

  it.each(solvers)('solver "%s": ‖y − Kα‖/(‖K‖‖α‖ + ‖y‖), the loss and the rank', (solver) => {
    const one = fit(kernelRidge({ kernel: linear(), lambda: 0, solver }), X, first);
    // α = (1, 1, 2), h = (2, 2, 2)
    expect(Math.abs((one.report.backwardError as number) - 1 / (2 * 2 + 3))).toBeLessThan(32 * u);
    expect(Math.abs((one.report.trainingLoss[0] as number) - 2)).toBeLessThan(64 * u);
    expect(one.report.rank).toBe(2);
    expect(one.report.warnings).toEqual([]);
    const two = fit(kernelRidge({ kernel: linear(), lambda: 0, solver }), X, Y);
    // the worse of two: α = (½, ½, 0) for the second
    expect(Math.abs((two.report.backwardError as number) - 1 / (2 * 0.5 + 2))).toBeLessThan(32 * u);
    two.report.trainingLoss.forEach((loss) => {
      expect(Math.abs(loss - 2)).toBeLessThan(64 * u);
    });
  });

  it.each(solvers)('solver "%s": y is that which was given, its offset and all', (solver) => {
    // b = 2 of the first two and the third, whatever was taken from y on the way: α is 0 but for (−½, ½, 0) that K does not see
    const { report, intercept } = fit(kernelRidge({ kernel: linear(), lambda: 0, solver, intercept: true }), X, [101, 103, 102]);
    expect(Math.abs((intercept as number) - 102)).toBeLessThan(1e-12);
    // the residual is 1, α is 0 and ‖y‖ = 103
    expect(Math.abs((report.backwardError as number) - 1 / 103)).toBeLessThan(1e-14);
  });
});

describe("without ridge, where the rank should be higher than it is found", () => {
  const warned = ({ report }: { report: { warnings: readonly string[] } }): boolean =>
    report.warnings.some((warning) => warning.includes("the predictions may be off by"));

  it("a strictly positive definite kernel fits any y: what is missed is told", () => {
    const near = [0, 1e-6, 2e-6, 3e-6, 1];
    const model = fit(kernelRidge({ kernel: rbf({ gamma: 1 }), lambda: 0, solver: "eigen" }), near, [1, -1, 1, -1, 0]);
    expect(model.report.rank).toBeLessThan(5);
    expect(model.report.trainingLoss[0]).toBeGreaterThan(1);
    expect(warned(model)).toBe(true);
  });

  it("where equal points are of different targets there is nothing to tell", () => {
    for (const lambda of [0, 1e-3]) {
      const model = fit(kernelRidge({ kernel: rbf({ gamma: 1 }), lambda, solver: "eigen" }), [0, 0, 1, 3], [1, -1, 1, 0]);
      expect(model.report.trainingLoss[0]).toBeGreaterThan(1);
      expect(model.report.warnings).toEqual([]);
    }
  });

  it("a given K tells by its eigenvalues: those that are kept are a thousand tolerances at least, or it is a close decision", () => {
    const tolerance = 3 * 2 ** -52;
    const run = (least: number) =>
      fit(
        kernelRidge({ kernel: precomputed(), lambda: 0, solver: "eigen" }),
        [
          [1, 0, 0],
          [0, least, 0],
          [0, 0, 0],
        ],
        [1, least, 5],
      );
    for (const least of [2 * tolerance, 900 * tolerance]) {
      const model = run(least);
      expect(model.report.rank).toBe(2);
      expect(warned(model)).toBe(true);
    }
    for (const least of [1100 * tolerance, 1e-3, 1]) {
      const model = run(least);
      expect(model.report.rank).toBe(2);
      expect(model.report.warnings).toEqual([]);
      expect(model.report.trainingLoss[0]).toBe(25);
    }
  });

  it("a polynomial of degree 3 through points that are nearly one, on its features", () => {
    for (const solver of ["primal", "eigen", "pivotedCholesky"] as const) {
      const run = (X: number[]) =>
        fit(kernelRidge({ kernel: polynomial({ degree: 3, gamma: 1 }), lambda: 0, solver }), X, [1, -1, 1, -1, 1]);
      const model = run([1, 1 + 1e-9, 1 + 2e-9, 1 + 3e-9, 1 + 4e-9]);
      expect(model.report.rank).toBeLessThan(4);
      expect(warned(model)).toBe(true);
      // five points on a cubic: the rank is 4, and what is missed is no mistake
      const apart = run([-2, -1, 0, 1, 2]);
      expect(apart.report.rank).toBe(4);
      expect(apart.report.trainingLoss[0]).toBeGreaterThan(0.1);
      expect(apart.report.warnings).toEqual([]);
    }
  });
});

describe("a small ridge beside a K of rank 1", () => {
  const n = 8;
  const x = Float64Array.from({ length: n }, (_, i) => i + 1);
  const Y: Matrix = { rows: n, cols: 2, data: Float64Array.from({ length: 2 * n }, (_, at) => ((at * 7) % 5) - 2) };
  const square = x.reduce((sum, value) => sum + value * value, 0);

  it.each(["eigen", "cholesky"] as const)(
    'solver "%s": α = (y − x xᵀy/(λ + ‖x‖²))/λ but for a ten-millionth, by its corrections',
    (solver) => {
      // a thousandth of λ is lost where it is added to K
      const lambda = 1e-11;
      const { coefficients, report } = fit(kernelRidge({ kernel: linear(), lambda, solver }), { rows: n, cols: 1, data: x }, Y);
      for (const q of [0, 1]) {
        const inner = x.reduce((sum, value, i) => sum + value * (Y.data[2 * i + q] as number), 0);
        x.forEach((value, i) => {
          const alpha = ((Y.data[2 * i + q] as number) - (value * inner) / (lambda + square)) / lambda;
          expect(Math.abs((coefficients.data[2 * i + q] as number) - alpha)).toBeLessThan(1e-7 / lambda);
        });
      }
      expect(report.rank).toBe(solver === "eigen" ? n : null);
    },
  );
});

describe("a ridge that is lost beside K", () => {
  it("leaves the condition number of K + λW⁻¹, by its inverse, within a factor of two", () => {
    const lambda = 1e-20;
    const [x, weights] = [
      [8, 1],
      [1, 64],
    ];
    const { report } = fit(kernelRidge({ kernel: linear(), lambda, solver: "eigen" }), x, [1, 2], { sampleWeight: weights });
    expect(report.rank).toBe(1);
    // ‖K‖ = 8·9; λG⁻¹ = W − (Wx)(Wx)ᵀ/xᵀWx = [1 0; 0 64] − [64 512; 512 4096]/128 = [½ −4; −4 32], but for λ
    const exact = (72 * (4 + 32)) / lambda;
    expect(report.conditionEstimate as number).toBeGreaterThan(exact / 2);
    expect(report.conditionEstimate as number).toBeLessThan(exact * 2);
    const even = fit(kernelRidge({ kernel: linear(), lambda, solver: "eigen" }), x, [1, 2]).report.conditionEstimate as number;
    // I − xxᵀ/65 = [1 −8; −8 64]/65
    expect(even).toBeGreaterThan((72 * 72) / 65 / lambda / 2);
    expect(even).toBeLessThan(((72 * 72) / 65 / lambda) * 2);
  });
});
