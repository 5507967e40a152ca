import { describe, expect, it } from "vitest";
import type { MatrixLike, Points, Vector } from "../src/entries/index";
import { readChoice, readMatrix, readNumber, readPoints, readTargets, readVector } from "../src/input";
import { expectError } from "./support/errors";
import { formsOf } from "./support/forms";
import { randomMatrix } from "./support/random";

const m = randomMatrix(1, 4, 3);

describe("readMatrix", () => {
  it.each(formsOf(m))("takes %s", (_, form) => {
    expect(readMatrix(form, "X")).toEqual(m);
  });

  it("takes other number types", () => {
    const data = Int16Array.of(1, 2, 3, 4);
    expect(readMatrix({ rows: 2, cols: 2, data }, "X").data).toEqual(Float64Array.of(1, 2, 3, 4));
    expect(readMatrix([Float32Array.of(0.5), Float32Array.of(2)] as unknown as MatrixLike, "X").data).toEqual(Float64Array.of(0.5, 2));
  });

  it.each<[string, unknown, object]>([
    ["ragged rows", [[1, 2], [3]], { code: "shape", row: 1 }],
    ["a row that is not one", [[1], "2"], { code: "shape", row: 1 }],
    ["a missing row", [[1], null], { code: "shape", row: 1 }],
    ["a hole in a row", [[1, 2], new Array<number>(2)], { code: "argument", row: 1, column: 0 }],
    [
      "a string among numbers",
      [
        [1, 2],
        [3, "4"],
      ],
      { code: "argument", row: 1, column: 1, value: "4" },
    ],
    ["null among numbers", [[1, null]], { code: "argument", row: 0, column: 1, value: null }],
    ["a bigint", { rows: 1, cols: 1, data: BigInt64Array.of(1n) }, { code: "argument" }],
    [
      "NaN",
      [
        [1, 2],
        [Number.NaN, 4],
      ],
      { code: "not-finite", row: 1, column: 0 },
    ],
    ["infinity", { rows: 2, cols: 1, data: [1, -Infinity] }, { code: "not-finite", row: 1, column: 0, value: -Infinity }],
    ["too few elements", { rows: 2, cols: 2, data: [1, 2, 3] }, { code: "shape" }],
    ["fractional sizes", { rows: 1.5, cols: 2, data: [1, 2, 3] }, { code: "shape" }],
    ["negative sizes", { rows: -1, cols: -2, data: [1, 2] }, { code: "shape" }],
    ["no sizes", { data: [1] }, { code: "argument" }],
    ["an ndarray of three dimensions", { data: [1], shape: [1, 1, 1] }, { code: "shape" }],
    ["an ndarray of one dimension", { data: [1], shape: [1] }, { code: "shape" }],
    ["an ndarray that ends early", { data: [1, 2, 3], shape: [2, 2] }, { code: "shape" }],
    ["an accessor that gives nothing", { rows: 1, columns: 1, get: () => undefined }, { code: "argument", row: 0, column: 0 }],
    ["a DataView", { rows: 1, cols: 1, data: new DataView(new ArrayBuffer(8)) }, { code: "argument" }],
    ["an ndarray without a shape", { data: [1], shape: null }, { code: "shape" }],
    ["an accessor that is none", { rows: 1, columns: 1, get: 3 }, { code: "argument" }],
    ["nothing", null, { code: "argument" }],
    ["undefined", undefined, { code: "argument" }],
    ["a number", 3, { code: "argument" }],
    ["a string", "[[1]]", { code: "argument" }],
    ["a function", () => 1, { code: "argument" }],
  ])("refuses %s", (_, value, details) => {
    expectError((details as { code: "shape" }).code, () => readMatrix(value as MatrixLike, "X"), { argument: "X", ...details });
  });
});

describe("readPoints", () => {
  it("takes a vector as points of one feature", () => {
    for (const vector of [[1, 2, 3], Float64Array.of(1, 2, 3), Int8Array.of(1, 2, 3)]) {
      expect(readPoints(vector, "X")).toEqual({ rows: 3, cols: 1, data: Float64Array.of(1, 2, 3) });
    }
  });

  it.each<[string, unknown]>([
    ["no points", []],
    ["no features", [[], []]],
    ["an empty typed array", new Float64Array(0)],
    ["an empty matrix", { rows: 0, cols: 3, data: [] }],
  ])("refuses %s", (_, value) => {
    expectError("shape", () => readPoints(value as Points, "X"), { argument: "X" });
  });
});

describe("readTargets", () => {
  it("remembers whether they were a vector", () => {
    expect(readTargets([1, 2], "y")).toEqual({ matrix: { rows: 2, cols: 1, data: Float64Array.of(1, 2) }, isVector: true });
    expect(readTargets([[1], [2]], "y")).toEqual({ matrix: { rows: 2, cols: 1, data: Float64Array.of(1, 2) }, isVector: false });
  });
});

describe("readVector", () => {
  it("finds what is not a finite number", () => {
    expectError("not-finite", () => readVector([1, Number.NaN], "y"), { argument: "y", row: 1 });
    expectError("argument", () => readVector([1, "2"] as unknown as Vector, "y"), { argument: "y", row: 1, value: "2" });
    expectError("argument", () => readVector(new Array<number>(2), "y"), { argument: "y", row: 0 });
    expectError("argument", () => readVector("12" as unknown as Vector, "y"), { argument: "y" });
    expectError("argument", () => readVector([[1]] as unknown as Vector, "y"), { argument: "y" });
  });
});

describe("readNumber and readChoice", () => {
  it("give back what they accept", () => {
    expect(readNumber(0, "lambda", { minimum: 0 })).toBe(0);
    expect(readNumber(3, "degree", { minimum: 1, integer: true })).toBe(3);
    expect(readNumber(1e-300, "sigma", { above: 0 })).toBe(1e-300);
    expect(readChoice("lu", "solver", ["lu", "cholesky"])).toBe("lu");
    expect(readChoice(false, "intercept", [true, false])).toBe(false);
  });

  it.each<[unknown, object]>([
    [-1, { minimum: 0 }],
    [0, { above: 0 }],
    [1.5, { integer: true }],
    [Number.NaN, {}],
    [Infinity, {}],
    ["1", {}],
    [null, {}],
    [1n, {}],
  ])("refuse %s under %j", (value, bounds) => {
    expectError("argument", () => readNumber(value, "lambda", bounds), { argument: "lambda", value });
  });

  it("name the choices", () => {
    expect(expectError("argument", () => readChoice("qr", "solver", ["lu", "cholesky"]), { argument: "solver" }).message).toContain(
      '"lu", "cholesky"',
    );
  });
});
