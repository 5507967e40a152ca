import { Loss } from "../../assembly/iterate/terms";
import type { CoreLoss } from "../core/iterations";
import { mercerError } from "../errors";

export type RegressionLoss = "squared" | "absolute" | "huber" | "epsilonInsensitive";
export type ClassificationLoss = "logistic" | "hinge" | "squaredHinge";
export type LossName = RegressionLoss | ClassificationLoss;

/** A loss with its parameters; see assembly/iterate/loss.ts for the formulas. */
export interface LossSpec {
  readonly loss: LossName;
  readonly delta: number;
  readonly epsilon: number;
}

interface Properties {
  readonly code: Loss;
  /** L″ ≤ this; ∞ for a loss with a kink. */
  readonly curvature: number;
  /** d of L(ch, cy) = cᵈL(h, y), δ and ε being c times what they are; null for a loss on labels. */
  readonly degree: 1 | 2 | null;
}

const LOSSES: Readonly<Record<LossName, Properties>> = {
  squared: { code: Loss.Squared, curvature: 2, degree: 2 },
  absolute: { code: Loss.Absolute, curvature: Infinity, degree: 1 },
  huber: { code: Loss.Huber, curvature: 2, degree: 2 },
  epsilonInsensitive: { code: Loss.EpsilonInsensitive, curvature: Infinity, degree: 1 },
  logistic: { code: Loss.Logistic, curvature: 0.25, degree: null },
  hinge: { code: Loss.Hinge, curvature: Infinity, degree: null },
  squaredHinge: { code: Loss.SquaredHinge, curvature: 2, degree: null },
};

export const LOSS_NAMES = Object.keys(LOSSES) as readonly LossName[];

export function coreLoss({ loss, delta, epsilon }: LossSpec): CoreLoss {
  return { code: LOSSES[loss].code, parameter: loss === "huber" ? delta : epsilon };
}

/** An upper bound of L″, attained by all but the logistic loss in a neighbourhood; ∞ for a loss with a kink. */
export function curvatureOf({ loss }: LossSpec): number {
  return LOSSES[loss].curvature;
}

/** d of L(ch, cy) = cᵈL(h, y); null for a loss on labels. */
export function degreeOf({ loss }: LossSpec): 1 | 2 | null {
  return LOSSES[loss].degree;
}

/** @throws "argument" for a label that is not ±1 where the loss is one of classification */
export function requireLabels({ loss }: LossSpec, y: ArrayLike<number>, t: number, name: string): void {
  if (LOSSES[loss].code < Loss.Logistic) return;
  for (let at = 0; at < y.length; at++) {
    if (y[at] === 1 || y[at] === -1) continue;
    const [row, column] = [Math.floor(at / t), at % t];
    throw mercerError("argument", `${name} is ${y[at]} at row ${row}, column ${column}; the loss "${loss}" takes labels +1 and −1`, {
      argument: name,
      row,
      column,
      value: y[at],
    });
  }
}
