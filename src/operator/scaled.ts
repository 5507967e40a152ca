import type { LinearMap, Operator } from "../core/operator";
import { type Block, view, type Workspace } from "../wasm/memory";

/** SAS, S = diag(s), element by element s_i (a_ij s_j). `spare` has room for as many vectors as are multiplied at once. */
export function scaled(workspace: Workspace, A: Operator, s: Block, spare: Block): Operator {
  const { n } = A;
  return {
    ...scaledMap(workspace, A, s, spare),
    diagonal(diagonal) {
      A.diagonal(diagonal);
      times(workspace, s, diagonal, 1);
      times(workspace, s, diagonal, 1);
    },
    columns(indices, C) {
      A.columns(indices, C);
      const [factors, columns] = [view(workspace, s), view(workspace, C)];
      indices.forEach((j, at) => {
        for (let i = at * n; i < (at + 1) * n; i++) columns[i] = (columns[i] as number) * (factors[j] as number);
      });
      times(workspace, s, C, indices.length);
    },
  };
}

/** The same where A only multiplies. */
export function scaledMap(workspace: Workspace, A: LinearMap, s: Block, spare: Block): LinearMap {
  return {
    n: A.n,
    multiply(X, H, t) {
      view(workspace, spare).set(view(workspace, X).subarray(0, A.n * t));
      times(workspace, s, spare, t);
      A.multiply(spare, H, t);
      times(workspace, s, H, t);
    },
  };
}

/** Each of t vectors ← s∘v */
function times(workspace: Workspace, s: Block, vectors: Block, t: number): void {
  const [factors, values] = [view(workspace, s), view(workspace, vectors)];
  const n = factors.length;
  for (let at = 0; at < n * t; at++) values[at] = (values[at] as number) * (factors[at % n] as number);
}
