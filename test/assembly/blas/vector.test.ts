import { describe, expect, it } from "vitest";
import { createBench, expectExact } from "../../support/core";
import { integers, normals, random } from "../../support/generator";

/**
 * dot, axpy, scale and swap have no export of their own: a product with one row is a dot product, with one column an update, an exchange
 * of rows a swap.
 */
const bench = createBench();
const LENGTHS = Array.from({ length: 42 }, (_, n) => n);

/** x·y + 0 */
function dot(x: Float64Array, incx: number, y: Float64Array, incy: number): number {
  bench.clear();
  const placedX = bench.vector(x, incx);
  const placedY = bench.vector(y, incy);
  const sum = bench.vector(new Float64Array(1));
  const row = { ...placedX, rows: 1, cols: x.length, rs: x.length, cs: incx };
  bench.run([sum], (core) => core.multiply(1, ...bench.operands(row, placedY, sum), bench.scratch));
  return bench.read(sum)[0] as number;
}

/** y + alpha·x. A column of unit stride between columns is met by axpy. */
function axpy(alpha: number, x: Float64Array, y: Float64Array, incy: number): Float64Array {
  bench.clear();
  const placedX = bench.vector(x);
  const placedY = bench.vector(y, incy);
  const factor = bench.vector(Float64Array.of(1));
  const column = { ...placedX, cols: 1, cs: 99 };
  bench.run([placedY], (core) => core.multiply(alpha, ...bench.operands(column, factor, placedY), bench.scratch));
  return bench.read(placedY);
}

describe("dot", () => {
  it.each([
    [1, 1],
    [-1, -1],
    [1, -1],
    [2, 1],
    [3, -2],
  ])("is exact on whole numbers for every length in 0…41, elements %i and %i apart", (incx, incy) => {
    const source = random(1);
    for (const n of LENGTHS) {
      const x = integers(source, n, -99, 99);
      const y = integers(source, n, -99, 99);
      const expected = x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
      expect(dot(x, incx, y, incy)).toBe(expected + 0);
    }
  });

  it("of contiguous vectors adds in four two-lane sums over i mod 8, then the rest in order", () => {
    const source = random(2);
    for (const n of LENGTHS) {
      const x = normals(source, n);
      const y = normals(source, n);
      const lane = new Float64Array(8);
      const blocked = n - (n % 8);
      for (let i = 0; i < blocked; i++) lane[i % 8] = (lane[i % 8] as number) + (x[i] as number) * (y[i] as number);
      const s = (i: number): number => lane[i] as number;
      let sum = s(0) + s(2) + (s(4) + s(6)) + (s(1) + s(3) + (s(5) + s(7)));
      for (let i = blocked; i < n; i++) sum += (x[i] as number) * (y[i] as number);
      expect(dot(x, 1, y, 1)).toBe(sum);
    }
  });

  it("backwards gives the bits of the same vectors read forwards from the other end", () => {
    const source = random(3);
    for (const n of LENGTHS) {
      const x = normals(source, n);
      const y = normals(source, n);
      expect(dot(x, -1, y, -1)).toBe(dot(x.slice().reverse(), 1, y.slice().reverse(), 1));
    }
  });
});

describe("axpy", () => {
  it.each([1, 2, -1])("rounds product and sum once each, for every length in 0…41, y %i apart", (incy) => {
    const source = random(4);
    for (const n of LENGTHS) {
      const x = normals(source, n);
      const y = normals(source, n);
      const alpha = source.normal();
      const expected = y.map((value, i) => value + alpha * (x[i] as number));
      expectExact(axpy(alpha, x, y, incy), expected, `n = ${n}`);
    }
  });
});

describe("hadamard", () => {
  it.each([true, false])("is alpha·x∘y, rounded after each factor, for every length in 0…41; y given: %s", (given) => {
    const source = random(5);
    for (const n of LENGTHS) {
      const x = normals(source, n);
      const y = normals(source, n);
      const alpha = source.normal();
      bench.clear();
      const placedX = bench.vector(x);
      const placedY = bench.vector(y);
      bench.run([placedX], (core) => core.hadamard(n, alpha, placedX.address, given ? placedY.address : 0));
      const expected = x.map((value, i) => (given ? alpha * value * (y[i] as number) : alpha * value));
      expectExact(bench.read(placedX), expected, `n = ${n}`);
    }
  });
});

describe("swap", () => {
  it("exchanges two rows, whatever they hold", () => {
    for (const n of LENGTHS) {
      bench.clear();
      const values = Float64Array.from({ length: 2 * n }, (_, i) => (i === 3 ? -0 : i === 5 ? Infinity : i));
      const rows = bench.matrix(2, n, values);
      const pivots = bench.indices(1);
      new Int32Array(bench.core.memory.buffer, pivots.address, 1)[0] = 1;
      bench.run([rows], (core) => core.exchangeRows(1, n, rows.address, rows.rs, rows.cs, pivots.address));
      const exchanged = bench.read(rows);
      expect(exchanged.subarray(0, n)).toEqual(values.subarray(n));
      expect(exchanged.subarray(n)).toEqual(values.subarray(0, n));
    }
  });
});
