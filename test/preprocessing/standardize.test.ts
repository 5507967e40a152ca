import { describe, expect, it } from "vitest";
import { applyScaler, standardize } from "../../src";
import { at, columnOf, norm } from "../support/dense";
import { expectError } from "../support/errors";
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
    expect(scaler.mean[0]).toBeCloseTo(0.1, 15);
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
