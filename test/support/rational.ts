import type { Matrix } from "../../src/entries/index";

/**
 * The least squares solution of X β = y in exact arithmetic, its elements rounded at the end: the normal equations in whole numbers, solved by
 * Bareiss' elimination without fractions. X has full rank.
 */
export function exactLeastSquares({ rows, cols, data }: Matrix, y: readonly number[]): Float64Array {
  const columns = Array.from({ length: cols }, (_, j) => wholes(Array.from({ length: rows }, (_, i) => data[i * cols + j] as number)));
  const right = wholes(y);
  const dot = (a: readonly bigint[], b: readonly bigint[]): bigint => a.reduce((sum, value, i) => sum + value * (b[i] as bigint), 0n);
  const system = columns.map((a) => [...columns.map((b) => dot(a.numbers, b.numbers)), dot(a.numbers, right.numbers)]);
  const at = (i: number, j: number): bigint => (system[i] as bigint[])[j] as bigint;
  let previous = 1n;
  for (let k = 0; k < cols; k++) {
    const pivot = at(k, k);
    for (let i = 0; i < cols; i++) {
      if (i === k) continue;
      const factor = at(i, k);
      for (let j = 0; j <= cols; j++) (system[i] as bigint[])[j] = (pivot * at(i, j) - factor * at(k, j)) / previous;
    }
    previous = pivot;
  }
  return Float64Array.from(columns, ({ exponent }, j) => quotient(at(j, cols), at(j, j)) * 2 ** (right.exponent - exponent));
}

/** Numbers as whole multiples of one power of two. */
function wholes(values: readonly number[]): { readonly numbers: bigint[]; readonly exponent: number } {
  let exponent = 0;
  while (values.some((value) => !Number.isInteger(value * 2 ** -exponent))) exponent--;
  return { numbers: values.map((value) => BigInt(value * 2 ** -exponent)), exponent };
}

/** a/b to the nearest double or the next, by 64 bits of the quotient. */
function quotient(a: bigint, b: bigint): number {
  const shift = 64 + bits(b) - bits(a);
  const scaled = shift >= 0 ? (a << BigInt(shift)) / b : a / (b << BigInt(-shift));
  return Number(scaled) * 2 ** -shift;
}

function bits(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length;
}

/** Columns that do not depend linearly on those before them, in exact arithmetic: as many as X has rank. */
export function independentColumns({ rows, cols, data }: Matrix): number[] {
  const left = Array.from({ length: rows }, (_, i) => wholes(Array.from(data.subarray(i * cols, (i + 1) * cols))).numbers);
  const found: number[] = [];
  for (let j = 0; j < cols; j++) {
    const r = found.length;
    const p = left.findIndex((row, i) => i >= r && row[j] !== 0n);
    if (p < 0) continue;
    [left[r], left[p]] = [left[p] as bigint[], left[r] as bigint[]];
    const pivot = left[r] as bigint[];
    for (let i = r + 1; i < rows; i++) {
      const row = left[i] as bigint[];
      const factor = row[j] as bigint;
      left[i] = row.map((value, k) => value * (pivot[j] as bigint) - factor * (pivot[k] as bigint));
    }
    found.push(j);
  }
  return found;
}

/** The least ‖y − Xβ‖² over β in exact arithmetic, rounded at the end: a quotient of two Gram determinants. */
export function exactDistance(X: Matrix, y: readonly number[]): number {
  const { rows, cols, data } = X;
  const columns = independentColumns(X).map((j) => wholes(Array.from({ length: rows }, (_, i) => data[i * cols + j] as number)).numbers);
  const right = wholes(y);
  const gram = (vectors: readonly bigint[][]): bigint[][] =>
    vectors.map((a) => vectors.map((b) => a.reduce((sum, value, i) => sum + value * (b[i] as bigint), 0n)));
  const volume = determinant(gram([...columns, right.numbers]));
  return volume === 0n ? 0 : quotient(volume, determinant(gram(columns))) * 2 ** (2 * right.exponent);
}

/** By Bareiss' elimination; 1 for no rows. */
function determinant(matrix: bigint[][]): bigint {
  const left = matrix.map((row) => [...row]);
  const n = left.length;
  const at = (i: number, j: number): bigint => (left[i] as bigint[])[j] as bigint;
  let previous = 1n;
  for (let k = 0; k < n; k++) {
    // a Gram matrix is semidefinite: a pivot of 0 ends it
    if (at(k, k) === 0n) return 0n;
    for (let i = k + 1; i < n; i++) {
      for (let j = k + 1; j < n; j++) (left[i] as bigint[])[j] = (at(k, k) * at(i, j) - at(i, k) * at(k, j)) / previous;
    }
    previous = at(k, k);
  }
  return previous;
}
