import { describe, expect, it } from "vitest";
import { above, createBench, expectExact } from "../../support/core";
import { integers, random } from "../../support/generator";
import { product, transpose } from "../../support/oracles";

const TILE = 32;
const bench = createBench();

describe("gramProduct", () => {
  it.each([0, 1, 2, 3, 4, 5, 31, 32, 33, 35, 64, 65, 100])("is K·X exactly on whole numbers, n = %i", (n) => {
    for (const t of [1, 2, 5]) {
      const source = random(n + t);
      const half = integers(source, n * n, -9, 9);
      const K = half.map((value, at) => (at % n <= Math.floor(at / n) ? value : (half[(at % n) * n + Math.floor(at / n)] as number)));
      const X = integers(source, t * n, -9, 9);
      bench.clear();
      // nothing above the tiles of the diagonal is read
      const gram = bench.matrix(n, n, K, { keep: (i, j) => !above(i, j) || Math.floor(i / TILE) === Math.floor(j / TILE) });
      const x = bench.matrix(t, n, X);
      const h = bench.matrix(t, n, null);
      const code = bench.run([h], (core) =>
        core.gramProduct(gram.address, 0, n, t, x.address, h.address, false, bench.tile, bench.scratch),
      );
      expect(code).toBe(-1);
      expectExact(bench.read(h), transpose(n, t, product(n, t, n, K, transpose(t, n, X))), `n = ${n}, t = ${t}`);
    }
  });
});
