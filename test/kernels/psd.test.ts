import { describe, expect, it } from "vitest";
import {
  add,
  additiveChi2,
  allSubsets,
  anova,
  chi2,
  constant,
  custom,
  exponentiate,
  fromFeatures,
  gram,
  isPsd,
  type Kernel,
  linear,
  mapInputs,
  multiplier,
  multiply,
  normalize,
  onColumns,
  periodic,
  polynomial,
  power,
  precomputed,
  rbf,
  scale,
  sigmoid,
  white,
} from "../../src/entries/index";
import { composition } from "../support/compositions";
import { jacobi } from "../support/dense";
import { expectError } from "../support/errors";
import { COMPOSITES, NON_NEGATIVE_KERNELS, VECTOR_KERNELS, WHITE_KERNELS } from "../support/kernels";
import { randomMatrix } from "../support/random";

const CASES = [...VECTOR_KERNELS, ...NON_NEGATIVE_KERNELS, ...COMPOSITES, ...WHITE_KERNELS];
const wave = { period: 1.3, lengthScale: 0.7 };

/** The smallest eigenvalue over the largest in size, of points that are not negative, in each of which no feature is above `size`. */
function leastEigenvalue(kernel: Kernel, n: number, d: number, seed: number, size: number): number {
  const { data } = randomMatrix(seed, n, d, size);
  const { values } = jacobi(gram(kernel, { rows: n, cols: d, data: data.map(Math.abs) }));
  return (values[0] as number) / Math.max(...values.map(Math.abs), Number.MIN_VALUE);
}

/** Whether some points show that the kernel is not positive semi-definite, beyond rounding. */
function hasCounterexample(kernel: Kernel, d: number): boolean {
  for (const size of [1, 0.1, 10, 0.01]) {
    for (let seed = 1; seed <= 10; seed++) if (leastEigenvalue(kernel, 8, d, seed, size) < -1e-10) return true;
  }
  return false;
}

