import type { Operator } from "../core/operator";
import { view, type Workspace } from "../wasm/memory";

/** A + diag(d) */
export function shifted(workspace: Workspace, A: Operator, d: Float64Array): Operator {
  const { n } = A;
  return {
    n,
    multiply(X, H, t) {
      A.multiply(X, H, t);
      const [x, h] = [view(workspace, X), view(workspace, H)];
      for (let at = 0; at < n * t; at++) h[at] = (h[at] as number) + (d[at % n] as number) * (x[at] as number);
    },
    diagonal(diagonal) {
      A.diagonal(diagonal);
      const values = view(workspace, diagonal);
      for (let i = 0; i < n; i++) values[i] = (values[i] as number) + (d[i] as number);
    },
    columns(indices, C) {
      A.columns(indices, C);
      const columns = view(workspace, C);
      indices.forEach((j, at) => {
        columns[at * n + j] = (columns[at * n + j] as number) + (d[j] as number);
      });
    },
  };
}
