import type { Matrix } from "../../src";

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
