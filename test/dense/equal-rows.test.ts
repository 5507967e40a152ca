import { expect, it } from "vitest";
import { equalRows } from "../../src/dense/equal-rows";

const rows = (...data: number[]) => ({ rows: data.length / 2, cols: 2, data: Float64Array.from(data) });

it("each repeated row comes with the first it equals", () => {
  expect(equalRows(rows(1, 2, 3, 4, 1, 2, 3, 4, 1, 2))).toEqual([
    [0, 2],
    [1, 3],
    [0, 4],
  ]);
});

it("rows of the same numbers in another order, or off by the last bit, are not equal; 0 and −0 are", () => {
  expect(equalRows(rows(1, 2, 2, 1, 1, 2 + 2 ** -51))).toEqual([]);
  expect(equalRows(rows(0, 1, -0, 1))).toEqual([[0, 1]]);
});

it("rows that a sum cannot tell apart are compared themselves", () => {
  expect(equalRows(rows(1e300, 1, 1e300, 2, 1e300, 1))).toEqual([[0, 2]]);
});

it("many rows far from 0 that differ in their last digits, or whose sums overflow, are not compared each with each", () => {
  const n = 2000;
  for (const far of [1.7e308, 2 ** 60]) {
    const { data, ...size } = rows(...Array.from({ length: 2 * n }, (_, at) => (at % 2 === 0 ? far : (at >> 1) % (n - 1))));
    let reads = 0;
    const counted = new Proxy(data, {
      get(target, key) {
        reads++;
        return Reflect.get(target, key);
      },
    });
    expect(equalRows({ ...size, data: counted })).toEqual([[0, n - 1]]);
    expect(reads).toBeLessThan(3 * 2 * n);
  }
});
