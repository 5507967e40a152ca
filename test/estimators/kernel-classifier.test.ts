import { describe, expect, it } from "vitest";
import {
  add,
  type ClassifierModel,
  classify,
  decision,
  fit,
  gram,
  type Kernel,
  kernelClassifier,
  kernelDescent,
  kernelRidge,
  linear,
  type Matrix,
  matern,
  matrix,
  precomputed,
  predict,
  rbf,
  sigmoid,
  white,
} from "../../src/entries/index";
import { expectError } from "../support/errors";
import { random } from "../support/generator";
import { ROUNDOFF } from "../support/precision";

interface Cloud {
  readonly X: Matrix;
  readonly labels: ("in" | "left" | "right")[];
}

/** Points of a square: those near the middle, and those to the left and right of it, some of them with a label at random. */
function cloud(seed: number, n: number): Cloud {
  const next = random(seed).uniform;
  const data = Float64Array.from({ length: 2 * n }, () => 2 * next() - 1);
  const labels = Array.from({ length: n }, (_, i) => {
    const [a, b] = [data[2 * i] as number, data[2 * i + 1] as number];
    if (next() < 0.1) return (["in", "left", "right"] as const)[Math.floor(3 * next())] as "in";
    return a * a + b * b < 0.4 ? "in" : a < 0 ? "left" : "right";
  });
  return { X: matrix(data, n, 2), labels };
}

const { X, labels } = cloud(1, 60);
const inside = labels.map((label) => label === "in");
const Z = cloud(2, 25).X;
const kernel = rbf({ gamma: 2 });

const rows = (values: Float64Array | Matrix): number[] => Array.from(values instanceof Float64Array ? values : values.data);
const largest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const pick = <T>(values: readonly T[], order: readonly number[]): T[] => order.map((i) => values[i] as T);
const pickRows = (m: Matrix, order: readonly number[]): Matrix => ({
  rows: order.length,
  cols: m.cols,
  data: Float64Array.from(order.flatMap((i) => Array.from(m.data.subarray(i * m.cols, (i + 1) * m.cols)))),
});

/** J and the slopes r of the logistic loss of one column, by the formulas of the books and the host's own functions. */
function logisticObjective(
  K: Matrix,
  signs: readonly number[],
  weights: readonly number[],
  alpha: readonly number[],
  b: number,
  lambda: number,
): { readonly J: number; readonly r: number[] } {
  const h = signs.map((_, i) => alpha.reduce((sum, a, j) => sum + a * (K.data[i * K.cols + j] as number), 0));
  const margins = h.map((value, i) => (signs[i] as number) * (value + b));
  const loss = margins.reduce((sum, m, i) => sum + (weights[i] as number) * (Math.max(0, -m) + Math.log1p(Math.exp(-Math.abs(m)))), 0);
  const r = margins.map((m, i) => (-(weights[i] as number) * (signs[i] as number)) / (1 + Math.exp(m)));
  return { J: loss + lambda * alpha.reduce((sum, a, i) => sum + a * (h[i] as number), 0), r };
}

const signs = inside.map((yes) => (yes ? 1 : -1));
const ones = signs.map(() => 1);

describe("the squared loss", () => {
  it("is kernel ridge regression on ±1, bit for bit", () => {
    const Y = matrix(
      labels.flatMap((label) => ["in", "left", "right"].map((c) => (c === label ? 1 : -1))),
      60,
      3,
    );
    for (const intercept of [false, true]) {
      const model = fit(kernelClassifier({ kernel, lambda: 0.2, intercept }), X, labels);
      const ridge = fit(kernelRidge({ kernel, lambda: 0.2, intercept }), X, Y);
      expect(model.classes).toEqual(["in", "left", "right"]);
      expect(model.coefficients).toEqual(ridge.coefficients);
      expect(model.intercept).toEqual(ridge.intercept);
      expect(decision(model, Z)).toEqual(predict(ridge, Z));
      expect(model.report.reason).toBe(ridge.report.reason);
    }
  });

  it("has one column for two classes, positive for the second", () => {
    const model = fit(kernelClassifier({ kernel, lambda: 0.2 }), X, inside);
    const ridge = fit(kernelRidge({ kernel, lambda: 0.2 }), X, signs);
    expect(model.classes).toEqual([false, true]);
    expect(model.coefficients).toEqual(ridge.coefficients);
    expect(decision(model, Z)).toEqual(predict(ridge, Z));
  });

  it("takes λ = 0 and says that the fit is of least norm where K is singular", () => {
    const model = fit(kernelClassifier({ kernel: linear(), lambda: 0 }), X, inside);
    expect(model.report.rank).toBe(2);
  });
});

