import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  canonical,
  constant,
  custom,
  describe as describeKernel,
  evaluate,
  exponentiate,
  featureMatrix,
  fit,
  gram,
  gramDiagonal,
  isPsd,
  type Kernel,
  type KernelModel,
  kernelRidge,
  linear,
  mapInputs,
  multiplier,
  multiply,
  normalize,
  onColumns,
  power,
  predict,
  type Report,
  rbf,
  scale,
} from "../../src/entries/index";
import * as serving from "../../src/entries/predict";
import { featureSize } from "../../src/kernels/feature-size";
import { homogeneity } from "../../src/kernels/homogeneous";
import { DEEPEST, MOST_PARTS } from "../../src/kernels/nesting";
import { featureRounding, kernelRounding } from "../../src/kernels/rounding";
import { seenPoint } from "../../src/kernels/seen-point";
import type { KernelSpec } from "../../src/kernels/spec";
import { at } from "../support/dense";
import { errorOf, expectError } from "../support/errors";
import { expectRounded } from "../support/precision";

const X = [
  [1, 2],
  [2, -1],
  [0.5, 0.25],
];

/** A model by its parts: a prediction at row i of X is what the kernel says of it and the first point. */
function modelOf(kernel: Kernel): KernelModel<Float64Array, Report, Kernel> {
  const { report } = fit(kernelRidge({ kernel: linear() }), [1], [1]);
  const points = { rows: 3, cols: 2, data: Float64Array.from(X.flat()) };
  return { kind: "kernelModel", kernel, n: 3, d: 2, points, coefficients: Float64Array.of(1, 0, 0), intercept: 0, report };
}

/** Every use of a kernel that goes through its parts. */
const USES: readonly (readonly [string, (kernel: Kernel) => unknown])[] = [
  ["canonical", canonical],
  ["describe", describeKernel],
  ["isPsd", (kernel) => isPsd(kernel, 2)],
  ["evaluate", (kernel) => evaluate(kernel, X[0] as number[], X[1] as number[])],
  ["gram", (kernel) => gram(kernel, X)],
  ["gramDiagonal", (kernel) => gramDiagonal(kernel, X)],
  ["featureMatrix", (kernel) => featureMatrix(kernel, X)],
  ["kernelRidge", (kernel) => fit(kernelRidge({ kernel }), X, [1, 2, 3])],
  ["predict", (kernel) => predict(modelOf(kernel), X)],
  ["predict of mercer/predict", (kernel) => serving.predict(modelOf(kernel), X)],
];

/** Every rule of the algebra, once around a kernel. */
const RULES: readonly (readonly [string, (kernel: Kernel, level: number) => Kernel])[] = [
  ["sum", (kernel) => add(kernel, rbf())],
  ["product", (kernel) => multiply(rbf(), kernel)],
  ["scaled", (kernel) => scale(0.5, kernel)],
  ["power", (kernel) => power(kernel, 1)],
  ["exponentiated", (kernel) => exponentiate(scale(0.1, kernel))],
  ["normalized", (kernel) => normalize(kernel)],
  ["normalized in between", (kernel, level) => normalize(level % 2 === 0 ? scale(2, kernel) : add(constant(1), kernel))],
  ["onColumns", (kernel) => onColumns([1, 0], kernel)],
  ["mapped", (kernel) => mapInputs((x) => x, kernel)],
  ["multiplier", (kernel) => multiplier(() => 1, kernel)],
  ["negative", (kernel, level) => (level % 2 === 0 ? scale(-1, kernel) : power(add(constant(-1), kernel), 2))],
];

/** The same of parts that have features, for what is asked of such kernels alone. */
const OF_FEATURES: Readonly<Record<string, (kernel: Kernel) => Kernel>> = {
  sum: (kernel) => add(kernel, constant(2)),
  product: (kernel) => multiply(constant(2), kernel),
};

const refused = (visit: () => unknown): void => {
  expectError("kernel", visit);
};

const nested = (rule: (kernel: Kernel, level: number) => Kernel, levels: number): Kernel =>
  Array.from({ length: levels }, (_, level) => level).reduce<Kernel>(rule, linear());

