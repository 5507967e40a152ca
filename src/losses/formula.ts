import type { Loss as Code } from "../../assembly/iterate/terms";
import { absolute, absoluteFormula } from "./absolute";
import { epsilonInsensitive, epsilonInsensitiveFormula } from "./epsilon-insensitive";
import { hinge, hingeFormula } from "./hinge";
import { huber, huberFormula } from "./huber";
import { logistic, logisticFormula } from "./logistic";
import { poisson, poissonFormula } from "./poisson";
import { quantile, quantileFormula } from "./quantile";
import type { Loss, LossName } from "./spec";
import { squared, squaredFormula } from "./squared";
import { squaredHinge, squaredHingeFormula } from "./squared-hinge";

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

/** A kind of loss: its constructor, which checks the parameters, the formula of one, and for a parameter in units of y the loss of targets c times as large. */
interface Kind<L extends Loss> {
  make(options: L): L;
  formula(loss: L): LossFormula;
  scaled?(loss: L, c: number): L;
}

type Kinds = { readonly [K in LossName]: Kind<Extract<Loss, { readonly kind: K }>> };

const KINDS: Kinds = {
  squared: { make: squared, formula: () => squaredFormula },
  absolute: { make: absolute, formula: () => absoluteFormula },
  huber: { make: huber, formula: huberFormula, scaled: (loss, c) => ({ ...loss, delta: c * loss.delta }) },
  epsilonInsensitive: {
    make: epsilonInsensitive,
    formula: epsilonInsensitiveFormula,
    scaled: (loss, c) => ({ ...loss, epsilon: c * loss.epsilon }),
  },
  quantile: { make: quantile, formula: quantileFormula },
  poisson: { make: poisson, formula: () => poissonFormula },
  logistic: { make: logistic, formula: () => logisticFormula },
  hinge: { make: hinge, formula: () => hingeFormula },
  squaredHinge: { make: squaredHinge, formula: () => squaredHingeFormula },
};

/** What is known of the kind of a loss; undefined for what is none. */
export function kindOf(loss: Loss): Kind<Loss> | undefined {
  return Object.hasOwn(KINDS, loss.kind) ? (KINDS[loss.kind] as Kind<Loss>) : undefined;
}

export function formulaOf(loss: Loss): LossFormula {
  return (KINDS[loss.kind] as Kind<Loss>).formula(loss);
}

/** The loss for targets c times as large: the parameters in units of y are c times what they were. */
export function scaledLoss(loss: Loss, c: number): Loss {
  return (KINDS[loss.kind] as Kind<Loss>).scaled?.(loss, c) ?? loss;
}
