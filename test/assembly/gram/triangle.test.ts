import { describe, expect, it } from "vitest";
import { Opcode, TILE } from "../../../assembly/gram/program";
import { createBench, expectExact, type Placed } from "../../support/core";
import { integers, random } from "../../support/generator";
import { product, transpose } from "../../support/oracles";
import { assemble, gramByFormula, LINEAR, placeProgram } from "../../support/programs";

/** The host's function is not symmetric: 1000·i + j. */
const bench = createBench(undefined, (_, i, j, m, n, tile) => {
  const numbers = new Float64Array(bench.core.memory.buffer, tile, TILE * TILE);
  for (let r = 0; r < m; r++) for (let c = 0; c < n; c++) numbers[r * TILE + c] = 1000 * (i + r) + (j + c);
});

/** As in assembly/gram/triangle.ts. */
const PARTS = 16;

/** To the last part, and beyond it. */
const SIZES = [1, 2, 33, PARTS * TILE, (PARTS + 1) * TILE + 3];

/** H of t vectors X, one after the other, by the core, the tiles being made anew; then by tiles that the first product keeps. */
function multiply(program: Placed, n: number, t: number, X: Float64Array): Float64Array[] {
  const x = bench.matrix(t, n, X);
  const rows = Math.ceil(n / TILE);
  const kept = bench.matrix(((rows * (rows + 1)) / 2) * TILE * TILE, 1, null);
  return [
    [0, 0],
    [kept.address, 0],
    [kept.address, 1],
  ].map(([at, filled]) => {
    const h = bench.matrix(t, n, null);
    const work = bench.matrix(PARTS * (n * t + (4 * t + 1) * TILE), 1, null);
    const operator = bench.vector(Float64Array.of(n, t, program.address, at as number, filled as number, x.address, work.address));
    bench.run([h, work, kept], (core) => {
      for (let from = 0; from < rows; from += PARTS) {
        expect(core.triangleProduct(operator.address, from, Math.min(rows, from + PARTS))).toBe(-1);
      }
      core.gatherParts(operator.address, h.address);
    });
    return bench.read(h);
  });
}

const expected = (n: number, t: number, K: Float64Array, X: Float64Array) => transpose(n, t, product(n, t, n, K, transpose(t, n, X)));

describe.each(SIZES)("triangleProduct, n = %i", (n) => {
  it.each([1, 2])("is k(X, X)·X exactly on whole numbers, and writes into its own work alone, %i vectors", (t) => {
    const d = 3;
    bench.clear();
    const points = integers(random(n), n * d, -9, 9);
    const X = integers(random(t), t * n, -9, 9);
    const H = expected(n, t, gramByFormula(LINEAR, d, points, points), X);
    for (const found of multiply(placeProgram(bench, LINEAR, d, points, points), n, t, X)) expectExact(found, H, "K·X");
  });

  it("takes what is below the diagonal for both halves", () => {
    bench.clear();
    const X = integers(random(n), n, -9, 9);
    const K = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return 1000 * Math.max(i, j) + Math.min(i, j);
    });
    const program = bench.vector(assemble(bench.tile, [[Opcode.Custom, 0]], {}));
    for (const found of multiply(program, n, 1, X)) expectExact(found, expected(n, 1, K, X), "K·X");
  });
});