describe("isPsd", () => {
  it.each(CASES)("$name: what the rules say", ({ kernel, psd }) => {
    for (const d of [2, 3, 7]) expect(isPsd(kernel(d), d)).toBe(psd);
  });

  it("periodic with the euclidean metric: on one feature only", () => {
    expect(isPsd(periodic(wave), 1)).toBe(true);
    expect(isPsd(periodic(wave), 2)).toBe("unknown");
    expect(isPsd(periodic(wave))).toBe("unknown");
    expect(isPsd(periodic({ ...wave, metric: "per-feature" }))).toBe(true);
    expect(isPsd(onColumns([3], periodic(wave)), 5)).toBe(true);
    expect(isPsd(onColumns([3, 1], periodic(wave)), 1)).toBe("unknown");
    expect(isPsd(add(rbf(), scale(2, periodic(wave))), 1)).toBe(true);
    expect(
      isPsd(
        mapInputs((x) => [...x, 1], periodic(wave)),
        1,
      ),
    ).toBe("unknown");
    for (let seed = 1; seed < 5; seed++) {
      expect(leastEigenvalue(periodic(wave), 20, 1, seed, 3)).toBeGreaterThan(-20 * Number.EPSILON);
      expect(leastEigenvalue(periodic({ ...wave, metric: "per-feature" }), 20, 3, seed, 3)).toBeGreaterThan(-20 * Number.EPSILON);
    }
  });

  it("linear with a metric: true, since a metric with a negative direction is refused", () => {
    expect(isPsd(linear({ metric: [[1]] }))).toBe(true);
    const saddle = [
      [1, 2],
      [2, 1],
    ];
    expect(() => linear({ metric: saddle })).toThrow(/negative eigenvalue/);
    expect(() =>
      linear({
        metric: [
          [0, 1],
          [1, 0],
        ],
      }),
    ).toThrow(/negative eigenvalue/);
  });

  it("minus linear with a metric: true only if all of the metric is 0, not one row of it", () => {
    const minus = (metric: number[][]) => scale(-1, linear({ metric }));
    const zero = [
      [0, 0],
      [0, 0],
    ];
    expect(isPsd(minus(zero), 2)).toBe(true);
    const oneColumn = [
      [0, 0],
      [0, 1],
    ];
    expect(isPsd(minus(oneColumn), 2)).toBe(false);
    expect(hasCounterexample(minus(oneColumn), 2)).toBe(true);
  });

  const unknown: readonly (readonly [string, Kernel])[] = [
    ["sigmoid", sigmoid()],
    ["precomputed", precomputed()],
    ["custom without a claim", custom(() => 1)],
    ["a sum with an unknown", add(rbf(), sigmoid())],
    ["a sum with a false", add(rbf(), additiveChi2())],
    ["a product with an unknown", multiply(rbf(), sigmoid())],
    ["a negative multiple of an unknown", scale(-1, sigmoid())],
    ["a sum of negative multiples of unknowns", add(scale(-1, sigmoid()), scale(-2, sigmoid({ gamma: 3 })))],
    ["the power of an unknown", power(sigmoid(), 2)],
    ["the exponential of a false", exponentiate(additiveChi2())],
    ["an unknown after a map", mapInputs((x) => x, sigmoid())],
    ["an unknown with a multiplier", multiplier(() => 1, sigmoid())],
  ];
  it.each(unknown)("%s: unknown", (_, kernel) => {
    expect(isPsd(kernel, 2)).toBe("unknown");
  });

  it("custom: as claimed", () => {
    for (const psd of [true, false]) expect(isPsd(custom(() => 1, { psd }))).toBe(psd);
  });

  const never: readonly (readonly [string, Kernel])[] = [
    ["additive χ²", additiveChi2()],
    ["a negative constant", constant(-1)],
    ["negative white noise", white(-0.1)],
    ["a negative multiple", scale(-2, rbf({ gamma: 1 }))],
    ["a negative multiple of a multiple", scale(-2, scale(3, chi2()))],
    ["a sum of negative multiples", add(scale(-2, rbf({ gamma: 1 })), scale(-1, chi2()))],
    ["a product with a negative constant", multiply(constant(-2), rbf({ gamma: 1 }))],
    ...[2, 4, 6].map((degree): [string, Kernel] => [`degree ${degree} with coef0 < 0`, polynomial({ gamma: 1, degree, coef0: -0.5 })]),
    ["a false on columns", onColumns([0], polynomial({ gamma: 1, degree: 2, coef0: -0.5 }))],
  ];
  it.each(never)("%s: false, and points show it", (_, kernel) => {
    for (const d of [1, 3]) {
      expect(isPsd(kernel, d)).toBe(false);
      expect(hasCounterexample(kernel, d)).toBe(true);
    }
  });

  const always: readonly (readonly [string, Kernel])[] = [
    ["0 times anything", scale(0, sigmoid())],
    ["the first power", power(rbf(), 1)],
    ["minus the zero kernel", scale(-1, constant(0))],
    ["a negative multiple of a negative multiple", scale(-1, scale(-2, rbf({ gamma: 1 })))],
    ["a negative multiple of a negative constant", scale(-3, constant(-1))],
    ["two negative factors", multiply(constant(-1), scale(-2, rbf()))],
    ["an odd power of a sum of small multiples", power(add(scale(0.5, rbf()), scale(0.25, chi2())), 3)],
    ["γ = 0 and an even degree: a positive constant", polynomial({ gamma: 0, degree: 2, coef0: -1 })],
    ["from features", fromFeatures((x) => x)],
    ["all subsets and ANOVA", add(allSubsets(), anova({ degree: 2 }))],
  ];
  it.each(always)("%s: true", (_, kernel) => {
    expect(isPsd(kernel, 2)).toBe(true);
    for (let seed = 1; seed < 5; seed++) expect(leastEigenvalue(kernel, 8, 2, seed, 1)).toBeGreaterThan(-8 * Number.EPSILON);
  });

  it("never says false of a kernel without a counterexample, among 500 compositions", () => {
    const verdicts = new Map<unknown, number>();
    for (let seed = 0; seed < 500; seed++) {
      const d = 1 + (seed % 3);
      const kernel = composition(seed, { d, nonNegative: true, white: true });
      const verdict = isPsd(kernel, d);
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
      if (verdict === false) expect([JSON.stringify(kernel), hasCounterexample(kernel, d)]).toEqual([JSON.stringify(kernel), true]);
      if (verdict === true) {
        expect([JSON.stringify(kernel), leastEigenvalue(kernel, 10, d, seed, 1) > -100 * Number.EPSILON]).toEqual([
          JSON.stringify(kernel),
          true,
        ]);
      }
    }
    expect(Math.min(...["unknown", true, false].map((verdict) => verdicts.get(verdict) ?? 0))).toBeGreaterThan(5);
  });

  it("never says false of a normalised kernel that has no counterexample", () => {
    const kernel = normalize(additiveChi2());
    expect(gram(kernel, [[1], [2]]).data).toEqual(new Float64Array(4));
    expect(isPsd(kernel)).not.toBe(false);
  });

  it("refuses what is not a kernel", () => {
    expectError("kernel", () => isPsd({ kind: "epanechnikov" }));
  });
});
