import { describe, expect, it } from "vitest";
import { Opcode, TILE } from "../../../assembly/gram/program";
import { above, createBench, expectExact, type Placed } from "../../support/core";
import { integers, normals, random } from "../../support/generator";
import { product, transpose } from "../../support/oracles";
import { GAUSSIAN, gramByFormula, LINEAR, pairs, placeProgram } from "../../support/programs";

const bench = createBench();
const SIZES = [0, 1, 2, 3, 4, 5, 31, 32, 33, 35, 64, 65, 100, 3 * TILE + 1];
const STRIPS = [1, 2, 3, 7];

interface Given {
  readonly n: number;
  readonly t: number;
  readonly strips: number;
  readonly X: Float64Array;
}

/** H by the core, of a K in memory or of a program. */
function multiply(K: { readonly stored?: Placed; readonly program?: Placed }, { n, t, strips, X }: Given, absolute = false) {
  const x = bench.matrix(t, n, X);
  const h = bench.matrix(t, n, null);
  const work = bench.matrix((2 * TILE * strips + n * (strips - 1)) * t, 1, null);
  const words = [n, t, K.stored?.address ?? 0, K.program?.address ?? 0, strips, work.address];
  const operator = bench.vector(Float64Array.from(words)).address;
  const refused = bench.run([h, work], (core) => core.gramProduct(operator, x.address, h.address, absolute));
  return { refused, H: bench.read(h) };
}

/** K in memory, where nothing above the tiles of the diagonal is read. */
function stored(n: number, K: Float64Array): Placed {
  return bench.matrix(n, n, K, { keep: (i, j) => !above(i, j) || Math.floor(i / TILE) === Math.floor(j / TILE) });
}

/** K·X for X and the result a vector after the other. */
function expected(n: number, t: number, K: Float64Array, X: Float64Array): Float64Array {
  return transpose(n, t, product(n, t, n, K, transpose(t, n, X)));
}

describe.each(STRIPS)("gramProduct in %i strips", (strips) => {
  it.each(SIZES)("is K·X exactly on whole numbers, n = %i", (n) => {
    for (const t of [1, 2, 5]) {
      const source = random(n + t);
      const half = integers(source, n * n, -9, 9);
      const K = half.map((value, at) => (at % n <= Math.floor(at / n) ? value : (half[(at % n) * n + Math.floor(at / n)] as number)));
      const X = integers(source, t * n, -9, 9);
      bench.clear();
      const { refused, H } = multiply({ stored: stored(n, K) }, { n, t, strips, X });
      expect(refused).toBe(-1);
      expectExact(H, expected(n, t, K, X), `n = ${n}, t = ${t}`);
    }
  });

  it.each(SIZES)("is k(X, X)·X and |k(X, X)|·X of a program, n = %i", (n) => {
    const [t, d] = [2, 3];
    const source = random(n);
    const points = integers(source, n * d, -9, 9);
    const X = integers(source, t * n, -9, 9);
    const K = gramByFormula(LINEAR, d, points, points);
    for (const absolute of [false, true]) {
      bench.clear();
      const { refused, H } = multiply({ program: placeProgram(bench, LINEAR, d, points, points) }, { n, t, strips, X }, absolute);
      expect(refused).toBe(-1);
      expectExact(H, expected(n, t, absolute ? K.map(Math.abs) : K, X), `absolute: ${absolute}`);
    }
  });

  it("has the same bits stored and by tiles, and for a vector alone and among others", () => {
    const [n, t, d] = [5 * TILE + 3, 3, 2];
    const source = random(strips);
    const points = normals(source, n * d);
    const X = normals(source, t * n);
    bench.clear();
    const program = placeProgram(bench, GAUSSIAN, d, points, points);
    const K = bench.matrix(n, n, null);
    bench.run([K], (core) => core.gramSymmetric(program.address, 0, n, n, K.address, n));
    const { H } = multiply({ program }, { n, t, strips, X });
    expectExact(multiply({ stored: K }, { n, t, strips, X }).H, H, "stored");
    for (let q = 0; q < t; q++) {
      const alone = multiply({ program }, { n, t: 1, strips, X: X.slice(q * n, (q + 1) * n) }).H;
      expectExact(alone, H.slice(q * n, (q + 1) * n), `vector ${q}`);
    }
  });

  it("returns i·n + j of the first element that is refused", () => {
    const n = 5 * TILE + 3;
    const code = { instructions: [pairs(Opcode.SquaredDistance), [Opcode.RequireFinite]] } as const;
    for (const [i, j] of [
      [TILE, 0],
      [TILE + 1, 2],
      [n - 1, 2 * TILE],
    ] as const) {
      const points = new Float64Array(n);
      points[i] = 1.2e154;
      points[j] = -1.2e154;
      bench.clear();
      const program = placeProgram(bench, code, 1, points, points);
      expect(multiply({ program }, { n, t: 1, strips, X: new Float64Array(n) }).refused).toBe(i * n + j);
    }
  });
});
