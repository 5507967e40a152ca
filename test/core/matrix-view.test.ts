import { describe, expect, it } from "vitest";
import { cholesky, lu, solveCholesky, solveLu, solveLuTransposed } from "../../src/core/factors";
import { asMatrix, backwards, diagonalIn, elementsOf, flipped, type MatrixView, partOf, upended } from "../../src/core/matrix-view";
import { multiply } from "../../src/core/products";
import { i32, view, type Workspace, withBlocks } from "../../src/wasm/memory";
import { randomVector } from "../support/random";

/** The numbers 0, 1, … of a block seen as a view: element by element, by address alone. */
function rowsOf(workspace: Workspace, { address, rows, cols, rs, cs }: MatrixView): number[][] {
  const memory = new Float64Array(workspace.core.memory.buffer);
  return Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (_, j) => memory[address / 8 + i * rs + j * cs] as number));
}

describe("views of the same elements", () => {
  it("as rows `ld` apart, transposed, in part and reversed", () => {
    withBlocks({ A: 12 }, ({ A }, workspace) => {
      view(workspace, A).forEach((_, at, numbers) => {
        numbers[at] = at;
      });
      const M = asMatrix(A, 3, 2, 4);
      const rows = (seen: MatrixView): number[][] => rowsOf(workspace, seen);
      expect(rows(M)).toEqual([
        [0, 1],
        [4, 5],
        [8, 9],
      ]);
      expect(rows(flipped(M))).toEqual([
        [0, 4, 8],
        [1, 5, 9],
      ]);
      expect(rows(partOf(M, 1, 1, 2, 1))).toEqual([[5], [9]]);
      expect(rows(partOf(flipped(M), 1, 1, 1, 2))).toEqual([[5, 9]]);
      expect(rows(upended(M))).toEqual([
        [8, 9],
        [4, 5],
        [0, 1],
      ]);
      expect(rows(backwards(M))).toEqual([
        [9, 8],
        [5, 4],
        [1, 0],
      ]);
      expect(elementsOf(workspace, M)).toEqual(Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
      expect(diagonalIn(workspace, M)).toEqual(Float64Array.of(0, 5));
      expect(diagonalIn(workspace, asMatrix(A, 0, 0))).toEqual(new Float64Array(0));
    });
  });
});

describe("rows that are further apart than they are long", () => {
  const sizes = [1, 5, 40, 270];

  /** Runs `body` on A with its rows `gap` numbers further apart than they are long; NaN in between has to be there afterwards. */
  function spread(
    n: number,
    gap: number,
    A: Float64Array,
    body: (M: MatrixView, X: MatrixView, workspace: Workspace) => void,
  ): Float64Array {
    const ld = n + gap;
    return withBlocks({ A: n * ld, X: 2 * n }, (blocks, workspace) => {
      const held = view(workspace, blocks.A).fill(Number.NaN);
      for (let i = 0; i < n; i++) held.set(A.subarray(i * n, (i + 1) * n), i * ld);
      view(workspace, blocks.X).set(randomVector(7, 2 * n));
      body(asMatrix(blocks.A, n, n, ld), asMatrix(blocks.X, n, 2), workspace);
      const numbers = view(workspace, blocks.A);
      for (let at = 0; at < n * ld; at++) expect(Number.isNaN(numbers[at])).toBe(at % ld >= n);
      return view(workspace, blocks.X).slice();
    });
  }

  it.each(sizes)("factors and solves by Cholesky with the same bits, n = %i", (n) => {
    const A = randomVector(n, n * n).map((value, at) => (at % (n + 1) === 0 ? 2 * n : value));
    const solve = (M: MatrixView, X: MatrixView, workspace: Workspace): void => {
      expect(cholesky(workspace, M)).toBe(n);
      solveCholesky(workspace, M, X);
    };
    expect(spread(n, 3, A, solve)).toEqual(spread(n, 0, A, solve));
  });

  it.each(sizes)("and by LU: A x = b, and Aᵀ x = b for several b, n = %i", (n) => {
    const A = randomVector(n, n * n);
    for (const inPlace of [solveLu, solveLuTransposed]) {
      const solve = (M: MatrixView, X: MatrixView, workspace: Workspace): void =>
        withBlocks({ pivots: i32(n) }, ({ pivots }) => {
          expect(lu(workspace, M, pivots)).toBe(n);
          inPlace(workspace, M, pivots, X);
        });
      const x = spread(n, 5, A, solve);
      expect(x).toEqual(spread(n, 0, A, solve));
      const b = withBlocks({ A: n * n, X: 2 * n, Y: 2 * n }, (blocks, workspace) => {
        view(workspace, blocks.A).set(A);
        view(workspace, blocks.X).set(x);
        view(workspace, blocks.Y).fill(0);
        const M = asMatrix(blocks.A, n, n);
        multiply(workspace, inPlace === solveLu ? M : flipped(M), asMatrix(blocks.X, n, 2), asMatrix(blocks.Y, n, 2));
        return view(workspace, blocks.Y).slice();
      });
      // ‖b − A x‖∞ ≤ 8 n² ε ‖A‖max ‖x‖∞ as long as the pivots do not grow by more
      const bound = 8 * n * n * Number.EPSILON * x.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      randomVector(7, 2 * n).forEach((value, at) => {
        expect(Math.abs(value - (b[at] as number))).toBeLessThan(bound);
      });
    }
  });
});
