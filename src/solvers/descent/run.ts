import { Ending, Form } from "../../../assembly/iterate/terms";
import {
  type DescentWords,
  descend,
  descendOnBatches,
  descentSizes,
  forward,
  gradientAt,
  measure,
  writeDescent,
} from "../../core/iterations";
import type { LinearMap } from "../../core/operator";
import { mercerError } from "../../errors";
import { formulaOf } from "../../losses/formula";
import { transposed } from "../../matrix";
import type { Watch } from "../../progress";
import { type Block, type Blocks, slice, view, type Workspace } from "../../wasm/memory";
import { type Patience, startPatience, validationSizes } from "./early-stopping";
import type { Descent, DescentPlan, StopReason, Surroundings } from "./plan";
import type { Stability } from "./stability";
import { chooseSteps, hasBound, judgeStep, keepsBest } from "./steps";

/** What the two forms of a problem, on coefficients and on features, have in common once their data are in memory. */
export interface Task {
  readonly form: Form;
  readonly n: number;
  readonly p: number;
  readonly t: number;
  /** The first so many coefficients are those that λ counts for. */
  readonly penalised: number;
  readonly source: DescentWords["source"];
  readonly Y: Float64Array;
  readonly weights: Float64Array | null;
  /** K without what its diagonal has in excess of k(x_i, x_i), for the losses reported; null: nothing. */
  readonly noiseless: LinearMap | null;
  readonly stability: Stability;
}

export type TaskBlocks = Blocks<ReturnType<typeof taskSizes>>;

/** Multiplications in one call into the core: a twentieth of a second or so, between which progress is told and abort is heard. */
const CALL = 4e8;

/** How many multiplications making an element of K anew is worth. */
const TILES_COST = 16;

/** Losses that one call can record. */
const CALL_LOSSES = 4096;

/** Elements of the blocks that `run` works in, but for the matrix. */
export function taskSizes(n: number, p: number, t: number, { validation }: Surroundings) {
  return { ...descentSizes(n, p, t, callRows(t)), ...validationSizes(validation, p, t) };
}

function callRows(t: number): number {
  return Math.ceil(CALL_LOSSES / t);
}

/** Runs the plan on a task: many steps in a call, which ends where something is to be kept or looked at. */
export function run(
  workspace: Workspace,
  task: Task,
  plan: DescentPlan,
  { start, validation }: Surroundings,
  blocks: TaskBlocks,
  progress: Watch,
): Omit<Descent, "bytes"> {
  const { n, p, t, stability } = task;
  view(workspace, blocks.y).set(transposed(n, t, task.Y));
  if (task.weights) view(workspace, blocks.weights).set(task.weights);
  const idle = wordsOf(task, plan, blocks);
  const tolerance = plan.tolerance * largestAtZero(workspace, idle);
  if (start) view(workspace, blocks.x).set(transposed(p, t, start));
  view(workspace, blocks.previous).set(view(workspace, blocks.x));
  view(workspace, blocks.objective).fill(Infinity);
  view(workspace, blocks.bestObjective).fill(Infinity);
  view(workspace, blocks.random).set([plan.seed]);
  const steps = chooseSteps(plan, n, stability.safe, () => firstOfKinked(workspace, task, idle));
  const words = { ...idle, tolerance, step: steps.first, decay: steps.decay };
  writeDescent(workspace, words);
  if (words.beta > 0) forward(workspace, words, blocks.previous, blocks.hPrevious);
  const patience = validation && startPatience(workspace, validation, p, words.loss, blocks);
  const ended = iterate(workspace, task, plan, words, patience, progress);
  const kept = patience ? patience.best() : words.best && bestOf(workspace, blocks);
  if (kept) view(workspace, blocks.x).set(kept.x);
  const { diverging, warnings } = judgeStep(plan, steps.first, stability);
  return {
    ...ended,
    iterations: kept?.step ?? ended.taken,
    step: steps.first,
    largestStep: steps.largest,
    certified: hasBound(plan) && stability.unstable === null && stability.proven,
    nullComponent: null,
    errorBound: null,
    diverging,
    warnings,
    trainingLoss: lossesAt(workspace, task, words, task.noiseless),
    coefficients: coefficientsAt(workspace, task, blocks.x),
  };
}

/** The descent at rest: at 0, with a tolerance and a step still to be found. */
function wordsOf(task: Task, plan: DescentPlan, blocks: TaskBlocks): DescentWords {
  const { momentum, batch } = plan;
  const full = batch === "full";
  return {
    ...blocks,
    ...task,
    weights: task.weights && blocks.weights,
    best: keepsBest(plan) ? blocks.best : null,
    loss: formulaOf(plan.loss),
    lambda: plan.lambda,
    step: 0,
    decay: 0,
    beta: momentum === "none" ? 0 : momentum.beta,
    nesterov: momentum !== "none" && momentum.kind === "nesterov",
    restart: momentum !== "none" && momentum.restart && full && !keepsBest(plan),
    tolerance: 0,
    target: plan.discrepancy ?? -Infinity,
    batch: full ? task.n : batch,
  };
}

/** The largest component of the gradient at 0; x is left there. The losses must be numbers: otherwise no step is to blame. */
function largestAtZero(workspace: Workspace, words: DescentWords): number {
  view(workspace, words.x).fill(0);
  writeDescent(workspace, words);
  const largest = gradientAt(workspace, words);
  if (Number.isFinite(largest)) return largest;
  throw mercerError("not-finite", "the loss overflows before the first step; scale the targets down", { argument: "y" });
}

