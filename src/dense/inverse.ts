import { invertLower } from "../core/factors";
import { elementsOf, flipped, type MatrixView, partOf } from "../core/matrix-view";
import { syrk } from "../core/products";
import type { Workspace } from "../wasm/memory";
import { ignore, type Pause } from "../wasm/pause";

/** Rows of L⁻¹ whose products are added at once. */
const ROWS = 128;

/** The share of the work that the inverse of the triangle is. */
const TRIANGLE = 0.5;

/**
 * The lower triangle of A⁻¹ = L⁻ᵀL⁻¹ from the Cholesky factor L, n³/3 + n³/3 multiplications; L becomes L⁻¹, and what is above its diagonal is lost near the diagonal.
 *
 * By blocks of rows of L⁻¹: of a block that ends at row k only the first k columns are not 0.
 *
 * @param inverse n × n; above its diagonal it is 0 or what a product of a block on the diagonal leaves there
 */
export function inverseFromFactor(workspace: Workspace, L: MatrixView, inverse: MatrixView, pause: Pause = ignore): void {
  const n = L.rows;
  let done = 0;
  invertLower(workspace, L, (flops) => {
    done += flops;
    pause(Math.min(TRIANGLE, (3 * TRIANGLE * done) / Math.max(1, n * n * n)));
  });
  elementsOf(workspace, inverse).fill(0);
  for (let from = 0; from < n; from += ROWS) {
    const rows = Math.min(ROWS, n - from);
    const to = from + rows;
    const numbers = elementsOf(workspace, L);
    for (let i = from; i < to; i++) numbers.fill(0, i * L.rs + i + 1, i * L.rs + to);
    syrk(workspace, flipped(partOf(L, from, 0, rows, to)), partOf(inverse, 0, 0, to, to));
    pause(TRIANGLE + ((1 - TRIANGLE) * ((to / n) * (to / n) * to)) / n);
  }
}
