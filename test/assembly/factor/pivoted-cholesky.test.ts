import { describe, expect, it } from "vitest";
import { createBench, expectExact } from "../../support/core";

const bench = createBench();

/** A = L Lᵀ with whole numbers in L, the greatest remaining diagonal element that of row 1, then that of row 2, then that of row 0. */
const L = Float64Array.of(2, -1, 1, 6, 0, 0, -3, 4, 0);
const A = Float64Array.of(6, 12, -10, 12, 36, -18, -10, -18, 25);
const ORDER = [1, 2, 0];

function nextPivot(rest: readonly number[], tolerance: number): number {
  bench.clear();
  const values = bench.vector(Float64Array.from(rest));
  return bench.run([], (core) => core.nextPivot(rest.length, tolerance, values.address));
}

describe("nextPivot", () => {
  it.each([
    ["of one row", [3], 0, 0],
    ["the largest, at the beginning", [5, 3, 4], 0, 0],
    ["the largest, at the end", [1, 3, 4], 0, 2],
    ["of two alike the first", [1, 4, 2, 4], 0, 1],
    ["none of no rows", [], 0, -1],
    ["none where all is eliminated", [-1, -1], 0, -1],
    ["none where nothing is left", [-1, 0], 0, -1],
    ["none that is no more than the tolerance", [2, 1], 2, -1],
    ["one that is more than the tolerance", [2, 2.5], 2, 1],
  ])("is %s", (_, rest, tolerance, expected) => {
    expect(nextPivot(rest, tolerance)).toBe(expected);
  });
});

describe("remainingTrace", () => {
  it.each([
    [[], 0],
    [[2], 2],
    [[2, -1, 0.5], 2.5],
    [[-1, -1], 0],
  ])("of %j is %d: what is eliminated does not count", (rest, expected) => {
    bench.clear();
    const values = bench.vector(Float64Array.from(rest));
    expect(bench.run([], (core) => core.remainingTrace(rest.length, values.address))).toBe(expected);
  });
});

describe("eliminate", () => {
  it.each([3, 4])("makes L, the rows left alone those of A, on whole numbers; room for %i columns", (limit) => {
    bench.clear();
    const l = bench.matrix(3, limit, new Float64Array(3 * limit));
    const rest = bench.vector(Float64Array.of(6, 36, 25));
    for (const [k, p] of ORDER.entries()) {
      expect(bench.run([], (core) => core.nextPivot(3, 0, rest.address))).toBe(p);
      const column = bench.vector(A.filter((_, at) => at % 3 === p));
      bench.run([l, rest], (core) => core.eliminate(3, limit, k, p, column.address, l.address, rest.address));
    }
    // L above has its columns in the order of elimination
    const columns = Float64Array.from({ length: 3 * limit }, (_, at) => {
      const [i, k] = [Math.floor(at / limit), at % limit];
      return k < 3 ? (L[3 * i + k] as number) : 0;
    });
    expectExact(bench.read(l), columns, "L");
    expectExact(bench.read(rest), Float64Array.of(-1, -1, -1), "rest");
  });

  it("leaves 0 where rounding would leave less", () => {
    bench.clear();
    const l = bench.matrix(2, 1, new Float64Array(2));
    const rest = bench.vector(Float64Array.of(4, 1));
    const column = bench.vector(Float64Array.of(4, 2.5));
    bench.run([l, rest], (core) => core.eliminate(2, 1, 0, 0, column.address, l.address, rest.address));
    expectExact(bench.read(l), Float64Array.of(2, 1.25), "L");
    expectExact(bench.read(rest), Float64Array.of(-1, 0), "rest");
  });
});
