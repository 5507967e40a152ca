import { describe, expect, it } from "vitest";
import {
  add,
  constant,
  distributionGradient,
  fit,
  gaussianProcess,
  type Kernel,
  kernelRidge,
  laplacian,
  linear,
  type Matrix,
  matern,
  multiply,
  predictDistribution,
  type RegressionModel,
  rbf,
  samplePosterior,
  scale,
  verify,
  white,
} from "../../src/entries/index";
import { random } from "../support/generator";

const { uniform } = random(19);
const short = matern({ nu: 0.5, lengthScale: 0.4 });
const middle = matern({ nu: 1.5, lengthScale: 0.8 });
const smooth = matern({ nu: 2.5, lengthScale: 1.3 });

const line = Array.from({ length: 40 }, () => [6 * uniform() - 3]);
line[7] = line[3] as number[];
const between = [[2.9], [-50], [-3], [0.5], line[3] as number[], [0.5], [40], [0.51], [-1.234]];
const grid = [-1, 0.3, 0.5, 1.4, 2].flatMap((a) => [0, 0.7, 1.1, 3].map((b) => [a, b]));
const elsewhere = [[0.1, 0.2], grid[4] as number[], [30, 0], [-1, 0], [0.1, 3]];
const plane = Array.from({ length: 40 }, () => [2 * uniform(), 2 * uniform()]);
const inside = plane.slice(3, 9).map(([a, b]) => [0.9 * (a as number) + 0.1, b as number]);

type Solver = "stateSpace" | "kronecker" | "fourier";

const CASES: readonly (readonly [string, Solver, Kernel, number[][], number[][]])[] = [
  ["Matérn ½", "stateSpace", short, line, between],
  ["Matérn 3/2", "stateSpace", scale(1.7, middle), line, between],
  ["Matérn 5/2", "stateSpace", smooth, line, between],
  ["a sum", "stateSpace", add(scale(0.3, short), smooth, white(0.05)), line, between],
  ["a product", "stateSpace", multiply(middle, smooth), line, between],
  ["a line", "stateSpace", add(middle, scale(0.2, linear()), constant(0.5)), line, between],
  ["a grid", "kronecker", scale(1.5, rbf({ lengthScale: [0.7, 1.2] })), grid, elsewhere],
  ["a grid with noise", "kronecker", add(laplacian({ gamma: 0.6 }), white(0.1)), grid, elsewhere],
  ["waves", "fourier", scale(1.3, rbf({ lengthScale: 1.5 })), plane, inside],
];

const targets = (X: readonly number[][]): number[] => X.map((row) => Math.sin(row.reduce((a, b) => a + b, 0)) + 0.1 * uniform());

describe.each(CASES)("%s", (_, solver, kernel, X, Z) => {
  it.each(["none", "linear"] as const)("has the covariance of the dense process, trend %s", (trend) => {
    const y = targets(X);
    const of = (by: Solver | "cholesky"): Matrix => {
      const model = fit(gaussianProcess({ kernel, noise: 0.05, trend, solver: by, standardize: true }), X, y);
      return predictDistribution(model, Z, { covariance: true }).covariance as Matrix;
    };
    const [found, expected] = [of(solver), of("cholesky")];
    const most = Math.max(...expected.data.map(Math.abs));
    const tolerance = solver === "fourier" ? 1e-8 : 1e-10;
    expect(found.rows).toBe(Z.length);
    found.data.forEach((value, at) => {
      expect(Math.abs(value - (expected.data[at] as number))).toBeLessThanOrEqual(tolerance * most);
    });
  });
});

describe.each([
  ["a line", "stateSpace", add(middle, scale(0.3, smooth)), line, [[0.5], [2.9], [-1.234]]],
  ["a grid", "kronecker", scale(1.5, rbf({ lengthScale: [0.7, 1.2] })), grid, elsewhere],
  ["waves", "fourier", rbf({ lengthScale: 1.5 }), plane, inside],
] as const)("gradients on %s", (_, solver, kernel, X, Z) => {
  it.each(["none", "linear"] as const)("are those of the dense process, trend %s", (trend) => {
    const y = targets(X);
    const [expected, found] = (["cholesky", solver] as const).map((by) =>
      distributionGradient(fit(gaussianProcess({ kernel, noise: 0.05, trend, solver: by, standardize: true }), X, y), Z),
    ) as [ReturnType<typeof distributionGradient>, ReturnType<typeof distributionGradient>];
    for (const of of ["mean", "variance"] as const) {
      const most = Math.max(...expected[of].data.map(Math.abs));
      found[of].data.forEach((value, at) => {
        expect(Math.abs(value - (expected[of].data[at] as number))).toBeLessThanOrEqual((solver === "fourier" ? 1e-7 : 1e-10) * most);
      });
    }
  });
});

