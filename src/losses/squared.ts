import { Loss } from "../../assembly/iterate/terms";
import { readOptions } from "../input";
import type { LossFormula } from "./formula";

/** L(h, y) = (h − y)² */
export interface SquaredLoss {
  readonly kind: "squared";
}

/**
 * L(h, y) = (h − y)², for which h estimates the mean.
 *
 * @example const model = fit(kernelDescent({ kernel: rbf(), iterations: 100, loss: squared() }), X, y);
 */
export function squared(options: { readonly kind?: string } = {}): SquaredLoss {
  readOptions<object>(options, "squared", {});
  return { kind: "squared" };
}

export const squaredFormula: LossFormula = {
  value: (h, y) => (h - y) * (h - y),
  slope: (h, y) => 2 * (h - y),
  bend: () => 2,
  conjugate: (u, y) => u * y + (u * u) / 4,
  curvature: 2,
  kinks: false,
  degree: 2,
  targets: "numbers",
  text: "(h − y)²",
  code: Loss.Squared,
  parameter: 0,
};
