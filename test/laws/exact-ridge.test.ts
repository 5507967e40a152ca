import Decimal from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { add, constant, type Kernel, laplacian, linear, type Matrix, matern, polynomial, rbf, scale, white } from "../../src/entries/index";
import { exactKernel } from "../support/exact-kernel";
import {
  bitLength,
  type Exact,
  exactly,
  exponential,
  minus,
  over,
  PRECISION,
  plus,
  rootOf,
  times,
  toNumber,
  ZERO,
} from "../support/exact-number";
import { exactRidge, isWithin } from "../support/exact-ridge";
import { type FixtureKernel, withKernel } from "../support/fixture-kernels";
import { compare, type Fixture, mismatch, readFixtures } from "../support/fixtures";
import { expectRounded } from "../support/precision";
import { randomMatrix, randomVector } from "../support/random";

const Precise = Decimal.clone({ precision: 170, toExpNeg: -9e15, toExpPos: 9e15 });

function decimal({ m, e }: Exact): Decimal {
  return new Precise(m.toString()).times(new Precise(2).pow(e));
}

function apart(a: Exact, b: Exact): number {
  return Math.abs(toNumber(minus(a, b)));
}

const double = fc.double({ noNaN: true, noDefaultInfinity: true });

describe("exact numbers", () => {
  it("are doubles and come back as they were (1,000 cases)", () => {
    fc.assert(
      fc.property(double, (x) => {
        expect(toNumber(exactly(x))).toBe(x + 0);
        expect(decimal(exactly(x)).toNumber()).toBe(x + 0);
      }),
      { numRuns: 1000 },
    );
  });

  it("round to the nearest double, halves to even", () => {
    const half = exactly(2 ** -53);
    expect(toNumber(plus(exactly(1), half))).toBe(1);
    expect(toNumber(plus(exactly(1 + 2 ** -52), half))).toBe(1 + 2 ** -51);
    expect(toNumber(plus(plus(exactly(1), half), exactly(2 ** -1000)))).toBe(1 + 2 ** -52);
    expect(toNumber(times(exactly(2 ** 600), exactly(2 ** 600)))).toBe(Infinity);
    expect(toNumber(times(exactly(-(2 ** -600)), exactly(2 ** -400)))).toBe(-(2 ** -1000));
    expect(bitLength(255n)).toBe(8);
    expect(bitLength(-256n)).toBe(9);
  });

  it("quotients, roots and exponentials are those of decimal.js to 150 digits (200 cases)", () => {
    const number = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [x, y] = [exactly(a), exactly(b)];
        const close = (got: Exact, want: Decimal): void => {
          expect(decimal(got).minus(want).abs().lte(want.abs().times("1e-150"))).toBe(true);
        };
        close(over(x, y), decimal(x).div(decimal(y)));
        close(rootOf(x), decimal(x).sqrt());
        close(exponential({ m: -x.m, e: x.e }), decimal(x).negated().exp());
        close(exponential({ m: y.m, e: y.e - 10 }), decimal(y).div(1024).exp());
      }),
      { numRuns: 200 },
    );
  });
});

