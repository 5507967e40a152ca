import { gramRectangular, gramSymmetric, type Program } from "../core/gram";
import type { GramSource } from "../core/iterations";
import { type Pairing, planOf, sideOf, withProgram } from "../gram/run";
import type { Matrix } from "../matrix";
import { type Block, view, type Workspace, withBlocks } from "../wasm/memory";
import type { Pause } from "../wasm/pause";
import type { KernelPoints } from "./points";
import { countingColumns } from "./support";

/** Blocks that `assembleGram` and `withGram` work with. */
export function gramSizes(
  { kernel, precomputed, n, training }: KernelPoints,
  stored = true,
): { program: number; given: number; K: number } {
  if (kernel.kind === "precomputed") return { program: 0, given: 0, K: n * n };
  return { program: training.plan().length, given: precomputed ? n * n : 0, K: stored ? n * n : 0 };
}

export type GramBlocks = { readonly program: Block; readonly given: Block; readonly K: Block };

/** K of the points, n × n. */
export function assembleGram(workspace: Workspace, points: KernelPoints, blocks: GramBlocks, pause: Pause): void {
  withGram(workspace, points, blocks, true, pause, () => undefined);
}

/** Runs `body` on K, stored in its block or as a program for its tiles; the caller's own matrix is always stored. */
export function withGram<T>(
  workspace: Workspace,
  { kernel, precomputed, X, n, training }: KernelPoints,
  blocks: GramBlocks,
  stored: boolean,
  pause: Pause,
  body: (source: GramSource) => T,
): T {
  if (kernel.kind === "precomputed") {
    view(workspace, blocks.K).set(X.data);
    return body({ kind: "stored", K: blocks.K });
  }
  if (precomputed) view(workspace, blocks.given).set(X.data);
  const assemble = (program: Program): T => {
    if (!stored) return body({ kind: "tiles", program });
    gramSymmetric(workspace, program, n, blocks.K, pause);
    return body({ kind: "stored", K: blocks.K });
  };
  const given = { block: blocks.given, stride: n };
  return withProgram(workspace, blocks.program, training.plan(), training.pairing, assemble, given);
}

/** K of the points as a matrix of its own. */
export function gramMatrix(points: KernelPoints, pause: Pause): Matrix {
  const { n } = points;
  return withBlocks(gramSizes(points), (blocks, workspace) => {
    assembleGram(workspace, points, blocks, pause);
    return { rows: n, cols: n, data: view(workspace, blocks.K).slice() };
  });
}

/** Between new points Z, their rows, and the points that count. */
export interface Cross {
  readonly sizes: { readonly crossProgram: number; readonly crossGiven: number; readonly held: number };
  /** k(Z, X), m × n, into `held`. */
  assemble(workspace: Workspace, blocks: Readonly<Record<"crossProgram" | "crossGiven" | "held", Block>>): void;
}

/** k(Z, X), m × n; for a precomputed kernel Z is that matrix, for all points given. */
export function crossOf({ kernel, precomputed, n, side, support }: KernelPoints, Z: Matrix): Cross {
  const held = Z.rows * n;
  const rows = precomputed ? countingColumns(Z, support) : Z;
  if (kernel.kind === "precomputed") {
    return {
      sizes: { crossProgram: 0, crossGiven: 0, held },
      assemble: (workspace, blocks) => view(workspace, blocks.held).set(rows.data),
    };
  }
  const pairing: Pairing = { kernel, rows: sideOf(rows), columns: side, training: false };
  const plan = planOf(pairing);
  return {
    sizes: { crossProgram: plan.length, crossGiven: precomputed ? held : 0, held },
    assemble(workspace, blocks) {
      if (precomputed) view(workspace, blocks.crossGiven).set(rows.data);
      const assemble = (program: Program): void => gramRectangular(workspace, program, Z.rows, n, blocks.held);
      withProgram(workspace, blocks.crossProgram, plan, pairing, assemble, { block: blocks.crossGiven, stride: n });
    },
  };
}
