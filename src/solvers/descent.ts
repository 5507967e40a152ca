import { mercerError } from "../errors";
import { descend, type Ending } from "../wasm/iterations";
import { type Block, bytesOf, copyOf, slice, view, type Workspace, withBlocks } from "../wasm/memory";
import { multiply } from "../wasm/products";
import type { Watch } from "../watch";
import { noiseOf } from "./noise";
import { assembleGram, gramSizes, type Problem } from "./problem";
import { spectrumWork } from "./spectrum";
import { boundStep, type Stability } from "./stability";

/** What to do: the part of an estimator that the iteration needs. */
export interface DescentPlan {
  readonly lambda: number;
  readonly gradient: "functional" | "euclidean";
  readonly step: "auto" | number;
  readonly iterations: number;
  /** As a share of the largest component of the functional gradient at α = 0. */
  readonly tolerance: number;
  readonly record: { readonly every: number; readonly coefficients: boolean } | null;
}

/** How a descent went, and where it ended. */
export interface Descent {
  readonly alpha: Float64Array;
  readonly iterations: number;
  readonly ending: Ending;
  readonly step: number;
  /** Half the largest step proven stable. */
  readonly largestStep: number;
  readonly diverging: boolean;
  readonly warnings: readonly string[];
  readonly trainingLoss: readonly number[];
  readonly steps: readonly number[];
  readonly losses: readonly number[];
  readonly coefficients: readonly Float64Array[];
  readonly bytes: number;
}

type Blocks = Readonly<
  Record<
    "program" | "given" | "K" | "y" | "weights" | "roots" | "alpha" | "h" | "g" | "previous" | "losses" | "work" | "hessian" | "factor",
    Block
  >
>;

/** Multiplications in one call into the core: a twentieth of a second or so, between which progress is told and abort is heard. */
const CALL = 2e8;

/** Losses that one call can record. */
const CALL_STEPS = 4096;

/** Gradient descent from α = 0 with K stored, many steps in a call. */
export function descendOn(problem: Problem, plan: DescentPlan, progress: Watch): Descent {
  const { n, t, Y, weights } = problem;
  requireFiniteLoss(problem);
  const size = n * t;
  const sizes = {
    ...gramSizes(problem),
    y: size,
    weights: n,
    roots: n,
    alpha: size,
    h: size,
    g: size,
    previous: size,
    losses: CALL_STEPS * t,
    work: spectrumWork(n),
    ...hessianSizes(problem, plan),
  };
  return withBlocks(sizes, (blocks, workspace) => {
    assembleGram(workspace, problem, blocks, progress.during("gram"));
    view(workspace, blocks.y).set(Y.data);
    view(workspace, blocks.alpha).fill(0);
    view(workspace, blocks.previous).fill(0);
    if (weights) {
      view(workspace, blocks.weights).set(weights);
      view(workspace, blocks.roots).set(weights.map(Math.sqrt));
    }
    const bounds = boundStep(workspace, n, plan, blocks, weights ? blocks.roots : null);
    const largestStep = safeStep(bounds.safe);
    const step = plan.step === "auto" ? largestStep : plan.step;
    const run = iterate(workspace, problem, plan, blocks, step, progress);
    const reached = lossesAt(workspace, problem, blocks, null);
    const noise = noiseOf(problem);
    const trainingLoss = noise ? lossesAt(workspace, problem, blocks, noise) : reached;
    const alpha = copyOf(workspace, blocks.alpha);
    return {
      ...run,
      ...recordEnd(run, plan, reached, alpha),
      alpha,
      step,
      largestStep,
      ...judgeStep(step, bounds),
      trainingLoss,
      bytes: bytesOf(sizes),
    };
  });
}

/** The curvature of the Euclidean gradient with weights has to be written out to be bounded. */
function hessianSizes({ n, weights }: Problem, { gradient }: DescentPlan): { hessian: number; factor: number } {
  const size = weights && gradient === "euclidean" ? n * n : 0;
  return { hessian: size, factor: size };
}

interface Run {
  readonly iterations: number;
  readonly ending: Ending;
  readonly steps: number[];
  readonly losses: number[];
  readonly coefficients: Float64Array[];
}

