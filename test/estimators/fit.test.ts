import { describe, expect, it } from "vitest";
import {
  type ErrorCode,
  type FitOptions,
  fit,
  type Kernel,
  kernelDescent,
  kernelRidge,
  linear,
  type Points,
  precomputed,
  rbf,
  type Vector,
} from "../../src/entries/index";
import { expectError } from "../support/errors";
import { randomMatrix, randomVector } from "../support/random";

const X = randomMatrix(1, 6, 2);
const y = randomVector(2, 6);

interface Bad {
  readonly name: string;
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
  readonly X?: unknown;
  readonly y?: unknown;
  readonly options?: unknown;
  readonly kernel?: Kernel;
}

const BAD: readonly Bad[] = [
  {
    name: "NaN in X",
    code: "not-finite",
    details: { argument: "X", row: 1, column: 1 },
    X: [
      [1, 2],
      [3, Number.NaN],
    ],
    y: [1, 2],
  },
  { name: "Infinity in X", code: "not-finite", details: { argument: "X", row: 0, column: 0 }, X: [[Infinity], [3]], y: [1, 2] },
  { name: "NaN in y", code: "not-finite", details: { argument: "y", row: 5 }, y: [1, 2, 3, 4, 5, Number.NaN] },
  {
    name: "NaN in Y",
    code: "not-finite",
    details: { argument: "y", row: 0, column: 1 },
    y: [
      [1, Number.NaN],
      [2, 3],
    ],
    X: [[1], [2]],
  },
  { name: "ragged X", code: "shape", details: { argument: "X", row: 1 }, X: [[1, 2], [3]], y: [1, 2] },
  { name: "ragged Y", code: "shape", details: { argument: "y", row: 1 }, X: [[1], [2]], y: [[1], [2, 3]] },
  { name: "no points", code: "shape", details: { argument: "X" }, X: [], y: [] },
  { name: "no features", code: "shape", details: { argument: "X" }, X: [[], []], y: [1, 2] },
  { name: "no targets", code: "shape", details: { argument: "y" }, y: { rows: 6, cols: 0, data: [] } },
  { name: "a string for X", code: "argument", details: { argument: "X" }, X: "points" },
  { name: "nothing for X", code: "argument", details: { argument: "X" }, X: null },
  { name: "nothing for y", code: "argument", details: { argument: "y" }, y: null },
  { name: "words in y", code: "argument", details: { argument: "y", row: 1, value: "b" }, X: [[1], [2]], y: [1, "b"] },
  { name: "too few targets", code: "shape", details: { argument: "y" }, y: [1, 2] },
  { name: "too many targets", code: "shape", details: { argument: "y" }, y: new Float64Array(7) },
  { name: "too few weights", code: "shape", details: { argument: "sampleWeight" }, options: { sampleWeight: [1] } },
  {
    name: "a negative weight",
    code: "argument",
    details: { argument: "sampleWeight", row: 1, value: -2 },
    options: { sampleWeight: [1, -2, 0, 1, 1, 1] },
  },
  { name: "a negative weight for all", code: "argument", details: { argument: "sampleWeight" }, options: { sampleWeight: -1 } },
  { name: "weight 0 for all", code: "argument", details: { argument: "sampleWeight" }, options: { sampleWeight: 0 } },
  {
    name: "weights that are all 0",
    code: "argument",
    details: { argument: "sampleWeight" },
    options: { sampleWeight: new Float64Array(6) },
  },
  {
    name: "a NaN weight",
    code: "not-finite",
    details: { argument: "sampleWeight" },
    options: { sampleWeight: [1, 1, 1, 1, 1, Number.NaN] },
  },
  { name: "weights of words", code: "argument", details: { argument: "sampleWeight" }, options: { sampleWeight: "balanced" } },
  { name: "a start that is no model of its kind", code: "argument", details: { argument: "start" }, options: { start: {} } },
  { name: "an unknown kernel", code: "kernel", details: { kind: "epanechnikov" }, kernel: { kind: "epanechnikov" } },
  { name: "a K that is not square", code: "shape", details: { argument: "X" }, kernel: precomputed() },
  {
    name: "a K that is not symmetric",
    code: "asymmetric",
    details: { row: 1, column: 0, value: 1 },
    kernel: precomputed(),
    X: [
      [2, 1],
      [0, 2],
    ],
    y: [1, 2],
  },
  {
    name: "length scales for other features",
    code: "shape",
    details: { argument: "lengthScale" },
    kernel: rbf({ lengthScale: [1, 2, 3] }),
  },
  { name: "a kernel that overflows", code: "not-finite", details: { row: 1, column: 1 }, kernel: linear(), X: [[1], [1e200]], y: [1, 2] },
];

