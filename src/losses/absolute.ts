import { Loss } from "../../assembly/iterate/terms";
import { readOptions } from "../input";
import type { LossFormula } from "./formula";

/** L(h, y) = |h − y| */
export interface AbsoluteLoss {
  readonly kind: "absolute";
}

/**
 * L(h, y) = |h − y|, for which h estimates the median.
 *
 * @example const model = fit(supportVectorRegression({ kernel: rbf(), lambda: 0.1, loss: absolute() }), X, y);
 */
export function absolute(options: { readonly kind?: string } = {}): AbsoluteLoss {
  readOptions<object>(options, "absolute", {});
  return { kind: "absolute" };
}

export const absoluteFormula: LossFormula = {
  value: (h, y) => Math.abs(h - y),
  slope: (h, y) => Math.sign(h - y),
  bend: () => 0,
  conjugate: (u, y) => (Math.abs(u) <= 1 ? u * y : Infinity),
  curvature: Infinity,
  kinks: true,
  degree: 1,
  targets: "numbers",
  text: "|h − y|",
  code: Loss.Absolute,
  parameter: 0,
};
