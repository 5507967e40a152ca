import { type Block, view, type Workspace } from "../wasm/memory";
import type { Program } from "./gram";
import type { MatrixView } from "./matrix-view";

/** The sparse factor U with UᵀU ≈ (K − FFᵀ + R)⁻¹, see assembly/iterate/vecchia.ts. */
export interface VecchiaFactor {
  readonly width: number;
  readonly indices: Block<"i32">;
  readonly values: Block;
  readonly F: MatrixView;
  readonly ridge: Block;
  /** width·(k + width) elements for each thread, and 16 more at its end. */
  readonly work: Block;
}

const WORDS = 16;

/** Elements that the rows of U are made in. */
export function vecchiaWork(width: number, k: number, threads: number): number {
  return WORDS + threads * width * (k + width);
}

function words(workspace: Workspace, { width, indices, values, F, ridge, work }: VecchiaFactor, program: number): number {
  const list = [
    width,
    program,
    indices.address,
    values.address,
    F.address,
    F.rs,
    F.cols,
    ridge.address,
    work.address + 8 * WORDS,
    workspace.scratch,
  ];
  view(workspace, work).set(list);
  return work.address;
}

/** Rows of U from the one of that index on, whose points have been gathered for the program. */
export function vecchiaRows(workspace: Workspace, factor: VecchiaFactor, program: Program, first: number, count: number): void {
  workspace.core.vecchiaRows(words(workspace, factor, program.words), first, count);
}

/** Y = UᵀU X, whose columns stand one after the other. */
export function applyVecchia(workspace: Workspace, factor: VecchiaFactor, X: MatrixView, Y: MatrixView): void {
  workspace.core.applyVecchia(words(workspace, factor, 0), X.rows, X.cols, X.address, Y.address);
}

/** Rows of UF. */
export function vecchiaFeatures(workspace: Workspace, factor: VecchiaFactor, first: number, count: number, out: Block): void {
  workspace.core.vecchiaFeatures(words(workspace, factor, 0), first, count, out.address);
}
