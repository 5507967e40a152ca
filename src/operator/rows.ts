import { asMatrix, diagonalIn, elementsOf, type MatrixView } from "../core/matrix-view";
import type { Operator } from "../core/operator";
import { multiply } from "../core/products";
import { slice, view, type Workspace } from "../wasm/memory";

/** Any symmetric matrix in memory, its rows contiguous; a column is read as a row. */
export function rowsOf(workspace: Workspace, A: MatrixView): Operator {
  const n = A.rows;
  return {
    n,
    multiply(X, H, t) {
      view(workspace, slice(H, 0, n * t)).fill(0);
      for (let q = 0; q < t; q++) multiply(workspace, A, asMatrix(slice(X, q * n, n), n), asMatrix(slice(H, q * n, n), n));
    },
    diagonal: (diagonal) => view(workspace, diagonal).set(diagonalIn(workspace, A)),
    columns(indices, C) {
      const elements = elementsOf(workspace, A);
      indices.forEach((j, at) => {
        view(workspace, C).set(elements.subarray(j * A.rs, j * A.rs + n), at * n);
      });
    },
  };
}
