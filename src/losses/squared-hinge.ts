import { Loss } from "../../assembly/iterate/terms";
import { readOptions } from "../input";
import type { LossFormula } from "./formula";

/** L(h, y) = max(0, 1 − yh)², y = ±1 */
export interface SquaredHingeLoss {
  readonly kind: "squaredHinge";
}

/**
 * L(h, y) = max(0, 1 − yh)², y = ±1: the hinge without its kink.
 *
 * @example const model = fit(kernelDescent({ kernel: rbf(), iterations: 100, loss: squaredHinge() }), X, y.map(Math.sign));
 */
export function squaredHinge(options: { readonly kind?: string } = {}): SquaredHingeLoss {
  readOptions<object>(options, "squaredHinge", {});
  return { kind: "squaredHinge" };
}

export const squaredHingeFormula: LossFormula = {
  value: (h, y) => Math.max(0, 1 - y * h) * Math.max(0, 1 - y * h),
  slope: (h, y) => -2 * y * Math.max(0, 1 - y * h),
  bend: (u) => (u === 0 ? 0 : 2),
  conjugate: (u, y) => (u * y <= 0 ? u * y + (u * u) / 4 : Infinity),
  curvature: 2,
  kinks: false,
  degree: null,
  targets: "labels",
  text: "max(0, 1 − yh)²",
  code: Loss.SquaredHinge,
  parameter: 0,
};
