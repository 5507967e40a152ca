import { describe, expect, it } from "vitest";
import {
  add,
  fit,
  fromJSON,
  gram,
  huber,
  type KernelModel,
  kernelClassifier,
  kernelDescent,
  kernelNewton,
  kernelRidge,
  type Loss,
  laplacian,
  linear,
  type Matrix,
  precomputed,
  predict,
  rbf,
  toJSON,
  white,
} from "../../src/entries/index";
import { predict as serve, fromJSON as served } from "../../src/entries/predict";
import { times } from "../support/dense";
import { expectError } from "../support/errors";
import { randomMatrix, randomVector } from "../support/random";

const n = 40;
const X = randomMatrix(1, n, 2);
const kernel = rbf({ gamma: 0.8 });
const K = gram(kernel, X);
const smooth = Array.from(
  X.data.filter((_, at) => at % 2 === 0),
  (x) => 1 + Math.sin(2 * x),
);
const noise = randomVector(3, n, 1);
const counts = smooth.map((rate, i) => Math.max(0, Math.round(Math.exp(rate) + 2 * (noise[i] as number))));
const numbers = smooth.map((value, i) => value + (i % 7 === 0 ? 20 : (noise[i] as number)));
const labels = smooth.map((value, i) => (value + (noise[i] as number) > 1 ? 1 : -1));
const weights = noise.map((value) => 0.5 + value * value);

interface Case {
  readonly loss: Extract<Loss, { kind: "poisson" | "logistic" | "huber" | "squaredHinge" | "squared" }>;
  readonly y: readonly number[];
  /** L, L′ and inf L as the books have them. */
  readonly value: (h: number, y: number) => number;
  readonly slope: (h: number, y: number) => number;
  readonly least: (y: number) => number;
}

const CASES: readonly Case[] = [
  {
    loss: { kind: "poisson" },
    y: counts,
    value: (h, y) => Math.exp(h) - y * h,
    slope: (h, y) => Math.exp(h) - y,
    least: (y) => (y === 0 ? 0 : y - y * Math.log(y)),
  },
  {
    loss: { kind: "logistic" },
    y: labels,
    value: (h, y) => Math.log1p(Math.exp(-y * h)),
    slope: (h, y) => -y / (1 + Math.exp(y * h)),
    least: () => 0,
  },
  {
    loss: { kind: "huber", delta: 0.8 },
    y: numbers,
    value: (h, y) => (Math.abs(h - y) < 0.8 ? (h - y) ** 2 : 1.6 * Math.abs(h - y) - 0.64),
    slope: (h, y) => Math.max(-1.6, Math.min(1.6, 2 * (h - y))),
    least: () => 0,
  },
  {
    loss: { kind: "squaredHinge" },
    y: labels,
    value: (h, y) => Math.max(0, 1 - y * h) ** 2,
    slope: (h, y) => -2 * y * Math.max(0, 1 - y * h),
    least: () => 0,
  },
  { loss: { kind: "squared" }, y: numbers, value: (h, y) => (h - y) ** 2, slope: (h, y) => 2 * (h - y), least: () => 0 },
];

/** J, counted from Σ w inf L, and its gap λ eᵀKe, e = α + wL′/(2λ), by the definitions. */
function judge({ y, value, slope, least }: Case, model: KernelModel<Float64Array>, lambda: number, w: ArrayLike<number>) {
  const h = times(K, model.coefficients).map((x) => x + model.intercept);
  const sum = (term: (i: number) => number): number => y.reduce((total, _, i) => total + (w[i] as number) * term(i), 0);
  const loss = sum((i) => value(h[i] as number, y[i] as number));
  const r = h.map((x, i) => (w[i] as number) * slope(x, y[i] as number));
  const e = model.coefficients.map((a, i) => a + (r[i] as number) / (2 * lambda));
  const Ke = times(K, e);
  const ridge = lambda * model.coefficients.reduce((total, a, i) => total + a * ((h[i] as number) - model.intercept), 0);
  return {
    loss,
    J: loss - sum((i) => least(y[i] as number)) + ridge,
    gap: lambda * e.reduce((total, x, i) => total + x * (Ke[i] as number), 0),
    tilt: r.reduce((a, b) => a + b, 0),
  };
}

