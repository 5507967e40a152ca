import { describe, expect, it } from "vitest";
import * as mercer from "../../src/entries/index";
import { lstsq, pinv, pivotedCholesky, qr } from "../../src/entries/linalg";
import { startPool } from "../../src/entries/pool";
import { counterexample, kernelLaws } from "../../src/entries/testing";
import { describeValue } from "../../src/errors";
import { nearest } from "../../src/input";
import { expectError } from "../support/errors";

const { fit, kernelRidge, linear, rbf } = mercer;
const X = [[1], [2], [4]];
const y = [1, 2, 3];
const A = [
  [2, 0],
  [0, 3],
];
const kernel = rbf({ gamma: 1 });

/** Every place that reads options, with options that are right, and what they belong to. */
const PLACES: readonly (readonly [of: string, right: object, call: (options: object) => unknown])[] = [
  ["linear", { metric: A }, (o) => linear(o)],
  ["polynomial", { gamma: 1, degree: 2, coef0: 1 }, (o) => mercer.polynomial(o)],
  ["rbf", { sigma: 1 }, (o) => rbf(o)],
  ["laplacian", { gamma: 1 }, (o) => mercer.laplacian(o)],
  ["exponential", { lengthScale: 1 }, (o) => mercer.exponential(o as { lengthScale: number })],
  ["matern", { nu: 1.5, lengthScale: [1, 2] }, (o) => mercer.matern(o as { nu: 1.5; lengthScale: number })],
  ["rationalQuadratic", { alpha: 1, lengthScale: 1 }, (o) => mercer.rationalQuadratic(o as { alpha: number; lengthScale: number })],
  ["periodic", { period: 1, lengthScale: 1, metric: "per-feature" }, (o) => mercer.periodic(o as { period: number; lengthScale: number })],
  ["sigmoid", { gamma: 1, coef0: 0 }, (o) => mercer.sigmoid(o)],
  ["cosine", {}, (o) => mercer.cosine(o)],
  ["chi2", { gamma: 1 }, (o) => mercer.chi2(o)],
  ["additiveChi2", {}, (o) => mercer.additiveChi2(o)],
  ["allSubsets", {}, (o) => mercer.allSubsets(o)],
  ["anova", { degree: 2 }, (o) => mercer.anova(o as { degree: number })],
  ["precomputed", {}, (o) => mercer.precomputed(o)],
  ["custom", { psd: true }, (o) => mercer.custom(() => 1, o)],
  ["fromScikitLearn", { kernel: "rbf", gamma: 1, degree: 3, coef0: 1 }, (o) => mercer.fromScikitLearn(o)],
  ["constant", { kind: "constant", value: 1 }, (o) => mercer.describe(o as mercer.Kernel)],
  ["scaled", { kind: "scaled", factor: 1, kernel }, (o) => mercer.describe(o as mercer.Kernel)],
  ["sum", { kind: "sum", terms: [kernel] }, (o) => mercer.describe(o as mercer.Kernel)],
  ["kernelRidge", { kernel, lambda: [1], intercept: true, solver: "lu" }, (o) => kernelRidge(o as { kernel: mercer.Kernel })],
  [
    "kernelClassifier",
    { kernel, lambda: 1, loss: "hinge", intercept: true, tolerance: 1, classWeight: { a: 2 } },
    (o) => mercer.kernelClassifier(o as { kernel: mercer.Kernel }),
  ],
  [
    "supportVectorRegression",
    { kernel, lambda: 1, epsilon: 0, intercept: false, tolerance: 1 },
    (o) => mercer.supportVectorRegression(o as { kernel: mercer.Kernel }),
  ],
  ["leastSquares", { features: kernel, lambda: 1, intercept: true }, (o) => mercer.leastSquares(o)],
  [
    "kernelDescent",
    {
      kernel,
      iterations: 1,
      gradient: "euclidean",
      nullSpace: "keep",
      storage: "auto",
      loss: "huber",
      delta: 1,
      lambda: 0,
      step: 1,
      seed: 1,
    },
    (o) => mercer.kernelDescent(o as mercer.KernelDescentOptions),
  ],
  [
    "linearDescent",
    {
      features: linear(),
      iterations: 1,
      intercept: true,
      loss: "huber",
      tolerance: 0,
      discrepancy: 1,
      momentum: "nesterov",
      batch: "full",
    },
    (o) => mercer.linearDescent(o as mercer.LinearDescentOptions),
  ],
  [
    "momentum",
    { kind: "heavyBall", beta: 0.5, restart: false },
    (o) => mercer.kernelDescent({ kernel, iterations: 1, momentum: o as { kind: "heavyBall"; beta: number } }),
  ],
  ["record", { every: 1, coefficients: true }, (o) => mercer.kernelDescent({ kernel, iterations: 1, record: o as { every: number } })],
  [
    "validation",
    { X, y, patience: 1, every: 1 },
    (o) => fit(mercer.kernelDescent({ kernel, iterations: 1 }), X, y, { validation: o as mercer.ValidationOptions }),
  ],
  [
    "fit",
    { sampleWeight: 1, onProgress: () => undefined, signal: new AbortController().signal },
    (o) => fit(kernelRidge({ kernel }), X, y, o),
  ],
  ["spectralFilter", { step: 0.1, steps: 3 }, (o) => mercer.spectralFilter(kernel, X, y, o as { step: number; steps: number })],
  ["spectralFilter", { signal: new AbortController().signal }, (o) => mercer.spectralFilter(kernel, X, y, { step: 0.1, steps: 1 }, o)],
  ["diagnose", { onProgress: () => undefined }, (o) => mercer.diagnose(kernel, X, y, o)],
  ["lstsq", { tolerance: 0, refine: true }, (o) => lstsq(A, [1, 2], o)],
  ["pinv", { tolerance: 0 }, (o) => pinv(A, o)],
  ["qr", { pivoting: true }, (o) => qr(A, o)],
  ["pivotedCholesky", { rank: 1, tolerance: 0 }, (o) => pivotedCholesky(A, o)],
  ["kernelLaws", { features: [1], stationary: true, tolerance: 1e-8, seed: 2 }, (o) => kernelLaws(kernel, o)],
];

