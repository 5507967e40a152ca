import { Loss } from "../../assembly/iterate/terms";
import { readOptions } from "../input";
import type { LossFormula } from "./formula";

/** L(h, y) = max(0, 1 − yh), y = ±1 */
export interface HingeLoss {
  readonly kind: "hinge";
}

/**
 * L(h, y) = max(0, 1 − yh), y = ±1: that of support vector machines.
 *
 * @example const model = fit(kernelClassifier({ kernel: rbf(), lambda: 0.1, loss: hinge() }), X, labels);
 */
export function hinge(options: { readonly kind?: string } = {}): HingeLoss {
  readOptions<object>(options, "hinge", {});
  return { kind: "hinge" };
}

export const hingeFormula: LossFormula = {
  value: (h, y) => Math.max(0, 1 - y * h),
  slope: (h, y) => (y * h < 1 ? -y : 0),
  bend: () => 0,
  conjugate: (u, y) => (u * y <= 0 && u * y >= -1 ? u * y : Infinity),
  curvature: Infinity,
  kinks: true,
  degree: null,
  targets: "labels",
  text: "max(0, 1 − yh)",
  code: Loss.Hinge,
  parameter: 0,
};