describe.each([
  { name: "kernelRidge", make: (kernel: Kernel) => kernelRidge({ kernel }) },
  { name: "kernelDescent", make: (kernel: Kernel) => kernelDescent({ kernel, iterations: 10 }) },
])("fit of $name", ({ make }) => {
  it.each(BAD)("refuses $name, and works afterwards", (bad) => {
    const before = fit(make(rbf()), X, y).coefficients;
    const estimator = (): Parameters<typeof fit>[0] => make(bad.kernel ?? rbf());
    const points = ("X" in bad ? bad.X : X) as Points;
    const targets = ("y" in bad ? bad.y : y) as Vector;
    expectError(bad.code, () => fit(estimator(), points, targets, bad.options as FitOptions), bad.details);
    expect(fit(make(rbf()), X, y).coefficients).toEqual(before);
  });

  it("a vector gives a vector, a matrix of one column a matrix", () => {
    const vector = fit(make(rbf()), X, y);
    expect(vector.coefficients).toBeInstanceOf(Float64Array);
    expect(typeof vector.intercept).toBe("number");
    const column = fit(make(rbf()), X, { rows: 6, cols: 1, data: y });
    expect(column.coefficients).toMatchObject({ rows: 6, cols: 1 });
    expect(column.intercept).toEqual(new Float64Array(1));
    expect(column.coefficients.data).toEqual(vector.coefficients);
  });

  it("gives plain data that structuredClone takes", () => {
    const model = fit(make(rbf()), X, y);
    expect(structuredClone(model)).toEqual(model);
    expect(model).toMatchObject({ kind: "kernelModel", n: 6, d: 2, kernel: { kind: "rbf", gamma: 0.5 }, points: X });
  });

  it("takes an estimator that went through JSON", () => {
    const estimator = make(rbf({ gamma: 2 }));
    const again = JSON.parse(JSON.stringify(estimator)) as typeof estimator;
    expect(fit(again, X, y).coefficients).toEqual(fit(estimator, X, y).coefficients);
  });
});

describe("fit", () => {
  it.each([[null], [undefined], ["kernelRidge"], [{}], [{ kind: "kernelForest" }]])("refuses %j as an estimator", (value) => {
    expectError("argument", () => fit(value as unknown as Parameters<typeof fit>[0], X, y), { argument: "estimator" });
  });

  it("checks the fields of an estimator that no constructor made", () => {
    const bad = { kind: "kernelRidge", kernel: rbf(), lambda: -1 } as Parameters<typeof fit>[0];
    expectError("argument", () => fit(bad, X, y), { argument: "lambda" });
    expectError("kernel", () => fit({ kind: "kernelDescent", iterations: 3 } as Parameters<typeof fit>[0], X, y));
  });

  it.each([
    ["lambda", { lambda: -1 }],
    ["lambda", { lambda: Number.NaN }],
    ["lambda", { lambda: "1" as unknown as number }],
    ["lambda[1]", { lambda: [1, -1] }],
    ["intercept", { intercept: "yes" as unknown as boolean }],
    ["solver", { solver: "qr" as "lu" }],
  ])("kernelRidge refuses a bad %s", (argument, options) => {
    expectError("argument", () => kernelRidge({ kernel: rbf(), ...options }), { argument });
  });
});
