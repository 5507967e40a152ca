import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fit,
  kernelDescent,
  type LossName,
  linear,
  linearDescent,
  type Matrix,
  rbf,
  supportVectorRegression,
} from "../../src/entries/index";
import { expectRounded } from "../support/precision";
import { randomMatrix, randomVector } from "../support/random";

const X = randomMatrix(5, 25, 2);
const y = Array.from(randomVector(6, 25), (value, i) => value + Math.sin(i));
const by = (c: number, values: ArrayLike<number>): Float64Array => Float64Array.from(values, (value) => value * c);
/** cᵈ, d being the degree of the loss. */
const REGRESSION: readonly (readonly [LossName, 1 | 2])[] = [
  ["squared", 2],
  ["huber", 2],
  ["absolute", 1],
  ["epsilonInsensitive", 1],
  ["quantile", 1],
];

/** value·cᵈ, without a power that overflows on the way. */
const lift = (value: number, c: number, d: number): number => (d === 2 ? value * c * c : value * c);

describe("y times a power of two gives coefficients times that, bit for bit", () => {
  it.each(REGRESSION)("%s, kernel and linear descent: 60 powers between 2⁻⁹⁰⁰ and 2⁹⁰⁰", (loss, degree) => {
    const parameter = (c: number) => ({ huber: { delta: 0.7 * c }, epsilonInsensitive: { epsilon: 0.05 * c } })[loss as string] ?? {};
    const options = (c: number) => ({ loss, iterations: 15, ...parameter(c), record: { every: 5 } });
    const dual = (c: number) => fit(kernelDescent({ kernel: rbf({ gamma: 0.6 }), ...options(c) }), X, by(c, y));
    const primal = (c: number) => fit(linearDescent({ ...options(c), intercept: true }), X, by(c, y));
    const [one, other] = [dual(1), primal(1)];
    fc.assert(
      fc.property(fc.integer({ min: -900, max: 900 }), (power) => {
        const c = 2 ** power;
        const [scaled, weights] = [dual(c), primal(c)];
        expect(scaled.coefficients).toEqual(by(c, one.coefficients));
        expect(weights.weights).toEqual(by(c, other.weights));
        expect(weights.intercept).toBe(other.intercept * c);
        expect(scaled.report.step).toBe(degree === 2 ? one.report.step : (one.report.step as number) * c);
        const expected = lift(one.report.trainingLoss[0] as number, c, degree);
        expect(scaled.report.trainingLoss[0]).toBe(expected);
        expect(scaled.report.record?.losses.at(-1)).toBe(lift(one.report.record?.losses.at(-1) as number, c, degree));
        expect(scaled.report.warnings.some((warning) => warning.includes("beyond the numbers"))).toBe(expected === Infinity);
      }),
      { numRuns: 60, seed: 12 },
    );
  });

  it("decimal powers, too: 1e155 and 1e-155 to rounding, with a given step, a ridge and a tolerance", () => {
    const run = (c: number) =>
      fit(kernelDescent({ kernel: rbf({ gamma: 0.6 }), lambda: 0.1, step: 0.01, iterations: 400, tolerance: 1e-3 }), X, by(c, y));
    const one = run(1);
    for (const c of [1e155, 1e-155, 1e300, 1e-290]) {
      const scaled = run(c);
      expect(scaled.report.iterations).toBe(one.report.iterations);
      scaled.coefficients.forEach((value, i) => {
        expect(Math.abs(value / c - (one.coefficients[i] as number))).toBeLessThan(1e-13);
      });
      expectRounded((scaled.report.errorBound as number) / c / (one.report.errorBound as number), 1, 64);
    }
  });

  it("targets of very different sizes in one fit, and a validation set and a start of that size", () => {
    const Y: Matrix = {
      rows: 25,
      cols: 2,
      data: Float64Array.from({ length: 50 }, (_, at) => (y[at >> 1] as number) * (at % 2 ? 1 : 2 ** 520)),
    };
    const estimator = kernelDescent({ kernel: rbf({ gamma: 0.6 }), iterations: 30 });
    const both = fit(estimator, X, Y);
    const alone = fit(estimator, X, y);
    expect(both.coefficients.data.filter((_, at) => at % 2 === 1)).toEqual(alone.coefficients);
    expect(both.coefficients.data.filter((_, at) => at % 2 === 0)).toEqual(by(2 ** 520, alone.coefficients));
    expect(both.report.trainingLoss).toEqual([Infinity, alone.report.trainingLoss[0]]);
    const watched = (c: number) =>
      fit(kernelDescent({ kernel: linear(), iterations: 60 }), X, by(c, y), { validation: { X, y: by(c, y), every: 5, patience: 2 } });
    const more = fit(kernelDescent({ kernel: linear(), iterations: 5 }), X, by(2 ** 600, y), { start: watched(2 ** 600) });
    expect(more.coefficients).toEqual(
      by(2 ** 600, fit(kernelDescent({ kernel: linear(), iterations: 5 }), X, y, { start: watched(1) }).coefficients),
    );
  });

  it("support vector regression with ε and 1/λ that go along: 60 powers between 2⁻⁹⁰⁰ and 2⁹⁰⁰", () => {
    const run = (c: number) =>
      fit(supportVectorRegression({ kernel: rbf({ gamma: 0.6 }), epsilon: 0.05 * c, lambda: 0.2 / c, intercept: false }), X, by(c, y));
    const one = run(1);
    fc.assert(
      fc.property(fc.integer({ min: -900, max: 900 }), (power) => {
        const c = 2 ** power;
        const { coefficients, report } = run(c);
        expect(coefficients).toEqual(by(c, one.coefficients));
        expect(report.trainingLoss[0]).toBe((one.report.trainingLoss[0] as number) * c);
        expect(report.gap).toEqual(one.report.gap);
        expectRounded((report.errorBound as number) / c / (one.report.errorBound as number), 1, 64);
      }),
      { numRuns: 60, seed: 13 },
    );
  });
});

describe("what is beyond the squares", () => {
  it("the part in the null space is measured whatever its size", () => {
    const points = [-1, 0.5, 1.25, 0.5];
    const targets = [2, 1, 8, 3];
    const partAt = (c: number): number =>
      fit(kernelDescent({ kernel: linear(), iterations: 5, step: 0.1 / c / c }), by(c, points), targets).report.nullComponent as number;
    expect(partAt(1)).toBeGreaterThan(0);
    expect(partAt(2 ** -300)).toBe(partAt(1) * 2 ** 600);
  });

  it("the loss of the largest targets is a number or ∞", () => {
    for (const largest of [Number.MAX_VALUE, 2 ** 1000, 2 ** 1023]) {
      const { coefficients, report } = fit(kernelDescent({ kernel: linear(), iterations: 3 }), [0, 1], [0, largest]);
      expect(report.trainingLoss[0]).toBeGreaterThanOrEqual(0);
      expect(coefficients.every(Number.isFinite)).toBe(true);
    }
  });
});