describe.each(CASES)("$loss.kind", (example) => {
  const { loss, y } = example;

  it.each([
    [1, false, false],
    [1e-2, true, false],
    [1e-4, false, true],
    [1e-2, true, true],
  ])(
    "λ = %d, intercept %s, weights %s: the optimum by its conditions, and the gap is what it is said to be",
    (lambda, intercept, weighted) => {
      const w = weighted ? weights : new Float64Array(n).fill(1);
      const model = fit(kernelNewton({ kernel, loss, lambda, intercept }), X, y, weighted ? { sampleWeight: weights } : {});
      const { J, gap, tilt, loss: sum } = judge(example, model, lambda, w);
      const reported = model.report.gap?.[0] as number;
      expect(model.report.warnings).toEqual([]);
      expect(reported).toBeLessThanOrEqual(1e-10);
      // what is proven is no less than what is seen, to the rounding of the eye
      expect(gap / J).toBeLessThanOrEqual(reported + 1e-13);
      if (intercept) expect(Math.abs(tilt)).toBeLessThan(1e-9 * n * Math.max(...y.map(Math.abs)));
      expect(Math.abs((model.report.trainingLoss[0] as number) - sum)).toBeLessThan(1e-11 * (1 + Math.abs(sum) + n));
      expect(model.report.solver).toBe("newton");
      expect(model.report.iterations).toBeLessThan(30);
    },
  );

  it("no step of any coefficient lowers J by more than the gap", () => {
    const lambda = 0.05;
    const w = new Float64Array(n).fill(1);
    const model = fit(kernelNewton({ kernel, loss, lambda, tolerance: 1e-3 }), X, y);
    const exact = fit(kernelNewton({ kernel, loss, lambda, tolerance: 1e-13 }), X, y);
    const [J, least] = [judge(example, model, lambda, w).J, judge(example, exact, lambda, w).J];
    const gap = model.report.gap?.[0] as number;
    expect(J - least).toBeLessThanOrEqual(gap * J * (1 + 1e-9) + 1e-12 * J);
    expect(J - least).toBeGreaterThanOrEqual(-1e-12 * J);
    // and the error bound covers every prediction, k(z, z) being 1
    const Z = randomMatrix(9, 30, 2);
    const bound = model.report.errorBound as number;
    const [near, best] = [predict(model, Z), predict(exact, Z)];
    near.forEach((h, i) => {
      expect(Math.abs(h - (best[i] as number))).toBeLessThanOrEqual(bound + (exact.report.errorBound as number));
    });
    expect(exact.report.errorBound).toBeLessThan(1e-4);
  });

  it("a weight of 2 is a point that stands twice, one of 0 a point that is not there", () => {
    const sampleWeight = Array.from({ length: n }, (_, i) => i % 3);
    const rows = sampleWeight.flatMap((times, i) => Array<number>(times).fill(i));
    const twice = {
      rows: rows.length,
      cols: 2,
      data: Float64Array.from(rows.flatMap((i) => Array.from(X.data.subarray(2 * i, 2 * i + 2)))),
    };
    const estimator = kernelNewton({ kernel, loss, lambda: 0.1, intercept: true, tolerance: 1e-13 });
    const weighted = fit(estimator, X, y, { sampleWeight });
    const repeated = fit(
      estimator,
      twice,
      rows.map((i) => y[i] as number),
    );
    const Z = randomMatrix(8, 20, 2);
    const expected = predict(repeated, Z);
    predict(weighted, Z).forEach((h, i) => {
      expect(Math.abs(h - (expected[i] as number))).toBeLessThan(1e-5);
    });
    expect(
      Array.from(weighted.coefficients)
        .filter((_, i) => i % 3 === 0)
        .every((a) => a === 0),
    ).toBe(true);
  });
});

