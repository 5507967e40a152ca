import { describe, it } from "vitest";
import { createBench, expectExact, LAYOUTS, type Layout, onAndBelow, rowMajor } from "../../support/core";
import { type Random, random } from "../../support/generator";

const bench = createBench();

interface Pair {
  readonly L: Float64Array;
  readonly inverse: Float64Array;
}

/**
 * L = (I − N)D and L⁻¹ = D⁻¹(I + N) for a diagonal D of ±1, ±2, ±4 and a strictly lower N of small whole numbers with N² = 0: its columns
 * that are not 0 and its rows that are not 0 do not meet. Both are exact.
 */
function exactPair(source: Random, n: number): Pair {
  const isRow = Array.from({ length: n }, () => source.uniform() < 0.5);
  const D = Array.from({ length: n }, () => 2 ** source.integer(0, 2) * (source.uniform() < 0.5 ? -1 : 1));
  const L = new Float64Array(n * n);
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const N = i > j && isRow[i] && !isRow[j] ? source.integer(-3, 3) : 0;
      const identity = i === j ? 1 : 0;
      L[i * n + j] = (identity - N) * (D[j] as number);
      inverse[i * n + j] = (identity + N) / (D[i] as number);
    }
  }
  return { L, inverse };
}

function check(source: Random, n: number, layout: Layout = rowMajor): void {
  const { L, inverse } = exactPair(source, n);
  bench.clear();
  const l = bench.matrix(n, n, L, { layout, keep: onAndBelow });
  const diagonal = bench.matrix(n, 1, null);
  bench.run([[l, onAndBelow]], (core) => core.invertLower(n, l.address, l.rs, l.cs, bench.scratch));
  bench.run([diagonal], (core) => core.columnSquares(n, l.address, l.rs, l.cs, diagonal.address));
  const squares = new Float64Array(n);
  inverse.forEach((value, at) => {
    squares[at % n] = (squares[at % n] as number) + value * value;
  });
  expectExact(bench.read(diagonal), squares, `diagonal of (L Lᵀ)⁻¹, n = ${n}, strides ${l.rs}, ${l.cs}`);
  expectExact(bench.read(l), inverse, `L⁻¹, n = ${n}, strides ${l.rs}, ${l.cs}`, (at) => at % n <= Math.floor(at / n));
}

describe("invertLower and columnSquares: L⁻¹ in place of L, and the diagonal of (L Lᵀ)⁻¹, exactly; NaN stands above the diagonal", () => {
  it("for every n in 0…40, in every layout", () => {
    const source = random(1);
    for (let n = 0; n <= 40; n++) for (const layout of LAYOUTS) check(source, n, layout);
  });

  it.each([63, 64, 65, 127, 128, 129, 200, 255, 256, 257, 515])("for n = %i", (n) => check(random(n), n));
});
