import { Loss } from "../../assembly/iterate/terms";
import { readOptions } from "../input";
import { logOfSize } from "../matrix/logarithm";
import type { LossFormula } from "./formula";

/** L(h, y) = eʰ − yh, y ≥ 0 */
export interface PoissonLoss {
  readonly kind: "poisson";
}

/**
 * L(h, y) = eʰ − yh for counts y ≥ 0: the negative logarithm of the probability of y events where eʰ are expected, but for log y!. So h, what a
 * model predicts, is the logarithm of the rate; the rate itself is eʰ.
 *
 * @example
 * const counts = y.map((value) => Math.round(2 + value));
 * const model = fit(kernelNewton({ kernel: rbf(), lambda: 0.1, loss: poisson() }), X, counts);
 */
export function poisson(options: { readonly kind?: string } = {}): PoissonLoss {
  readOptions<object>(options, "poisson", {});
  return { kind: "poisson" };
}

export const poissonFormula: LossFormula = {
  value: (h, y) => Math.exp(h) - y * h,
  slope: (h, y) => Math.exp(h) - y,
  bend: (u, y) => u + y,
  // p log p − p with p = eʰ = u + y
  conjugate: (u, y) => (u + y > 0 ? (u + y) * (logOfSize(u + y) - 1) : u + y === 0 ? 0 : Infinity),
  curvature: Infinity,
  kinks: false,
  degree: null,
  targets: "counts",
  text: "eʰ − yh",
  code: Loss.Poisson,
  parameter: 0,
};
