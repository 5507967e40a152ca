import { Loss } from "../../assembly/iterate/terms";
import { readNumber, readOptions } from "../input";
import type { LossFormula } from "./formula";

/** With e = h − y: e² for |e| ≤ δ, else 2δ|e| − δ² */
export interface HuberLoss {
  readonly kind: "huber";
  readonly delta: number;
}

/**
 * With e = h − y: L = e² for |e| ≤ δ, else 2δ|e| − δ², so that outliers count by their size and not by its square.
 *
 * @param options.delta δ > 0, in units of y; 1.35 unless given
 * @throws "argument" for a δ that is not positive
 * @example const model = fit(kernelNewton({ kernel: rbf(), lambda: 0.1, loss: huber({ delta: 0.5 }) }), X, y);
 */
export function huber(options: { delta?: number } = {}): HuberLoss {
  const { delta = 1.35 } = readOptions(options, "huber", { delta: true });
  return { kind: "huber", delta: readNumber(delta, "delta", { above: 0 }) };
}

export function huberFormula({ delta }: HuberLoss): LossFormula {
  return {
    value: (h, y) => (Math.abs(h - y) <= delta ? (h - y) * (h - y) : delta * (2 * Math.abs(h - y) - delta)),
    slope: (h, y) => 2 * Math.max(-delta, Math.min(delta, h - y)),
    bend: (u) => (Math.abs(u) < 2 * delta ? 2 : 0),
    conjugate: (u, y) => (Math.abs(u) <= 2 * delta ? u * y + (u * u) / 4 : Infinity),
    curvature: 2,
    kinks: false,
    degree: 2,
    targets: "numbers",
    text: `(h − y)² where |h − y| ≤ ${delta}, else ${2 * delta}|h − y| − ${Number((delta * delta).toPrecision(12))}`,
    code: Loss.Huber,
    parameter: delta,
  };
}