describe("the logistic loss", () => {
  const kernels: readonly (readonly [string, Kernel])[] = [
    ["Gaussian", kernel],
    ["linear, of rank 2", linear()],
    ["Matérn", matern({ nu: 1.5, lengthScale: 0.7 })],
  ];

  it.each(
    kernels.flatMap(([name, k]) =>
      [1e-4, 0.3, 100].flatMap((lambda) => [false, true].map((intercept) => [name, lambda, intercept, k] as const)),
    ),
  )("%s, λ = %d, intercept %s: the gradient vanishes, and the gap bounds what is left", (_, lambda, intercept, k) => {
    const estimator = { kernel: k, lambda, intercept, loss: "logistic" as const };
    const K = gram(k, X);
    const tight = fit(kernelClassifier({ ...estimator, tolerance: 1e-14 }), X, inside);
    const alpha = rows(tight.coefficients);
    const { J, r } = logisticObjective(K, signs, ones, alpha, tight.intercept as number, lambda);
    // K(r + 2λα), the gradient in α; each element carries the rounding of 60 products
    const gradient = alpha.map((_, i) =>
      alpha.reduce((sum, a, j) => sum + (K.data[i * 60 + j] as number) * ((r[j] as number) + 2 * lambda * a), 0),
    );
    expect(largest(gradient)).toBeLessThan(1e-5 * Math.sqrt(lambda));
    // Σr: of r_i, whose slope in h_i is at most ¼, as h_i carries the rounding of 60 products, and of the sum
    const sizes = alpha.reduce((sum, a, j) => sum + K.data.reduce((column, k, at) => column + (at % 60 === j ? Math.abs(a * k) : 0), 0), 0);
    const slopes = r.reduce((sum, value) => sum + Math.abs(value), 0);
    const rounding = 64 * ROUNDOFF * (sizes / 4 + slopes);
    if (intercept) expect(Math.abs(r.reduce((sum, value) => sum + value, 0))).toBeLessThanOrEqual(rounding);
    expect(tight.report.trainingLoss[0]).toBeCloseTo(
      J - lambda * alpha.reduce((sum, a, i) => sum + a * (predictionsOf(tight, X)[i] as number), 0),
      8,
    );

    for (const tolerance of [0.1, 1e-3, 1e-6]) {
      const loose = fit(kernelClassifier({ ...estimator, tolerance }), X, inside);
      const [gap] = loose.report.gap as [number];
      expect(gap).toBeLessThanOrEqual(tolerance);
      const above = logisticObjective(K, signs, ones, rows(loose.coefficients), loose.intercept as number, lambda).J;
      expect(above - J).toBeLessThanOrEqual(gap * above + 1e-13 * J);
    }
  });

  /** h without b. */
  const predictionsOf = (model: ClassifierModel, points: Matrix): Float64Array =>
    (decision(model, points) as Float64Array).map((value) => value - (model.intercept as number));

  it("has the fixed point of descent", () => {
    const newton = fit(kernelClassifier({ kernel, lambda: 0.5, loss: "logistic", tolerance: 1e-15 }), X, inside);
    const descent = fit(kernelDescent({ kernel, lambda: 0.5, loss: "logistic", iterations: 3000 }), X, signs);
    const difference = rows(decision(newton, Z)).map((value, i) => value - (predict(descent, Z)[i] as number));
    expect(largest(difference)).toBeLessThan(1e-9);
  });

  it("sees a weight of 2 as a point given twice, and a weight of 0 as none", () => {
    for (const intercept of [false, true]) {
      const estimator = kernelClassifier({ kernel, lambda: 0.1, loss: "logistic", intercept, tolerance: 1e-15 });
      const weights = labels.map((_, i) => i % 3);
      const repeated = weights.flatMap((w, i) => Array.from({ length: w }, () => i));
      const weighted = fit(estimator, X, inside, { sampleWeight: weights });
      const written = fit(estimator, pickRows(X, repeated), pick(inside, repeated));
      expect(rows(weighted.coefficients).filter((_, i) => weights[i] === 0)).toEqual(new Array(20).fill(0));
      const difference = rows(decision(weighted, Z)).map((value, i) => value - (rows(decision(written, Z))[i] as number));
      expect(largest(difference)).toBeLessThan(1e-8);
    }
  });

  it("changes sign with the classes, and is blind to the order of the points and the names of the classes", () => {
    const estimator = kernelClassifier({ kernel, lambda: 0.1, loss: "logistic", intercept: true, tolerance: 1e-15 });
    const model = fit(estimator, X, inside);
    const swapped = fit(
      estimator,
      X,
      inside.map((yes) => !yes),
    );
    expect(rows(decision(swapped, Z))).toEqual(rows(decision(model, Z)).map((value) => -value));
    const order = labels.map((_, i) => (7 * i) % 60);
    const shuffled = fit(estimator, pickRows(X, order), pick(inside, order));
    expect(largest(rows(decision(shuffled, Z)).map((value, i) => value - (rows(decision(model, Z))[i] as number)))).toBeLessThan(1e-9);
    const renamed = fit(
      estimator,
      X,
      inside.map((yes) => (yes ? 7 : -3)),
    );
    expect(renamed.classes).toEqual([-3, 7]);
    expect(renamed.coefficients).toEqual(model.coefficients);
  });

  it("keeps white noise out of the predictions and of the training loss", () => {
    const noisy = fit(kernelClassifier({ kernel: add(kernel, white(0.5)), lambda: 0.1, loss: "logistic" }), X, inside);
    const h = rows(decision(noisy, X));
    const loss = h.reduce((sum, value, i) => sum + Math.log1p(Math.exp(-(signs[i] as number) * value)), 0);
    expect(noisy.report.trainingLoss[0]).toBeCloseTo(loss, 10);
  });

  it("takes a Gram matrix for a precomputed kernel", () => {
    const estimator = { lambda: 0.1, loss: "logistic" as const, intercept: true };
    const given = fit(kernelClassifier({ kernel: precomputed(), ...estimator }), gram(kernel, X), labels);
    const computed = fit(kernelClassifier({ kernel, ...estimator }), X, labels);
    expect(given.coefficients).toEqual(computed.coefficients);
    expect(classify(given, gram(kernel, Z, X))).toEqual(classify(computed, Z));
  });

  it("says when the gap did not come down, and refuses an indefinite K", () => {
    const { report } = fit(kernelClassifier({ kernel, lambda: 1e-20, loss: "logistic" }), X, inside);
    // the rounding of K alone, with α of such a size, changes J by more than J
    expect(report.gap).toEqual([null]);
    expect(report.warnings).toHaveLength(1);
    expect(report.warnings[0]).toContain("no gap can be proven");
    const indefinite = kernelClassifier({ kernel: sigmoid({ gamma: 3, coef0: -1 }), lambda: 1e-3, loss: "logistic" });
    expectError("not-positive-definite", () => fit(indefinite, X, inside));
    expect(fit(kernelClassifier({ kernel, loss: "logistic" }), X, inside).report.warnings).toEqual([]);
  });

  it("reports its progress and can be aborted", () => {
    const estimator = kernelClassifier({ kernel, loss: "logistic" });
    const signal = AbortSignal.abort();
    expectError("aborted", () => fit(estimator, X, inside, { signal }), { name: "AbortError" });
  });
});

