import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  additiveChi2,
  allSubsets,
  anova,
  chi2,
  cosine,
  evaluate,
  exponential,
  fit,
  gram,
  type Kernel,
  type KernelModel,
  kernelRidge,
  laplacian,
  linear,
  matern,
  multiply,
  normalize,
  onColumns,
  periodic,
  polynomial,
  power,
  predict,
  type Report,
  rationalQuadratic,
  rbf,
  scale,
  sigmoid,
} from "../../src/entries/index";
import { predict as predictServed } from "../../src/entries/predict";
import { readKernel } from "../../src/kernels/read";
import { exponentOf, timesPowerOfTwo } from "../../src/matrix/powers-of-two";
import { errorOf, expectError } from "../support/errors";
import { errorInUnits, preciseKernel } from "../support/precise-kernels";

const { report } = fit(kernelRidge({ kernel: linear() }), [1], [1]);

/** h(x) = k(z, x) */
function modelOf(kernel: Kernel, z: readonly number[]): KernelModel<Float64Array, Report, Kernel> {
  const points = { rows: 1, cols: z.length, data: Float64Array.from(z) };
  return { kind: "kernelModel", kernel, n: 1, d: z.length, points, coefficients: Float64Array.of(1), intercept: 0, report };
}

type Outcome = number | string;

function outcome(compute: () => number | undefined): Outcome {
  try {
    return compute() as number;
  } catch {
    return errorOf(compute).code;
  }
}

/** k(x, z) by the core's matrix, its predictions, `mercer/predict` and the formula; the first three have the same bits. */
function values(kernel: Kernel, x: readonly number[], z: readonly number[]): readonly [core: Outcome, formula: Outcome] {
  const core = outcome(() => gram(kernel, [x], [z]).data[0]);
  const model = modelOf(kernel, x);
  expect(outcome(() => predict(model, [z])[0])).toEqual(core);
  expect(outcome(() => predictServed(model, [z])[0])).toEqual(core);
  return [core, outcome(() => evaluate(kernel, x, z))];
}

