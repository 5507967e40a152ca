import { describe, it } from "vitest";
import { above, createBench, expectExact, LAYOUTS, rowMajor } from "../../support/core";
import { integers, random } from "../../support/generator";
import { product } from "../../support/oracles";

const bench = createBench();

/** The symmetric matrix of a strict upper triangle and a diagonal. */
function symmetric(n: number, upper: Float64Array, diagonal: Float64Array): Float64Array {
  return upper.map((_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return i === j ? (diagonal[i] as number) : (upper[Math.min(i, j) * n + Math.max(i, j)] as number);
  });
}

function check(n: number, t: number, layout = rowMajor): void {
  const source = random(n + 1000 * t);
  const A = integers(source, n * n, -9, 9);
  const diagonal = integers(source, n, -9, 9);
  const X = integers(source, n * t, -9, 9);
  const Y = integers(source, n * t, -99, 99);
  bench.clear();
  const a = bench.matrix(n, n, A, { layout, keep: above });
  const d = bench.vector(diagonal);
  const x = bench.matrix(n, t, X);
  const y = bench.matrix(n, t, Y);
  bench.run([y], (core) => {
    const [A, X, Y] = bench.operands(a, x, y);
    core.symm(A, d.address, X, Y, bench.scratch);
  });
  expectExact(bench.read(y), product(n, t, n, symmetric(n, A, diagonal), X, Y), `n = ${n}, t = ${t}, strides ${a.rs}, ${a.cs}`);
}

describe("symm: Y += A·X from the strict upper triangle and the diagonal, exactly; NaN stands in the rest of A", () => {
  it("for every n in 0…12, t in 1…9, in every layout of A", () => {
    for (let n = 0; n <= 12; n++) for (let t = 1; t <= 9; t++) for (const layout of LAYOUTS) check(n, t, layout);
  });

  it.each([127, 128, 129, 255, 256, 257, 385])("for n = %i, around the edges of its blocks", (n) => {
    for (const t of [1, 2, 5]) for (const layout of LAYOUTS.slice(0, 2)) check(n, t, layout);
  });
});
