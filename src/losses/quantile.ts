import { Loss } from "../../assembly/iterate/terms";
import { mercerError } from "../errors";
import { readNumber, readOptions } from "../input";
import type { LossFormula } from "./formula";

/** L(h, y) = τ max(y − h, 0) + (1 − τ) max(h − y, 0) */
export interface QuantileLoss {
  readonly kind: "quantile";
  readonly tau: number;
}

/**
 * L(h, y) = τ max(y − h, 0) + (1 − τ) max(h − y, 0), the pinball loss, for which h estimates the τ-quantile: the number that y stays below with
 * probability τ.
 *
 * @param options.tau 0 < τ < 1; 0.5, the median, unless given
 * @throws "argument" for a τ that is not between 0 and 1
 * @example const model = fit(supportVectorRegression({ kernel: rbf(), lambda: 0.1, loss: quantile({ tau: 0.9 }) }), X, y);
 */
export function quantile(options: { tau?: number } = {}): QuantileLoss {
  const tau = readNumber(readOptions(options, "quantile", { tau: true }).tau ?? 0.5, "tau", { above: 0 });
  if (tau < 1) return { kind: "quantile", tau };
  throw mercerError("argument", `tau must be less than 1; it is ${tau}`, { argument: "tau", value: tau });
}

export function quantileFormula({ tau }: QuantileLoss): LossFormula {
  return {
    value: (h, y) => (h > y ? (1 - tau) * (h - y) : tau * (y - h)),
    slope: (h, y) => (h > y ? 1 - tau : h < y ? -tau : 0),
    bend: () => 0,
    conjugate: (u, y) => (u >= -tau && u <= 1 - tau ? u * y : Infinity),
    curvature: Infinity,
    kinks: true,
    degree: 1,
    targets: "numbers",
    text: `${tau} max(y − h, 0) + ${Number((1 - tau).toPrecision(12))} max(h − y, 0)`,
    code: Loss.Quantile,
    parameter: tau,
  };
}
