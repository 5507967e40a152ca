import type { Matrix } from "../../src/entries/index";
import * as oracle from "./oracles";

/** The oracles for a `Matrix`, and more of that kind: slow, plain linear algebra that shares nothing with the library. */

export function at({ cols, data }: Matrix, i: number, j: number): number {
  return data[i * cols + j] as number;
}

export function build(rows: number, cols: number, element: (i: number, j: number) => number): Matrix {
  return { rows, cols, data: Float64Array.from({ length: rows * cols }, (_, k) => element(Math.floor(k / cols), k % cols)) };
}

export function transpose({ rows, cols, data }: Matrix): Matrix {
  return { rows: cols, cols: rows, data: oracle.transpose(rows, cols, data) };
}

export function product(A: Matrix, B: Matrix): Matrix {
  return { rows: A.rows, cols: B.cols, data: oracle.product(A.rows, B.cols, A.cols, A.data, B.data) };
}

export function times(A: Matrix, x: ArrayLike<number>): Float64Array {
  return product(A, columnMatrix(x)).data;
}

export function columnMatrix(x: ArrayLike<number>): Matrix {
  return { rows: x.length, cols: 1, data: Float64Array.from(x) };
}

export function columnOf(A: Matrix, j: number): Float64Array {
  return Float64Array.from({ length: A.rows }, (_, i) => at(A, i, j));
}

export function pickRows(A: Matrix, rows: readonly number[]): Matrix {
  return build(rows.length, A.cols, (i, j) => at(A, rows[i] as number, j));
}

export function plusDiagonal(A: Matrix, shift: (i: number) => number): Matrix {
  return build(A.rows, A.cols, (i, j) => at(A, i, j) + (i === j ? shift(i) : 0));
}

/** A⁻¹b */
export function gaussSolve(A: Matrix, b: ArrayLike<number>): Float64Array {
  return oracle.gaussSolve(A.rows, A.data, 1, Float64Array.from(b));
}

export interface Eigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** Column k belongs to value k. */
  readonly vectors: Matrix;
}

/** Eigenvalues and -vectors of a symmetric matrix by cyclic Jacobi rotations, until nothing is left beside the diagonal. */
export function jacobi(A: Matrix): Eigen {
  const n = A.rows;
  const a = A.data.slice();
  const v = build(n, n, (i, j) => (i === j ? 1 : 0)).data;
  const get = (i: number, j: number): number => a[i * n + j] as number;
  for (let sweep = 0; sweep < 60; sweep++) {
    let rotations = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const small = Number.EPSILON * 2 ** -6 * Math.sqrt(Math.abs(get(p, p) * get(q, q)));
        if (Math.abs(get(p, q)) <= Math.max(small, Number.MIN_VALUE)) continue;
        rotations++;
        const theta = (get(q, q) - get(p, p)) / (2 * get(p, q));
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        rotate(a, n, 1, p, q, c, t * c);
        rotate(a, 1, n, p, q, c, t * c);
        rotate(v, n, 1, p, q, c, t * c);
        a[p * n + q] = 0;
        a[q * n + p] = 0;
      }
    }
    if (rotations === 0) break;
  }
  const order = Array.from({ length: n }, (_, k) => k).sort((p, q) => get(p, p) - get(q, q));
  return {
    values: Float64Array.from(order, (k) => get(k, k)),
    vectors: build(n, n, (i, k) => v[i * n + (order[k] as number)] as number),
  };
}

/** Mixes lines p and q: element k of line p stands at k·along + p·across. */
function rotate(a: Float64Array, along: number, across: number, p: number, q: number, c: number, s: number): void {
  const n = Math.round(Math.sqrt(a.length));
  for (let k = 0; k < n; k++) {
    const x = a[k * along + p * across] as number;
    const y = a[k * along + q * across] as number;
    a[k * along + p * across] = c * x - s * y;
    a[k * along + q * across] = s * x + c * y;
  }
}

/** f(A) b = U f(Λ) Uᵀ b */
export function applySpectral({ values, vectors }: Eigen, f: (value: number) => number, b: ArrayLike<number>): Float64Array {
  const scaled = times(transpose(vectors), b).map((value, k) => value * f(values[k] as number));
  return times(vectors, scaled);
}

/** ‖A‖‖A⁻¹‖ in the spectral norm, of a symmetric matrix. */
export function condition({ values }: Eigen): number {
  const sizes = values.map(Math.abs);
  return Math.max(...sizes) / Math.min(...sizes);
}

export function norm(x: ArrayLike<number>): number {
  return Math.hypot(...Array.from(x));
}

/** ‖x − y‖ in the 2-norm. */
export function distance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length) throw new Error(`${x.length} and ${y.length} elements`);
  return norm(Array.from(x, (value, i) => value - (y[i] as number)));
}
