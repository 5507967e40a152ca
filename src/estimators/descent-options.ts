import { mercerError } from "../errors";
import { type OptionNames, readChoice, readNumber, readOptions } from "../input";
import { readLossOptions } from "../losses/read";
import type { Loss, LossName } from "../losses/spec";
import type { StandardizeOptions } from "../scaling/method";
import type { DescentPlan, Momentum } from "../solvers/descent/plan";
import { hasBound, hasKinks } from "../solvers/descent/steps";

/** β of a momentum that is only named. */
const DEFAULT_BETA = 0.9;

/** What `kernelDescent` and `linearDescent` have in common. */
export interface DescentOptions extends StandardizeOptions {
  /** L(h, y), made by its constructor or named, "squared" unless given; "logistic", "hinge" and "squaredHinge" take labels y = ±1, "poisson" y ≥ 0. */
  loss?: Loss | LossName;
  /** `loss: "huber", delta` is short for `loss: huber({ delta })`; an error beside any other loss. */
  delta?: number;
  /** `loss: "epsilonInsensitive", epsilon` is short for `loss: epsilonInsensitive({ epsilon })`; an error beside any other loss. */
  epsilon?: number;
  /** λ ≥ 0, 0 unless given. */
  lambda?: number;
  /** s > 0, obeyed as given; "auto" is half the largest step that is proven stable, or a decreasing one where the loss has kinks. "poisson" needs a step. */
  step?: "auto" | number;
  /** The most steps, an integer from 0. */
  iterations: number;
  /** Stop when no component of the gradient (the functional one for both kernel forms) exceeds this share of its largest at 0; 0 unless given. */
  tolerance?: number;
  /** Stop when the training loss, summed over the targets, has come down to this. */
  discrepancy?: number;
  /**
   * x ← x + β(x − x₋) − s∇J, the gradient at x (heavy ball) or at x + β(x − x₋) (Nesterov); β = 0.9 unless given. With `restart` a step that raised J
   * is taken back and momentum begins anew: what "auto" does unless told otherwise, and a step given as a number does on request.
   */
  momentum?: "none" | Momentum["kind"] | { kind: Momentum["kind"]; beta: number; restart?: boolean };
  /** Points of a mini-batch; "full" unless given. */
  batch?: number | "full";
  /** Of the order in which mini-batches are drawn; 0 unless given. */
  seed?: number;
  /** Keep the loss, and on request the coefficients, of every so many steps, from step 0 on. */
  record?: { every: number; coefficients?: boolean };
}

/** Their names. */
export const DESCENT_OPTIONS: OptionNames<DescentOptions> = {
  loss: true,
  delta: true,
  epsilon: true,
  lambda: true,
  step: true,
  iterations: true,
  tolerance: true,
  discrepancy: true,
  momentum: true,
  batch: true,
  seed: true,
  record: true,
  standardize: true,
};

/** The options checked and completed: plain data that reads as options again. */
export function readDescent(options: DescentOptions): DescentPlan {
  const { lambda = 0, step = "auto", tolerance = 0, batch = "full", seed = 0 } = options;
  const { discrepancy, record } = options;
  const loss = readLossOptions({ loss: options.loss, delta: options.delta, epsilon: options.epsilon }, "squared");
  const plan = {
    loss,
    lambda: readNumber(lambda, "lambda", { minimum: 0 }),
    step: step === "auto" ? step : readNumber(step, "step", { above: 0 }),
    iterations: readNumber(options.iterations, "iterations", { minimum: 0, integer: true }),
    tolerance: readNumber(tolerance, "tolerance", { minimum: 0 }),
    ...(discrepancy === undefined ? {} : { discrepancy: readNumber(discrepancy, "discrepancy", { minimum: 0 }) }),
    momentum: readMomentum(options, step),
    batch: batch === "full" ? batch : readNumber(batch, "batch", { minimum: 1, integer: true }),
    seed: readNumber(seed, "seed"),
    ...(record === undefined ? {} : { record: readRecord(record) }),
  };
  if (plan.batch !== "full" && (plan.tolerance > 0 || discrepancy !== undefined)) {
    const message = "tolerance and discrepancy look at all points in every step, which mini-batches do not; use a validation set";
    throw mercerError("unsupported", message, { argument: "batch" });
  }
  if (step === "auto" && !hasBound(plan) && !hasKinks(plan)) {
    const message = `no step can be proven stable for the loss "${loss.kind}", whose curvature has no bound; use kernelNewton, or give a step`;
    throw mercerError("unsupported", message, { argument: "step" });
  }
  return plan;
}

const MOMENTUM = { kind: true, beta: true, restart: true } as const;
const RECORD = { every: true, coefficients: true } as const;

function readMomentum({ momentum = "none" }: DescentOptions, step: unknown): "none" | Momentum {
  if (momentum === "none") return momentum;
  const given = typeof momentum === "string" ? { kind: momentum, beta: DEFAULT_BETA } : readOptions(momentum, "momentum", MOMENTUM);
  const beta = readNumber(given.beta, "momentum.beta", { minimum: 0 });
  if (beta >= 1)
    throw mercerError("argument", `momentum.beta must be less than 1; it is ${beta}`, { argument: "momentum.beta", value: beta });
  return {
    kind: readChoice(given.kind, "momentum", ["nesterov", "heavyBall"]),
    beta,
    restart: readChoice("restart" in given ? (given.restart ?? step === "auto") : step === "auto", "momentum.restart", [true, false]),
  };
}

function readRecord(record: NonNullable<DescentOptions["record"]>): NonNullable<DescentPlan["record"]> {
  const { every, coefficients = false } = readOptions(record, "record", RECORD);
  return {
    every: readNumber(every, "record.every", { minimum: 1, integer: true }),
    coefficients: readChoice(coefficients, "record.coefficients", [true, false]),
  };
}