describe.each([
  ["a line", "stateSpace", add(middle, scale(0.3, short), white(0.05)), line, between.filter(([z]) => Math.abs(z as number) < 5)],
  ["a grid, at its cells", "kronecker", rbf({ lengthScale: [0.7, 1.2] }), grid, [grid[3], grid[17], grid[3], grid[0]] as number[][]],
  ["a grid, elsewhere", "kronecker", rbf({ lengthScale: [0.7, 1.2] }), grid, elsewhere.slice(0, 2)],
  ["waves", "fourier", rbf({ lengthScale: 0.9 }), plane.map(([a]) => [a as number]), inside.map(([a]) => [a as number])],
] as const)("functions drawn on %s", (_, solver, kernel, X, Z) => {
  it.each(["none", "linear"] as const)("have the mean and the covariance of the process, trend %s", (trend) => {
    const model = fit(gaussianProcess({ kernel, noise: 0.3, trend, solver, standardize: true }), X, targets(X));
    const { mean, covariance } = predictDistribution(model, Z, { covariance: true });
    const count = 2000;
    const m = Z.length;
    const { rows, cols, data } = samplePosterior(model, Z, { count, seed: 5 });
    expect([rows, cols]).toEqual([count, m]);
    const C = (covariance as Matrix).data;
    const at = (s: number, i: number): number => (data[s * m + i] as number) - (mean[i] as number);
    for (let i = 0; i < m; i++) {
      let sum = 0;
      for (let s = 0; s < count; s++) sum += at(s, i);
      // five deviations of the mean of so many
      expect(Math.abs(sum / count)).toBeLessThan(5 * Math.sqrt((C[i * (m + 1)] as number) / count));
      for (let j = 0; j <= i; j++) {
        let products = 0;
        for (let s = 0; s < count; s++) products += at(s, i) * at(s, j);
        const own = C[i * m + j] as number;
        const variance = (C[i * (m + 1)] as number) * (C[j * (m + 1)] as number) + own * own;
        expect(Math.abs(products / count - own)).toBeLessThan(5 * Math.sqrt(variance / count));
      }
    }
  });
});

describe("thirty thousand points", () => {
  const n = 30_000;
  const X = Float64Array.from({ length: n }, (_, i) => i / 100);
  const y = X.map((x) => Math.sin(x));
  const model = fit(gaussianProcess({ kernel: middle, noise: 0.1 }), X, y);

  it("have functions and covariances in O(n)", () => {
    const draws = samplePosterior(model, X, { count: 1, seed: 3 });
    const misses = draws.data.map((value, i) => value - (y[i] as number));
    // what is known of the function leaves it within six deviations, 0.14 each, of the sine
    expect(Math.max(...misses.subarray(0, 1000).map(Math.abs))).toBeLessThan(1);
    const { covariance, variance } = predictDistribution(model, [5, 5.1, 290], { covariance: true });
    const [own, near, far] = (covariance as Matrix).data;
    expect(own).toBe(variance[0]);
    expect(near).toBeGreaterThan(0);
    expect(Math.abs(far as number)).toBeLessThan(1e-200);
  });

  it("are told that their covariance with one another does not fit", () => {
    expect(() => predictDistribution(model, X, { covariance: true })).toThrow(/30000² numbers/);
  });
});

describe("verification by structure", () => {
  const n = 30_000;
  const X = Float64Array.from({ length: n }, (_, i) => i / 100);
  const y = X.map((x) => Math.sin(x) + 0.1 * uniform());
  const held = (model: RegressionModel, points: Matrix | Float64Array, targets: Float64Array): string[] =>
    verify(model, points, targets)
      .claims.filter(({ holds }) => holds === false)
      .map(({ claim }) => claim);

  it("holds of honest models too large for the whole matrix, and not of forged ones", () => {
    const models = [
      fit(gaussianProcess({ kernel: add(middle, white(0.01)), noise: 0.1, trend: "linear" }), X, y),
      fit(kernelRidge({ kernel: middle, lambda: 0.1, intercept: true, solver: "stateSpace" }), X, y),
    ];
    for (const model of models) {
      expect(model.report.solver).toBe("stateSpace");
      expect(held(model, X, y)).toEqual([]);
      const coefficients = model.coefficients.slice();
      coefficients[n / 2] = (coefficients[n / 2] as number) * 1.001;
      expect(held({ ...model, coefficients }, X, y)).toContain("equations");
    }
  });

  it("holds of a grid", () => {
    const cells = {
      rows: 200 * 150,
      cols: 2,
      data: Float64Array.from({ length: 60_000 }, (_, at) => (at % 2 ? (at >> 1) % 150 : Math.floor((at >> 1) / 150)) / 20),
    };
    const heights = Float64Array.from({ length: cells.rows }, (_, i) => Math.sin(cells.data[2 * i] as number) + 0.1 * uniform());
    const model = fit(gaussianProcess({ kernel: rbf({ lengthScale: [1, 2] }), noise: 0.1 }), cells, heights);
    expect(model.report.solver).toBe("kronecker");
    expect(held(model, cells, heights)).toEqual([]);
    const logMarginalLikelihood = model.logMarginalLikelihood + 0.01;
    expect(held({ ...model, logMarginalLikelihood }, cells, heights)).toEqual(["logMarginalLikelihood"]);
  });
});
