import type { Kernel, Matrix } from "../../src/entries/index";
import { exactKernel, exactNoise } from "./exact-kernel";
import {
  type Exact,
  exactly,
  largest,
  magnitude,
  minus,
  ONE,
  over,
  plus,
  rootOf,
  rounded,
  sum,
  times,
  toNumber,
  ZERO,
} from "./exact-number";
import { factored } from "./exact-ridge";

/** A number recomputed without rounding, and how far one that was rounded on its way may be from it. */
export interface Recomputed {
  readonly value: number;
  readonly rounding: number;
}

/** What a model says at its own points, of its public data alone, by exact arithmetic on the kernel's formula. */
export interface Judged {
  /** Σ_i w_i (h(x_i) − y_i)² */
  readonly loss: Recomputed;
  /** ‖Gα + b − y‖/(‖G‖‖α‖ + ‖y‖) in the ∞-norm, G = K + noise·I + λW⁻¹ */
  readonly backwardError: Recomputed;
}

/** The exact K of a kernel and the points that count. */
export interface ExactGram {
  readonly n: number;
  readonly K: readonly (readonly Exact[])[];
  readonly noise: Exact;
  readonly weights: readonly Exact[];
  /** Of the points that count, among all. */
  readonly support: readonly number[];
}

export function exactGram(kernel: Kernel, X: Matrix, weights?: ArrayLike<number>): ExactGram {
  const support = Array.from({ length: X.rows }, (_, i) => i).filter((i) => weights?.[i] !== 0);
  const points = support.map((i) => X.data.slice(i * X.cols, (i + 1) * X.cols));
  return {
    n: support.length,
    K: points.map((x) => points.map((z) => exactKernel(kernel, x, z))),
    noise: exactNoise(kernel),
    weights: support.map((i) => exactly(weights?.[i] ?? 1)),
    support,
  };
}

/** u of one rounding, and how many of them count in a term of a sum of n. */
const UNIT = 2 ** -53;
const share = (n: number): number => 2 * (n + 10) * UNIT;

/** One target: its α (all points), b, y and λ. */
export function judged(
  { n, K, noise, weights, support }: ExactGram,
  { alpha, intercept, y, lambda }: { alpha: ArrayLike<number>; intercept: number; y: ArrayLike<number>; lambda: number },
): Judged {
  const chosen = support.map((i) => exactly(alpha[i] as number));
  const targets = support.map((i) => exactly(y[i] as number));
  const b = exactly(intercept);
  const roots = K.map((row, i) => Math.sqrt(toNumber(row[i] as Exact)));
  // |k(x, z)|, and what is added up in it, is at most √(k(x, x) k(z, z))
  const reach = chosen.reduce((total, a, j) => total + Math.abs(toNumber(a)) * (roots[j] as number), 0);
  let [loss, lossRounding] = [ZERO, 0];
  let [residual, residualRounding] = [ZERO, 0];
  K.forEach((row, i) => {
    const a = chosen[i] as Exact;
    const w = weights[i] as Exact;
    const h = row.reduce((total, k, j) => plus(total, times(chosen[j] as Exact, k)), b);
    const missed = minus(h, targets[i] as Exact);
    const own = over(times(exactly(lambda), a), w);
    const left = magnitude(plus(missed, plus(times(noise, a), own)));
    const weight = toNumber(w);
    const scale = share(n) * ((roots[i] as number) * reach + Math.abs(intercept) + Math.abs(toNumber(targets[i] as Exact)));
    loss = rounded(plus(loss, times(w, times(missed, missed))));
    lossRounding += weight * (2 * Math.abs(toNumber(missed)) * scale + scale * scale);
    residual = largest([residual, left]);
    residualRounding = Math.max(residualRounding, scale + 4 * UNIT * Math.abs(toNumber(own)));
  });
  const denominator = plus(times(normOf(shifted({ n, K, noise, weights, support }, lambda)), largest(chosen)), largest(targets));
  const value = residual.m === 0n ? 0 : toNumber(over(residual, denominator));
  return {
    loss: { value: toNumber(loss), rounding: lossRounding + share(n) * toNumber(loss) },
    backwardError: { value, rounding: denominator.m === 0n ? 0 : residualRounding / toNumber(denominator) + share(n) * value },
  };
}

/** ‖G‖‖G⁻¹‖ in the ∞-norm, column by column of the inverse. */
export function trueCondition(gram: ExactGram, lambda: number): number {
  const G = shifted(gram, lambda);
  const solve = factored(G.map((row, i) => row.slice(0, i + 1).map((value) => rounded(value))));
  const inverse = G.map((_, j) => solve(G.map((__, i) => (i === j ? ONE : ZERO))));
  return toNumber(times(normOf(G), normOf(inverse)));
}

function shifted({ K, noise, weights }: ExactGram, lambda: number): Exact[][] {
  return K.map((row, i) => row.map((value, j) => (i === j ? plus(value, plus(noise, over(exactly(lambda), weights[i] as Exact))) : value)));
}

/** max_i Σ_j |g_ij| */
function normOf(G: readonly (readonly Exact[])[]): Exact {
  return largest(G.map((row) => row.reduce((total, value) => sum(total, magnitude(value)), ZERO)));
}

/** Stewart's bound of the backward error of a least squares solution: the smaller of ‖Aᵀr‖/(‖A‖‖r‖) and ‖r‖/(‖A‖‖x‖ + ‖y‖), Frobenius norms. */
export function stewart(A: readonly (readonly Exact[])[], x: readonly Exact[], y: readonly Exact[]): Recomputed {
  const norm = rootOf(A.reduce((total, row) => plus(total, squares(row)), ZERO));
  const r = A.map((row, i) => row.reduce((left, a, j) => minus(left, times(a, x[j] as Exact)), y[i] as Exact));
  const missed = rootOf(squares(r));
  if (missed.m === 0n) return { value: 0, rounding: share(A.length) };
  const gradient = x.map((_, j) => A.reduce((total, row, i) => plus(total, times(row[j] as Exact, r[i] as Exact)), ZERO));
  const consistent = over(missed, plus(times(norm, rootOf(squares(x))), rootOf(squares(y))));
  const stationary = over(rootOf(squares(gradient)), times(norm, missed));
  const value = Math.min(toNumber(consistent), toNumber(stationary));
  // r itself is rounded by about u(‖A‖‖x‖ + ‖y‖), which counts as much more beside ‖r‖
  return { value, rounding: value === toNumber(consistent) ? share(A.length) : share(A.length) / toNumber(consistent) };
}

function squares(values: readonly Exact[]): Exact {
  return values.reduce((total, value) => plus(total, times(value, value)), ZERO);
}
