import type { CoreLoss } from "../../core/iterations";
import { measure } from "../../core/iterations";
import { asMatrix } from "../../core/matrix-view";
import { multiply } from "../../core/products";
import { transposed } from "../../matrix";
import { type Block, slice, view, type Workspace } from "../../wasm/memory";
import type { Validation } from "./plan";

/** Blocks of a validation set of m points for p coefficients and t targets. */
export function validationSizes(validation: Validation | null, p: number, t: number) {
  const m = validation?.Z.rows ?? 0;
  return { held: m * p, heldTargets: m * t, heldOut: m };
}

/** Watches the loss on a validation set, and keeps the coefficients of its minimum. */
export interface Patience {
  /** Steps from one check to the next. */
  readonly every: number;
  /** Checks the coefficients after a step; true when patience is at its end. */
  exhausted(step: number): boolean;
  /** The best so far: its coefficients, t × p, and its step. */
  best(): { readonly x: Float64Array; readonly step: number };
}

/** @param blocks `held` contains k(Z, X) or Φ(Z), m × p */
export function startPatience(
  workspace: Workspace,
  { Z, Y, patience, every }: Validation,
  p: number,
  loss: CoreLoss,
  blocks: Readonly<Record<"held" | "heldTargets" | "heldOut" | "x" | "work", Block>>,
): Patience {
  const { rows: m } = Z;
  const t = Y.cols;
  view(workspace, blocks.heldTargets).set(transposed(m, t, Y.data));
  let kept = { x: view(workspace, blocks.x).slice(), step: 0 };
  let least = Infinity;
  let waited = 0;
  const lossNow = (): number => {
    let total = 0;
    for (let q = 0; q < t; q++) {
      view(workspace, blocks.heldOut).fill(0);
      multiply(workspace, asMatrix(blocks.held, m, p), asMatrix(slice(blocks.x, q * p, p), p), asMatrix(blocks.heldOut, m));
      const y = slice(blocks.heldTargets, q * m, m);
      total += measure(workspace, loss, m, { h: blocks.heldOut, y, weights: null, slopes: blocks.heldOut, work: blocks.work });
    }
    return total;
  };
  return {
    every,
    exhausted(step) {
      const now = lossNow();
      if (now < least) {
        least = now;
        waited = 0;
        kept = { x: view(workspace, blocks.x).slice(), step };
        return false;
      }
      return ++waited >= patience;
    },
    best: () => kept,
  };
}
