import { describe, expect, it } from "vitest";
import {
  type DescentReport,
  fit,
  fromJSON,
  gram,
  type Kernel,
  type KernelModel,
  kernelDescent,
  kernelRidge,
  precomputed,
  predict,
  type RidgeReport,
  rbf,
  toJSON,
} from "../../src/entries/index";
import { expectError } from "../support/errors";
import { COMPOSITES, VECTOR_KERNELS, WHITE_KERNELS } from "../support/kernels";
import { randomMatrix, randomVector } from "../support/random";

const [n, d, t] = [6, 3, 2];
const X = randomMatrix(1, n, d);
const y = randomVector(2, n);
const Y = randomMatrix(3, n, t);
const ridge = fit(kernelRidge({ kernel: rbf({ gamma: 0.3 }), intercept: true }), X, y);
const many = fit(kernelRidge({ kernel: rbf({ lengthScale: [1, 2, 3] }), lambda: [1, 2], intercept: true }), X, Y);
const descent = fit(kernelDescent({ kernel: rbf(), iterations: 7, record: { every: 2, coefficients: true } }), X, Y);
const given = fit(kernelRidge({ kernel: precomputed() }), gram(rbf(), X), y);

/** Through a string and back, as a file would go. */
const roundTrip = (model: KernelModel): KernelModel => fromJSON(JSON.parse(JSON.stringify(toJSON(model)))) as KernelModel;

const withoutTime = ({ report, ...model }: KernelModel) => ({ ...model, report: { ...report, elapsedMs: 0 } });

describe("toJSON and fromJSON", () => {
  const models: readonly (readonly [name: string, model: KernelModel])[] = [
    ["ridge", ridge],
    ["ridge of several targets", many],
    ["descent with a record", descent],
    ["a precomputed kernel", given],
    ...[...VECTOR_KERNELS, ...COMPOSITES, ...WHITE_KERNELS]
      .filter(({ json }) => json)
      .map(({ name, kernel }) => [name, fit(kernelRidge({ kernel: kernel(d) }), X, y)] as const),
  ];

  it.each(models)("%s: every bit returns", (_, model) => {
    const again = roundTrip(model);
    expect(again).toEqual(withoutTime(model));
    const Z = model.points ? randomMatrix(5, 9, d) : gram(rbf(), randomMatrix(5, 9, d), X);
    expect(predict(again, Z)).toEqual(predict(model, Z));
    expect(toJSON(again)).toEqual(toJSON(model));
  });

  it("keeps −0, subnormal and extreme numbers", () => {
    const coefficients = Float64Array.of(-0, 0, Number.MIN_VALUE, -Number.MAX_VALUE, 1 / 3, -1e-310);
    const again = roundTrip({ ...ridge, coefficients, intercept: -0 } as KernelModel);
    coefficients.forEach((value, i) => {
      expect(Object.is((again.coefficients as Float64Array)[i], value)).toBe(true);
    });
    expect(Object.is(again.intercept, -0)).toBe(true);
  });

  it("keeps numbers of the report that JSON has no word for", () => {
    const solved = {
      ...(many.report as RidgeReport),
      conditionEstimate: Infinity,
      backwardError: Number.NaN,
      trainingLoss: [Infinity, -0],
    };
    const again = roundTrip({ ...many, report: solved });
    expect(again.report).toEqual({ ...solved, elapsedMs: 0 });
    expect(Object.is(again.report.trainingLoss[1], -0)).toBe(true);
    const descended = { ...(descent.report as DescentReport), record: { steps: [0, 7], losses: [Number.NaN, -Infinity] } };
    expect(roundTrip({ ...descent, report: descended }).report).toEqual({ ...descended, elapsedMs: 0 });
  });

  it("leaves out how long the fit took: equal fits, equal files", () => {
    const refit = fit(kernelRidge({ kernel: rbf({ gamma: 0.3 }), intercept: true }), X, y);
    expect(JSON.stringify(toJSON(refit))).toBe(JSON.stringify(toJSON(ridge)));
    expect(JSON.stringify(toJSON(ridge))).not.toContain("elapsedMs");
    expect(toJSON(ridge)).toMatchObject({ format: "mercer-model", version: 1 });
  });

  it("writes arrays as base64 of little-endian float64", () => {
    const { model } = toJSON(ridge) as unknown as { model: { coefficients: string; points: { data: string } } };
    const bytes = Buffer.from(model.coefficients, "base64");
    expect(Array.from({ length: n }, (_, i) => bytes.readDoubleLE(8 * i))).toEqual(Array.from(ridge.coefficients));
    expect(Buffer.from(model.points.data, "base64")).toHaveLength(8 * n * d);
  });

  it("refuses what is not a model", () => {
    expectError("argument", () => toJSON({} as KernelModel), { argument: "model" });
    expectError("argument", () => toJSON(null as unknown as KernelModel), { argument: "model" });
  });
});