describe("Poisson regression", () => {
  it("is the generalised linear model of the books: Dobson's counts, λ next to 0", () => {
    // A. J. Dobson, An Introduction to Statistical Modelling (1990), p. 93; the coefficients are those of R's example(glm)
    const y = [18, 17, 15, 20, 10, 20, 25, 13, 12];
    const design = y.map((_, i) => [i % 3 === 1 ? 1 : 0, i % 3 === 2 ? 1 : 0, i >= 3 && i < 6 ? 1 : 0, i >= 6 ? 1 : 0]);
    const model = fit(kernelNewton({ kernel: linear(), loss: "poisson", lambda: 1e-6, intercept: true, tolerance: 1e-15 }), design, y);
    const w = [0, 1, 2, 3].map((k) => model.coefficients.reduce((sum, a, i) => sum + a * ((design[i] as number[])[k] as number), 0));
    const expected = [3.0445224377, -0.4542552722, -0.292987124, 0, 0];
    [model.intercept, ...w].forEach((value, k) => {
      expect(Math.abs(value - (expected[k] as number))).toBeLessThan(1e-6);
    });
  });

  it("predicts the logarithm of the rate, whose mean over the points is that of the counts", () => {
    const model = fit(kernelNewton({ kernel, loss: "poisson", lambda: 0.1, intercept: true }), X, counts);
    const rates = predict(model, X).map(Math.exp);
    const total = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);
    expect(Math.abs(total(rates) - total(counts))).toBeLessThan(1e-8 * total(counts));
  });

  it("comes to the optimum from counts of many sizes, with and without intercept", () => {
    const wild = counts.map((c, i) => (i % 5 === 0 ? 0 : c * 10 ** (i % 7)));
    for (const intercept of [true, false]) {
      for (const lambda of [10, 0.1, 1e-3]) {
        const { report } = fit(kernelNewton({ kernel: laplacian({ gamma: 3 }), loss: "poisson", lambda, intercept }), X, wild);
        expect(report.warnings).toEqual([]);
        expect(report.gap?.[0]).toBeLessThanOrEqual(1e-10);
        expect(report.iterations).toBeLessThan(60);
      }
    }
  });

  it("counts that are all 0 have a rate next to 0", () => {
    const model = fit(kernelNewton({ kernel, loss: "poisson", intercept: true }), X, new Float64Array(n));
    expect(Math.max(...predict(model, X).map(Math.exp))).toBeLessThan(1e-9);
  });

  it("descent with a step of one's own goes to the same optimum", () => {
    const lambda = 0.5;
    const exact = fit(kernelNewton({ kernel, loss: "poisson", lambda, tolerance: 1e-15 }), X, counts);
    const model = fit(kernelDescent({ kernel, loss: "poisson", lambda, step: 2e-3, iterations: 20_000 }), X, counts);
    expect(model.report.reason).toContain("step as given");
    model.coefficients.forEach((a, i) => {
      expect(Math.abs(a - (exact.coefficients[i] as number))).toBeLessThan(1e-6);
    });
    const far = kernelDescent({ kernel, loss: "poisson", lambda, step: 10, iterations: 100 });
    expect(expectError("diverged", () => fit(far, X, counts), { largestStep: 0 }).message).toContain("kernelNewton");
  });
});

