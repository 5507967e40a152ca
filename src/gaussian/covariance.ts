import { asMatrix, diagonalIn, type MatrixView } from "../core/matrix-view";
import { infinityNorm } from "../core/products";
import { brokeDown, type Factorisation } from "../dense/factors";
import { requireNorm } from "../dense/finite";
import { sumOfLogs } from "../matrix/logarithm";
import { type GramBlocks, gramSizes } from "../problem/gram";
import { type Ground, NEW_GROUND } from "../problem/ground";
import type { KernelPoints } from "../problem/points";
import type { Watch } from "../progress";
import { type Block, view, type Workspace } from "../wasm/memory";
import { notPositiveDefinite } from "./breakdown";

/** G = K + N = L Lᵀ, the covariance of noisy observations: L on and below the diagonal, K above it, the diagonal of G kept apart. */
export interface Covariance {
  readonly workspace: Workspace;
  readonly L: MatrixView;
  readonly diagonal: Block;
  readonly factorisation: Factorisation;
  /** ‖G‖ in the ∞-norm */
  readonly norm: number;
  /** log det G */
  readonly logDeterminant: number;
}

export type CovarianceBlocks = GramBlocks & { readonly diagonal: Block };

/** Rooms for the covariance of points. */
export function covarianceSizes(points: KernelPoints) {
  const { program, given, K } = gramSizes(points);
  return { program, given, K, diagonal: points.n };
}

/**
 * G of the points, factored in the block of K.
 *
 * @param noise N, a variance per point
 * @throws "not-positive-definite" where G has no Cholesky factor, with the `pivot` and what to try
 */
export function covarianceIn(
  workspace: Workspace,
  points: KernelPoints,
  noise: Float64Array,
  blocks: CovarianceBlocks,
  progress: Watch,
  ground: Ground = NEW_GROUND,
): Covariance {
  const { n } = points;
  ground.assemble(workspace, points, blocks, progress.during("gram"));
  const gram = view(workspace, blocks.K);
  const diagonal = view(workspace, blocks.diagonal);
  for (let i = 0; i < n; i++) {
    const value = (gram[i * n + i] as number) + (noise[i] as number);
    diagonal[i] = value;
    gram[i * n + i] = value;
  }
  const L = asMatrix(blocks.K, n, n);
  const norm = requireNorm(infinityNorm(workspace, L), "K + noise");
  const factorisation = ground.factor(workspace, L, progress.during("factor"));
  if (brokeDown(factorisation)) throw notPositiveDefinite(points, noise, norm, factorisation);
  return { workspace, L, diagonal: blocks.diagonal, factorisation, norm, logDeterminant: 2 * sumOfLogs(diagonalIn(workspace, L)) };
}
