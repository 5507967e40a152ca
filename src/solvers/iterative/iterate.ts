import { triangleProduct } from "../../core/triangle";
import { isMercerError } from "../../errors";
import type { Watch } from "../../progress";
import type { ErrorBar } from "../../proof/error-bar";
import { slice, view } from "../../wasm/memory";
import { type Certified, certify } from "./certify";
import { onesOf } from "./columns";
import type { IterativePlan } from "./plan";
import type { IterativeState } from "./state";
import { type Bars, step, turn } from "./step";
import { type IterativeTask, together } from "./task";
import { answerOf, of, resumedVectors, startVectors, type Vectors } from "./vectors";

export type Ending = "certified" | "iterations" | "rounding" | "aborted";

export interface Iterated {
  readonly ending: Ending;
  readonly failure: unknown;
  /** By column of the targets. */
  readonly answers: readonly Certified[];
  readonly vectors: Vectors;
}

/** Iterations from one true residual to the next. */
const REFRESH = 32;

/** A proof that has not come down to this share of the one before is held up by rounding. */
const HELD_UP = 0.9;

/** So much of a bar is left to rounding where more steps are of no use. */
const SPENT = 0.01;

/**
 * Conjugate gradients for all systems at once, which share the products with K: each has steps of its own, and is left out when it is at its end.
 *
 * After every step there is an error bar of each target by the recursive residual and by what rounding may have made of it; where it has come down to the
 * tolerance it is proven, by a true residual and values of K alone, or the target taken up again.
 */
export function iterate(task: IterativeTask, plan: IterativePlan, start: IterativeState | null, progress: Watch): Iterated {
  const { problem, systems } = task;
  const v = start ? resumedVectors(start) : startVectors(problem, systems, task.single !== null);
  const targets = systems.columns.flatMap(({ target }, c) => (target === null ? [] : [c]));
  const answers = new Map<number, Certified>();
  const bars: Bars = [];
  const unanswered = (): number[] => targets.filter((c) => !answers.has(c));
  let ending: Ending = "certified";
  try {
    turn(task, v, movingOf(task, v, []), bars, start !== null);
    while (unanswered().length > 0) {
      const last = v.iterations >= plan.maxIterations;
      const proving = unanswered().filter((c) => last || v.done[c] === 1 || isReady(v, bars, c, plan.tolerance));
      const moving = last ? [] : movingOf(task, v, proving);
      const refresh = moving.length > 0 && v.iterations > 0 && v.iterations % REFRESH === 0;
      // a proof that fails tells what directions in single precision have left
      const restarting = last ? [] : restartingOf(task, v, moving, proving);
      const renewed = [...(refresh ? moving : []), ...restarting];
      multiply(task, v, { moving, renewed, proving }, { total: plan.maxIterations, bars }, progress);
      const proofs = certify(task, v, proving, moving.length + renewed.length);
      proving.forEach((c, at) => {
        const answer = proofs[at] as Certified;
        const outcome = judge(v, c, answer.bar, plan.tolerance, last);
        if (outcome === null) return;
        if (outcome !== "certified") ending = outcome;
        answers.set(c, answer);
        if (outcome !== "iterations") settle(task, v, c, answer);
      });
      const again = restarting.filter((c) => v.done[c] === 0);
      if (moving.length + again.length === 0) continue;
      step(task, v, moving, renewed);
      for (const c of again) v.rho[c] = 0;
      turn(task, v, [...moving, ...again], bars);
    }
  } catch (error) {
    if (!isMercerError(error) || error.code !== "aborted") throw error;
    const left = unanswered();
    certify(task, v, left, null).forEach((answer, at) => {
      answers.set(left[at] as number, answer);
    });
    return { ending: "aborted", failure: error, answers: targets.map((c) => answers.get(c) as Certified), vectors: v };
  }
  return { ending, failure: null, answers: targets.map((c) => answers.get(c) as Certified), vectors: v };
}

/** The systems that go on: targets that are neither at their end nor being proven, and the ones that go with them. */
function movingOf({ systems }: IterativeTask, v: Vectors, proving: readonly number[]): number[] {
  const goesOn = (c: number): boolean => v.done[c] === 0 && !proving.includes(c);
  return systems.columns.flatMap(({ target, group }, c) => {
    if (target !== null) return goesOn(c) ? [c] : [];
    return systems.columns.some((other, k) => other.group === group && other.target !== null && goesOn(k)) ? [c] : [];
  });
}

