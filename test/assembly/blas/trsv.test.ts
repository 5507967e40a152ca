import { describe, it } from "vitest";
import { below, createBench, expectExact, LAYOUTS, type Layout, onAndBelow } from "../../support/core";
import { integers, type Random, random } from "../../support/generator";
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
