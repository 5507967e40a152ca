import Decimal from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fit, kernelClassifier, polynomial, supportVectorRegression } from "../../src/entries/index";

/** 60 digits: far beyond any rounding of doubles. */
const Exact = Decimal.clone({ precision: 60, toExpNeg: -9e15, toExpPos: 9e15 });
type Loss = "hinge" | "logistic" | "epsilonInsensitive";

interface Case {
  readonly loss: Loss;
  readonly points: readonly (readonly number[])[];
  readonly targets: readonly number[];
  readonly kernel: { readonly degree: number; readonly gamma: number; readonly coef0: number };
  readonly lambda: number;
}

const sum = (values: readonly Decimal[]): Decimal => values.reduce((a, b) => a.plus(b), new Exact(0));

/** J for the kernel itself, not for its rounded values: of shares of α and another b, h = Kα being known. */
function exactObjective(
  { loss, points, targets, kernel, lambda }: Case,
  alpha: readonly Decimal[],
): (share: number, b: Decimal) => Decimal {
  const { degree, gamma, coef0 } = kernel;
  const k = (x: readonly number[], z: readonly number[]): Decimal =>
    sum(x.map((value, at) => new Exact(value).times(z[at] as number)))
      .times(gamma)
      .plus(coef0)
      .pow(degree);
  const h = points.map((x) => sum(points.map((z, j) => k(x, z).times(alpha[j] as Decimal))));
  const square = sum(h.map((value, i) => value.times(alpha[i] as Decimal))).times(lambda);
  const lossOf = (value: Decimal, target: number): Decimal => {
    if (loss === "hinge") return Exact.max(0, new Exact(1).minus(value.times(target)));
    if (loss === "epsilonInsensitive") return Exact.max(0, value.minus(target).abs().minus(0.1));
    const m = value.times(target);
    return m.lt(-500) ? m.neg() : m.gt(500) ? new Exact(0) : m.neg().exp().plus(1).ln();
  };
  return (share, b) =>
    sum(h.map((value, i) => lossOf(value.times(share).plus(b), targets[i] as number))).plus(square.times(share).times(share));
}

function solve({ loss, points, targets, kernel, lambda }: Case, intercept: boolean, tolerance?: number) {
  const common = { kernel: polynomial(kernel), lambda, intercept, ...(tolerance === undefined ? {} : { tolerance }) };
  const X = points.map((point) => Array.from(point));
  const {
    report,
    coefficients,
    intercept: b,
  } = loss === "epsilonInsensitive"
    ? fit(supportVectorRegression(common), X, targets)
    : fit(kernelClassifier({ ...common, loss }), X, targets);
  const alpha = Array.from(coefficients as Float64Array, (value) => new Exact(value));
  return { report, alpha, b: new Exact(b as number) };
}

/** Shares of α, and shifts of b beside its own size, that may be better. */
const SHARES = [0, 0.9, 0.999, 1, 1.001, 1.1];
const SHIFTS = [-0.3, -1e-3, -1e-8, 0, 1e-8, 1e-3, 0.3];

describe("the gap is proven for the kernel of the points, whatever K and b have been rounded to", () => {
  it("two points far from the origin: 20 % above the least J, and no gap of 0", () => {
    const problem: Case = {
      loss: "hinge",
      points: [
        [1, 9999],
        [2, 9999],
      ],
      targets: [-1, 1],
      kernel: { degree: 2, gamma: 0.5, coef0: 0 },
      lambda: 0.5,
    };
    const { report, alpha, b } = solve(problem, true);
    const J = exactObjective(problem, alpha);
    const here = J(1, b);
    // another α and b are better by so much at least
    const near = Array.from({ length: 41 }, (_, k) => (k - 20) * 2e-9);
    const better = near.flatMap((grown) => near.map((shift) => J(1 + grown, b.plus(shift)))).reduce((a, c) => Exact.min(a, c));
    const excess = here.minus(better).div(here).toNumber();
    const gap = report.gap?.[0];
    if (gap === null) expect(report.warnings.join()).toContain("no gap can be proven");
    else expect(gap).toBeGreaterThanOrEqual(excess);
    expect(excess).toBeGreaterThan(0.19);
  });

  it.each<Loss>(["hinge", "logistic", "epsilonInsensitive"])(
    "%s: 40 random problems near and far from the origin, against exact J",
    (loss) => {
      const problems = fc.record({
        n: fc.integer({ min: 2, max: 4 }),
        offset: fc.constantFrom(0, 1, 30, 1000, 9999, 1e6),
        degree: fc.integer({ min: 1, max: 3 }),
        gamma: fc.constantFrom(0.5, 1, 0.25),
        coef0: fc.constantFrom(0, 1),
        lambda: fc.constantFrom(1e-3, 0.5, 10, 1e4),
        intercept: fc.boolean(),
        numbers: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 18, maxLength: 18 }),
      });
      fc.assert(
        fc.property(problems, ({ n, offset, degree, gamma, coef0, lambda, intercept, numbers }) => {
          const at = (k: number): number => numbers[k] as number;
          const points = Array.from({ length: n }, (_, i) => [at(2 * i) + offset, at(2 * i + 1)]);
          // both labels occur; for them ±1 are the classes themselves
          const targets = Array.from({ length: n }, (_, i) =>
            loss === "epsilonInsensitive" ? at(12 + i) : i === 0 ? -1 : i === 1 || at(12 + i) > 0 ? 1 : -1,
          );
          const problem: Case = { loss, points, targets, kernel: { degree, gamma, coef0 }, lambda };
          let solution: ReturnType<typeof solve>;
          try {
            solution = solve(problem, intercept);
          } catch (error) {
            expect((error as { readonly code: string }).code).toBe("not-positive-definite");
            return;
          }
          const { report, alpha, b } = solution;
          const gap = report.gap?.[0] as number | null;
          if (gap === null) {
            expect(report.warnings.length).toBeGreaterThan(0);
            return;
          }
          const J = exactObjective(problem, alpha);
          const here = J(1, b);
          for (const share of SHARES) {
            for (const shift of intercept ? SHIFTS : [0]) {
              const there = J(share, b.plus(shift));
              expect(here.minus(there).lte(here.times(gap).times(1 + 1e-12))).toBe(true);
            }
          }
        }),
        { numRuns: 40, seed: 11 },
      );
    },
  );
});
