import { describe, expect, it } from "vitest";
import { below, columnMajor, createBench, expectExact, LAYOUTS, type Layout, onAndBelow, rowMajor } from "../../support/core";
import { integers, normals, type Random, random } from "../../support/generator";
import { product, transpose } from "../../support/oracles";
import { lowerTriangle, meaningOf } from "../../support/triangular";

const bench = createBench();
const INCREMENTS = [1, 2, -1, -3];

/** L x = b, or Lᵀ x = b from the last element backwards; nothing but b may change. */
function check(source: Random, n: number, transposed: boolean, unit: boolean, layout: Layout, increment: number): void {
  const L = lowerTriangle(source, n, unit);
  const x = integers(source, n, -9, 9);
  const T = meaningOf(n, L, unit);
  bench.clear();
  const l = bench.matrix(n, n, L, { layout, keep: unit ? below : onAndBelow });
  const b = bench.vector(product(n, 1, n, transposed ? transpose(n, n, T) : T, x), increment);
  bench.run([b], (core) => {
    if (!transposed) {
      core.trsv(n, unit, l.address, l.rs, l.cs, b.address, increment, bench.scratch);
      return;
    }
    const last = l.address + 8 * (n - 1) * (l.rs + l.cs);
    core.trsv(n, unit, last, -l.cs, -l.rs, b.address + 8 * (n - 1) * increment, -increment, bench.scratch);
  });
  expectExact(bench.read(b), x, `n = ${n}, transposed ${transposed}, unit ${unit}, strides ${l.rs}, ${l.cs}, b by ${increment}`);
}

describe.each([
  ["L x = b", false],
  ["Lᵀ x = b", true],
])("trsv: %s on whole numbers, exactly", (_, transposed) => {
  it("for every n in 0…20, in every layout, with every increment, with and without a unit diagonal", () => {
    const source = random(1);
    for (let n = 0; n <= 20; n++) {
      for (const layout of LAYOUTS) {
        for (const increment of INCREMENTS) for (const unit of [true, false]) check(source, n, transposed, unit, layout, increment);
      }
    }
  });

  it.each([255, 256, 257, 500])("for n = %i", (n) => {
    const source = random(n);
    for (const layout of LAYOUTS) for (const unit of [true, false]) check(source, n, transposed, unit, layout, 1);
  });
});

describe("trsv in blocks that threads share", () => {
  /** The solution by rows and by columns, for so many threads, of which only the caller comes. */
  const solutions = (n: number, threads: number): Float64Array[] =>
    [rowMajor, columnMajor].flatMap((layout) =>
      [false, true].map((transposed) => {
        const L = normals(random(n), n * n).map((value, at) => (at % (n + 1) === 0 ? 8 : value / 16));
        bench.clear();
        const l = bench.matrix(n, n, L, { layout, keep: onAndBelow });
        const b = bench.vector(normals(random(1), n));
        const { core } = bench;
        core.open(threads);
        const last = l.address + 8 * (n - 1) * (l.rs + l.cs);
        if (transposed) core.trsv(n, false, last, -l.cs, -l.rs, b.address + 8 * (n - 1), -1, bench.scratch);
        else core.trsv(n, false, l.address, l.rs, l.cs, b.address, 1, bench.scratch);
        core.open(0);
        return bench.read(b);
      }),
    );

  it.each([700, 769])("has the bits of one thread, n = %i", (n) => {
    const [alone, shared] = [solutions(n, 0), solutions(n, 2)];
    expect(shared).toEqual(alone);
    expect(alone.every((x) => x.every(Number.isFinite))).toBe(true);
  });
});