describe("the hinge", () => {
  it("has the objective of descent, and zeros for the points beyond the margin", () => {
    const estimator = { kernel, lambda: 0.3, loss: "hinge" as const };
    const exact = fit(kernelClassifier({ ...estimator, tolerance: 1e-9 }), X, inside);
    const descent = fit(kernelDescent({ ...estimator, iterations: 20000 }), X, signs);
    const objective = (coefficients: Float64Array, h: Float64Array) =>
      h.reduce((sum, value, i) => sum + Math.max(0, 1 - (signs[i] as number) * value) + 0.3 * (coefficients[i] as number) * value, 0);
    const least = objective(exact.coefficients as Float64Array, decision(exact, X) as Float64Array);
    const reached = objective(descent.coefficients, predict(descent, X));
    expect(reached).toBeGreaterThanOrEqual(least * (1 - 1e-9));
    expect(reached).toBeLessThan(least * (1 + 1e-2));
    const h = decision(exact, X) as Float64Array;
    const beyond = signs.map((y, i) => y * (h[i] as number) > 1 + 1e-6);
    expect(beyond.filter(Boolean).length).toBeGreaterThan(0);
    expect(rows(exact.coefficients).filter((_, i) => beyond[i])).toEqual(beyond.filter(Boolean).map(() => 0));
  });

  it("takes several classes, one against the others", () => {
    const model = fit(kernelClassifier({ kernel, lambda: 0.1, loss: "hinge", intercept: true }), X, labels);
    const one = fit(kernelClassifier({ kernel, lambda: 0.1, loss: "hinge", intercept: true }), X, inside);
    const first = rows(model.coefficients).filter((_, at) => at % 3 === 0);
    expect(first).toEqual(rows(one.coefficients));
    expect(model.report.gap).toHaveLength(3);
    expect(model.report.solver).toBe("smo");
  });
});

