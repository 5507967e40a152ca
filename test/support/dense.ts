import type { Matrix } from "../../src/entries/index";

/** Slow, plain linear algebra that shares nothing with the library: what its results are compared with. */

export function at({ cols, data }: Matrix, i: number, j: number): number {
  return data[i * cols + j] as number;
}

export function build(rows: number, cols: number, element: (i: number, j: number) => number): Matrix {
  return { rows, cols, data: Float64Array.from({ length: rows * cols }, (_, k) => element(Math.floor(k / cols), k % cols)) };
}

export function transpose(A: Matrix): Matrix {
  return build(A.cols, A.rows, (i, j) => at(A, j, i));
}

export function product(A: Matrix, B: Matrix): Matrix {
  return build(A.rows, B.cols, (i, j) => {
    let sum = 0;
    for (let k = 0; k < A.cols; k++) sum += at(A, i, k) * at(B, k, j);
    return sum;
  });
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

/** A⁻¹b by Gaussian elimination with partial pivoting. */
export function gaussSolve(A: Matrix, b: ArrayLike<number>): Float64Array {
  const n = A.rows;
  const rows = Array.from({ length: n }, (_, i) => [...A.data.subarray(i * n, (i + 1) * n), b[i] as number]);
  for (let k = 0; k < n; k++) {
    const column = rows.map((row, i) => (i < k ? -1 : Math.abs(row[k] as number)));
    const p = column.indexOf(Math.max(...column));
    [rows[k], rows[p]] = [rows[p] as number[], rows[k] as number[]];
    const pivot = rows[k] as number[];
    for (const row of rows.slice(k + 1)) {
      const factor = (row[k] as number) / (pivot[k] as number);
      for (let j = k; j <= n; j++) row[j] = (row[j] as number) - factor * (pivot[j] as number);
    }
  }
  const x = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    const row = rows[i] as number[];
    let sum = row[n] as number;
    for (let j = i + 1; j < n; j++) sum -= (row[j] as number) * (x[j] as number);
    x[i] = sum / (row[i] as number);
  }
  return x;
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
