import { LOSS_CHUNK } from "../../assembly/iterate/terms";
import { measure, softmax, softmaxSizes } from "../core/iterations";
import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { formulaOf } from "../losses/formula";
import type { Loss } from "../losses/spec";
import { columnOf, type Matrix } from "../matrix";
import { LOSS_ROUNDING } from "../proof/divergence";
import { copyOf, view, withBlocks } from "../wasm/memory";

/** Predictions at points, how far each may be from those that the fit has made, and what they were to be. */
export interface Predicted {
  readonly h: Matrix;
  readonly doubt: Float64Array;
  readonly Y: Matrix;
  readonly weights: Float64Array | null;
}

/** A loss, and how far rounding may have moved it. */
export interface Measured {
  readonly loss: number;
  readonly bound: number;
  /** w L′ */
  readonly slopes: Float64Array;
}

/** Σ w L of one target. An error e of h moves L by |L′|e and what L′ changes on the way. */
export function measured({ h, doubt, Y, weights }: Predicted, q: number, loss: Loss): Measured {
  const { rows: n, cols: t } = h;
  const formula = formulaOf(loss);
  const [values, targets] = [columnOf(h.data, t, q), columnOf(Y.data, t, q)];
  return withBlocks({ h: n, y: n, weights: n, slopes: n, work: LOSS_CHUNK }, (blocks, workspace) => {
    view(workspace, blocks.h).set(values);
    view(workspace, blocks.y).set(targets);
    view(workspace, blocks.weights).set(weights ?? new Float64Array(n).fill(1));
    const sum = measure(workspace, formula, n, blocks);
    const slopes = copyOf(workspace, blocks.slopes);
    let bound = (LOSS_ROUNDING + 2 * n * UNIT_ROUNDOFF) * sum;
    for (let i = 0; i < n; i++) {
      const [w, y, value] = [weights?.[i] ?? 1, targets[i] as number, values[i] as number];
      const error = (doubt[i * t + q] as number) + 4 * UNIT_ROUNDOFF * (Math.abs(value) + Math.abs(y));
      const slope = Math.abs(slopes[i] as number);
      // e^h = L′ + y, which grows by less than twice itself, and is one of two terms that may cancel
      const bend = loss.kind === "poisson" ? 2 * (slope / w + 2 * y) : formula.kinks ? 2 : formula.curvature * error;
      // and what a square below the normal numbers has lost
      bound += (slope + w * bend) * error + (1 + w) * Number.MIN_VALUE;
      if (loss.kind === "poisson") bound += LOSS_ROUNDING * w * (slope / w + 2 * y + Math.abs(y * value));
    }
    return { loss: sum, bound, slopes };
  });
}

/** Σ w (log Σ_c e^h_c − h_k), k the class of a point: no slope of it is beyond ±w. */
export function softmaxMeasured({ h, doubt, Y, weights }: Predicted): Measured {
  const { rows: n, cols: c } = h;
  return withBlocks(softmaxSizes(n, c), (blocks, workspace) => {
    view(workspace, blocks.values).set(h.data);
    view(workspace, blocks.weights).set(weights ?? new Float64Array(n).fill(1));
    const classes = view(workspace, blocks.classes);
    for (let i = 0; i < n; i++) classes[i] = Y.data.subarray(i * c, (i + 1) * c).indexOf(1);
    const loss = softmax(workspace, n, c, blocks);
    let bound = (LOSS_ROUNDING + 2 * (n + c) * UNIT_ROUNDOFF) * loss;
    for (let at = 0; at < n * c; at++) {
      const size = (doubt[at] as number) + (LOSS_ROUNDING + 4 * UNIT_ROUNDOFF) * (Math.abs(h.data[at] as number) + 1);
      bound += 2 * (weights?.[Math.floor(at / c)] ?? 1) * size;
    }
    return { loss, bound, slopes: new Float64Array(0) };
  });
}
