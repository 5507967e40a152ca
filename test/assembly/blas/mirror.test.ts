import { describe, it } from "vitest";
import { above, below, createBench, expectExact, LAYOUTS } from "../../support/core";
import { random } from "../../support/generator";

const bench = createBench();

describe("mirror: the strict lower triangle becomes the mirror image of the strict upper one", () => {
  it.each([0, 1, 2, 3, 4, 5, 31, 32, 33, 63, 64, 65, 100])("for n = %i in every layout; the diagonal holds NaN throughout", (n) => {
    const source = random(n);
    const A = Float64Array.from({ length: n * n }, () => source.normal());
    for (const layout of LAYOUTS) {
      bench.clear();
      const a = bench.matrix(n, n, A, { layout, keep: above });
      bench.run([[a, below]], (core) => core.mirror(n, a.address, a.rs, a.cs));
      const mirrored = A.map((value, at) => (at % n < Math.floor(at / n) ? (A[(at % n) * n + Math.floor(at / n)] as number) : value));
      expectExact(bench.read(a), mirrored, `strides ${a.rs}, ${a.cs}`, (at) => at % n !== Math.floor(at / n));
    }
  });

  it("goes the other way with the strides swapped", () => {
    const n = 37;
    const source = random(1);
    const A = Float64Array.from({ length: n * n }, () => source.normal());
    bench.clear();
    const a = bench.matrix(n, n, A, { keep: below });
    bench.run([[a, above]], (core) => core.mirror(n, a.address, a.cs, a.rs));
    const mirrored = A.map((value, at) => (at % n > Math.floor(at / n) ? (A[(at % n) * n + Math.floor(at / n)] as number) : value));
    expectExact(bench.read(a), mirrored, "A", (at) => at % n !== Math.floor(at / n));
  });
});
