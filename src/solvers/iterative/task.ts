import { singleRadialWork } from "../../core/single-radial";
import { type TriangleSource, triangleWork } from "../../core/triangle";
import type { Problem } from "../../problem/problem";
import type { Yardstick } from "../../proof/error-bar";
import type { Block, Workspace } from "../../wasm/memory";
import type { Columns } from "./columns";
import type { Landmarks } from "./landmark-split";
import type { LowRankRidge } from "./preconditioner";
import type { SingleProducts } from "./single-products";
import type { Vecchia } from "./vecchia";

/** What the iteration works with, in memory. */
export interface IterativeTask {
  readonly workspace: Workspace;
  readonly problem: Problem;
  readonly yard: Yardstick;
  readonly systems: Columns;
  readonly source: TriangleSource;
  /** What makes directions, where that is sound; null where K is kept, or rounding would tell. */
  readonly single: SingleProducts | null;
  readonly landmarks: Landmarks;
  /** One for each group. */
  readonly preconditioners: readonly LowRankRidge[];
  /** The same, where neighbours tell much of a point; else empty. */
  readonly vecchia: readonly Vecchia[];
  readonly blocks: IterativeBlocks;
}

type IterativeBlocks = Readonly<Record<"from" | "to" | "w" | "rest" | "work", Block>>;

/** Numbers that the products of several vectors may work in: 512 MiB. */
const PRODUCTS = 2 ** 26;

/** How many vectors of n numbers K multiplies at once. They share the elements of K, but each asks for room of its own. */
export function together(n: number): number {
  return Math.max(1, Math.floor(PRODUCTS / triangleWork(n, 1)));
}

/** Elements of the blocks for so many systems of n equations, with so many landmarks. */
export function iterationSizes(n: number, count: number, limit: number) {
  const vectors = Math.min(2 * count, together(n));
  const work = Math.max(triangleWork(n, vectors), singleRadialWork(n, vectors));
  return { from: 2 * n * count, to: 2 * n * count, w: limit * count, rest: n * count, work };
}
