import { asMatrix, flipped, partOf } from "../core/matrix-view";
import type { Operator } from "../core/operator";
import { multiply } from "../core/products";
import { type Block, slice, view, type Workspace } from "../wasm/memory";

/** ΦΦᵀ for Φ (n × p), which is never made: a product costs 2np multiplications. `spare` has room for p numbers. */
export function features(workspace: Workspace, n: number, phi: Block, spare: Block): Operator {
  const p = phi.length / n;
  const [Phi, weights] = [asMatrix(phi, n, p), asMatrix(spare, p)];
  const toValues = (w: typeof weights, h: Block): void => {
    view(workspace, h).fill(0);
    multiply(workspace, Phi, w, asMatrix(h, n));
  };
  return {
    n,
    multiply(X, H, t) {
      for (let q = 0; q < t; q++) {
        view(workspace, slice(spare, 0, p)).fill(0);
        multiply(workspace, flipped(Phi), asMatrix(slice(X, q * n, n), n), weights);
        toValues(weights, slice(H, q * n, n));
      }
    },
    diagonal(diagonal) {
      view(workspace, diagonal).fill(0);
      for (let i = 0; i < n; i++) {
        const row = partOf(Phi, i, 0, 1, p);
        multiply(workspace, row, flipped(row), asMatrix(slice(diagonal, i, 1), 1));
      }
    },
    columns(indices, C) {
      indices.forEach((j, at) => {
        toValues(flipped(partOf(Phi, j, 0, 1, p)), slice(C, at * n, n));
      });
    },
  };
}