describe("the oracle of kernel ridge", () => {
  it("one point: h(z) = k(x, z) y/(k(x, x) + λ)", () => {
    const problem = { X: { rows: 1, cols: 2, data: Float64Array.of(1, 2) }, y: [3], lambda: 0.5 };
    expect(toNumber(exactRidge({ ...problem, kernel: linear() }).at([1, 1]))).toBe((3 * 3) / 5.5);
    expect(toNumber(exactRidge({ ...problem, kernel: linear(), weights: [0.5] }).at([1, 1]))).toBe((3 * 3) / 6);
    expect(toNumber(exactRidge({ ...problem, kernel: rbf({ gamma: 0 }) }).at([1, 1]))).toBe(3 / 1.5);
    expect(toNumber(exactRidge({ ...problem, kernel: add(linear(), white(0.5)) }).at([1, 1]))).toBe((3 * 3) / 6);
  });

  it("a line through points by the textbook: slope Σ(x − x̄)(y − ȳ)/(Σ(x − x̄)² + λ), b = ȳ − slope·x̄", () => {
    const X = { rows: 4, cols: 1, data: Float64Array.of(0, 1, 2, 5) };
    const fit = exactRidge({ kernel: linear(), X, y: [1, 3, 2, 6], lambda: 6, intercept: true });
    // Σ(x − x̄)² = 14, Σ(x − x̄)(y − ȳ) = 13
    expect(toNumber(fit.at([10]))).toBe(3 + (13 / 20) * 8);
    expect(toNumber(fit.intercept)).toBe(1.7);
    expect((fit.alpha ?? []).map(toNumber).reduce((a, b) => a + b)).toBe(0);
    const free = exactRidge({ kernel: linear(), X, y: [1, 3, 2, 6], lambda: 0, intercept: true });
    expectRounded(toNumber(free.at([10])), 3 + (13 / 14) * 8, 2);
    expectRounded(toNumber(free.trainingLoss), 14 - 169 / 14, 8);
  });

  it("λ = 0: the fit of least norm of what is not determined", () => {
    const X = { rows: 3, cols: 1, data: Float64Array.of(-1, 1, -1) };
    const twice = exactRidge({ kernel: polynomial(), X, y: [1, -3, 3], lambda: 0 });
    expect((twice.alpha ?? []).map(toNumber)).toEqual([0.125, -0.375, 0.125]);
    expect(toNumber(twice.trainingLoss)).toBe(2);
    // one point in the plane: w = xy/‖x‖²
    const plane = exactRidge({ kernel: linear(), X: { rows: 1, cols: 2, data: Float64Array.of(3, 4) }, y: [50], lambda: 0 });
    expect(toNumber(plane.at([1, 0]))).toBe(6);
    const raised = exactRidge({
      kernel: linear(),
      X: { rows: 2, cols: 2, data: Float64Array.of(1, 0, 4, 4) },
      y: [10, 60],
      lambda: 0,
      intercept: true,
    });
    expect(toNumber(raised.at([1, 0]))).toBe(10);
    expect(toNumber(raised.at([0, 0]))).toBe(4);
  });

  it("the monomials and the Gram matrix agree to 80 digits (60 cases)", () => {
    const problem = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      n: fc.integer({ min: 1, max: 9 }),
      d: fc.constantFrom(1, 2),
      degree: fc.integer({ min: 1, max: 4 }),
      coef0: fc.constantFrom(0, 0.25, 1, 3),
      gamma: fc.constantFrom<number | "auto">("auto", 0.5, 1, 0.1),
      lambda: fc.constantFrom(1e-9, 1e-3, 1, 10),
      intercept: fc.boolean(),
      weighted: fc.boolean(),
    });
    fc.assert(
      fc.property(problem, ({ seed, n, d, degree, coef0, gamma, lambda, intercept, weighted }) => {
        const X = randomMatrix(seed, n, d, 10);
        const y = randomVector(seed + 1, n);
        const weights = randomVector(seed + 2, n).map((w, i) => (i > 0 && w > 0.7 ? 0 : Math.abs(w) + 0.1));
        const kernel = polynomial({ degree, coef0, gamma });
        const options = { X, y, lambda, intercept, ...(weighted ? { weights } : {}) };
        const exact = exactRidge({ kernel, ...options });
        const dual = exactRidge({ kernel: add(kernel, constant(0)), ...options });
        const z = new Float64Array(d).fill(0.3);
        expect(apart(dual.at(z), exact.at(z))).toBeLessThan(1e-80);
        expect(apart(dual.trainingLoss, exact.trainingLoss)).toBeLessThan(1e-80);
        (exact.alpha ?? []).forEach((value, i) => {
          expect(apart((dual.alpha ?? [])[i] as Exact, value)).toBeLessThan(1e-70);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("keeps to the bound ‖r‖/√λ that MATH.md proves for any α, and not to a thousandth of it (60 cases)", () => {
    let loose = 0;
    const problem = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      n: fc.integer({ min: 2, max: 9 }),
      kernel: fc.constantFrom<Kernel>(
        polynomial({ degree: 3, gamma: 1 }),
        rbf({ gamma: 0.5 }),
        linear(),
        matern({ nu: 0.5, lengthScale: 1 }),
      ),
      lambda: fc.constantFrom(1e-6, 1e-2, 1),
      error: fc.constantFrom(1e-12, 1e-6, 1e-2),
    });
    fc.assert(
      fc.property(problem, ({ seed, n, kernel, lambda, error }) => {
        const X = randomMatrix(seed, n, 1, 3);
        const y = randomVector(seed + 1, n);
        const disturbed = randomVector(seed + 2, n);
        const exact = exactRidge({ kernel, X, y, lambda });
        const alpha = (exact.alpha ?? []).map((value, i) => exactly(toNumber(value) * (1 + error * (disturbed[i] as number))));
        const combined = (z: number): Exact =>
          alpha.reduce((total, a, j) => plus(total, times(a, exactKernel(kernel, [X.data[j] as number], [z]))), ZERO);
        const r = alpha.map((a, i) => minus(minus(exactly(y[i] as number), combined(X.data[i] as number)), times(exactly(lambda), a)));
        const size = Math.sqrt(r.reduce((total, value) => total + toNumber(value) ** 2, 0));
        const bound = (size / Math.sqrt(lambda)) * (1 + 1e-12);
        for (const z of [...X.data, 0, 0.77, -10]) {
          const h = toNumber(combined(z));
          // and the rounding of h itself
          const reach = Math.sqrt(toNumber(exactKernel(kernel, [z], [z])));
          const rounding = reach === 0 ? 0 : Math.abs(h * 2 ** -53) / reach;
          expect(isWithin(bound + rounding, h, exact.at([z]), exactKernel(kernel, [z], [z]))).toBe(true);
          if (!isWithin(bound / 1000, h, exact.at([z]), exactKernel(kernel, [z], [z]))) loose++;
        }
      }),
      { numRuns: 60, seed: 3 },
    );
    expect(loose).toBeGreaterThan(20);
  });

  it("λ = 0 is the limit of small λ", () => {
    const X = { rows: 6, cols: 1, data: Float64Array.of(0, 1, 1, 2, 3, 3) };
    const y = [1, 2, 5, 0, 3, 4];
    for (const kernel of [polynomial({ degree: 2 }), polynomial({ degree: 4 }), rbf({ gamma: 0.5 }), matern({ nu: 1.5, lengthScale: 2 })]) {
      for (const intercept of [false, true]) {
        const limit = exactRidge({ kernel, X, y, lambda: 0, intercept });
        const near = exactRidge({ kernel, X, y, lambda: 2 ** -100, intercept });
        for (const z of [0, 1, 2.5, 7]) expect(toNumber(minus(near.at([z]), limit.at([z])))).toBeCloseTo(0, 20);
      }
    }
  });

  it("has the kernels' formulas", () => {
    const [x, z] = [
      [0.5, -1],
      [2, 1],
    ];
    const r = Math.sqrt(6.25);
    const cases: readonly (readonly [Kernel, number])[] = [
      [rbf({ gamma: 0.3 }), Math.exp(-0.3 * 6.25)],
      [rbf({ lengthScale: [1, 2] }), Math.exp(-0.5 * (2.25 + 1))],
      [laplacian({ gamma: 0.2 }), Math.exp(-0.2 * 3.5)],
      [matern({ nu: 0.5, lengthScale: 1 }), Math.exp(-r)],
      [matern({ nu: 1.5, lengthScale: 2 }), (1 + (Math.sqrt(3) * r) / 2) * Math.exp((-Math.sqrt(3) * r) / 2)],
      [matern({ nu: 2.5, lengthScale: 1 }), (1 + Math.sqrt(5) * r + (5 * 6.25) / 3) * Math.exp(-Math.sqrt(5) * r)],
      [scale(3, add(linear(), white(2))), 0],
      [polynomial({ degree: 2 }), 1],
    ];
    for (const [kernel, want] of cases) expect(toNumber(exactKernel(kernel, x as number[], z as number[]))).toBeCloseTo(want, 14);
  });
});

interface RidgeFixture extends Fixture {
  readonly kind: "krr";
  readonly inputs: {
    readonly X?: Matrix;
    readonly Z?: Matrix;
    readonly y: readonly number[] | Matrix;
    readonly sample_weight?: number | readonly number[];
  };
  readonly params: { readonly kernel: FixtureKernel; readonly alpha: number | readonly number[] };
  readonly expected: { readonly dual_coef: readonly number[]; readonly pred: readonly number[]; readonly pred_train: readonly number[] };
}

describe("the oracle against MPFR", () => {
  const known = ["linear", "polynomial", "rbf", "laplacian", "matern", "gp_rbf"];
  const cases = withKernel(readFixtures<RidgeFixture>("b_kernel_ridge", "krr")).filter(
    ({ inputs, params }) =>
      inputs.X &&
      Array.isArray(inputs.y) &&
      typeof params.alpha === "number" &&
      known.includes(params.kernel.type) &&
      inputs.X.rows <= 60 &&
      // 1/3 and the like: MPFR took the quotient, this library a double
      (params.kernel.gamma !== undefined || [1, 2, 4, 8].includes(inputs.X.cols) || params.kernel.type === "linear"),
  );

  it.each(cases)("$id", (fixture) => {
    const { X, Z, y, sample_weight } = fixture.inputs as Required<RidgeFixture["inputs"]>;
    const weights =
      sample_weight === undefined ? {} : { weights: typeof sample_weight === "number" ? X.data.map(() => sample_weight) : sample_weight };
    const { params, kernel } = fixture;
    const exact = exactRidge({ kernel, X, y: y as readonly number[], lambda: params.alpha as number, ...weights });
    const rows = ({ rows, cols, data }: Matrix): number[] =>
      Array.from({ length: rows }, (_, i) => toNumber(exact.at(data.slice(i * cols, (i + 1) * cols))));
    const rounding = { rel: 4 * 2 ** -53, abs: 0 };
    expect(compare("pred", rows(Z), fixture.expected.pred, rounding)).toBeNull();
    expect(compare("pred_train", rows(X), fixture.expected.pred_train, rounding)).toBeNull();
    expect(compare("dual_coef", (exact.alpha ?? []).map(toNumber), fixture.expected.dual_coef, rounding)).toBeNull();
  });

  it("on enough of them", () => {
    expect(cases.length).toBeGreaterThan(20);
    expect(PRECISION).toBe(512);
    expect(mismatch(cases[0] as RidgeFixture, "pred", (cases[0] as RidgeFixture).expected.pred)).toBeNull();
  });
});
