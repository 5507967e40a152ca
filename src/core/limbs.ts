import type { Block, Workspace } from "../wasm/memory";
import type { MatrixView } from "./matrix-view";

/**
 * The multiples of `unit`, a power of two, that the elements of the lower triangle of A are nearest to, counted in units, are added to `sums`, which has the rows of the triangle
 * one after the other; what is left stays in A. Exact where the counts and their sums are below 2⁵².
 */
export function carryTriangle({ core }: Workspace, A: MatrixView, sums: Pick<Block, "address">, unit: number): void {
  for (let i = 0; i < A.rows; i++) core.carryOver(i + 1, A.address + 8 * i * A.rs, sums.address + 4 * i * (i + 1), unit);
}