describe("options", () => {
  it.each(PLACES)("of %s: all that there are, and no other", (of, right, call) => {
    expect(() => call(right)).not.toThrow();
    expect(() => call(Object.assign(Object.create(null) as object, right))).not.toThrow();
    for (const name of ["zzz", "constructor", "toString", "__proto__", "kind"]) {
      if (name in right && Object.hasOwn(right, name)) continue;
      const wrong = Object.defineProperty({ ...right }, name, { value: "?", enumerable: true, configurable: true });
      const { message } = expectError("argument", () => call(wrong), { argument: name });
      expect(message).toContain(of);
    }
    for (const none of [null, 3, "x", [], new Map(), Float64Array.of(1), new Date(), Promise.resolve()]) {
      const error = expectAnyMercerError(() => call(none as unknown as object));
      expect(error.message, describeValue(none)).toMatch(/must be|is .* no kernel|is an? /);
    }
  });

  it("of startPool", async () => {
    await expect(startPool({ workers: 2 } as object)).rejects.toMatchObject({ code: "argument", argument: "workers" });
    await expect(startPool({ workers: 2 } as object)).rejects.toThrow("did you mean threads?");
    await expect(startPool(null as unknown as object)).rejects.toMatchObject({ code: "argument" });
  });

  it.each([
    [() => kernelRidge({ kernel, alpha: 0.1 } as { kernel: mercer.Kernel }), "unknown option alpha of kernelRidge; did you mean lambda?"],
    [() => kernelRidge({ kernel, C: 1 } as { kernel: mercer.Kernel }), "unknown option C of kernelRidge; did you mean lambda?"],
    [() => kernelRidge({ kernel, lamdba: 1 } as { kernel: mercer.Kernel }), "did you mean lambda?"],
    [() => kernelRidge({ kernel, regularization: 1 } as { kernel: mercer.Kernel }), "did you mean lambda?"],
    [() => kernelRidge({ kernel, fit_intercept: true } as { kernel: mercer.Kernel }), "did you mean intercept?"],
    [() => rbf({ length_scale: 1 } as object), "did you mean lengthScale?"],
    [() => rbf({ Gamma: 1 } as object), "did you mean gamma?"],
    [() => mercer.laplacian({ sigma: 1 } as object), "did you mean gamma?"],
    [() => mercer.sigmoid({ alpha: 1 } as object), "did you mean gamma?"],
    [() => mercer.polynomial({ constant: 1 } as object), "did you mean coef0?"],
    [() => mercer.kernelDescent({ kernel, max_iter: 1 } as unknown as mercer.KernelDescentOptions), "did you mean iterations?"],
    [() => mercer.kernelDescent({ kernel, iterations: 1, learningRate: 1 } as mercer.KernelDescentOptions), "did you mean step?"],
    [() => lstsq(A, [1, 2], { tol: 1 } as object), "did you mean tolerance?"],
    [() => fit(kernelRidge({ kernel }), X, y, { sample_weight: 1 } as object), "did you mean sampleWeight?"],
    [() => kernelRidge({ kernel, zzz: 1 } as { kernel: mercer.Kernel }), "the options are kernel, lambda, intercept, solver"],
  ])("the nearest known name is told: %s", (body, words) => {
    expect(expectError("argument", body).message).toContain(words);
  });

  it("names are found by spelling, by other libraries' names, by likeness, or not at all", () => {
    expect(nearest("LENGTH-SCALE", ["gamma", "lengthScale"])).toBe("lengthScale");
    expect(nearest("constructor", ["kernel", "lambda"])).toBeUndefined();
    expect(nearest("", ["kernel"])).toBeUndefined();
    expect(nearest("x".repeat(1e5), ["kernel"])).toBeUndefined();
  });

  it("are read from any object of options, and what all objects inherit is none of them", () => {
    class Options {
      kernel = kernel;
      lambda = 2;
    }
    expect(kernelRidge(new Options()).lambda).toBe(2);
    expect(kernelRidge(Object.create({ kernel, lambda: 3 }) as { kernel: mercer.Kernel }).lambda).toBe(3);
    expectError("argument", () => kernelRidge(Object.create({ kernel, alpha: 3 }) as { kernel: mercer.Kernel }), { argument: "alpha" });
    Object.defineProperty(Object.prototype, "polluted", { value: 1, enumerable: true, configurable: true, writable: true });
    try {
      expect(kernelRidge({ kernel }).lambda).toBe(1);
    } finally {
      Reflect.deleteProperty(Object.prototype, "polluted");
    }
  });
});