describe("values at the ends of the range", () => {
  it.each<[string, Kernel, readonly number[], readonly number[], number]>([
    ["Matérn 3/2, ℓ = 1e160", matern({ nu: 1.5, lengthScale: 1e160 }), [1e160], [3e160], 0.13973],
    ["exponential, ℓ = r = 1e200", exponential({ lengthScale: 1e200 }), [1e200], [2e200], 0.36788],
    ["exponential, ℓ = r = 1e-300", exponential({ lengthScale: 1e-300 }), [1e-300], [2e-300], 0.36788],
    ["exponential, its own ℓ for each feature", exponential({ lengthScale: [1e200, 1] }), [1e200, 3], [2e200, 3], 0.36788],
    ["rbf, ℓ = 1e155", rbf({ lengthScale: 1e155 }), [1.3e154], [0], 0.99159],
    ["rbf, σ = 1e200", rbf({ sigma: 1e200 }), [1e200], [0], 0.36788],
    ["rbf, σ = 1e-200", rbf({ sigma: 1e-200 }), [1e-200], [0], 0.36788],
    ["rbf, γ = 1e-320", rbf({ gamma: 1e-320 }), [1e160], [0], 0.36788],
    ["rbf, γ = 0", rbf({ gamma: 0 }), [1e160], [-1e160], 1],
    ["rational quadratic, α = 1e300, r = ℓ", rationalQuadratic({ alpha: 1e300, lengthScale: 1e10 }), [1e10], [0], 0.60653],
    ["rational quadratic, α = 1e308, r = ℓ", rationalQuadratic({ alpha: 1e308, lengthScale: 1e-300 }), [1e-300], [0], 0.60653],
    ["rational quadratic, α = 1e-300", rationalQuadratic({ alpha: 1e-300, lengthScale: 1 }), [1e10], [0], 1],
    ["rational quadratic, ℓ = r = 1e-300", rationalQuadratic({ alpha: 1, lengthScale: 1e-300 }), [1e-300], [0], 0.66667],
    ["periodic, p = 3e-200", periodic({ period: 3e-200, lengthScale: 1 }), [1e-200, 0], [0, 0], 0.22313],
    ["periodic, p = 3e200", periodic({ period: 3e200, lengthScale: 1 }), [1e200, 0], [0, 0], 0.22313],
    ["periodic on each feature", periodic({ period: 3e200, lengthScale: 1, metric: "per-feature" }), [1e200, 0], [0, 0], 0.22313],
    ["laplacian, γ = 1e-308", laplacian({ gamma: 1e-308 }), [1e308], [-1e308], 0.135335],
    ["χ², γ = 1e-306", chi2({ gamma: 1e-306 }), [1e308], [1.2e308], 0.162321],
    ["additive χ²", scale(1e-306, additiveChi2()), [1e308], [1.2e308], -1.81818],
    ["sigmoid, γ = 0", sigmoid({ gamma: 0, coef0: 0.5 }), [1e200], [1e200], 0.46212],
    ["sigmoid, γ = 1e-300", sigmoid({ gamma: 1e-308, coef0: 0 }), [1e154], [0.5e154], 0.46212],
    ["polynomial, γ = 0", polynomial({ gamma: 0, coef0: 2, degree: 3 }), [1e200], [1e200], 8],
    ["polynomial, γ = 1e300", polynomial({ gamma: 1e300, coef0: 0, degree: 1 }), [1e-170], [1e-170], 1e-40],
    ["a multiple of the linear kernel", scale(1e300, linear()), [1e-170], [1e-170], 1e-40],
    ["cosine of subnormal numbers", cosine(), [5e-324, 5e-324], [5e-324, 5e-324], 1],
    ["Matérn 3/2 far away", matern({ nu: 1.5, lengthScale: 1 }), [0], [1e155], 0],
    ["Matérn 5/2 far away", matern({ nu: 2.5, lengthScale: 1 }), [0], [1e155], 0],
    ["rational quadratic far away, α = 2", rationalQuadratic({ alpha: 2, lengthScale: 1 }), [0], [1e155], 0],
  ])("%s", (_, kernel, x, z, expected) => {
    for (const value of values(kernel, x, z)) {
      expect(typeof value).toBe("number");
      expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(1e-5 * Math.abs(expected));
    }
  });

  it("a rational quadratic kernel with a heavy tail is not 0 far away: the formula knows it, the core says that it does not", () => {
    const kernel = rationalQuadratic({ alpha: 0.5, lengthScale: 1 });
    // (1 + r²)^−½
    expect(Math.abs(evaluate(kernel, [0], [1e160]) / 1e-160 - 1)).toBeLessThan(1e-12);
    expectError("not-finite", () => gram(kernel, [0], [1e160]), { row: 0, column: 0 });
    expectError("not-finite", () => predictServed(modelOf(kernel, [0]), [1e160]));
  });

  it.each<[string, Kernel]>([
    ["linear", linear()],
    ["polynomial", polynomial({ degree: 3, coef0: 0, gamma: 0.5 })],
    ["ANOVA", anova({ degree: 2 })],
    ["a product on columns", multiply(onColumns([1, 0], linear()), scale(3, power(linear(), 2)))],
  ])("a homogeneous kernel (%s), normalised, does not depend on the size of the points: 100 pairs", (_, inner) => {
    const kernel = normalize(inner);
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -1000, max: 1000 }), (a, b) => {
        const [x, z] = [
          [1.5 * 2 ** a, -0.75 * 2 ** a],
          [-1.25 * 2 ** b, 1.75 * 2 ** b],
        ] as const;
        const expected =
          evaluate(inner, [1.5, -0.75], [-1.25, 1.75]) /
          Math.sqrt(evaluate(inner, [1.5, -0.75], [1.5, -0.75]) * evaluate(inner, [-1.25, 1.75], [-1.25, 1.75]));
        for (const value of values(kernel, x, z)) expect(Math.abs((value as number) - expected)).toBeLessThanOrEqual(16 * Number.EPSILON);
        expect(gram(kernel, [x]).data[0]).toBe(1);
      }),
      { numRuns: 100 },
    );
  });

  it("evaluate says that a kernel overflows", () => {
    for (const kernel of [linear(), polynomial(), allSubsets(), anova({ degree: 1 })]) {
      expectError("not-finite", () => evaluate(kernel, [1e200], [1e200]));
    }
  });

  it("a length below the normal numbers is refused", () => {
    expectError("argument", () => matern({ nu: 0.5, lengthScale: 1e-310 }), { argument: "lengthScale" });
  });
});

it("exponents and powers of two: 2,000 numbers of every size", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -1000, max: 1000 }), (x, e) => {
      fc.pre(x !== 0);
      const found = exponentOf(x);
      const mantissa = timesPowerOfTwo(Math.abs(x), -found);
      expect(mantissa >= 1 && mantissa < 2).toBe(true);
      expect(timesPowerOfTwo(mantissa, e)).toBe(mantissa * 2 ** e);
    }),
    { numRuns: 2000 },
  );
});

