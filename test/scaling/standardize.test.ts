import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyScaler, standardize } from "../../src/entries/index";
import { at, columnOf, norm } from "../support/dense";
import { expectError } from "../support/errors";
import { expectRounded } from "../support/precision";
import { gridMatrix, randomMatrix } from "../support/random";

describe("standardize", () => {
  it("gives every column mean 0 and population deviation 1", () => {
    const { X, scaler } = standardize(randomMatrix(1, 200, 4, 30));
    for (let k = 0; k < 4; k++) {
      const column = columnOf(X, k);
      expect(Math.abs(column.reduce((sum, value) => sum + value, 0))).toBeLessThanOrEqual(200 * 200 * Number.EPSILON);
      expect(Math.abs(norm(column) ** 2 / 200 - 1)).toBeLessThanOrEqual(4 * 200 * Number.EPSILON);
    }
    expect(scaler.kind).toBe("scaler");
  });

  it("divides by n, not by n − 1", () => {
    const { scaler, X } = standardize([1, 2, 3, 4]);
    expect(scaler).toEqual({ kind: "scaler", mean: Float64Array.of(2.5), deviation: Float64Array.of(Math.sqrt(1.25)) });
    expect(Array.from(X.data)).toEqual([-1.5, -0.5, 0.5, 1.5].map((value) => value / Math.sqrt(1.25)));
  });

  it("keeps the digits that an offset of 1e8 leaves in the data", () => {
    const data = gridMatrix(3, 100, 1);
    const near = standardize(data);
    const far = standardize({ ...data, data: data.data.map((value) => value + 1e8) });
    // the mean of 1e8 + … carries half an ulp of 1e8
    far.X.data.forEach((value, i) => {
      expect(Math.abs(value - at(near.X, i, 0))).toBeLessThanOrEqual(2 * 1e8 * Number.EPSILON);
    });
  });

  it("gives a constant column deviation 1, also where the mean is not exact", () => {
    const { scaler, X } = standardize([
      [0.1, 1],
      [0.1, 2],
      [0.1, 4],
    ]);
    expect(scaler.deviation[0]).toBe(1);
    expectRounded(scaler.mean[0], 0.1, 16);
    for (let i = 0; i < 3; i++) expect(Math.abs(at(X, i, 0))).toBeLessThanOrEqual(Number.EPSILON);
  });

  it("one point becomes 0", () => {
    expect(standardize([[3, -4]]).X.data).toEqual(Float64Array.of(0, 0));
  });

  it("leaves its input alone", () => {
    const X = randomMatrix(2, 5, 2);
    const before = X.data.slice();
    standardize(X);
    expect(X.data).toEqual(before);
  });
});

describe("applyScaler", () => {
  const X = randomMatrix(4, 30, 3, 5);
  const { scaler, X: scaled } = standardize(X);

  it("does to the training points what standardize did, bit for bit", () => {
    expect(applyScaler(scaler, X)).toEqual(scaled);
  });

  it("maps new points by (z − mean) / deviation, also from plain data", () => {
    const plain = { kind: "scaler" as const, mean: Float64Array.of(1, 2), deviation: Float64Array.of(2, 4) };
    expect(applyScaler(plain, [[3, -2]]).data).toEqual(Float64Array.of(1, -1));
  });

  it("refuses another number of features and bad numbers", () => {
    expectError("shape", () => applyScaler(scaler, [[1, 2]]), { argument: "Z", features: 2, needed: 3 });
    expectError("not-finite", () => applyScaler(scaler, [[1, 2, Number.NaN]]), { argument: "Z", row: 0, column: 2 });
    expectError("shape", () => standardize([]), { argument: "X" });
  });
});

