import { asMatrix, flipped, partOf } from "../../core/matrix-view";
import { gemm, syrk } from "../../core/products";
import { brokeDown, factorCholesky } from "../../dense/factors";
import { type Block, slice, view, type Workspace } from "../../wasm/memory";

/** Points that are held out together, one after the other. */
export interface Fold {
  readonly from: number;
  readonly size: number;
}

/** L⁻¹ of G = L Lᵀ, what a trend takes from G⁻¹, and room for a fold. */
export interface Inverse {
  readonly workspace: Workspace;
  readonly n: number;
  /** Columns of α. */
  readonly count: number;
  /** Basis functions whose coefficients are fitted, too: 1 for an intercept. */
  readonly trend: number;
  readonly blocks: {
    /** L⁻¹ on and below the diagonal, n × n; what is above it is not read. */
    readonly K: Block;
    /** U = G⁻¹F and −U(FᵀU)⁻¹, each n × trend. */
    readonly ones: Block;
    readonly less: Block;
    /** As much as the largest fold takes: twice |F|², and |F| × count. */
    readonly square: Block;
    readonly corner: Block;
    readonly errors: Block;
  };
}

/**
 * e_F = (Ḡ_FF)⁻¹ α_F with Ḡ = G⁻¹ − U(FᵀU)⁻¹Uᵀ: what the fit without the fold leaves of y in it, |F| × count, row by row. Null where Ḡ_FF is not positive
 * definite.
 *
 * @param alpha Ḡ y, n × count
 */
export function foldErrors(
  { workspace, n, count, trend, blocks }: Inverse,
  { from, size }: Fold,
  alpha: Float64Array,
): Float64Array | null {
  const L = asMatrix(blocks.K, n, n);
  const [C, T] = [asMatrix(blocks.square, size, size), asMatrix(blocks.corner, size, size)];
  const factor = view(workspace, blocks.K);
  const corner = view(workspace, blocks.corner).fill(0, 0, size * size);
  for (let i = 0; i < size; i++) {
    const row = (from + i) * n + from;
    corner.set(factor.subarray(row, row + i + 1), i * size);
  }
  view(workspace, blocks.square).fill(0, 0, size * size);
  // Σ_r L⁻¹_rF L⁻¹_rF, the rows of F first
  syrk(workspace, flipped(T), C);
  const below = n - from - size;
  if (below > 0) syrk(workspace, flipped(partOf(L, from + size, from, below, size)), C);
  if (trend > 0) {
    const [U, less] = [slice(blocks.ones, from * trend, size * trend), slice(blocks.less, from * trend, size * trend)];
    gemm(workspace, asMatrix(less, size, trend), flipped(asMatrix(U, size, trend)), C);
  }
  const factorisation = factorCholesky(workspace, C);
  if (brokeDown(factorisation)) return null;
  const errors = slice(blocks.errors, 0, size * count);
  view(workspace, errors).set(alpha.subarray(from * count, (from + size) * count));
  factorisation.solve(count, errors);
  return view(workspace, errors).slice();
}
