import { triangleRoundings } from "../../core/triangle";
import { UNIT_ROUNDOFF } from "../../kernels/rounding";
import { columnOf } from "../../matrix";
import { largestMagnitude } from "../../matrix/magnitude";
import { type Candidate, type ErrorBar, errorBar, reachOf, type Yardstick } from "../../proof/error-bar";
import { slice, view } from "../../wasm/memory";
import { type Column, onesOf, type RidgeGroup } from "./columns";
import { splitByLandmarks } from "./landmark-split";
import { splitResiduals } from "./preconditioner";
import type { IterativeTask } from "./task";
import { answerOf, of, type Vectors } from "./vectors";

/** What is known of a target. */
export interface Certified {
  readonly alpha: Float64Array;
  readonly intercept: number;
  /** y − b − Gα */
  readonly residual: Float64Array;
  readonly bar: ErrorBar;
}

/**
 * The error bars of targets, from their true residuals, the Kα being the vectors of `to` from that index on; null: from the recursive ones, which cost no product, and what
 * rounding may have made of them.
 */
export function certify(task: IterativeTask, v: Vectors, targets: readonly number[], products: number | null): Certified[] {
  const { workspace, systems, preconditioners, blocks } = task;
  const { n } = task.problem;
  const evidence = targets.map((c, at): Evidence => {
    const { alpha, intercept } = answerOf(v, systems, n, c);
    if (products === null) return recursive(task, v, c, alpha, intercept);
    return fromProduct(task, c, alpha, intercept, view(workspace, slice(blocks.to, (products + at) * n, n)));
  });
  const bars: ErrorBar[] = [];
  preconditioners.forEach((preconditioner, group) => {
    const list = [...targets.keys()].filter((at) => (systems.columns[targets[at] as number] as Column).group === group);
    if (list.length === 0) return;
    const residuals = view(workspace, blocks.from);
    list.forEach((at, place) => {
      residuals.set((evidence[at] as Evidence).residual, place * n);
    });
    splitResiduals(workspace, preconditioner, list.length, { residuals: blocks.from, w: blocks.w, rest: blocks.rest });
    list.forEach((at, place) => {
      bars[at] = barFrom(task, targets[at] as number, evidence[at] as Evidence, place);
    });
  });
  return evidence.map(({ alpha, intercept, residual }, at) => ({ alpha, intercept, residual, bar: bars[at] as ErrorBar }));
}

/** The lower of two bars: by the split of the residual whose w and rest are those of that index, and without one. */
function barFrom(
  { workspace, problem, yard, systems, landmarks, blocks }: IterativeTask,
  c: number,
  evidence: Evidence,
  at: number,
): ErrorBar {
  const { n } = problem;
  const k = landmarks.pivots.length;
  const { residual, gap, candidate } = evidence;
  const q = (systems.columns[c] as Column).target as number;
  const [w, rest] = [slice(blocks.w, at * k, k), slice(blocks.rest, at * n, n)];
  const { norm, rounding } = splitByLandmarks(workspace, problem, yard, landmarks, { w, rest }, residual);
  const bars = [
    barOf(yard, q, { ...candidate, residual: view(workspace, rest), split: { norm, rounding: rounding + gap } }),
    barOf(yard, q, { ...candidate, residual, split: { norm: 0, rounding: gap } }),
  ] as const;
  return (bars[0].bound ?? Infinity) <= (bars[1].bound ?? Infinity) ? bars[0] : bars[1];
}

/** The error bar; a target that is 0 everywhere has no deviation, and what the rounding of its b allows is not held against it. */
export function barOf(yard: Yardstick, q: number, candidate: Candidate): ErrorBar {
  const bar = errorBar(yard, q, candidate);
  return yard.deviations[q] === 0 ? { ...bar, claimed: bar.excess } : bar;
}