describe("kernels within kernels", () => {
  it.each(RULES)("%s, 200 levels: in every use an answer, or an error of this library", (_, rule) => {
    for (const [, use] of USES) {
      try {
        use(nested(rule, 200));
      } catch (error) {
        expect(serving.isMercerError(error)).toBe(true);
        expect((error as Error).message).not.toContain("levels");
      }
    }
  });

  it.each(RULES)("%s, 5,000 levels: refused in every use, naming the depth", (_, rule) => {
    const kernel = nested(rule, 5_000);
    for (const [, use] of USES) expect(String(expectError("kernel", () => use(kernel)).message)).toMatch(/levels deep/);
  });

  it("the limit is the level: 500 are taken, 501 are not", () => {
    expect(
      evaluate(
        nested((kernel) => exponentiate(scale(0, kernel)), (DEEPEST - 2) / 2),
        [1],
        [1],
      ),
    ).toBe(1);
    expect(
      evaluate(
        nested((kernel) => scale(1, kernel), DEEPEST - 1),
        [3],
        [2],
      ),
    ).toBe(6);
    expectError(
      "kernel",
      () =>
        evaluate(
          nested((kernel) => scale(1, kernel), DEEPEST),
          [3],
          [2],
        ),
      { depth: DEEPEST + 1 },
    );
  });

  it("a kernel that contains itself, or doubles at every level, has too many parts", () => {
    const itself = { kind: "sum", terms: [linear()] as Kernel[] };
    itself.terms.push(itself as Kernel);
    const doubled = nested((kernel) => add(kernel, kernel), 40);
    for (const kernel of [itself as Kernel, doubled]) {
      for (const [, use] of USES) {
        const { parts } = expectError("kernel", () => use(kernel));
        expect(parts).toBeLessThanOrEqual(MOST_PARTS + 1);
      }
    }
  });

  it("sums of 5,000 terms in one list are taken, and add up in their order", () => {
    const terms = Array.from({ length: 5_000 }, (_, i) => onColumns([i % 2], power(linear(), 1 + (i % 3))));
    const sum = { kind: "sum", terms } as Kernel;
    const value = evaluate(sum, X[0] as number[], X[1] as number[]);
    expect(predict(modelOf(sum), X)[1]).toBe(value);
    expect(serving.predict(modelOf(sum), X)[1]).toBe(value);
    const distinct = { kind: "sum", terms: Array.from({ length: 5_000 }, (_, i) => rbf({ gamma: 1 + i })) } as Kernel;
    expect(serving.predict(modelOf(distinct), X)).toEqual(predict(modelOf(distinct), X));
  });

  it("the parts of normalised kernels are asked for in proportion to their number, not 2 or 3 times as often at each level", () => {
    const counted = (levels: number, use: (kernel: Kernel) => unknown): number => {
      let calls = 0;
      const leaf = custom((x, z) => {
        calls++;
        return 1 + (x[0] as number) * (z[0] as number);
      });
      use(Array.from({ length: levels }).reduce<Kernel>((kernel) => normalize(add(constant(1), kernel)), leaf));
      return calls;
    };
    const rows = [[1], [2], [3]];
    for (const use of [
      (kernel: Kernel) => gram(kernel, rows),
      (kernel: Kernel) => gram(kernel, rows, [[4]]),
      (kernel: Kernel) => gramDiagonal(kernel, rows),
    ]) {
      expect(counted(200, use)).toBeLessThanOrEqual(2 * counted(1, use));
    }
    // each level asks for k(x, x) and k(z, z) of those below
    expect(counted(200, (kernel) => evaluate(kernel, [1], [2]))).toBeLessThanOrEqual(2 * 200 + 1);
  });

  it.each(RULES)(
    "%s: the bounds of the rounding, the degree of homogeneity and the feature count see a part once or twice, at 1 level and at 400",
    (name, rule) => {
      for (const levels of [1, 400]) {
        let reads = 0;
        const leaf = { ...linear() };
        const levelled = (by: typeof rule): KernelSpec =>
          Array.from({ length: levels }, (_, level) => level).reduce<Kernel>(by, leaf) as KernelSpec;
        const [kernel, featured] = [levelled(rule), levelled(OF_FEATURES[name] ?? rule)];
        const ofFeatures = name === "exponentiated" ? refused : (visit: () => unknown) => visit();
        Object.defineProperty(leaf, "kind", {
          get() {
            reads++;
            return "linear";
          },
        });
        const point = seenPoint(Float64Array.of(1, 2));
        // the rounding of an exponential asks for the largest value of its part, too
        for (const [most, visit] of [
          [2, () => kernelRounding(kernel, point, () => 1)],
          [1, () => ofFeatures(() => featureRounding(featured, 2))],
          [1, () => homogeneity(kernel)],
          [1, () => ofFeatures(() => featureSize(featured, point))],
        ] as const) {
          reads = 0;
          visit();
          expect(reads).toBeLessThanOrEqual(most);
        }
      }
    },
  );
});

