import type { Matrix, MatrixLike } from "../../src/entries/index";
import { at, transpose } from "./dense";

/** One matrix in every accepted form. */
export function formsOf(m: Matrix): readonly (readonly [name: string, form: MatrixLike])[] {
  const { rows, cols, data } = m;
  const nested = Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * cols, (i + 1) * cols)));
  const padded = new Float64Array(3 + 2 * data.length).fill(Number.NaN);
  data.forEach((value, k) => {
    padded[3 + 2 * k] = value;
  });
  const backwards = Float64Array.from(data).reverse();
  return [
    ["this library's", m],
    ["arrays of rows", nested],
    ["typed rows", nested.map((row) => Float64Array.from(row))],
    ["plain data", { rows, cols, data: Array.from(data) }],
    ["an ndarray", { data, shape: [rows, cols] }],
    ["a transposed ndarray", { data: transpose(m).data, shape: [rows, cols], stride: [1, rows] }],
    ["a strided ndarray with an offset", { data: padded, shape: [rows, cols], stride: [2 * cols, 2], offset: 3 }],
    ["a reversed ndarray", { data: backwards, shape: [rows, cols], stride: [-cols, -1], offset: rows * cols - 1 }],
    ["an accessor", { rows, columns: cols, get: (i: number, j: number) => at(m, i, j) }],
  ];
}
