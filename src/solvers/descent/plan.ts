import type { Loss } from "../../losses/spec";
import type { Matrix } from "../../matrix";

export interface Momentum {
  readonly kind: "nesterov" | "heavyBall";
  /** 0 ≤ β < 1 */
  readonly beta: number;
  /** Whether a step that raised the objective is taken back, and momentum begins anew. */
  readonly restart: boolean;
}

/** What to do: the part of an estimator that the iteration needs. */
export interface DescentPlan {
  readonly loss: Loss;
  readonly lambda: number;
  readonly step: "auto" | number;
  readonly iterations: number;
  /** As a share of the largest component of the gradient at 0. */
  readonly tolerance: number;
  /** Stop when the training loss, summed over the targets, has come down to this. */
  readonly discrepancy?: number;
  readonly momentum: "none" | Momentum;
  readonly batch: number | "full";
  readonly seed: number;
  readonly record?: { readonly every: number; readonly coefficients: boolean };
}

/** Data apart from the training points, on which the loss is watched. */
export interface Validation {
  readonly Z: Matrix;
  readonly Y: Matrix;
  /** Checks without a new minimum after which the descent stops. */
  readonly patience: number;
  /** Steps from one check to the next. */
  readonly every: number;
}

/** Where to begin, n × t or p × t, and what to watch beside the training points. */
export interface Surroundings {
  readonly start: Float64Array | null;
  readonly validation: Validation | null;
}

export type StopReason = "iterations" | "tolerance" | "discrepancy" | "validation" | "not-finite" | "aborted";

/** How a descent went, and where it ended. */
export interface Descent {
  /** Coefficients of the model, by rows. */
  readonly coefficients: Float64Array;
  /** The step they belong to: the last one taken, or the best where that is kept. */
  readonly iterations: number;
  readonly taken: number;
  readonly stopped: StopReason;
  /** What the caller's progress or signal threw. */
  readonly failure: unknown;
  readonly step: number;
  /** Half the largest step proven stable, or the first of the decreasing ones; 0 where none is proven. */
  readonly largestStep: number;
  /** Whether "auto" would take a step that is proven stable. */
  readonly certified: boolean;
  readonly diverging: boolean;
  /** Norm of the part of the coefficients in null(K) before any is removed; null when not computed. */
  readonly nullComponent: number | null;
  /** ε with |h(z) − h*(z)| ≤ ε√k(z, z), h* the exact minimum of J; null where the route does not tell. */
  readonly errorBound: number | null;
  readonly warnings: readonly string[];
  readonly trainingLoss: readonly number[];
  readonly steps: readonly number[];
  readonly losses: readonly number[];
  readonly recorded: readonly Float64Array[];
  readonly bytes: number;
}