/** Where a kernel's own length is L and the points' 2^k. */
type Make = (L: number) => Kernel;
const FAMILIES: readonly (readonly [string, Make, "any" | "positive"])[] = [
  ["rbf by length scale", (L) => rbf({ lengthScale: 1.3 * L }), "any"],
  ["rbf by σ", (L) => rbf({ sigma: 0.7 * L }), "any"],
  ["rbf, a length for each feature", (L) => rbf({ lengthScale: [L, 3 * L] }), "any"],
  ["laplacian", (L) => laplacian({ gamma: 0.6 / L }), "any"],
  ["Matérn ½", (L) => matern({ nu: 0.5, lengthScale: 0.9 * L }), "any"],
  ["Matérn 3/2", (L) => matern({ nu: 1.5, lengthScale: 1.7 * L }), "any"],
  ["Matérn 5/2, a length for each feature", (L) => matern({ nu: 2.5, lengthScale: [L, 0.4 * L] }), "any"],
  ["rational quadratic, α = 0.3", (L) => rationalQuadratic({ alpha: 0.3, lengthScale: L }), "any"],
  ["rational quadratic, α = 1e250", (L) => rationalQuadratic({ alpha: 1e250, lengthScale: L }), "any"],
  ["rational quadratic, α = 7, a length for each feature", (L) => rationalQuadratic({ alpha: 7, lengthScale: [L, 2 * L] }), "any"],
  ["periodic", (L) => periodic({ period: 2.3 * L, lengthScale: 1.1 }), "any"],
  ["periodic on each feature", (L) => periodic({ period: 2.3 * L, lengthScale: 0.8, metric: "per-feature" }), "any"],
  ["χ²", (L) => chi2({ gamma: 0.8 / L }), "positive"],
  ["additive χ²", () => additiveChi2(), "positive"],
  ["cosine", () => cosine(), "any"],
  ["linear", () => linear(), "any"],
  ["polynomial", (L) => polynomial({ gamma: Math.max(1 / L / L, 2 ** -1022), degree: 3, coef0: 0.5 }), "any"],
  ["polynomial with c = 0", (L) => polynomial({ gamma: Math.max(1 / L / L, 2 ** -1022), degree: 2, coef0: 0 }), "any"],
  ["sigmoid", (L) => sigmoid({ gamma: Math.max(1 / L / L, 2 ** -1022), coef0: -0.2 }), "any"],
  ["all subsets", () => allSubsets(), "any"],
  ["ANOVA", () => anova({ degree: 2 }), "any"],
];

const coordinate = fc.integer({ min: -2000, max: 2000 }).map((k) => k / 997);
const exponent = fc.integer({ min: -500, max: 500 });
const points = fc.tuple(fc.tuple(coordinate, coordinate), fc.tuple(coordinate, coordinate));

/** Roundings of one feature, of the map and of its argument, in units of ε. */
const ROUNDINGS = 24;

describe.each(FAMILIES)("%s", (_, make, sign) => {
  const sized = (x: readonly number[], k: number): number[] => x.map((value) => (sign === "positive" ? Math.abs(value) : value) * 2 ** k);

  it("is right or told: 40 pairs of points and parameters of size 2^±500", () => {
    let numbers = 0;
    fc.assert(
      fc.property(points, exponent, exponent, fc.integer({ min: -3, max: 3 }), fc.boolean(), ([p, q], k, far, near, along) => {
        const kernel = make(2 ** (along ? Math.max(-500, Math.min(500, k + near)) : far));
        const [x, z] = [sized(p, k), sized(q, k)];
        const precise = preciseKernel(readKernel(kernel), x, z);
        for (const value of values(kernel, x, z)) {
          if (typeof value === "string") expect(value).toBe("not-finite");
          // no digit of the phase is known where the sensitivity says so
          else if (precise.sensitivity.lt(1e10) || precise.sensitivity.lt(precise.value.abs().times(1e10))) {
            numbers++;
            expect(errorInUnits(value, precise)).toBeLessThanOrEqual(ROUNDINGS);
          }
        }
      }),
      { numRuns: 40 },
    );
    expect(numbers).toBeGreaterThan(8);
  });
});

describe.each(FAMILIES.filter(([name]) => !/^(linear|additive|all subsets|ANOVA|polynomial|sigmoid)/.test(name)))(
  "%s",
  (name, make, sign) => {
    it("with its length scaled along with the points is the same bits: 40 powers of two", () => {
      // tiny features have a way of their own through χ²
      const exponents = name === "χ²" ? fc.integer({ min: -280, max: 500 }) : exponent;
      fc.assert(
        fc.property(points, exponents, ([p, q], k) => {
          const sized = (factor: number): number[][] =>
            [p, q].map((x) => x.map((value) => (sign === "positive" ? Math.abs(value) : value) * factor));
          expect(gram(make(2 ** k), sized(2 ** k))).toEqual(gram(make(1), sized(1)));
        }),
        { numRuns: 40 },
      );
    });
  },
);

describe.each(FAMILIES.filter(([name]) => /^(polynomial|sigmoid)/.test(name)))("%s", (_, make) => {
  it("with γ scaled along with the points is the same bits: 40 powers of two", () => {
    fc.assert(
      fc.property(points, fc.integer({ min: -480, max: 480 }), ([p, q], k) => {
        const sized = (factor: number): number[][] => [p, q].map((x) => x.map((value) => value * factor));
        expect(gram(make(2 ** k), sized(2 ** k))).toEqual(gram(make(1), sized(1)));
      }),
      { numRuns: 40 },
    );
  });
});