interface Evidence {
  readonly alpha: Float64Array;
  readonly intercept: number;
  readonly residual: Float64Array;
  /** What beside √k(x, x) the residual may be off by, more than the candidate tells. */
  readonly gap: number;
  readonly candidate: Omit<Candidate, "residual">;
}

function fromProduct(task: IterativeTask, c: number, alpha: Float64Array, intercept: number, product: Float64Array): Evidence {
  const { n, t, Y } = task.problem;
  const { target, group } = task.systems.columns[c] as Column;
  const { ridge } = task.systems.groups[group] as RidgeGroup;
  const residual = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    residual[i] =
      (Y.data[i * t + (target as number)] as number) - intercept - ((product[i] as number) + (ridge[i] as number) * (alpha[i] as number));
  }
  // K, and what its noise adds to the diagonal, went into the product
  return { alpha, intercept, residual, gap: 0, candidate: candidateOf(task, c, alpha, intercept, triangleRoundings(n)) };
}

function recursive(task: IterativeTask, v: Vectors, c: number, alpha: Float64Array, intercept: number): Evidence {
  const { n } = task.problem;
  const ones = onesOf(task.systems, c);
  const residual = of(v.r, n, c).slice();
  if (ones >= 0 && v.done[c] === 0)
    of(v.r, n, ones).forEach((value, i) => {
      residual[i] = (residual[i] as number) - intercept * value;
    });
  const gap = gapOf(task, v, c, intercept);
  return { alpha, intercept, residual, gap: gap.rounding, candidate: candidateOf(task, c, alpha, intercept, 0, gap.size) };
}

/** What a product of K adds to a residual at most, beside √k_ii Σ|x_j|√k_jj. */
export function productRounding({ problem, yard }: Pick<IterativeTask, "problem" | "yard">): number {
  return triangleRoundings(problem.n) * UNIT_ROUNDOFF + yard.rounding;
}

/** What rounding may have made of the recursive residual of a target. */
export function gapOf(task: IterativeTask, v: Vectors, c: number, intercept: number): { readonly rounding: number; readonly size: number } {
  const { problem, yard, systems } = task;
  const { n } = problem;
  const ones = onesOf(systems, c);
  const share = ones < 0 ? 0 : Math.abs(intercept);
  const both = (values: ArrayLike<number>): number => (values[c] as number) + share * (ones < 0 ? 0 : (values[ones] as number));
  const combined = reachOf(yard, of(v.x, n, c)) + share * (ones < 0 ? 0 : reachOf(yard, of(v.x, n, ones)));
  return {
    rounding: productRounding(task) * both(v.gapReach) + 4 * UNIT_ROUNDOFF * combined,
    size: both(v.gapSize),
  };
}

/** What an error bar is made of, but for the residual. */
export function candidateOf(
  { problem, yard, systems }: IterativeTask,
  c: number,
  alpha: Float64Array,
  intercept: number,
  roundings: number,
  size = 0,
): Omit<Candidate, "residual"> {
  const { t, Y, centres } = problem;
  const { target, group } = systems.columns[c] as Column;
  const { lambda, ridge } = systems.groups[group] as RidgeGroup;
  const q = target as number;
  const mean = systems.intercept ? { value: intercept + (centres?.[q] ?? 0), meanOfG: meanBound(yard.roots, ridge) } : null;
  return { lambda, alpha, size: largestMagnitude(columnOf(Y.data, t, q)) + Math.abs(intercept) + size, roundings, intercept: mean };
}

/** No less than 1ᵀG1/n²: |k_ij| ≤ √k_ii √k_jj. */
function meanBound(roots: Float64Array, ridge: Float64Array): number {
  const n = roots.length;
  let [sum, diagonal] = [0, 0];
  for (let i = 0; i < n; i++) {
    sum += (roots[i] as number) / n;
    diagonal += (ridge[i] as number) / n;
  }
  return (sum * sum + diagonal / n) * (1 + 4 * n * UNIT_ROUNDOFF);
}
