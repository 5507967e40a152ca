import { describe, expect, it } from "vitest";
import { matrix, rowOf, toArrays } from "../src/entries/index";
import { expectError } from "./support/errors";

describe("matrix", () => {
  it("takes row-major data", () => {
    const m = matrix([1, 2, 3, 4, 5, 6], 2, 3);
    expect(m).toEqual({ rows: 2, cols: 3, data: Float64Array.of(1, 2, 3, 4, 5, 6) });
    expect(toArrays(m)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  it("takes a Float64Array as it is, and copies anything else", () => {
    const data = Float64Array.of(1, 2);
    expect(matrix(data, 1, 2).data).toBe(data);
    expect(matrix(new Float32Array([0.5, 2]), 2, 1).data).toEqual(Float64Array.of(0.5, 2));
  });

  it("may be empty", () => {
    expect(toArrays(matrix([], 0, 3))).toEqual([]);
    expect(toArrays(matrix([], 2, 0))).toEqual([[], []]);
  });

  it.each([
    [[1, 2, 3], 2, 2],
    [[], 1, 1],
    [[1], -1, -1],
    [[1], 0.5, 2],
    [[1], Number.NaN, 1],
  ])("refuses %j as %d × %d", (data, rows, cols) => {
    expectError("shape", () => matrix(data, rows, cols), { rows, cols });
  });
});

describe("matrix of what are not numbers", () => {
  it.each([[["a"]], [[undefined]], [[{}]]])("refuses %j", (data) => {
    expectError("argument", () => matrix(data as unknown as number[], 1, 1));
  });
});

describe("rowOf", () => {
  const m = matrix([1, 2, 3, 4], 2, 2);

  it("is a view on the row", () => {
    expect(rowOf(m, 1)).toEqual(Float64Array.of(3, 4));
    expect(rowOf(m, 1).buffer).toBe(m.data.buffer);
  });

  it.each([-1, 2, 0.5, Number.NaN])("refuses row %d", (row) => {
    expectError("argument", () => rowOf(m, row), { argument: "row", row });
  });
});