/** One step around a kernel. Powers and exponentials are of normalised kernels, so that nothing overflows. */
interface Step {
  readonly rule: "scale" | "add" | "power" | "exponentiate" | "normalize";
  readonly number: number;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ rule: fc.constantFrom("scale", "add", "power", "exponentiate", "normalize"), number: fc.integer({ min: 1, max: 4 }) }),
  { maxLength: 40 },
);

function built(list: readonly Step[]): Kernel {
  return list.reduce<Kernel>((kernel, { rule, number }) => {
    if (rule === "scale") return scale(number / 8, kernel);
    if (rule === "add") return add(constant(number / 4), kernel);
    if (rule === "power") return power(normalize(kernel), number);
    return rule === "exponentiate" ? exponentiate(scale(number / 8, normalize(kernel))) : normalize(kernel);
  }, linear());
}

const D = Decimal.clone({ precision: 60 });

/** k(x, z), k(x, x) and k(z, z) with 60 digits, and to first order how far rounding may lead from each. */
interface Values {
  readonly exact: readonly [Decimal, Decimal, Decimal];
  readonly errors: readonly [number, number, number];
}

const u = 2 ** -53;
type Three<T> = readonly [T, T, T];
const each = <T, R>([a, b, c]: Three<T>, f: (value: T, at: 0 | 1 | 2) => R): Three<R> => [f(a, 0), f(b, 1), f(c, 2)];

function normalized({ exact: [k, kx, kz], errors }: Values): Values {
  const c = k.div(kx.times(kz).sqrt());
  const relative = errors[1] / (2 * kx.toNumber()) + errors[2] / (2 * kz.toNumber()) + 8 * u;
  return {
    exact: [c, new D(1), new D(1)],
    errors: [errors[0] / Math.sqrt(kx.times(kz).toNumber()) + c.abs().toNumber() * relative, 0, 0],
  };
}

/** f of each value, and |f′| times the error with a few roundings of f itself. */
function mapped({ exact, errors }: Values, f: (value: Decimal) => Decimal, slope: (value: number) => number): Values {
  const images = each(exact, f);
  return {
    exact: images,
    errors: each(errors, (error, at) => Math.abs(slope(exact[at].toNumber())) * error + 8 * u * images[at].abs().toNumber()),
  };
}

function stepped(values: Values, { rule, number }: Step): Values {
  if (rule === "scale")
    return mapped(
      values,
      (k) => k.times(number).div(8),
      () => number / 8,
    );
  if (rule === "add")
    return mapped(
      values,
      (k) => k.plus(number / 4),
      () => 1,
    );
  if (rule === "power")
    return mapped(
      normalized(values),
      (k) => k.pow(number),
      (k) => number * k ** (number - 1),
    );
  if (rule === "normalize") return normalized(values);
  return mapped(
    normalized(values),
    (k) => k.times(number).div(8).exp(),
    (k) => (number / 8) * Math.exp((number / 8) * k),
  );
}

