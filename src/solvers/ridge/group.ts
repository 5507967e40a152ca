import type { Problem } from "../../problem/problem";
import type { Watch } from "../../progress";
import type { Yardstick } from "../../proof/error-bar";
import type { Block, Workspace } from "../../wasm/memory";

export type RidgeSolver = "auto" | "cholesky" | "lu" | "eigen" | "mixed";

/** The way that was gone, by a factor of one matrix; what a report may tell besides goes by the structure of K. */
export type FactorRoute = Exclude<RidgeSolver, "auto"> | "pivotedCholesky" | "primal";

/** How to solve, and whether with an intercept. */
export interface RidgeOptions {
  readonly solver: RidgeSolver;
  readonly intercept: boolean;
}

/** What a group works in; `krylov` where something may be solved in single precision. */
export type Blocks = Readonly<Record<"program" | "given" | "K" | "diagonal" | "rhs" | "product" | "work", Block>> & {
  readonly krylov?: Block;
  readonly pivots: Block<"i32">;
};

/** The targets that share a λ, and all that is needed to solve for them. */
export interface Group {
  readonly workspace: Workspace;
  readonly problem: Problem;
  readonly blocks: Blocks;
  readonly noise: Float64Array | null;
  readonly yard: Yardstick;
  readonly lambda: number;
  readonly targets: readonly number[];
  /** ‖G‖ in the ∞-norm */
  readonly norm: number;
  readonly options: RidgeOptions;
  readonly progress: Watch;
}
