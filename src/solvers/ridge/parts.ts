import { worse } from "../../proof/gap-bound";
import type { FactorRoute } from "./group";

/** What kernel ridge regression finds, by whichever route. */
export interface RidgeSolution extends Omit<Judgement, "losses">, Omit<Origin, "condition"> {
  /** α, n × t */
  readonly coefficients: Float64Array;
  /** b, one per target; 0 without intercept */
  readonly intercepts: Float64Array;
  /** One per target, where not all went the same way. */
  readonly solvers: readonly FactorRoute[] | undefined;
  readonly conditionEstimate: number | null;
  readonly trainingLoss: readonly number[];
  readonly bytes: number;
}

/** Where the solution for the targets that share a λ comes from. */
export interface Origin {
  readonly solver: FactorRoute;
  /** Null where the route does not tell. */
  readonly rank: number | null;
  readonly reason: string;
  readonly warnings: readonly string[];
  readonly condition: number | null;
}

/** α and b of the targets that share a λ. */
export interface Answer {
  readonly targets: readonly number[];
  readonly lambda: number;
  /** n × targets */
  readonly coefficients: Float64Array;
  readonly intercepts: readonly number[];
  /** ‖G‖ in the ∞-norm. */
  readonly norm: number;
  readonly intercept: boolean;
}

/** The solution for the targets that share a λ, where it comes from, and what is said of it. */
export interface Part {
  readonly origin: Origin;
  readonly answer: Answer;
  readonly judgement: Judgement;
}

/** What is said of α and b, measured on them. */
export interface Judgement {
  /** Σ w (h − y)², one per target */
  readonly losses: readonly number[];
  readonly backwardError: number;
  /** ε, the largest of the targets; null where one of them has none. */
  readonly errorBound: number | null;
  /** The largest error at the points that is not excluded, in deviations of y. */
  readonly excess: number;
  /** The part of carrying out Σ α_i k(x_i, z) in it. */
  readonly serving: number;
  /** What the bound itself says at the points, in deviations of y. */
  readonly claimed: number;
}

/** The parts as one solution of n × t. */
export function gather(parts: readonly Part[], n: number, t: number, bytes: number): RidgeSolution {
  if (parts.length === 1) return whole(parts[0] as Part, bytes);
  const coefficients = new Float64Array(n * t);
  const intercepts = new Float64Array(t);
  const trainingLoss = new Array<number>(t).fill(0);
  const solvers = new Array<FactorRoute>(t);
  let worst: Judgement | null = null;
  for (const { origin, answer, judgement } of parts) {
    const { targets } = answer;
    const count = targets.length;
    for (let c = 0; c < count; c++) {
      const q = targets[c] as number;
      intercepts[q] = answer.intercepts[c] as number;
      solvers[q] = origin.solver;
      trainingLoss[q] = judgement.losses[c] as number;
      for (let i = 0; i < n; i++) coefficients[i * t + q] = answer.coefficients[i * count + c] as number;
    }
    worst = worst ? worseOf(worst, judgement) : judgement;
  }
  const origins = parts.map(({ origin }) => origin);
  const { backwardError, errorBound, excess, serving, claimed } = worst as Judgement;
  return {
    coefficients,
    intercepts,
    trainingLoss,
    solver: weakest(solvers),
    solvers: solvers.some((solver) => solver !== solvers[0]) ? solvers : undefined,
    rank: smallest(origins.map(({ rank }) => rank)),
    reason: unique(origins.map(({ reason }) => reason)).join("; "),
    warnings: unique(origins.flatMap(({ warnings }) => warnings)),
    conditionEstimate: origins.map(({ condition }) => condition).reduce(worse),
    backwardError,
    errorBound,
    excess,
    serving,
    claimed,
    bytes,
  };
}

/** A part that has all targets, in their order. */
function whole({ origin, answer, judgement }: Part, bytes: number): RidgeSolution {
  return {
    coefficients: answer.coefficients,
    intercepts: new Float64Array(answer.intercepts),
    trainingLoss: judgement.losses,
    solver: origin.solver,
    solvers: undefined,
    rank: origin.rank,
    reason: origin.reason,
    warnings: origin.warnings,
    conditionEstimate: origin.condition,
    backwardError: judgement.backwardError,
    errorBound: judgement.errorBound,
    excess: judgement.excess,
    serving: judgement.serving,
    claimed: judgement.claimed,
    bytes,
  };
}

function worseOf(a: Judgement, b: Judgement): Judgement {
  return {
    losses: a.losses,
    backwardError: Math.max(a.backwardError, b.backwardError),
    errorBound: worse(a.errorBound, b.errorBound),
    excess: Math.max(a.excess, b.excess),
    serving: Math.max(a.serving, b.serving),
    claimed: Math.max(a.claimed, b.claimed),
  };
}

/** Targets by their λ, in order of first appearance. */
export function groupTargets(lambdas: Float64Array): [lambda: number, targets: number[]][] {
  const groups = new Map<number, number[]>();
  lambdas.forEach((lambda, q) => {
    const group = groups.get(lambda);
    if (group) group.push(q);
    else groups.set(lambda, [q]);
  });
  return [...groups];
}

/** The one that asks least of K + λI. */
function weakest(solvers: readonly FactorRoute[]): FactorRoute {
  return (["eigen", "lu"] as const).find((solver) => solvers.includes(solver)) ?? (solvers[0] as FactorRoute);
}

function smallest(values: readonly (number | null)[]): number | null {
  return values.reduce((least, value) => (least === null || value === null ? null : Math.min(least, value)));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