/** With directions in single precision: the targets that are being proven, and what goes with them, which would begin anew from their true residuals. */
function restartingOf(task: IterativeTask, v: Vectors, moving: readonly number[], proving: readonly number[]): number[] {
  if (!task.single || v.arithmetic === "double") return [];
  const wanted = new Set(proving.filter((c) => v.done[c] === 0).flatMap((c) => [c, onesOf(task.systems, c)]));
  return [...wanted].filter((c) => c >= 0 && !moving.includes(c));
}

/** Whether it is time to prove a target: its bar is low enough, or it is nearly all rounding. */
function isReady(v: Vectors, bars: Bars, c: number, tolerance: number): boolean {
  const bar = bars[c]?.likely;
  if (!bar || v.iterations === v.tried[c]) return false;
  return claimOf(bar) <= tolerance * (v.margin[c] as number) || Math.sqrt(v.rho[c] as number) < SPENT * (bar.bound ?? 0);
}

/** What a bar says at the points, in deviations of y. */
function claimOf(bar: ErrorBar): number {
  return bar.bound === null ? Infinity : bar.claimed;
}

/** What a proof ends: null where the target is to be taken up again. */
function judge(v: Vectors, c: number, bar: ErrorBar, tolerance: number, last: boolean): Ending | null {
  const claim = claimOf(bar);
  const before = v.proven[c] as number;
  if (claim <= tolerance) return "certified";
  if (last) return "iterations";
  const heldUp = v.done[c] === 1 || claim > HELD_UP * before;
  if (heldUp && v.arithmetic === "double") return "rounding";
  if (heldUp) v.arithmetic = "double";
  v.proven[c] = claim;
  v.tried[c] = v.iterations;
  v.margin[c] = (v.margin[c] as number) / 2;
  return null;
}

/** The answer takes the place of x: the ones that it is made with may go on. */
function settle({ problem, systems }: IterativeTask, v: Vectors, c: number, { alpha, intercept }: Certified): void {
  if (onesOf(systems, c) >= 0) of(v.x, problem.n, c).set(alpha);
  v.intercepts[c] = intercept;
  v.done[c] = 1;
}

interface Round {
  readonly moving: readonly number[];
  readonly renewed: readonly number[];
  readonly proving: readonly number[];
}

/** K times all that is wanted of a round: the p of the systems that go on, the x of those that are renewed, and the α that are to be proven. */
function multiply(
  task: IterativeTask,
  v: Vectors,
  { moving, renewed, proving }: Round,
  { total, bars }: { readonly total: number; readonly bars: Bars },
  progress: Watch,
): void {
  const { workspace, problem, systems, source, blocks } = task;
  const { n } = problem;
  const from = view(workspace, blocks.from);
  const vectors = [
    ...moving.map((c) => of(v.p, n, c)),
    ...renewed.map((c) => of(v.x, n, c)),
    ...proving.map((c) => answerOf(v, systems, n, c).alpha),
  ];
  vectors.forEach((vector, at) => {
    from.set(vector, at * n);
  });
  const worst = bars.reduce((most, bar) => (bar ? Math.max(most, claimOf(bar)) : most), 0);
  const told = { phase: "iterate", done: Math.min(v.iterations, total), total, errorBound: worst };
  const tell = (): void => progress.tell(told);
  const directions = v.arithmetic === "single" && task.single ? moving.length : 0;
  if (task.single && directions > 0) {
    const { operator, factor } = task.single;
    inTurns(n, 0, directions, (at, count) =>
      operator.multiply(slice(blocks.from, n * at, n * count), slice(blocks.to, n * at, n * count), count, tell),
    );
    const products = view(workspace, blocks.to);
    if (factor !== 1) for (let at = 0; at < n * directions; at++) products[at] = factor * (products[at] as number);
  }
  inTurns(n, directions, vectors.length, (at, count) => {
    const [X, H] = [slice(blocks.from, n * at, n * count), slice(blocks.to, n * at, n * count)];
    triangleProduct(workspace, n, count, source, { X, H, work: blocks.work }, tell);
  });
}

/** Vectors from one index on and below another, as many at a time as `together`, in parts of like size. */
function inTurns(n: number, from: number, to: number, multiplied: (at: number, count: number) => void): void {
  const turns = Math.ceil((to - from) / together(n));
  for (let turn = 0, at = from; turn < turns; turn++) {
    const count = Math.ceil((to - at) / (turns - turn));
    multiplied(at, count);
    at += count;
  }
}