type Tree = { [name: string]: Tree };

/** Replaces what stands at a path of the file, given as its names. */
function corrupted(model: KernelModel, path: readonly string[], value: unknown): unknown {
  const file = JSON.parse(JSON.stringify(toJSON(model))) as Tree;
  const parent = path.slice(0, -1).reduce((node, name) => node[name] as Tree, file);
  (parent as { [name: string]: unknown })[path.at(-1) as string] = value;
  return file;
}

const base64 = (values: readonly number[]): string => Buffer.from(Float64Array.from(values).buffer).toString("base64");
const finite = (count: number): string => base64(new Array<number>(count).fill(1));

describe("fromJSON of a bad file", () => {
  const faults: readonly (readonly [path: string, value: unknown, at?: string | undefined, model?: KernelModel])[] = [
    ["format", "other-model"],
    ["format", undefined],
    ["version", 2],
    ["version", "1"],
    ["model", null],
    ["model", [1]],
    ["model.kind", "planarModel"],
    ["model.kernel", undefined],
    ["model.kernel", { kind: "matern" }],
    ["model.kernel", { kind: "rbf", gamma: -1 }],
    ["model.kernel", { kind: "precomputed" }, "model.points"],
    ["model.kernel", { kind: "rbf", lengthScale: [1, 2] }],
    ["model.n", 0],
    ["model.n", 5, "model.points.rows"],
    ["model.n", 6.5],
    ["model.n", "6"],
    ["model.n", null],
    ["model.d", 4],
    ["model.d", null],
    ["model.d", "3"],
    ["model.points", null],
    ["model.points", "AAAA"],
    ["model.points.rows", 5, "model.points.data"],
    ["model.points.rows", 1e15, "model.points.data"],
    ["model.points.cols", -3],
    ["model.points.cols", 2 ** 60, "model.points.data"],
    ["model.points.data", finite(n * d - 1)],
    ["model.points.data", finite(n * d + 1)],
    ["model.points.data", 7],
    ["model.points.data", undefined],
    ["model.points.data", base64([...new Array<number>(n * d - 1).fill(1), Number.NaN])],
    ["model.points.data", base64([Infinity, ...new Array<number>(n * d - 1).fill(1)])],
    ["model.points.data", `*${finite(n * d).slice(1)}`],
    ["model.points.data", finite(n * d).replace(/.{4}$/, "====")],
    ["model.points.data", `${finite(n * d - 3)}${" ".repeat(32)}`],
    ["model.coefficients", finite(n - 1)],
    ["model.coefficients", null],
    ["model.coefficients", [1, 2, 3, 4, 5, 6]],
    ["model.coefficients", base64([1, 2, 3, 4, 5, Number.NaN])],
    ["model.coefficients", `${finite(n - 3)}${" ".repeat(32)}`],
    ["model.coefficients.rows", 3, "model.coefficients.data", many],
    ["model.coefficients", { rows: 3, cols: t, data: finite(3 * t) }, "model.coefficients.rows", many],
    ["model.coefficients.cols", 3, "model.coefficients.data", many],
    ["model.intercept", finite(1)],
    ["model.intercept", null],
    ["model.intercept", "zero"],
    ["model.intercept", 1, undefined, many],
    ["model.intercept", finite(3), undefined, many],
    ["model.report", null],
    ["model.report.solver", 1],
    ["model.report.solver", "lu, cholesky"],
    ["model.report.solver", "qr", "model.report.rank"],
    ["model.report.solver", "smo", "model.report.conditionEstimate"],
    ["model.report.solvers", ["lu", "smo"], "model.report.solvers[1]"],
    ["model.report.solvers", ["lu", "lu"], undefined, descent],
    ["model.report.iterations", 3],
    ["model.report.diverging", true],
    ["model.report.iterations", null, undefined, descent],
    ["note", "mine"],
    ["model.note", "mine"],
    ["model.report.note", "mine"],
    ["model.points.note", "mine"],
    ["model.report.record.note", "mine", undefined, descent],
    ["model.report.reason", null],
    ["model.report.warnings", "none"],
    ["model.report.warnings", [1], "model.report.warnings[0]"],
    ["model.report.rank", "full"],
    ["model.report.conditionEstimate", true],
    ["model.report.backwardError", "small"],
    ["model.report.trainingLoss", 1],
    ["model.report.trainingLoss", [null], "model.report.trainingLoss[0]"],
    ["model.report.iterations", {}],
    ["model.report.diverging", 0],
    ["model.report.bytes", null],
    ["model.report.record", []],
    ["model.report.record.steps", null, undefined, descent],
    ["model.report.record.losses", [1, "many"], "model.report.record.losses[1]", descent],
    ["model.report.record.coefficients", [finite(2)], "model.report.record.coefficients[0]", descent],
    ["model.points", { rows: n, cols: n, data: finite(n * n) }, undefined, given],
    ["model.d", 3, undefined, given],
  ];

  const cases = faults.map(([path, value, at = path, model = ridge]) => ({ path, value, at, model }));

  it.each(cases)("$path ← $value", ({ path, value, at, model }) => {
    expectError("format", () => fromJSON(corrupted(model, path.split("."), value)), { path: `$.${at}` });
  });

  it.each([[undefined], [null], [3], ["{}"], [[]], [{}], [new Date()]])("%j", (value) => {
    const error = expectError("format", () => fromJSON(value));
    expect(String(error.path)).toMatch(/^\$/);
  });

  it("an unparsed string is told to be one", () => {
    expect(expectError("format", () => fromJSON(JSON.stringify(toJSON(ridge)))).message).toContain("JSON.parse");
  });

  it("no truncation or single damaged character gets through unnoticed or untyped", () => {
    const text = JSON.stringify(toJSON(many));
    for (let at = 0; at < text.length; at += 7) {
      let value: unknown;
      try {
        value = JSON.parse(`${text.slice(0, at)}#${text.slice(at + 1)}`);
      } catch {
        continue;
      }
      try {
        expect(predict(fromJSON(value) as KernelModel, X)).toMatchObject({ rows: n, cols: t });
      } catch (error) {
        expect(error).toMatchObject({ code: "format" });
      }
    }
  });

  it("allocates nothing before it has checked the size", () => {
    const huge = corrupted(ridge, ["model", "points"], { rows: 2 ** 26, cols: 2 ** 26, data: "AAAA" });
    expectError("format", () => fromJSON(huge), {});
  });

  it("takes kernels that only differ in being plain data", () => {
    const kernel: Kernel = { kind: "rbf" };
    expect(fromJSON(corrupted(ridge, ["model", "kernel"], { ...kernel, gamma: 0.3 }))).toEqual(withoutTime(ridge));
  });
});
