/** What kernel ridge regression finds, by whichever route. */
export interface RidgeSolution {
  /** α, n × t */
  readonly coefficients: Float64Array;
  /** b, one per target; 0 without intercept */
  readonly intercepts: Float64Array;
  readonly solver: string;
  readonly reason: string;
  readonly warnings: readonly string[];
  /** Null where the route does not tell. */
  readonly rank: number | null;
  readonly conditionEstimate: number | null;
  readonly backwardError: number;
  readonly trainingLoss: readonly number[];
  readonly bytes: number;
  /** ε, the largest of the targets; null where one of them has none. */
  readonly errorBound: number | null;
  /** The largest error at the points that is not excluded, in deviations of y. */
  readonly excess: number;
  /** The part of carrying out Σ α_i k(x_i, z) in it. */
  readonly serving: number;
  /** What the bound itself says at the points, in deviations of y. */
  readonly claimed: number;
}

/** The solutions for the targets that share a λ, n × targets, and where they come from. */
export interface Part extends Judgement {
  readonly targets: readonly number[];
  readonly solver: string;
  readonly rank: number | null;
  readonly reason: string;
  readonly warnings: readonly string[];
  readonly condition: number | null;
  readonly coefficients: Float64Array;
  readonly intercepts: readonly number[];
}

/** What is said of α and b, measured on them. */
export interface Judgement {
  /** Σ w (h − y)², one per target */
  readonly losses: readonly number[];
  readonly backwardError: number;
  readonly errorBound: number | null;
  readonly excess: number;
  readonly serving: number;
  readonly claimed: number;
}

/** The parts as one solution of n × t. */
export function gather(parts: readonly Part[], n: number, t: number, bytes: number): RidgeSolution {
  const coefficients = new Float64Array(n * t);
  const intercepts = new Float64Array(t);
  const trainingLoss = new Array<number>(t).fill(0);
  for (const { targets, ...part } of parts) {
    targets.forEach((q, c) => {
      intercepts[q] = part.intercepts[c] as number;
      trainingLoss[q] = part.losses[c] as number;
      for (let i = 0; i < n; i++) coefficients[i * t + q] = part.coefficients[i * targets.length + c] as number;
    });
  }
  return {
    coefficients,
    intercepts,
    trainingLoss,
    solver: unique(parts.map((part) => part.solver)).join(", "),
    rank: smallest(parts.map((part) => part.rank)),
    reason: unique(parts.map((part) => part.reason)).join("; "),
    warnings: unique(parts.flatMap((part) => part.warnings)),
    conditionEstimate: largest(parts.map((part) => part.condition)),
    backwardError: Math.max(...parts.map((part) => part.backwardError)),
    errorBound: largest(parts.map((part) => part.errorBound)),
    excess: Math.max(...parts.map((part) => part.excess)),
    serving: Math.max(...parts.map((part) => part.serving)),
    claimed: Math.max(...parts.map((part) => part.claimed)),
    bytes,
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

/** The largest of numbers; null if one of them is. */
export function largest(values: readonly (number | null)[]): number | null {
  return values.reduce((most, value) => (most === null || value === null ? null : Math.max(most, value)));
}

function smallest(values: readonly (number | null)[]): number | null {
  return values.reduce((least, value) => (least === null || value === null ? null : Math.min(least, value)));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
