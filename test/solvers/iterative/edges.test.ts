import { describe, expect, test } from "vitest";
import { fit, kernelRidge, linear, type Matrix, matern, predict, rbf } from "../../../src/entries/index";
import { randomMatrix, randomVector } from "../../support/random";

const n = 120;
const X = randomMatrix(31, n, 2);
const y = randomVector(32, n);

function apart(kernel: Parameters<typeof kernelRidge>[0]["kernel"], points: Matrix, targets: Float64Array, intercept = false) {
  const options = { kernel, lambda: 0.05, intercept };
  const model = fit(kernelRidge({ ...options, solver: "iterative" }), points, targets);
  const exact = predict(fit(kernelRidge({ ...options, solver: "cholesky" }), points, targets), points);
  const error = predict(model, points).reduce((most, value, i) => Math.max(most, Math.abs(value - (exact[i] as number))), 0);
  return { error, report: model.report };
}

describe("the iterative solver at its edges", () => {
  test.each([1, 2, 3])("%i points", (count) => {
    const { error, report } = apart(rbf(), randomMatrix(count, count, 2), randomVector(count, count), true);
    expect(error).toBeLessThanOrEqual(report.errorBound as number);
  });

  test("a target that is 0 everywhere, or the same and has an intercept, needs no step", () => {
    expect(apart(rbf(), X, new Float64Array(n)).report).toMatchObject({ iterations: 0, errorBound: 0 });
    const { error, report } = apart(rbf(), X, new Float64Array(n).fill(5), true);
    expect(report.iterations).toBe(0);
    expect(error).toBeLessThanOrEqual(report.errorBound as number);
  });

  test.each([
    ["beside neighbours √(10 n)", matern({ nu: 0.5, lengthScale: 0.01 }), 64],
    ["without them √((30 + d) n)", rbf({ gamma: 1e4 }), 114],
  ])("where all landmarks tell something there are as many as pay, %s", (_, kernel, rank) => {
    const model = fit(kernelRidge({ kernel, lambda: 0.01, solver: "iterative" }), randomMatrix(33, 400, 2), randomVector(34, 400));
    expect(model.report.rank).toBe(rank);
  });

  test.each([
    ["triangle", /the lower triangle of K kept/],
    ["tiles", /K by tiles, never stored/],
  ] as const)("the reason tells how K is met: %s", (storage, words) => {
    expect(fit(kernelRidge({ kernel: rbf(), lambda: 0.05, solver: "iterative", storage }), X, y).report.reason).toMatch(words);
  });

  test("fewer features than points: the landmarks are all there is of K", () => {
    const { error, report } = apart(linear(), X, y);
    expect(report.rank).toBe(2);
    expect(report.iterations).toBe(1);
    expect(error).toBeLessThanOrEqual((report.errorBound as number) * Math.SQRT2);
  });

  test.each([1e150, 1e-160])("targets of the size of %d give the same but for their size", (unit) => {
    const [one, other] = [
      apart(matern({ nu: 1.5, lengthScale: 0.5 }), X, y),
      apart(
        matern({ nu: 1.5, lengthScale: 0.5 }),
        X,
        y.map((v) => v * unit),
      ),
    ];
    expect(other.report.iterations).toBe(one.report.iterations);
    expect((other.report.errorBound as number) / unit / (one.report.errorBound as number)).toBeCloseTo(1, 6);
  });

  test("points that are there twice", () => {
    const twice = { ...X, data: Float64Array.from([...X.data.slice(0, n), ...X.data.slice(0, n)]) };
    const { error, report } = apart(matern({ nu: 1.5, lengthScale: 0.2 }), twice, y);
    expect(error).toBeLessThanOrEqual(report.errorBound as number);
  });
});
