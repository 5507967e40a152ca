import type { Loss as Code } from "../../assembly/iterate/terms";
import { absoluteFormula } from "./absolute";
import { epsilonInsensitiveFormula } from "./epsilon-insensitive";
import { hingeFormula } from "./hinge";
import { huberFormula } from "./huber";
import { logisticFormula } from "./logistic";
import { poissonFormula } from "./poisson";
import { quantileFormula } from "./quantile";
import type { Loss } from "./spec";
import { squaredFormula } from "./squared";
import { squaredHingeFormula } from "./squared-hinge";

/** A loss as the books have it, its parameter in place: a convex function of h for every target y. */
export interface LossFormula {
  /** L(h, y) */
  value(h: number, y: number): number;
  /** u = L′(h, y), the derivative by h; 0 where it is missing. */
  slope(h: number, y: number): number;
  /** L″ at the h where L′ = u; 0 on straight pieces. */
  bend(u: number, y: number): number;
  /** L*(u) = sup over h of uh − L(h, y); ∞ for a u that is no slope. */
  conjugate(u: number, y: number): number;
  /** The least upper bound of L″; ∞ where there is none. */
  readonly curvature: number;
  /** Whether L′ jumps. */
  readonly kinks: boolean;
  /** d of L(ch, cy) = cᵈL(h, y), a parameter in units of y being c times what it was; null where there is none. */
  readonly degree: 1 | 2 | null;
  /** Which y the loss is defined for: all numbers, ±1, or numbers from 0 on. */
  readonly targets: "numbers" | "labels" | "counts";
  /** The formula in h and y. */
  readonly text: string;
  /** What the core calls it, and its parameter there. */
  readonly code: Code;
  readonly parameter: number;
}

export function formulaOf(loss: Loss): LossFormula {
  switch (loss.kind) {
    case "squared":
      return squaredFormula;
    case "absolute":
      return absoluteFormula;
    case "huber":
      return huberFormula(loss);
    case "epsilonInsensitive":
      return epsilonInsensitiveFormula(loss);
    case "quantile":
      return quantileFormula(loss);
    case "poisson":
      return poissonFormula;
    case "logistic":
      return logisticFormula;
    case "hinge":
      return hingeFormula;
    case "squaredHinge":
      return squaredHingeFormula;
    default:
      return loss satisfies never;
  }
}
