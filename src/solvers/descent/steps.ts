import { formulaOf } from "../../losses/formula";
import type { DescentPlan, Momentum } from "./plan";
import type { Stability } from "./stability";

/** The step of iteration k is `first`/√(1 + k·decay). */
interface Steps {
  readonly first: number;
  readonly decay: number;
  /** What "auto" would take. */
  readonly largest: number;
}

/**
 * By how much momentum changes the limit of stability: heavy ball 1 + β, Nesterov (1 + β)/(1 + 2β).
 *
 * Source: B. O'Donoghue, E. Candès, Found. Comput. Math. 15 (2015), section 2; B. T. Polyak, USSR Comput. Math. 4 (1964).
 */
function momentumFactor(momentum: "none" | Momentum): number {
  if (momentum === "none") return 1;
  const { kind, beta } = momentum;
  return kind === "heavyBall" ? 1 + beta : (1 + beta) / (1 + 2 * beta);
}

/** What is known of plain descent, for the momentum of a plan. */
export function withMomentum({ safe, limit, ...known }: Stability, { momentum }: DescentPlan): Stability {
  const factor = momentumFactor(momentum);
  return { ...known, safe: factor * safe, limit: factor * limit };
}

/** Whether the descent is by subgradients: the loss has kinks, where no step is small enough for J to fall. */
export function hasKinks(plan: Pick<DescentPlan, "loss">): boolean {
  return formulaOf(plan.loss).kinks;
}

/** Whether a step can be proven stable: L″ has a bound. */
export function hasBound(plan: Pick<DescentPlan, "loss">): boolean {
  return formulaOf(plan.loss).curvature < Infinity;
}

/** Whether the iterate of the least J is the one that counts. */
export function keepsBest(plan: DescentPlan): boolean {
  return hasKinks(plan) && plan.step === "auto" && plan.batch === "full";
}

/**
 * "auto": half the step proven stable, constant in full batches, falling as 1/√(1 + passes over the points) in mini-batches. Where the loss has
 * kinks: `kinked`/√(1 + k). Any step will do where the matrix is 0 and there is no limit; where L″ has no bound, none is known to.
 */
export function chooseSteps(plan: DescentPlan, n: number, safe: number, kinked: () => number): Steps {
  const largest = hasKinks(plan) ? kinked() : !hasBound(plan) ? 0 : Number.isFinite(safe) ? 0.5 * safe : 1;
  const passes = plan.batch === "full" ? 0 : Math.min(1, plan.batch / n);
  if (plan.step !== "auto") return { first: plan.step, decay: 0, largest };
  return { first: largest, decay: hasKinks(plan) ? passes || 1 : passes, largest };
}

/** Whether a step is provably too large: for the squared loss alone is the limit known, for the others only a bound of it. */
export function judgeStep(
  plan: DescentPlan,
  step: number,
  { safe, limit, unstable }: Stability,
): { readonly diverging: boolean; readonly warnings: readonly string[] } {
  const known = plan.loss.kind === "squared" && plan.batch === "full";
  if (unstable && !hasKinks(plan)) {
    return { diverging: known, warnings: [`no step is stable: K is not positive semi-definite, ${unstable}`] };
  }
  if (!known || step <= limit * (1 + 1e-12)) return { diverging: false, warnings: [] };
  const bounds = `${safe.toPrecision(4)} and ${limit.toPrecision(4)}`;
  return {
    diverging: true,
    warnings: [`the descent diverges: the step ${step} is beyond the limit of stability, which lies between ${bounds}`],
  };
}
