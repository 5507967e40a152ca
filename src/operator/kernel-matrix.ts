import { gramDiagonal } from "../core/gram";
import { type FeatureSource, type GramSource, gramColumn, gramProduct, type TiledGram } from "../core/iterations";
import { asMatrix, diagonalIn } from "../core/matrix-view";
import type { LinearMap, Operator } from "../core/operator";
import { type Block, slice, view, type Workspace } from "../wasm/memory";
import { features } from "./features";

/** The same of a Gaussian kernel, rounded, and faster. */
export { type Radial, type RoundedOperator, radialInSingle, singleRadialRooms } from "./single-radial";

/**
 * K, stored or by tiles, for the same bits: of a stored K nothing above the tiles of the diagonal is read. A column costs 32n elements of K by tiles. Or
 * ΦΦᵀ. Columns have the bits of products with unit vectors. `work` has `productWork(n, t)` elements, for Φ (n × p) p.
 *
 * @throws "not-finite" where the kernel overflows, and what a custom kernel throws
 */
export function kernelMatrix(workspace: Workspace, n: number, source: GramSource | FeatureSource, work: Block): Operator {
  if (source.kind === "features") return features(workspace, n, source.phi, work);
  return {
    n,
    multiply: (X, H, t) => gramProduct(workspace, n, t, source, { X, H, work }),
    diagonal(diagonal) {
      if (source.kind === "tiles") gramDiagonal(workspace, source.program, n, diagonal);
      else view(workspace, diagonal).set(diagonalIn(workspace, asMatrix(source.K, n, n)));
    },
    columns(indices, C) {
      indices.forEach((j, at) => {
        gramColumn(workspace, n, source, j, slice(C, at * n, n));
      });
    },
  };
}

/** |K| by tiles: the |k_ij|. */
export function magnitudes(workspace: Workspace, n: number, source: TiledGram, work: Block): LinearMap {
  return { n, multiply: (X, H, t) => gramProduct(workspace, n, t, source, { X, H, work }, true) };
}
