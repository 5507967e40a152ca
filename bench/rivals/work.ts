import type { Classification, Points, Regression } from "../data.ts";

/** What the rivals in TypeScript and JavaScript are asked to do; it crosses to their process as data. */
export type Work =
  | { readonly operation: "product"; readonly n: number; readonly a: Float64Array; readonly b: Float64Array }
  | { readonly operation: "selfProduct"; readonly n: number; readonly d: number; readonly x: Float64Array }
  | { readonly operation: "cholesky"; readonly n: number; readonly a: Float64Array }
  | { readonly operation: "lu"; readonly n: number; readonly a: Float64Array; readonly b: Float64Array }
  | { readonly operation: "qr"; readonly n: number; readonly a: Float64Array }
  | { readonly operation: "eigh"; readonly n: number; readonly a: Float64Array }
  | { readonly operation: "leastSquares"; readonly m: number; readonly n: number; readonly a: Float64Array; readonly b: Float64Array }
  | { readonly operation: "gram"; readonly points: Points }
  | { readonly operation: "fit"; readonly problem: Regression; readonly batch: number }
  | {
      readonly operation: "predict";
      readonly problem: Regression;
      readonly alpha: Float64Array;
      readonly z: Float64Array;
      readonly pointwise: boolean;
    }
  | {
      readonly operation: "descent";
      readonly n: number;
      readonly k: Float64Array;
      readonly y: Float64Array;
      readonly step: number;
      readonly steps: number;
    }
  | { readonly operation: "machine"; readonly problem: Classification; readonly tolerance: number };

/** The twin, tuned until the engine gives no more, and the loops it must beat. */
export const TWIN = "pure TypeScript, tuned";
export const PLAIN = "plain loops";

export interface Job {
  /** The timed part. */
  run(): void;
  /** Before each run, not timed: brings back what it overwrites. */
  restore?(): void;
  result(): Float64Array;
}

export type Peer = "ml-matrix" | "ml-kernel" | "ml-regression" | "libsvm-js";
export type Implementation = typeof TWIN | typeof PLAIN | Peer;

export type Request =
  | { readonly kind: "prepare"; readonly work: Work; readonly implementations: readonly Implementation[] }
  | { readonly kind: "run" | "result"; readonly implementation: Implementation };
export type Reply = { readonly ms: number } | { readonly result: Float64Array } | { readonly error: string } | { readonly ready: true };
