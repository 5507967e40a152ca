import { describe, expect, it } from "vitest";
import { above, blocking, createBench, expectExact, LAYOUTS, type Layout, onAndBelow, rowMajor } from "../../support/core";
import { random } from "../../support/generator";
import { product, transpose } from "../../support/oracles";
import { lowerTriangle, meaningOf } from "../../support/triangular";

const KC = blocking("KC");
const bench = createBench();

/** L of small whole numbers with 1, 2 or 4 on the diagonal: every step of the factorisation of L Lᵀ is exact. */
function exactFactor(n: number): Float64Array {
  const L = meaningOf(n, lowerTriangle(random(n), n, false), false);
  for (let i = 0; i < n; i++) L[i * n + i] = Math.abs(L[i * n + i] as number);
  return L;
}

/** L D Lᵀ, D being the identity but for element p. */
function withPivot(n: number, L: Float64Array, p: number, value: number): Float64Array {
  const D = L.map((l, at) => (at % n === p ? l * value : l));
  return product(n, n, n, D, transpose(n, n, L));
}

interface Outcome {
  readonly reached: number;
  readonly A: Float64Array;
}

/** Block columns of the given width one after the other; above the diagonal of A there is NaN, and nothing there may change. */
function factor(n: number, A: Float64Array, { layout = rowMajor, width = n }: { layout?: Layout; width?: number } = {}): Outcome {
  bench.clear();
  const a = bench.matrix(n, n, A, { layout, keep: onAndBelow });
  let reached = 0;
  while (reached < n) {
    const next = Math.min(n, reached + width);
    const from = reached;
    reached = bench.run([[a, onAndBelow]], (core) => core.choleskyColumns(n, from, next - from, 0, a.address, a.rs, a.cs, bench.scratch));
    if (reached < next) break;
  }
  return { reached, A: bench.read(a) };
}

const lower = (n: number) => (at: number) => !above(Math.floor(at / n), at % n);

describe("cholesky: L of L Lᵀ, exactly on whole numbers", () => {
  it("for every n in 0…40, in every layout", () => {
    for (let n = 0; n <= 40; n++) {
      const L = exactFactor(n);
      const A = withPivot(n, L, 0, 1);
      for (const layout of LAYOUTS) {
        const outcome = factor(n, A, { layout });
        expect(outcome.reached).toBe(n);
        expectExact(outcome.A, L, `n = ${n}`, lower(n));
      }
    }
  });

  it.each([63, 64, 65, 79, 80, 81, 127, 128, 129, KC - 1, KC, KC + 1, KC + 64, 2 * KC + 1])("for n = %i, by rows and by columns", (n) => {
    const L = exactFactor(n);
    const A = withPivot(n, L, 0, 1);
    for (const layout of LAYOUTS.slice(0, 3)) expectExact(factor(n, A, { layout }).A, L, `n = ${n}`, lower(n));
  });

  it.each([1, 7, 16, 64, KC])("by block columns of width %i", (width) => {
    const n = KC + 41;
    const L = exactFactor(n);
    const outcome = factor(n, withPivot(n, L, 0, 1), { width });
    expect(outcome.reached).toBe(n);
    expectExact(outcome.A, L, `width ${width}`, lower(n));
  });
});

describe("the first pivot that is not positive", () => {
  const n = KC + 44;
  const L = exactFactor(n);

  it.each([0, 1, 3, 15, 16, 17, 31, 32, 63, 64, 65, 127, 128, KC - 1, KC, KC + 1, n - 1])(
    "is found at index %i, where its value is left, with L above and left of it",
    (p) => {
      for (const value of [-0.25, 0]) {
        const A = withPivot(n, L, p, value);
        for (const width of [n, 64]) {
          const outcome = factor(n, A, { width });
          expect(outcome.reached).toBe(p);
          expect(outcome.A[p * n + p]).toBe(value * (L[p * n + p] as number) ** 2 + 0);
          expectExact(outcome.A, L, `rows to ${p}, columns before ${p}`, (at) => at < (p + 1) * n && at % n < p && lower(n)(at));
        }
      }
    },
  );

  it("is the one that is NaN", () => {
    for (const size of [1, 5, 16, 17, 40]) {
      for (const p of [0, size >> 1, size - 1]) {
        const A = withPivot(size, exactFactor(size), 0, 1);
        A[p * size + p] = Number.NaN;
        expect(factor(size, A).reached).toBe(p);
      }
    }
  });

  it("is the earlier of two", () => {
    const A = withPivot(n, L, 200, -1);
    A[70 * n + 70] = -1000;
    expect(factor(n, A).reached).toBe(70);
  });
});

describe("rows that are added to a factor", () => {
  /** Not exact on purpose: every sum is rounded. Its diagonal outweighs the rest. */
  function definite(n: number): Float64Array {
    const next = random(7).uniform;
    return Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? n : next() - 0.5));
  }

  function grown(n: number, sizes: readonly number[], A: Float64Array, layout: Layout): Float64Array {
    bench.clear();
    const a = bench.matrix(n, n, A, { layout, keep: onAndBelow });
    let done = 0;
    for (const size of [...sizes, n]) {
      for (let j = 0; j < size; j += KC) {
        const columns = Math.min(KC, size - j);
        const from = done;
        bench.run([[a, onAndBelow]], (core) => core.choleskyColumns(size, j, columns, from, a.address, a.rs, a.cs, bench.scratch));
      }
      done = size;
    }
    return bench.read(a);
  }

  it.each([
    [1, [0]],
    [9, [1, 2, 3, 4, 5, 6, 7, 8]],
    [40, [1, 15, 16, 17, 33]],
    [150, [63, 64, 65, 100, 128, 129, 149]],
    [KC + 90, [10, 90, 200, KC - 1, KC, KC + 1, KC + 70]],
    [2 * KC + 9, [100, KC + 3]],
  ] as const)("give the bits of all %i at once, after %j", (n, sizes) => {
    const A = definite(n);
    for (const layout of LAYOUTS.slice(0, 3)) expectExact(grown(n, sizes, A, layout), grown(n, [], A, layout), `n = ${n}`, lower(n));
  });
});
