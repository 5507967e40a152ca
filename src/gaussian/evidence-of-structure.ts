import type { KernelSpec } from "../kernels/spec";
import type { Watch } from "../progress";
import { unsorted } from "../series/order";
import type { Criterion } from "./evidence";
import type { Observed } from "./precision";
import type { Structure } from "./structure";
import { structured, type WhitenedTargets, whitenedTargets } from "./structured";
import { derivativesOf, inverseOf } from "./structured-process";

/** log p(y) and its derivatives by the structure of K. */
export function evidenceOfStructure(observed: Observed, structure: Structure, written: KernelSpec, progress: Watch): Criterion {
  const { n, t } = observed.problem;
  const solved = solvedFor(observed, structure, progress);
  const { W, weights } = columnsOf(solved, n, t);
  const c = weights.length;
  const { alpha, inverse, byKernel } = derivativesOf(solved.factor, { W, weights, t }, written);
  const byNoise = inverse.map((own, i) => {
    let sum = -t * own;
    for (let q = 0; q < c; q++) sum += (weights[q] as number) * (alpha[i * c + q] as number) * (alpha[i * c + q] as number);
    return sum / 2;
  });
  return {
    value: solved.logLikelihoods.reduce((sum, value) => sum + value, 0),
    byKernel: byKernel(byNoise),
    byNoise: unsorted(byNoise, solved.factor.order),
  };
}

/** What leave-one-out is made of, in the order of the points. */
interface Held extends Pick<WhitenedTargets, "squares" | "determinants"> {
  /** n × t */
  readonly alpha: Float64Array;
  /** diag Ω */
  readonly omega: Float64Array;
  readonly norm: number;
}

/** α and diag Ω by the structure of K. */
export function heldOutOfStructure(observed: Observed, structure: Structure, progress: Watch): Held {
  const { n, t } = observed.problem;
  const solved = solvedFor(observed, structure, progress);
  const { W, weights } = columnsOf(solved, n, t);
  const c = weights.length;
  solved.factor.unwhiten(W, c);
  const alpha = new Float64Array(n * t);
  const omega = inverseOf(solved.factor);
  for (let i = 0; i < n; i++) {
    for (let q = t; q < c; q++) omega[i] = (omega[i] as number) - (W[i * c + q] as number) * (W[i * c + q] as number);
    for (let q = 0; q < t; q++) alpha[i * t + q] = W[i * c + q] as number;
  }
  const { order } = solved.factor;
  const { squares, determinants } = solved;
  return { alpha: unsorted(alpha, order, t), omega: unsorted(omega, order), squares, determinants, norm: solved.factor.norm() };
}

function solvedFor({ problem, noise, F }: Observed, structure: Structure, progress: Watch): WhitenedTargets {
  return whitenedTargets(structured({ points: problem, structure, noise, F }, true, progress), problem.Y);
}

/** The whitened columns of the targets and, after them, those of the trend, with what they count for in Σ ααᵀ − tΩ. */
function columnsOf(
  { W: targets, trend }: WhitenedTargets,
  n: number,
  t: number,
): { readonly W: Float64Array; readonly weights: readonly number[] } {
  const p = trend?.p ?? 0;
  const c = t + p;
  const W = new Float64Array(n * c);
  for (let i = 0; i < n; i++) {
    for (let q = 0; q < t; q++) W[i * c + q] = targets[i * t + q] as number;
    for (let k = 0; k < p; k++) W[i * c + t + k] = trend?.columns[i * p + k] as number;
  }
  return { W, weights: Array.from({ length: c }, (_, q) => (q < t ? 1 : t)) };
}
