import { Loss } from "../../assembly/iterate/terms";
import { readNumber, readOptions } from "../input";
import type { LossFormula } from "./formula";

/** L(h, y) = max(0, |h − y| − ε) */
export interface EpsilonInsensitiveLoss {
  readonly kind: "epsilonInsensitive";
  readonly epsilon: number;
}

/**
 * L(h, y) = max(0, |h − y| − ε): errors up to ε are forgiven.
 *
 * @param options.epsilon ε ≥ 0, in units of y; 0.1 unless given
 * @throws "argument" for ε < 0
 * @example const model = fit(supportVectorRegression({ kernel: rbf(), lambda: 0.1, loss: epsilonInsensitive({ epsilon: 0.2 }) }), X, y);
 */
export function epsilonInsensitive(options: { epsilon?: number } = {}): EpsilonInsensitiveLoss {
  const { epsilon = 0.1 } = readOptions(options, "epsilonInsensitive", { epsilon: true });
  return { kind: "epsilonInsensitive", epsilon: readNumber(epsilon, "epsilon", { minimum: 0 }) };
}

export function epsilonInsensitiveFormula({ epsilon }: EpsilonInsensitiveLoss): LossFormula {
  return {
    value: (h, y) => Math.max(0, Math.abs(h - y) - epsilon),
    slope: (h, y) => (Math.abs(h - y) > epsilon ? Math.sign(h - y) : 0),
    bend: () => 0,
    conjugate: (u, y) => (Math.abs(u) <= 1 ? u * y + epsilon * Math.abs(u) : Infinity),
    curvature: Infinity,
    kinks: true,
    degree: 1,
    targets: "numbers",
    text: `max(0, |h − y| − ${epsilon})`,
    code: Loss.EpsilonInsensitive,
    parameter: epsilon,
  };
}
