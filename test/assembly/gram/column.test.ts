import { describe, expect, it } from "vitest";
import { TILE } from "../../../assembly/gram/program";
import { above, createBench, expectExact, type Placed } from "../../support/core";
import { integers, random } from "../../support/generator";
import { gramByFormula, LINEAR, placeProgram } from "../../support/programs";

const bench = createBench();
const SIZES = [1, 2, 31, 32, 33, 64, 65, 3 * TILE + 5];

/** Columns at the ends of tiles and within them. */
function columnsOf(n: number): number[] {
  return [0, 1, TILE - 1, TILE, TILE + 7, 2 * TILE, n - 2, n - 1].filter((j, at, all) => j >= 0 && j < n && all.indexOf(j) === at);
}

/** Column j by the core, which writes n numbers and no more. */
function column(K: { readonly stored?: Placed; readonly program?: Placed }, n: number, j: number) {
  const out = bench.matrix(n, 1, null);
  const refused = bench.run([out], (core) => core.gramColumn(K.stored?.address ?? 0, K.program?.address ?? 0, n, j, out.address));
  return { refused, values: bench.read(out) };
}

describe("gramColumn", () => {
  it.each(SIZES)("is a column of K in memory, of which it reads the tiles on and below the diagonal, n = %i", (n) => {
    const half = integers(random(n), n * n, -9, 9);
    const K = half.map((value, at) => (at % n <= Math.floor(at / n) ? value : (half[(at % n) * n + Math.floor(at / n)] as number)));
    for (const j of columnsOf(n)) {
      bench.clear();
      const keep = (r: number, c: number) => !above(r, c) || Math.floor(r / TILE) === Math.floor(c / TILE);
      const { refused, values } = column({ stored: bench.matrix(n, n, K, { keep }) }, n, j);
      expect(refused).toBe(-1);
      expectExact(
        values,
        K.filter((_, at) => at % n === j),
        `column ${j}`,
      );
    }
  });

  it.each(SIZES)("is a column of k(X, X) by a program, n = %i", (n) => {
    const d = 3;
    const X = integers(random(n), n * d, -9, 9);
    const K = gramByFormula(LINEAR, d, X, X);
    for (const j of columnsOf(n)) {
      bench.clear();
      const { refused, values } = column({ program: placeProgram(bench, LINEAR, d, X, X) }, n, j);
      expect(refused).toBe(-1);
      expectExact(
        values,
        K.filter((_, at) => at % n === j),
        `column ${j}`,
      );
    }
  });
});
