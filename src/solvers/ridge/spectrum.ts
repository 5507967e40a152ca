import { eigenSizes } from "../../core/eigen";
import { asMatrix } from "../../core/matrix-view";
import { addTransposed, multiplyElements, scaleElements } from "../../core/products";
import { eigh } from "../../dense/divide-and-conquer";
import { spectralTolerance } from "../../dense/eigensystem";
import { requireFinite } from "../../dense/finite";
import { mercerError } from "../../errors";
import { assembleGram, gramSizes } from "../../problem/gram";
import type { Problem } from "../../problem/problem";
import type { Watch } from "../../progress";
import { type Block, type Blocks, slice, view, type Workspace } from "../../wasm/memory";

/** W^½KW^½ = U diag(s) Uᵀ, with y and 1 in its coordinates. */
export interface Spectrum {
  /** s, ascending; what rounding leaves of a 0 is 0. */
  readonly values: Float64Array;
  /** n·ε·max|s| */
  readonly tolerance: number;
  /** Uᵀ W^½ [Y 1], n × (t + 1); the last column is 0 without intercept. */
  readonly shares: Float64Array;
  /** √w; null where all are 1. */
  readonly roots: Float64Array | null;
}

/** Where U stands, n × n, and U∘U. */
export interface SpectrumBlocks {
  readonly vectors: Block;
  readonly squares: Block;
}

export function spectrumSizes(problem: Problem) {
  const { n, t } = problem;
  return { ...gramSizes(problem), ...eigenSizes(n), values: n, rhs: n * (t + 1), shares: n * (t + 1) };
}

/** @throws "not-finite" where an eigenvalue is beyond the numbers */
export function spectrumOf(
  workspace: Workspace,
  problem: Problem,
  intercept: boolean,
  blocks: Blocks<ReturnType<typeof spectrumSizes>>,
  progress: Watch,
): Spectrum & SpectrumBlocks {
  const { n, t, Y, weights } = problem;
  assembleGram(workspace, problem, blocks, progress.during("gram"));
  const U = asMatrix(blocks.K, n, n);
  const roots = weights?.map(Math.sqrt) ?? null;
  if (roots) {
    view(workspace, blocks.values).set(roots);
    scaleElements(workspace, U, "lower", roots, blocks.values);
  }
  const found = eigh(workspace, U, blocks.values, blocks, progress.during("eigen"));
  if (found < n) {
    throw mercerError("diverged", `the eigenvalues of a ${n} × ${n} matrix did not converge (${found} were found)`, { found });
  }
  const list = { rows: n, cols: 1, data: view(workspace, blocks.values).slice() };
  const { data: values } = requireFinite(list, "the list of eigenvalues", "K");
  const tolerance = spectralTolerance(values);
  const rhs = view(workspace, blocks.rhs);
  for (let i = 0; i < n; i++) {
    const root = roots?.[i] ?? 1;
    for (let q = 0; q < t; q++) rhs[i * (t + 1) + q] = root * (Y.data[i * t + q] as number);
    rhs[i * (t + 1) + t] = intercept ? root : 0;
  }
  view(workspace, blocks.shares).fill(0);
  addTransposed(workspace, U, asMatrix(blocks.rhs, n, t + 1), asMatrix(blocks.shares, n, t + 1));
  const squares = slice(blocks.work, 0, n * n);
  view(workspace, squares).set(view(workspace, blocks.K));
  multiplyElements(workspace, squares, blocks.K);
  return {
    values: values.map((value) => (Math.abs(value) <= tolerance ? 0 : value)),
    tolerance,
    shares: view(workspace, blocks.shares).slice(),
    roots,
    vectors: blocks.K,
    squares,
  };
}
