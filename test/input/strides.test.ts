import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gram, linear, type MatrixLike } from "../../src/entries/index";
import { readMatrix } from "../../src/input";
import { expectError } from "../support/errors";

/** Six numbers, the columns (1, 2, 3) and (4, 5, 6) one after the other. */
const data = [1, 2, 3, 4, 5, 6];
const byColumns = [1, 4, 2, 5, 3, 6];
const byRows = data;

/** What Fortran-ordered ndarrays of stdlib look like: their fields are getters of the class, beside private ones of the same names. */
class StdlibLike {
  readonly _shape = [3, 2];
  readonly _strides = [1, 3];
  readonly _offset = 0;
  readonly _order = "column-major";
  readonly _buffer = Float32Array.from(data);
  get length(): number {
    return 6;
  }
  get data(): Float32Array {
    return this._buffer;
  }
  get shape(): number[] {
    return this._shape;
  }
  get strides(): number[] {
    return this._strides;
  }
  get offset(): number {
    return this._offset;
  }
  get order(): string {
    return this._order;
  }
  get(i: number, j: number): number {
    return this._buffer[i + 3 * j] as number;
  }
}

describe("strides", () => {
  it("give the Gram matrix that was worked out by hand", () => {
    const view = { data, shape: [3, 2], strides: [1, 3], offset: 0 } as const;
    expect(Array.from(gram(linear(), view).data)).toEqual([17, 22, 27, 22, 29, 36, 27, 36, 45]);
  });

  it.each<[string, MatrixLike, readonly number[]]>([
    ["scijs: stride, and order as the axes", { data, shape: [3, 2], stride: [1, 3], offset: 0, order: [0, 1] }, byColumns],
    ["vectorious: strides", { data: Float64Array.from(data), shape: [3, 2], strides: [1, 3] }, byColumns],
    ["both spellings, alike", { data, shape: [3, 2], stride: [1, 3], strides: Int32Array.of(1, 3) }, byColumns],
    ["stdlib: getters of a class", new StdlibLike(), byColumns],
    ["rows, cols and strides", { data, rows: 3, cols: 2, strides: [1, 3] }, byColumns],
    ["an order by columns", { data, shape: [3, 2], order: "column-major" }, byColumns],
    ["an order by rows", { data, shape: [3, 2], order: "row-major" }, byRows],
    ["NumPy's letters", { data, rows: 3, cols: 2, order: "F" }, byColumns],
    ["a shape alone", { data, shape: Uint8Array.of(3, 2) }, byRows],
    ["one row for all (stride 0)", { data: [7, 8], shape: [3, 2], strides: [0, 1] }, [7, 8, 7, 8, 7, 8]],
    ["backwards", { data, shape: [3, 2], strides: [-2, -1], offset: 5 }, [6, 5, 4, 3, 2, 1]],
  ])("%s", (_, view, expected) => {
    expect(Array.from(readMatrix(view, "X").data)).toEqual(expected);
  });

  it.each<[string, object]>([
    ["beyond the data", { strides: [8, 3] }],
    ["in bytes", { strides: [8, 24] }],
    ["before the data", { strides: [-1, 3] }],
    ["that differ in two spellings", { stride: [2, 1], strides: [1, 3] }],
    ["that are fractions", { strides: [1.5, 3] }],
    ["of three dimensions", { strides: [1, 3, 1] }],
    ["that are no list", { strides: "1,3" }],
    ["with an offset beyond the data", { strides: [1, 3], offset: 1 }],
    ["with a negative offset", { strides: [1, 3], offset: -1 }],
    ["with an offset that is no number", { offset: "0" }],
    ["by an order that is none", { order: "rowwise" }],
    ["that contradict rows", { rows: 2, cols: 3 }],
    ["by other names", { rowStride: 1, columnStride: 3 }],
    ["by private names", { _strides: [1, 3] }],
    ["by the names of BLAS", { leadingDimension: 3 }],
    ["by a flag", { columnMajor: true }],
    ["with an offset by another name", { byteOffset: 8 }],
  ])("%s are refused", (_, fields) => {
    expectError("shape", () => readMatrix({ data, shape: [3, 2], ...fields } as unknown as MatrixLike, "X"), { argument: "X" });
  });

  it("other names are refused beside rows and cols, too, and in a class", () => {
    expectError("shape", () => readMatrix({ data, rows: 3, cols: 2, colStride: 3 } as MatrixLike, "X"), { argument: "X" });
    class Unknown {
      readonly data = data;
      readonly shape = [3, 2];
      get stridesInElements(): number[] {
        return [1, 3];
      }
    }
    expectError("shape", () => readMatrix(new Unknown(), "X"), { argument: "X" });
  });

  it("a length that does not fit the shape is refused", () => {
    for (const length of [5, 7]) expectError("shape", () => readMatrix({ data: new Float64Array(length), shape: [3, 2] }, "X"));
  });

  it("300 random views are read element by element, or refused where one lies outside", () => {
    const size = fc.integer({ min: 1, max: 4 });
    const stride = fc.integer({ min: -4, max: 4 });
    fc.assert(
      fc.property(size, size, stride, stride, fc.integer({ min: 0, max: 12 }), fc.boolean(), (rows, cols, down, right, offset, plural) => {
        const values = Float64Array.from({ length: 16 }, (_, k) => 100 + k);
        const view = { data: values, shape: [rows, cols], offset, ...(plural ? { strides: [down, right] } : { stride: [down, right] }) };
        const at = (i: number, j: number): number => offset + i * down + j * right;
        const places = Array.from({ length: rows * cols }, (_, k) => at(Math.floor(k / cols), k % cols));
        if (places.every((place) => place >= 0 && place < 16)) {
          expect(Array.from(readMatrix(view, "X").data)).toEqual(places.map((place) => 100 + place));
        } else {
          expectError("shape", () => readMatrix(view, "X"), { argument: "X" });
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});