/** J/(2‖∇J‖²) at the start, the norm being that in which the descent is steepest: half of Polyak's step towards a J of 0. */
function firstOfKinked(workspace: Workspace, task: Task, words: DescentWords): number {
  gradientAt(workspace, words);
  const functional = task.form === Form.Functional;
  // the block of the gradient is longer than it where there are fewer coefficients than points
  const other = functional ? words.hPrevious : slice(words.gradient, 0, task.p * task.t);
  if (task.form !== Form.Primal) forward(workspace, words, words.slopes, other);
  const g = view(workspace, words.slopes);
  const square = view(workspace, other).reduce((sum, value, at) => sum + value * (functional ? (g[at] as number) : value), 0);
  const objective = lossesAt(workspace, task, words, null).reduce((a, b) => a + b, 0);
  const first = objective / (2 * square);
  return Number.isFinite(first) && first > 0 ? first : 1;
}

/** The coefficients of the least J, and the latest step that any target's are of. */
function bestOf(workspace: Workspace, { best, bestStep }: TaskBlocks): { readonly x: Float64Array; readonly step: number } {
  return { x: view(workspace, best), step: view(workspace, bestStep).reduce((a, b) => Math.max(a, b)) };
}

interface Ended {
  readonly taken: number;
  readonly stopped: StopReason;
  readonly failure: unknown;
  readonly steps: readonly number[];
  readonly losses: readonly number[];
  readonly recorded: readonly Float64Array[];
}

const STOPPED: Readonly<Record<Ending, StopReason>> = {
  [Ending.Done]: "iterations",
  [Ending.Converged]: "tolerance",
  [Ending.NotFinite]: "not-finite",
  [Ending.Reached]: "discrepancy",
};

function iterate(
  workspace: Workspace,
  task: Task,
  plan: DescentPlan,
  words: DescentWords,
  patience: Patience | null,
  progress: Watch,
): Ended {
  const { p, t } = task;
  const { iterations: total, record } = plan;
  const full = plan.batch === "full";
  const perCall = Math.max(
    1,
    Math.min(callRows(t), Math.floor(CALL / (words.batch * p * t * (words.source.kind === "tiles" ? TILES_COST : 1)))),
  );
  const [steps, losses, recorded]: [number[], number[], Float64Array[]] = [[], [], []];
  const every = record?.every ?? Infinity;
  // calls end where there is something to do between steps
  const stops = [patience?.every ?? Infinity, record && (record.coefficients || !full) ? every : Infinity];
  const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
  const note = (step: number, loss: number): void => {
    if (steps.at(-1) === step) {
      steps.pop();
      losses.pop();
    }
    steps.push(step);
    losses.push(loss);
  };
  let done = 0;
  let ending: Ending = Ending.Done;
  let stopped: StopReason | null = null;
  let failure: unknown = null;
  const advance = (count: number): void => {
    const outcome = full ? descend(workspace, words, done, count, words.losses) : descendOnBatches(workspace, words, done, count);
    ending = outcome.ending;
    if (full) {
      const seen = view(workspace, words.losses);
      for (let r = done === 0 && count === 0 ? 0 : 1; r <= outcome.taken; r++) {
        if ((done + r) % every === 0) note(done + r, sum(seen.subarray(r * t, (r + 1) * t)));
      }
      done += outcome.taken;
      progressLoss = sum(seen.subarray(outcome.taken * t, (outcome.taken + 1) * t));
    } else {
      done += outcome.taken;
      if (done % every === 0) note(done, sum(lossesAt(workspace, task, words, null)));
    }
  };
  let progressLoss: number | undefined;
  advance(0);
  for (;;) {
    if (record?.coefficients && done % every === 0) recorded.push(coefficientsAt(workspace, task, words.x));
    if (patience && done % patience.every === 0 && patience.exhausted(done)) stopped = "validation";
    if (stopped !== null || ending !== Ending.Done || done >= total) break;
    const next = stops.map((stop) => stop - (done % stop)).reduce((a, b) => Math.min(a, b || Infinity), total - done);
    advance(Math.min(perCall, next));
    try {
      progress.tell({ phase: "descent", done, total, ...(progressLoss === undefined ? {} : { loss: progressLoss }) });
    } catch (error) {
      [failure, stopped] = [error, "aborted"];
    }
  }
  if (record) {
    note(done, sum(lossesAt(workspace, task, words, null)));
    if (record.coefficients && recorded.length < steps.length) recorded.push(coefficientsAt(workspace, task, words.x));
  }
  return { taken: done, stopped: stopped ?? STOPPED[ending], failure, steps, losses, recorded };
}

/** Σ_i w_i L(h_i, y_i) at x, per target, h being Kx or Φx, or what else multiplies x. */
function lossesAt(workspace: Workspace, { n, t }: Task, words: DescentWords, other: LinearMap | null): number[] {
  const h = words.hPrevious;
  if (other) other.multiply(words.x, h, t);
  else forward(workspace, words, words.x, h);
  return Array.from({ length: t }, (_, q) => {
    const part = slice(h, q * n, n);
    return measure(workspace, words.loss, n, { ...words, h: part, y: slice(words.y, q * n, n), slopes: part });
  });
}

/** The coefficients in a block, by rows. */
function coefficientsAt(workspace: Workspace, { p, t }: Task, block: Block): Float64Array {
  return transposed(t, p, view(workspace, block));
}
