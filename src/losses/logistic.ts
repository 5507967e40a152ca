import { Loss } from "../../assembly/iterate/terms";
import { readOptions } from "../input";
import type { LossFormula } from "./formula";

/** L(h, y) = log(1 + e^−yh), y = ±1 */
export interface LogisticLoss {
  readonly kind: "logistic";
}

/**
 * L(h, y) = log(1 + e^−yh), y = ±1: h is the logarithm of the odds of y = 1.
 *
 * @example const model = fit(kernelClassifier({ kernel: rbf(), lambda: 0.1, loss: logistic() }), X, labels);
 */
export function logistic(options: { readonly kind?: string } = {}): LogisticLoss {
  readOptions<object>(options, "logistic", {});
  return { kind: "logistic" };
}

/** x log x */
const entropy = (x: number): number => (x === 0 ? 0 : x * Math.log(x));

export const logisticFormula: LossFormula = {
  value: (h, y) => Math.max(0, -y * h) + Math.log1p(Math.exp(-Math.abs(h))),
  slope: (h, y) => -y / (1 + Math.exp(y * h)),
  bend: (u) => Math.abs(u) * (1 - Math.abs(u)),
  conjugate: (u, y) => (u * y <= 0 && u * y >= -1 ? entropy(Math.abs(u)) + entropy(1 - Math.abs(u)) : Infinity),
  curvature: 0.25,
  kinks: false,
  degree: null,
  targets: "labels",
  text: "log(1 + e^(−yh))",
  code: Loss.Logistic,
  parameter: 0,
};