describe("equivalences", () => {
  it("logistic: the coefficients of the classifier, bit for bit", () => {
    const options = { kernel, loss: "logistic" as const, lambda: 0.02, intercept: true };
    const model = fit(kernelNewton(options), X, labels);
    const classifier = fit(kernelClassifier(options), X, labels);
    expect(model.coefficients).toEqual(classifier.coefficients);
    expect(model.report.gap).toEqual(classifier.report.gap);
  });

  it("squared: kernel ridge regression", () => {
    const model = fit(kernelNewton({ kernel, loss: "squared", lambda: 0.3, intercept: true }), X, numbers);
    const ridge = fit(kernelRidge({ kernel, lambda: 0.3, intercept: true }), X, numbers);
    model.coefficients.forEach((a, i) => {
      expect(Math.abs(a - (ridge.coefficients[i] as number))).toBeLessThan(1e-11 * 20);
    });
    expect(model.report.iterations).toBeLessThanOrEqual(2);
  });

  it("Huber: what descent comes to", () => {
    const kernel = laplacian({ gamma: 3 });
    const loss = huber({ delta: 0.8 });
    const model = fit(kernelNewton({ kernel, loss, lambda: 0.3 }), X, numbers);
    const descent = fit(kernelDescent({ kernel, loss, lambda: 0.3, iterations: 1e5, tolerance: 1e-12 }), X, numbers);
    model.coefficients.forEach((a, i) => {
      expect(Math.abs(a - (descent.coefficients[i] as number))).toBeLessThan(1e-9);
    });
  });

  it("several targets are as many fits", () => {
    const Y: Matrix = { rows: n, cols: 2, data: Float64Array.from(counts.flatMap((c, i) => [c, counts[n - 1 - i] as number])) };
    const estimator = kernelNewton({ kernel, loss: "poisson", lambda: 0.1, intercept: true });
    const both = fit(estimator, X, Y);
    const one = fit(estimator, X, counts.slice().reverse());
    expect(both.coefficients.data.filter((_, at) => at % 2 === 1)).toEqual(one.coefficients);
    expect(both.intercept[1]).toBe(one.intercept);
    expect(both.report.gap?.[1]).toBe(one.report.gap?.[0]);
  });

  it("a precomputed K, and JSON, and predictions without the core", () => {
    const estimator = kernelNewton({ kernel, loss: "poisson", lambda: 0.1 });
    const model = fit(estimator, X, counts);
    const given = fit(kernelNewton({ kernel: precomputed(), loss: "poisson", lambda: 0.1 }), K, counts);
    expect(given.coefficients).toEqual(model.coefficients);
    const text = JSON.stringify(toJSON(model));
    const Z = randomMatrix(7, 9, 2);
    expect(predict(fromJSON(JSON.parse(text)) as KernelModel<Float64Array>, Z)).toEqual(predict(model, Z));
    expect(serve(served(JSON.parse(text)) as KernelModel<Float64Array>, Z)).toEqual(predict(model, Z));
    expect(fit(JSON.parse(JSON.stringify(estimator)) as typeof estimator, X, counts).coefficients).toEqual(model.coefficients);
  });

  it("white noise is in K, and not in the loss reported", () => {
    const model = fit(kernelNewton({ kernel: add(kernel, white(0.5)), loss: "poisson", lambda: 0.1 }), X, counts);
    const h = predict(model, X);
    const loss = counts.reduce((sum, y, i) => sum + Math.exp(h[i] as number) - y * (h[i] as number), 0);
    expect(Math.abs((model.report.trainingLoss[0] as number) - loss)).toBeLessThan(1e-10 * (n + Math.abs(loss)));
  });
});

describe("nothing silent", () => {
  it("a K that is not semi-definite has no proof, or no step", () => {
    const wrong = { ...K, data: K.data.map((value) => value - 2) };
    expectError("not-positive-definite", () => fit(kernelNewton({ kernel: precomputed(), loss: "poisson", lambda: 1e-6 }), wrong, counts), {
      argument: "lambda",
    });
    const { report } = fit(kernelNewton({ kernel: precomputed(), loss: "poisson", lambda: 1e4 }), wrong, counts);
    expect(report.gap).toEqual([Infinity]);
    expect(report.warnings[0]).toContain("eigenvalue");
  });

  it("targets whose squares overflow", () => {
    expectError("not-finite", () =>
      fit(
        kernelNewton({ kernel, loss: "squared" }),
        X,
        numbers.map((value) => 1e200 * value),
      ),
    );
  });

  it("options of descent", () => {
    expectError("argument", () => fit(kernelNewton({ kernel, loss: "huber" }), X, numbers, { validation: { X, y: numbers } }), {
      argument: "validation",
    });
  });

  it.each([
    ["lambda", { lambda: 0 }],
    ["tolerance", { tolerance: 0 }],
    ["intercept", { intercept: 1 as unknown as boolean }],
    ["step", { step: 1 } as object],
  ])("a bad %s", (argument, options) => {
    expectError("argument", () => kernelNewton({ kernel, loss: "huber", ...options }), { argument });
  });
});
