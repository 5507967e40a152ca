import { describe, expect, it } from "vitest";
import { blocking, createBench, expectExact, LAYOUTS, type Layout, rowMajor } from "../../support/core";
import { integers, type Random, random } from "../../support/generator";
import { product } from "../../support/oracles";

const KC = blocking("KC");
const bench = createBench();

interface Factors {
  readonly L: Float64Array;
  readonly U: Float64Array;
  /** Row i of L U is row order[i] of A. */
  readonly order: readonly number[];
  readonly A: Float64Array;
}

/**
 * A = Pᵀ L U whose elimination is exact: the multipliers are among `multipliers`, U holds whole numbers with ±1, ±2 or ±4 on the diagonal,
 * but 0 at `zeroPivots`, where L has no multipliers.
 */
function exactFactors(
  source: Random,
  n: number,
  multipliers: readonly number[],
  zeroPivots: readonly number[] = [],
  order?: number[],
): Factors {
  const L = new Float64Array(n * n);
  const U = integers(source, n * n, -3, 3);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const at = i * n + j;
      if (j >= i) L[at] = i === j ? 1 : 0;
      else {
        L[at] = zeroPivots.includes(j) ? 0 : (multipliers[source.integer(0, multipliers.length - 1)] as number);
        U[at] = 0;
      }
    }
    U[i * n + i] = zeroPivots.includes(i) ? 0 : 2 ** source.integer(0, 2) * (source.uniform() < 0.5 ? -1 : 1);
  }
  const rows = order ?? shuffled(source, n);
  const permuted = product(n, n, n, L, U);
  const A = new Float64Array(n * n);
  rows.forEach((row, i) => {
    A.set(permuted.subarray(i * n, (i + 1) * n), row * n);
  });
  return { L, U, order: rows, A };
}

function shuffled(source: Random, n: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = source.integer(0, i);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

interface Outcome {
  readonly nonzero: number;
  readonly LU: Float64Array;
  readonly order: readonly number[];
  readonly pivots: readonly number[];
}

/** Block columns of the given width one after the other. */
function factor(n: number, A: Float64Array, { layout = rowMajor, width = n }: { layout?: Layout; width?: number } = {}): Outcome {
  bench.clear();
  const a = bench.matrix(n, n, A, { layout });
  const pivots = bench.indices(n);
  const pivotWords = { address: pivots.address, rows: Math.ceil(n / 2), cols: 1, rs: 1, cs: 1 };
  let nonzero = n;
  for (let j = 0; j < n; j += width) {
    const columns = Math.min(width, n - j);
    const reached = bench.run([a, pivotWords], (core) =>
      core.luColumns(n, j, columns, a.address, a.rs, a.cs, pivots.address, bench.scratch),
    );
    if (reached < j + columns) nonzero = Math.min(nonzero, reached);
  }
  const order = Array.from({ length: n }, (_, i) => i);
  pivots.read().forEach((p, i) => {
    [order[i], order[p]] = [order[p] as number, order[i] as number];
  });
  return { nonzero, LU: bench.read(a), order, pivots: pivots.read() };
}

/** U on and above the diagonal, the multipliers below it. */
function together(n: number, { L, U }: Factors): Float64Array {
  return U.map((u, at) => (at % n < Math.floor(at / n) ? (L[at] as number) : u));
}

/** Smaller than 1, so that each pivot is the only largest element of its column. */
const UNIQUE = [0, 0.5, -0.5, 0.25, -0.25];

describe("lu: L, U and the exchanges of P A = L U, exactly", () => {
  it("for every n in 0…40, in every layout", () => {
    const source = random(1);
    for (let n = 0; n <= 40; n++) {
      const factors = exactFactors(source, n, UNIQUE);
      for (const layout of LAYOUTS) {
        const outcome = factor(n, factors.A, { layout });
        expect(outcome.nonzero).toBe(n);
        expect(outcome.order).toEqual(factors.order);
        expectExact(outcome.LU, together(n, factors), `n = ${n}`);
      }
    }
  });

  it.each([63, 64, 65, 127, 128, 129, KC - 1, KC, KC + 1, 2 * KC + 1])("for n = %i, in block columns of several widths", (n) => {
    const factors = exactFactors(random(n), n, UNIQUE);
    for (const width of [n, KC, 50, 3]) {
      if (width === 3 && n > 130) continue;
      const outcome = factor(n, factors.A, { width });
      expect(outcome.nonzero).toBe(n);
      expect(outcome.order).toEqual(factors.order);
      expectExact(outcome.LU, together(n, factors), `n = ${n}, width ${width}`);
    }
  });
});

describe("the choice of the pivot", () => {
  it.each([1, 5, 8, 9, 16, 17, 33, 100])("goes to the first row of those that are equal, n = %i", (n) => {
    const inPlace = Array.from({ length: n }, (_, i) => i);
    const factors = exactFactors(random(n), n, [1, -1, 0], [], inPlace);
    const outcome = factor(n, factors.A);
    expect(outcome.pivots).toEqual(inPlace);
    expectExact(outcome.LU, together(n, factors), `n = ${n}`);
  });

  it("passes over smaller elements to the first of the largest", () => {
    const column = [0, 1, -2, 2, -2, 1];
    const n = column.length;
    const A = Float64Array.from({ length: n * n }, (_, at) =>
      at % n === 0 ? (column[at / n] as number) : at % n === Math.floor(at / n) ? 1 : 0,
    );
    expect(factor(n, A).pivots[0]).toBe(2);
  });
});

describe("a singular matrix", () => {
  it.each([1, 2, 7, 8, 9, 16, 30, KC + 20])("gives the index of its first zero pivot, and the factors all the same, n = %i", (n) => {
    for (const first of new Set([0, n >> 1, n - 1])) {
      const inPlace = Array.from({ length: n }, (_, i) => i);
      const factors = exactFactors(random(n + first), n, UNIQUE, [first, n - 1], inPlace);
      for (const width of [n, KC, 5]) {
        const outcome = factor(n, factors.A, { width });
        expect(outcome.nonzero).toBe(first);
        expect(outcome.pivots).toEqual(inPlace);
        expectExact(outcome.LU, together(n, factors), `n = ${n}, zero pivot ${first}, width ${width}`);
      }
    }
  });

  it("stops at a NaN pivot as at a zero one", () => {
    expect(factor(2, Float64Array.of(1, 0, 0, Number.NaN)).nonzero).toBe(1);
    expect(factor(1, Float64Array.of(Number.NaN)).nonzero).toBe(0);
  });
});
