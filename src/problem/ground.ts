import type { MatrixView } from "../core/matrix-view";
import { type Breakdown, type Factorisation, factorCholesky } from "../dense/factors";
import type { Workspace } from "../wasm/memory";
import type { Pause } from "../wasm/pause";
import { assembleGram, type GramBlocks } from "./gram";
import type { KernelPoints } from "./points";

/** Where K and the Cholesky factor of G come from: made for the fit at hand, or kept from the one before. */
export interface Ground {
  /** K of the points into its block, n × n, both triangles. */
  assemble(workspace: Workspace, points: KernelPoints, blocks: GramBlocks, pause: Pause): void;
  /** G, which stands in the place of K, becomes L on and below its diagonal; above it K stays. */
  factor(workspace: Workspace, G: MatrixView, pause: Pause): Factorisation | Breakdown;
}

/** Made anew. */
export const NEW_GROUND: Ground = { assemble: assembleGram, factor: factorCholesky };