describe("random compositions of up to 40 levels, 200 of them", () => {
  it("gram, evaluate and both predicts are what 60 digits say, to rounding", () => {
    const z = X[1] as number[];
    const inner = (a: readonly number[], b: readonly number[]): Decimal =>
      a.reduce((sum, value, k) => sum.plus(new D(value).times(b[k] as number)), new D(0));
    fc.assert(
      fc.property(steps, (list) => {
        const kernel = built(list);
        const start: Values = { exact: [inner([2, 1], z), inner([2, 1], [2, 1]), inner(z, z)], errors: [0, 0, 0] };
        const { exact, errors } = list.reduce(stepped, start);
        const points = [[2, 1], z];
        const model = {
          ...modelOf(kernel),
          n: 2,
          points: { rows: 2, cols: 2, data: Float64Array.from(points.flat()) },
          coefficients: Float64Array.of(1, 0),
        };
        const values = [
          at(gram(kernel, points), 0, 1),
          evaluate(kernel, [2, 1], z),
          predict(model, points)[1] as number,
          serving.predict(model, points)[1] as number,
        ];
        for (const value of values) expect(Math.abs(exact[0].minus(value).toNumber())).toBeLessThanOrEqual(2 * errors[0]);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});

describe("the ends of the range within kernels within kernels", () => {
  const levels = 200;

  it("points of any size, normalised at every level: 2⁻ʲ cos + 1 − 2⁻ʲ", () => {
    for (const size of [2 ** -1000, 2 ** -600, 1, 2 ** 600, 2 ** 1000]) {
      const points = [
        [3 * size, 4 * size],
        [4 * size, 3 * size],
      ];
      const cosines = normalize(power(linear(), 1));
      const kernel = Array.from({ length: levels }).reduce<Kernel>((inner) => normalize(add(constant(1), inner)), cosines);
      const right = new D(24).div(25).minus(1).times(new D(2).pow(-levels)).plus(1).toNumber();
      const model = { ...modelOf(kernel), n: 2, coefficients: Float64Array.of(1, 0) };
      const fitted = { ...model, points: { rows: 2, cols: 2, data: Float64Array.from(points.flat()) } };
      for (const value of [
        at(gram(kernel, points), 0, 1),
        evaluate(kernel, points[0] as number[], points[1] as number[]),
        predict(fitted, points)[1] as number,
        serving.predict(fitted, points)[1] as number,
      ])
        expect(Math.abs(value - right)).toBeLessThanOrEqual(levels * 4 * 2 ** -53);
      expect(Array.from(gramDiagonal(kernel, points))).toEqual([1, 1]);
    }
  });

  it("a product that vanishes or overflows on the diagonal is not 0 or infinite when it is normalised", () => {
    for (const size of [2 ** -700, 2 ** 700]) {
      const kernel = normalize(add(constant(1), normalize(multiply(linear(), linear()))));
      const points = [
        [3 * size, 4 * size],
        [4 * size, 3 * size],
      ];
      expect(Array.from(gramDiagonal(kernel, points))).toEqual([1, 1]);
      // (1 + (24/25)²)/2
      const right = new D(24).div(25).pow(2).plus(1).div(2).toNumber();
      expect(Math.abs(at(gram(kernel, points), 0, 1) - right)).toBeLessThanOrEqual(8 * 2 ** -53);
    }
  });
});

describe("high powers", () => {
  const p = 2 ** 31 - 1;

  it("of one feature have one feature: the kernel's own value", () => {
    const kernel = power(linear(), p);
    const points = [1, -1, 0.5, 1 + 2 ** -31, -(1 - 2 ** -30), 0];
    const phi = featureMatrix(kernel, points);
    expect([phi.rows, phi.cols]).toEqual([6, 1]);
    points.forEach((x, i) => {
      const right = new Decimal(x).pow(p);
      // repeated squaring doubles the relative error at every step: p u in all
      expect(Math.abs(right.minus(at(phi, i, 0)).toNumber())).toBeLessThanOrEqual(p * 2 ** -53 * right.abs().toNumber());
    });
    const model = fit(
      kernelRidge({ kernel, lambda: 1, solver: "primal" }),
      [1, -1, 1, -1, 1, -1, 1, -1, 1, -1],
      [3, 1, 4, 1, 5, 9, 2, 6, 5, 3],
    );
    // w = Σ φy/(n + λ), φ = ±1
    expect(Math.abs((predict(model, [1])[0] as number) + 1 / 11)).toBeLessThanOrEqual(1e-15);
  });

  it("of 20,000 factors, and of features that are too many", () => {
    expect(at(featureMatrix(power(linear(), 20_000), [-1, 1]), 0, 0)).toBe(1);
    expectError("memory", () => featureMatrix(power(linear(), 30), X));
    expectError("memory", () => featureMatrix(power(linear(), p), X));
    const model = fit(kernelRidge({ kernel: power(rbf(), p), lambda: 1 }), X, [1, 2, 3]);
    expectRounded(predict(model, X)[0], 0.5, 64);
    expect(
      fit(
        kernelRidge({ kernel: power(linear(), 20_000), lambda: 1 }),
        [
          [0.5, 0.5],
          [0, 0.25],
        ],
        [1, 2],
      ).coefficients,
    ).toEqual(Float64Array.of(1, 2));
  });

  it("that come to 2³¹ or more together are refused", () => {
    expect(errorOf(() => evaluate(power(power(linear(), p), 2), [1], [1])).code).toBe("argument");
    expect(errorOf(() => evaluate(multiply(power(linear(), p), linear()), [1], [1])).code).toBe("argument");
  });
});