describe("the tolerance unless given", () => {
  it.each([
    ["logistic", 1e-10],
    ["softmax", 1e-8],
    ["hinge", 1e-3],
  ] as const)("%s: %d", (loss, tolerance) => {
    expect(kernelClassifier({ kernel, loss }).tolerance).toBe(tolerance);
  });
});

describe("class weights", () => {
  it("are factors of the sample weights", () => {
    for (const loss of ["squared", "logistic"] as const) {
      const sampleWeight = labels.map((_, i) => 1 + (i % 2));
      const named = fit(kernelClassifier({ kernel, loss, classWeight: { in: 3 } }), X, labels, { sampleWeight });
      const byHand = labels.map((label, i) => (sampleWeight[i] as number) * (label === "in" ? 3 : 1));
      expect(named.coefficients).toEqual(fit(kernelClassifier({ kernel, loss }), X, labels, { sampleWeight: byHand }).coefficients);
    }
  });

  it('"balanced" gives every class the same total', () => {
    const balanced = fit(kernelClassifier({ kernel, classWeight: "balanced" }), X, inside);
    const count = inside.filter(Boolean).length;
    const byHand = inside.map((yes) => 60 / (2 * (yes ? count : 60 - count)));
    expect(balanced.coefficients).toEqual(fit(kernelClassifier({ kernel }), X, inside, { sampleWeight: byHand }).coefficients);
  });
});

describe("labels", () => {
  it.each([
    ["strings", ["b", "a", "b"], ["a", "b"]],
    ["numbers, by size", [10, 9, -1], [-1, 9, 10]],
    ["booleans", [true, false, true], [false, true]],
    ["a typed array", Int8Array.of(3, 1, 2), [1, 2, 3]],
    ["one that is named like a property", ["constructor", "__proto__", "a"], ["__proto__", "a", "constructor"]],
  ])("of %s", (_, given: ArrayLike<string | number | boolean>, classes) => {
    const points = [[0], [1], [2]];
    const model = fit(kernelClassifier({ kernel, lambda: 1e-3 }), points, given);
    expect(model.classes).toEqual(classes);
    expect(classify(model, points)).toEqual(Array.from(given));
  });

  it("are refused, with their place, when they are no labels", () => {
    const estimator = kernelClassifier({ kernel });
    const points = [[0], [1], [2]];
    const bad = (given: unknown) => () => fit(estimator, points, given as string[]);
    expectError("argument", bad(["a", 1, "b"]), { argument: "y", row: 1, value: 1 });
    expectError("argument", bad(["a", null, "b"]), { argument: "y", row: 1 });
    expectError("argument", bad([[1], [2], [3]]), { argument: "y", row: 0 });
    expectError("not-finite", bad([1, 2, Number.NaN]), { argument: "y", row: 2 });
    expectError("argument", bad(["a", "a", "a"]), { argument: "y", value: "a" });
    expectError("argument", bad("abc"), { argument: "y" });
    expectError("argument", bad(undefined), { argument: "y" });
    expectError("shape", bad([]), { argument: "y" });
    expectError("shape", bad(["a", "b"]), { argument: "y" });
  });
});

describe("kernelClassifier refuses", () => {
  it.each([
    ["lambda", { lambda: -1 }],
    ["lambda", { lambda: 0, loss: "logistic" }],
    ["loss", { loss: "cubic" }],
    ["intercept", { intercept: 1 }],
    ["tolerance", { tolerance: 0 }],
    ["classWeight", { classWeight: "even" }],
    ["classWeight of a", { classWeight: { a: 0 } }],
    ["classWeight", { classWeight: null }],
  ])("%s: %j", (argument, options) => {
    expectError("argument", () => kernelClassifier({ kernel, ...options } as Parameters<typeof kernelClassifier>[0]), { argument });
  });

  it("weights that leave a class out, and factors of classes that do not occur", () => {
    const points = [[0], [1], [2]];
    const given = ["a", "b", "b"];
    expectError("argument", () => fit(kernelClassifier({ kernel }), points, given, { sampleWeight: [0, 1, 1] }), {
      argument: "sampleWeight",
      value: "a",
    });
    expectError("argument", () => fit(kernelClassifier({ kernel, classWeight: { c: 2 } }), points, given), { argument: "classWeight" });
    expectError("shape", () => fit(kernelClassifier({ kernel, classWeight: "balanced" }), points, given, { sampleWeight: [1, 1] }));
  });

  it("a start and a validation set, which are for descent", () => {
    const start = fit(kernelClassifier({ kernel }), X, inside);
    expectError("argument", () => fit(kernelClassifier({ kernel }), X, inside, { start }), { argument: "start" });
  });
});
