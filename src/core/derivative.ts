import { type Block, slice, view, type Workspace } from "../wasm/memory";
import { coreWith, derivatives } from "../wasm/parts";
import { type Program, refuse } from "./gram";

/** The weights M = c S + U Vᵀ of a weighted sum Σ M_ij k_ij: a matrix, vectors, or both. */
export interface Weights {
  /** S (m × n) by rows, and c; of a symmetric one nothing above the diagonal is read. */
  readonly matrix?: { readonly block: Block; readonly factor: number };
  /** U (m × t) and V (n × t) by rows, t vectors beside each other; U is all ones unless given. */
  readonly vectors?: { readonly u?: Block; readonly v: Block; readonly count: number };
}

/** A program that runs back, in memory: its routes, and how its stack is cut (assembly/gram/reverse.ts). */
export interface Backward {
  readonly program: Program;
  readonly routes: Block;
  readonly instructions: number;
  readonly slots: number;
  readonly height: number;
  readonly work: number;
  readonly byPoints: boolean;
}

/** Words of a program that runs back and of its weights. */
export const DERIVATIVE_WORDS = 16;

const WEIGHTS_AT = 8;

/** At most so many strips of rows, each with sums of its own. */
const MOST_STRIPS = 16;

/** Rows of a strip, at least. */
const STRIP = 64;

/** In how many strips of rows K is made: as many whoever works, so that the bits are the same. */
export function derivativeStrips(m: number): number {
  return Math.max(1, Math.min(MOST_STRIPS, Math.floor(m / STRIP)));
}

/** K by its size; of a symmetric one only the lower triangle is made. */
interface Size {
  readonly m: number;
  readonly n: number;
  readonly symmetric: boolean;
}

/** The sums of Σ M_ij k_ij for the operands of the program, into the first `length` numbers of a block that has room for every strip's. */
export function gramDerivative(workspace: Workspace, words: Block, backward: Backward, weights: Weights, size: Size, sums: Block): void {
  const { m, n, symmetric } = size;
  writeWords(workspace, words, backward, weights, n);
  const strips = derivativeStrips(m);
  const address = weightsAddress(words);
  const core = coreWith(workspace.core, derivatives);
  refuse(core.gramDerivative(words.address, address, m, n, symmetric, strips, sums.address, sums.length / strips), n);
}

/** The same of Σ v_i k(x_i, x_i) for n points; by points, half the gradients of the k(x_i, x_i). */
export function diagonalDerivative(workspace: Workspace, words: Block, backward: Backward, v: Block, n: number, sums: Block): void {
  writeWords(workspace, words, backward, { vectors: { v, count: 1 } }, n);
  view(workspace, sums).fill(0);
  refuse(coreWith(workspace.core, derivatives).diagonalDerivative(words.address, weightsAddress(words), n, sums.address), n);
}

/**
 * The gradients of Σ_j M_ij k(x_i, z_j) by the m points of the rows, gathered at `sums` where the routes say.
 *
 * Returns the first pair at which the kernel has no gradient, null where it has one everywhere.
 */
export function pointDerivative(
  workspace: Workspace,
  words: Block,
  backward: Backward,
  weights: Weights,
  { m, n }: { readonly m: number; readonly n: number },
  sums: Block,
): readonly [row: number, column: number] | null {
  writeWords(workspace, words, backward, weights, n);
  view(workspace, sums).fill(0);
  const position = coreWith(workspace.core, derivatives).pointDerivative(words.address, weightsAddress(words), m, n, sums.address);
  if (position < m * n) refuse(position, n);
  return position < 0 ? null : [Math.floor((position - m * n) / n), position % n];
}

function weightsAddress(words: Block): number {
  return slice(words, WEIGHTS_AT, 1).address;
}

function writeWords(workspace: Workspace, words: Block, backward: Backward, { matrix, vectors }: Weights, n: number): void {
  const { program, routes, instructions, slots, height, work, byPoints } = backward;
  const numbers = view(workspace, words);
  numbers.set([program.words, routes.address, instructions, slots, height, work, Number(byPoints), 0]);
  numbers.set(
    [matrix?.factor ?? 0, matrix?.block.address ?? 0, n, vectors?.count ?? 0, vectors?.u?.address ?? 0, vectors?.v.address ?? 0],
    WEIGHTS_AT,
  );
}
