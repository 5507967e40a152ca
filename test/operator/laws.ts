import { expect, it } from "vitest";
import { pivotedCholesky, pivotedCholeskySizes } from "../../src/core/factors";
import { copyOf, slice, view, withBlocks } from "../../src/wasm/memory";
import { integers, normals, random } from "../support/generator";
import { ROUNDOFF } from "../support/precision";
import { type Kind, VECTORS } from "./kinds";

/** AX of one to `VECTORS` vectors; X, what is beyond H and H before are looked at, too. */
export function times({ n, use }: Kind, X: Float64Array): Float64Array {
  return use(({ A, workspace, X: from, H }) => {
    view(workspace, from).fill(Number.NaN).set(X);
    const t = X.length / n;
    A.multiply(from, H, t);
    expect(view(workspace, from).slice(0, n * t)).toEqual(X);
    expect(
      view(workspace, H)
        .subarray(n * t)
        .every(Number.isNaN),
    ).toBe(true);
    return copyOf(workspace, slice(H, 0, n * t));
  });
}

/** Columns of A, as many at once as there is room for. */
export function columnsOf({ n, use }: Kind, indices: readonly number[]): Float64Array[] {
  return indices.flatMap((_, from) => {
    if (from % VECTORS > 0) return [];
    const some = indices.slice(from, from + VECTORS);
    return use(({ A, workspace, C }) => {
      A.columns(some, C);
      expect(
        view(workspace, C)
          .subarray(n * some.length)
          .every(Number.isNaN),
      ).toBe(true);
      return some.map((_, at) => copyOf(workspace, slice(C, at * n, n)));
    });
  });
}

export function diagonalOf({ n, use }: Kind): Float64Array {
  return use(({ A, workspace, H }) => {
    const diagonal = slice(H, 0, n);
    A.diagonal(diagonal);
    expect(view(workspace, H).subarray(n).every(Number.isNaN)).toBe(true);
    return copyOf(workspace, diagonal);
  });
}

/** What every operator promises. */
export function operatorLaws(kind: Kind): void {
  const { n, dense, magnitude, roundings, exact } = kind;
  const source = random(n);
  const [x, y] = [normals(source, n), normals(source, n)];
  // a sum of n terms on either side, and the elements of A
  const slack = 2 * (n + roundings) * ROUNDOFF;
  const apply = (M: Float64Array, v: Float64Array): Float64Array =>
    v.map((_, i) => v.reduce((sum, value, j) => sum + (M[i * n + j] as number) * value, 0));
  const size = (v: Float64Array): Float64Array => apply(magnitude, v.map(Math.abs));
  const within = (found: Float64Array, wanted: Float64Array, bound: Float64Array): void => {
    const wrong = found.findIndex((value, i) => !(Math.abs(value - (wanted[i] as number)) <= slack * (bound[i] as number)));
    if (wrong >= 0) expect.fail(`element ${wrong} is ${found[wrong]}, not ${wanted[wrong]} to ${slack * (bound[wrong] as number)}`);
  };
  const some = n <= 40 ? Array.from({ length: n }, (_, j) => j) : [n - 1, 0, 31, 32, 33, n >> 1, 0, (n >> 1) + 31];

  it("multiplies as its definition says", () => {
    within(times(kind, x), apply(dense, x), size(x));
  });

  it("is linear", () => {
    const [p, q] = [integers(source, n, -9, 9), integers(source, n, -9, 9)];
    const [Ap, Aq] = [times(kind, p), times(kind, q)];
    const ofQ = size(q);
    const sizes = size(p).map((value, i) => value + (ofQ[i] as number));
    within(
      times(
        kind,
        p.map((value, i) => 3 * value + (q[i] as number)),
      ),
      Ap.map((value, i) => 3 * value + (Aq[i] as number)),
      sizes.map((value) => 3 * value),
    );
    // a power of two leaves no rounding
    expect(
      times(
        kind,
        x.map((value) => -8 * value),
      ),
    ).toEqual(times(kind, x).map((value) => -8 * value));
  });

  it("is symmetric: xᵀAy = yᵀAx", () => {
    const dot = (u: Float64Array, v: Float64Array): number => u.reduce((sum, value, i) => sum + value * (v[i] as number), 0);
    const bound = dot(x.map(Math.abs), size(y));
    expect(Math.abs(dot(x, times(kind, y)) - dot(y, times(kind, x)))).toBeLessThanOrEqual(2 * slack * bound);
  });

  it("multiplies vectors at once as one after the other, bit for bit", () => {
    for (let t = 1; t <= VECTORS; t++) {
      const X = normals(random(t), n * t);
      const alone = Array.from({ length: t }, (_, q) => [...times(kind, X.slice(q * n, (q + 1) * n))]);
      expect(times(kind, X)).toEqual(Float64Array.from(alone.flat()));
    }
  });

  it(`has the columns that unit vectors find, ${exact ? "bit for bit" : "to roundoff"}, and those of its definition`, () => {
    const columns = columnsOf(kind, some);
    some.forEach((j, at) => {
      const unit = Float64Array.from({ length: n }, (_, i) => Number(i === j));
      const column = columns[at] as Float64Array;
      if (exact) expect(column).toEqual(times(kind, unit));
      else within(column, times(kind, unit), size(unit));
      within(column, apply(dense, unit), size(unit));
    });
  });

  it("has the diagonal of its columns, bit for bit", () => {
    const diagonal = diagonalOf(kind);
    columnsOf(kind, some).forEach((column, at) => {
      expect(diagonal[some[at] as number]).toBe(column[some[at] as number]);
    });
    const [wanted, bound] = [dense, magnitude].map((M) => diagonal.map((_, i) => M[i * (n + 1)] as number)) as [Float64Array, Float64Array];
    within(diagonal, wanted, bound);
  });

  it("has the pivoted Cholesky factor of its columns: LLᵀ has the columns of the rows eliminated, the largest remaining diagonal element first", () => {
    const limit = Math.min(n, 8);
    const { L, rank, pivots, diagonal } = kind.use(({ A, workspace }) =>
      withBlocks({ ...pivotedCholeskySizes(n, limit), d: n }, (blocks) => {
        const steps = pivotedCholesky(workspace, A, limit, 0, blocks);
        A.diagonal(blocks.d);
        return {
          rank: steps,
          L: copyOf(workspace, blocks.L),
          pivots: copyOf(workspace, slice(blocks.pivots, 0, steps)),
          diagonal: copyOf(workspace, blocks.d),
        };
      }),
    );
    const l = (i: number, k: number): number => L[i * limit + k] as number;
    const sum = (term: (k: number) => number): number => Array.from({ length: rank }, (_, k) => term(k)).reduce((a, b) => a + b, 0);
    columnsOf(kind, [...pivots]).forEach((column, k) => {
      const p = pivots[k] as number;
      const product = column.map((_, i) => sum((j) => l(i, j) * l(p, j)));
      within(
        product,
        column,
        column.map((value, i) => Math.abs(value) + sum((j) => Math.abs(l(i, j) * l(p, j)))),
      );
    });
    if (rank > 0) expect(diagonal[pivots[0] as number]).toBe(Math.max(...diagonal));
    expect(new Set(pivots).size).toBe(rank);
  });
}