/** The steps, in calls that end where coefficients are to be kept. */
function iterate(workspace: Workspace, problem: Problem, plan: DescentPlan, blocks: Blocks, step: number, progress: Watch): Run {
  const { n, t, weights } = problem;
  const { lambda, iterations: total, record } = plan;
  const tolerance = plan.tolerance * largestStart(problem);
  const perCall = Math.max(1, Math.min(CALL_STEPS, Math.floor(CALL / (n * n * t))));
  const run = { lambda, step, tolerance, euclidean: plan.gradient === "euclidean" };
  const steps: number[] = [];
  const losses: number[] = [];
  const coefficients: Float64Array[] = [];
  let iterations = 0;
  let ending: Ending = "done";
  while (ending === "done" && iterations < total) {
    if (record?.coefficients && iterations % record.every === 0) coefficients.push(copyOf(workspace, blocks.alpha));
    const toNext = record?.coefficients ? record.every - (iterations % record.every) : perCall;
    const limits = { ...run, steps: Math.min(perCall, toNext, total - iterations) };
    const outcome = descend(workspace, n, t, { ...blocks, weights: weights ? blocks.weights : null }, limits);
    const seen = view(workspace, slice(blocks.losses, 0, Math.max(0, outcome.taken) * t));
    for (let r = 0; record && r < outcome.taken; r++) {
      if ((iterations + r) % record.every !== 0) continue;
      steps.push(iterations + r);
      losses.push(sum(seen.subarray(r * t, (r + 1) * t)));
    }
    iterations = Math.max(0, iterations + outcome.taken);
    ending = outcome.ending;
    if (seen.length > 0) progress.tell({ phase: "descent", done: iterations, total, loss: sum(seen.subarray(-t)) });
  }
  return { iterations, ending, steps, losses, coefficients };
}

/** The record with the last step in it, whether or not it is due. */
function recordEnd(run: Run, { record }: DescentPlan, reached: readonly number[], alpha: Float64Array): Omit<Run, "iterations" | "ending"> {
  if (!record) return run;
  return {
    steps: [...run.steps, run.iterations],
    losses: [...run.losses, sum(reached)],
    coefficients: record.coefficients ? [...run.coefficients, alpha] : [],
  };
}

/** Σ w y², the loss at α = 0, must be a number: otherwise no step is to blame. */
function requireFiniteLoss({ t, Y, weights }: Problem): void {
  const loss = Y.data.reduce((sum, y, at) => sum + (weights?.[Math.floor(at / t)] ?? 1) * y * y, 0);
  if (!Number.isFinite(loss)) throw mercerError("not-finite", "the squares of y overflow; scale the targets down", { argument: "y" });
}

/** Σ_i w_i (h_i − y_i)² of the present α, per target, h = Kα less the noise on the diagonal. */
function lossesAt(workspace: Workspace, { n, t, Y, weights }: Problem, { K, alpha, h }: Blocks, noise: Float64Array | null): number[] {
  view(workspace, h).fill(0);
  multiply(workspace, n, t, K, alpha, h);
  const losses = new Array<number>(t).fill(0);
  const coefficients = view(workspace, alpha);
  view(workspace, h).forEach((value, at) => {
    const i = Math.floor(at / t);
    const residual = value - (noise?.[i] ?? 0) * (coefficients[at] as number) - (Y.data[at] as number);
    losses[at % t] = (losses[at % t] as number) + (weights?.[i] ?? 1) * residual * residual;
  });
  return losses;
}

/** Half the step proven stable, so that the loss falls at every step; any step will do where K is 0 and there is no limit. */
function safeStep(safe: number): number {
  return Number.isFinite(safe) ? 0.5 * safe : 1;
}

function judgeStep(step: number, { safe, limit, unstable }: Stability): Pick<Descent, "diverging" | "warnings"> {
  if (unstable) return { diverging: true, warnings: [`the descent diverges with any step: K is not positive semi-definite, ${unstable}`] };
  if (step <= limit * (1 + 1e-12)) return { diverging: false, warnings: [] };
  const bounds = `${safe.toPrecision(4)} and ${limit.toPrecision(4)}`;
  return {
    diverging: true,
    warnings: [`the descent diverges: the step ${step} is beyond the limit of stability, which lies between ${bounds}`],
  };
}

/** Largest component of the functional gradient at α = 0: max 2 w_i |y_i|. */
function largestStart({ t, Y, weights }: Problem): number {
  return Y.data.reduce((largest, y, at) => Math.max(largest, 2 * (weights?.[Math.floor(at / t)] ?? 1) * Math.abs(y)), 0);
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total;
}