describe("at the ends of the range", () => {
  it.each([1e154, 1e-170, 1e300, 1e-300, 4e307])("1, 2, 3, 4 times %d are ±1.3416, ±0.4472", (size) => {
    const { X } = standardize([1, 2, 3, 4].map((value) => value * size));
    [-1.3416407864998738, -0.4472135954999579, 0.4472135954999579, 1.3416407864998738].forEach((value, i) => {
      expect(Math.abs((X.data[i] as number) - value)).toBeLessThanOrEqual(8 * Number.EPSILON);
    });
  });

  it("a power of two changes no bit of the result: 200 columns", () => {
    const column = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(column, fc.integer({ min: -900, max: 1000 }), (values, e) => {
        const rounded = values.map((value) => Math.round(value * 64) / 64);
        expect(standardize(rounded.map((value) => value * 2 ** e)).X).toEqual(standardize(rounded).X);
      }),
      { numRuns: 200 },
    );
  });

  it("numbers from one end to the other", () => {
    const { X, scaler } = standardize([1.7e308, -1.7e308]);
    expect(Array.from(X.data)).toEqual([1, -1]);
    expect(scaler.deviation[0]).toBe(1.7e308);
  });

  it("subnormal columns, whose mean has no digits, are refused", () => {
    expectError(
      "not-finite",
      () =>
        standardize([
          [1, 5e-324],
          [2, 1e-323],
        ]),
      { argument: "X", column: 1 },
    );
    expect(standardize([5e-324, 5e-324]).scaler.deviation[0]).toBe(1);
  });

  it("where a new point overflows, its place", () => {
    const { scaler } = standardize([
      [1, 1],
      [1, 1 + 1e-9],
    ]);
    expectError(
      "not-finite",
      () =>
        applyScaler(scaler, [
          [1, 1],
          [2, 1e308],
        ]),
      { argument: "Z", row: 1, column: 1, value: 1e308 },
    );
  });
});

describe("columns whose spread is rounding", () => {
  it.each<[string, number[]]>([
    ["0.1 + 0.2 and 0.3", [0.1 + 0.2, 0.3, 0.1 + 0.2, 0.3]],
    ["1 ± 1e-15", [1 + 1e-15, 1 - 1e-15, 1, 1 + 1e-15, 1 - 1e-15]],
    ["the same times 1e200", [1e200 * (0.1 + 0.2), 1e200 * 0.3, 1e200 * (0.1 + 0.2), 1e200 * 0.3]],
  ])("%s: deviation 1, as for a constant", (_, column) => {
    const { scaler, X } = standardize(column);
    expect(scaler.deviation[0]).toBe(1);
    expect(Math.max(...X.data.map(Math.abs))).toBeLessThanOrEqual(8 * Number.EPSILON * Math.abs(column[0] as number));
    expect(applyScaler(scaler, [1.0000001 * (column[0] as number)]).data[0]).toBeLessThanOrEqual(1.01e-7 * (column[0] as number));
  });

  it("but not a spread that is one: 1 ± 1e-13", () => {
    expect(standardize([1 + 1e-13, 1 - 1e-13, 1, 1]).X.data[0]).toBeGreaterThan(1);
  });
});

describe("a scaler from elsewhere", () => {
  const { scaler } = standardize([
    [1, 2],
    [3, 5],
  ]);

  it("that went through plain JSON is refused, with the cure", () => {
    const error = expectError("argument", () => applyScaler(JSON.parse(JSON.stringify(scaler)), [[1, 2]]), { argument: "scaler.mean" });
    expect(error.message).toMatch(/JSON/);
  });

  it("may have plain arrays", () => {
    const plain = JSON.parse(JSON.stringify({ kind: "scaler", mean: Array.from(scaler.mean), deviation: Array.from(scaler.deviation) }));
    expect(applyScaler(plain, [[1, 2]])).toEqual(applyScaler(scaler, [[1, 2]]));
  });

  it("has deviations above 0, one for each mean", () => {
    const of = (mean: number[], deviation: number[]) => ({
      kind: "scaler" as const,
      mean: Float64Array.from(mean),
      deviation: Float64Array.from(deviation),
    });
    expectError("argument", () => applyScaler(of([1], [0]), [1]), { argument: "scaler.deviation" });
    expectError("shape", () => applyScaler(of([1, 2], [1]), [[1, 2]]), { argument: "scaler.deviation" });
  });
});
