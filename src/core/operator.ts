import type { Block } from "../wasm/memory";

/** A symmetric n × n matrix A that multiplies. Every vector has n numbers; blocks belong to the workspace that A was made in. */
export interface LinearMap {
  readonly n: number;
  /** H = AX for t vectors, one after the other in X and in H, which do not overlap. X stays as it is. */
  multiply(X: Block, H: Block, t: number): void;
}

/** The same where single elements are at hand, too. */
export interface Operator extends LinearMap {
  /** a_ii */
  diagonal(diagonal: Block): void;
  /** a_ij for every i: a column for each j asked for, one after the other in C; what products with unit vectors are, to roundoff. */
  columns(indices: readonly number[], C: Block): void;
}