describe("plain data reads back, also by way of structuredClone and JSON:", () => {
  const { kernelClassifier, supportVectorRegression, leastSquares, kernelDescent, linearDescent } = mercer;
  const MAKERS = { kernelRidge, kernelClassifier, supportVectorRegression, leastSquares, kernelDescent, linearDescent };
  const estimators = [
    kernelRidge({ kernel, lambda: [1, 2] }),
    mercer.kernelClassifier({ kernel, loss: "logistic", classWeight: { a: 2 } }),
    mercer.supportVectorRegression({ kernel }),
    mercer.leastSquares({ features: mercer.polynomial({ degree: 2 }), lambda: 1 }),
    mercer.kernelDescent({ kernel, iterations: 2, momentum: "nesterov", record: { every: 1 }, discrepancy: 1 }),
    mercer.linearDescent({ iterations: 2, momentum: { kind: "heavyBall", beta: 0.5, restart: false } }),
  ] as const;

  it.each(estimators)("$kind", (estimator) => {
    const make = MAKERS[estimator.kind] as (options: object) => unknown;
    for (const copy of [estimator, structuredClone(estimator), JSON.parse(JSON.stringify(estimator)) as object]) {
      expect(make(copy)).toEqual(estimator);
    }
    expectError("argument", () => make({ ...estimator, kind: "other" }), { argument: "kind" });
  });

  it("a kernel in one of its spellings, and with a field that it does not have", () => {
    expect(mercer.canonical({ kind: "rbf", sigma: 2 } as mercer.Kernel)).toEqual(rbf({ gamma: 0.25 }));
    expectError("argument", () => mercer.describe({ kind: "laplacian", sigma: 2 } as mercer.Kernel), { argument: "sigma" });
    expectError("argument", () => mercer.gram({ kind: "white", value: 2 } as mercer.Kernel, X), { argument: "value" });
  });
});

it("options are never modified", () => {
  const options = Object.freeze({ kernel: Object.freeze({ kind: "rbf", gamma: 1 }), lambda: Object.freeze([1, 2]) });
  expect(kernelRidge(options).lambda).toEqual([1, 2]);
  const watching = Object.freeze({ sampleWeight: Object.freeze([1, 2, 1]) });
  expect(() => fit(kernelRidge({ kernel }), Object.freeze(X.map((row) => Object.freeze(row))), Object.freeze(y), watching)).not.toThrow();
});

it("a counterexample needs a number of features", () => {
  expectError("argument", () => counterexample(kernel, 0));
  expectError("argument", () => counterexample(kernel, "1" as unknown as number));
});

function expectAnyMercerError(body: () => unknown): mercer.MercerError {
  try {
    body();
  } catch (error) {
    if (mercer.isMercerError(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
