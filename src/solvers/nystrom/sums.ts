import { carryTriangle } from "../../core/limbs";
import { asMatrix, elementsOf, flipped, type MatrixView } from "../../core/matrix-view";
import { addTransposed, rowSquares, scaleElements, syrk } from "../../core/products";
import { mercerError } from "../../errors";
import type { Matrix } from "../../matrix";
import { logOfSize } from "../../matrix/logarithm";
import { exponentOf } from "../../matrix/powers-of-two";
import { type Block, bytesOf, copyOf, slice, view, type Workspace, withBlocks } from "../../wasm/memory";
import type { Pause } from "../../wasm/pause";
import { combined, type ExactSum, emptySum, exactly, hasCounts, LIMB_BITS, type Limb } from "./exact-sum";
import { type Features, type Fill, rowsFrom } from "./features";

/** Rows of a block: its sums depend on its rows alone, and are taken by one call in one order. Part of the format of statistics. */
export const BLOCK_ROWS = 4096;

/** Rows of which Φ is held at once, half a block: each thread packs the landmarks' factor once for some hundred of them. */
const PANEL_ROWS = 2048;

/** Sums over rows x with targets y and weights w, φ₁ = (φ, 1) being the features and a constant: all that a least-squares fit of φ asks of the data. */
export interface Sums {
  /** Σ w φ₁φ₁ᵀ, the rows of its lower triangle one after the other. */
  readonly gram: ExactSum;
  /** Σ w φ₁yᵀ, (m + 1) × t */
  readonly products: ExactSum;
  /** Σ w y², one per target. */
  readonly squares: ExactSum;
  /** Σ w (k(x, x) − ‖φ(x)‖²), Σ log w and the number of rows, over the rows of a weight above 0. */
  readonly totals: ExactSum;
}

/** Rows to be summed. */
export interface Rows {
  readonly X: Matrix;
  readonly Y: Matrix;
  /** Null where all are 1. */
  readonly weights: Float64Array | null;
}

/** No rows. */
export function emptySums(m: number, t: number): Sums {
  return { gram: emptySum(triangle(m + 1)), products: emptySum((m + 1) * t), squares: emptySum(t), totals: emptySum(3) };
}

/** a + b, or a − b, without rounding. */
export function combinedSums(a: Sums, b: Sums, sign: 1 | -1): Sums {
  return {
    gram: combined(a.gram, b.gram, sign),
    products: combined(a.products, b.products, sign),
    squares: combined(a.squares, b.squares, sign),
    totals: combined(a.totals, b.totals, sign),
  };
}

/** The least exponent of a number with all its digits; the inverse of a lower power of two may be no number. */
const LEAST_PLACE = -1022;

/** The highest place: the Gram matrix holds Σ w, too, which a larger one would leave nothing of. */
const HIGHEST_PLACE = -33;

/**
 * The power of two of the lowest place of the Gram matrix: what a block has below half of it is rounded, 2⁻⁵⁵ of the largest k(c, c) or less, and 2⁻³⁴ or less.
 *
 * @throws "argument" for a kernel whose largest k(c, c) is below 2⁻⁹⁶⁹, about 2·10⁻²⁹²: the place would be none
 */
export function gramPlace(largest: number): number {
  const place = Math.min(HIGHEST_PLACE, exponentOf(largest) + 1 - 54);
  if (place >= LEAST_PLACE) return place;
  const message = `the kernel is at most ${largest} at the landmarks, too small for its sums, which need 2^-969 (2.0e-292); scale the points (standardize: true), or multiply the kernel by a power of ten`;
  throw mercerError("argument", message, { argument: "kernel", value: largest });
}

/** The sums of rows, the first of which begins a block. `bytes` is the most that was held at once. */
export function sumsOf(features: Features, place: number, rows: Rows, pause: Pause): { readonly sums: Sums; readonly bytes: number } {
  const { X, Y } = rows;
  const n = X.rows;
  const [M, t] = [features.size + 1, Y.cols];
  const diagonal = features.diagonal(X);
  const limbs = limbsFor(rows, diagonal, place, features);
  const size = triangle(M);
  const panel = Math.min(PANEL_ROWS, n);
  const rooms = { ...features.sizes(panel), phi: panel * M, y: panel * t, squares: panel, G: M * M, H: M * t, limbs: limbs * size };
  const bytes = bytesOf(rooms);
  return withBlocks(rooms, (blocks, workspace) => {
    view(workspace, blocks.limbs).fill(0);
    const total: { -readonly [K in keyof Sums]: ExactSum } = emptySums(features.size, t);
    features.with(workspace, blocks, panel, (fill) => {
      const task = { ...blocks, workspace, features, fill, rows, diagonal, panel };
      for (let from = 0; from < n; from += BLOCK_ROWS) {
        const block = blockSums(task, from, Math.min(BLOCK_ROWS, n - from), pause);
        total.products = combined(total.products, exactly(block.products), 1);
        total.squares = combined(total.squares, exactly(block.squares), 1);
        total.totals = combined(total.totals, exactly(block.totals), 1);
        for (let k = limbs - 1; k >= 0; k--) {
          carryTriangle(workspace, asMatrix(blocks.G, M, M), slice(blocks.limbs, k * size, size), 2 ** (place + LIMB_BITS * k));
        }
      }
    });
    const found = Array.from({ length: limbs }, (_, k): Limb => {
      const counts = copyOf(workspace, slice(blocks.limbs, k * size, size));
      // never −0
      for (let i = 0; i < size; i++) counts[i] = (counts[i] as number) + 0;
      return { exponent: place + LIMB_BITS * k, counts };
    });
    return { sums: { ...total, gram: { length: size, limbs: found.filter(hasCounts) } }, bytes };
  });
}

interface Task extends Readonly<Record<"phi" | "y" | "squares" | "G" | "H", Block>> {
  readonly workspace: Workspace;
  readonly features: Features;
  readonly fill: Fill;
  readonly rows: Rows;
  readonly diagonal: Float64Array | null;
  readonly panel: number;
}

/** The sums of one block: its Gram matrix in the lower triangle of G, the others as numbers. */
function blockSums(task: Task, from: number, count: number, pause: Pause) {
  const { workspace, features, rows, diagonal } = task;
  const M = features.size + 1;
  const t = rows.Y.cols;
  view(workspace, task.G).fill(0);
  view(workspace, task.H).fill(0);
  const squares = new Float64Array(t);
  const totals = new Float64Array(3);
  for (let at = from; at < from + count; at += task.panel) {
    const part = Math.min(task.panel, from + count - at);
    const Phi = asMatrix(task.phi, part, M);
    task.fill(rowsFrom(rows.X, at, part), Phi);
    addTotals(task, Phi, at, totals, diagonal);
    const y = weighted(task, Phi, at);
    syrk(workspace, flipped(Phi), asMatrix(task.G, M, M));
    addTransposed(workspace, Phi, asMatrix(task.y, part, t), asMatrix(task.H, M, t));
    for (let i = 0; i < y.length; i++) squares[i % t] = (squares[i % t] as number) + (y[i] as number) * (y[i] as number);
    pause((at + part) / rows.X.rows);
  }
  return { products: finite(view(workspace, task.H).slice()), squares: finite(squares), totals };
}

/** What the features leave of the diagonal, log w, and how many rows count. */
function addTotals(task: Task, Phi: MatrixView, from: number, totals: Float64Array, diagonal: Float64Array | null): void {
  const { workspace, features, rows } = task;
  rowSquares(workspace, { ...Phi, cols: features.size }, task.squares);
  const squares = view(workspace, task.squares);
  for (let i = 0; i < Phi.rows; i++) {
    const w = rows.weights?.[from + i] ?? 1;
    if (w === 0) continue;
    if (diagonal) totals[0] = (totals[0] as number) + w * ((diagonal[from + i] as number) - (squares[i] as number));
    totals[1] = (totals[1] as number) + logOfSize(w);
    totals[2] = (totals[2] as number) + 1;
  }
}

/** W^½Φ₁ in place of Φ, and W^½y, in its block and here. */
function weighted({ workspace, features, rows, y: room }: Task, Phi: MatrixView, from: number): Float64Array {
  const numbers = elementsOf(workspace, Phi);
  for (let i = 0; i < Phi.rows; i++) numbers[i * Phi.rs + features.size] = 1;
  const t = rows.Y.cols;
  const y = rows.Y.data.slice(from * t, (from + Phi.rows) * t);
  if (rows.weights) {
    const roots = Float64Array.from({ length: Phi.rows }, (_, i) => Math.sqrt(rows.weights?.[from + i] as number));
    scaleElements(workspace, Phi, "whole", roots);
    for (let i = 0; i < y.length; i++) y[i] = (y[i] as number) * (roots[Math.floor(i / t)] as number);
  }
  view(workspace, room).set(y);
  return y;
}

/** As many limbs as the Gram matrix of any block of these rows takes: no element of it is beyond Σ w max(k(x, x), 1). */
function limbsFor({ X, weights }: Rows, diagonal: Float64Array | null, place: number, features: Features): number {
  const lengths = diagonal ?? squaredLengths(features, X);
  let most = 0;
  for (let from = 0; from < X.rows; from += BLOCK_ROWS) {
    let sum = 0;
    const end = Math.min(X.rows, from + BLOCK_ROWS);
    for (let i = from; i < end; i++) sum += (weights?.[i] ?? 1) * Math.max(1, lengths[i] as number);
    most = Math.max(most, sum);
  }
  if (!(most < 2 ** 900)) {
    const message = "the squared lengths of the features sum up to more than 2^900; scale the columns down, for instance with standardize";
    throw mercerError("not-finite", message, { value: most });
  }
  // a margin for the rounding of the sums
  return Math.max(1, Math.floor((exponentOf(most) + 2 - place) / LIMB_BITS) + 1);
}

function squaredLengths(features: Features, X: Matrix): Float64Array {
  const panel = Math.min(PANEL_ROWS, X.rows);
  const found = new Float64Array(X.rows);
  withBlocks({ ...features.sizes(panel), phi: panel * features.size, squares: panel }, (blocks, workspace) =>
    features.with(workspace, blocks, panel, (fill) => {
      for (let from = 0; from < X.rows; from += panel) {
        const Phi = asMatrix(blocks.phi, Math.min(panel, X.rows - from), features.size);
        fill(rowsFrom(X, from, Phi.rows), Phi);
        rowSquares(workspace, Phi, blocks.squares);
        found.set(view(workspace, blocks.squares).subarray(0, Phi.rows), from);
      }
    }),
  );
  return found;
}

function finite(values: Float64Array): Float64Array {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return values;
  const message = "the sums of the targets are beyond the largest number; divide y by a power of ten, or use standardize";
  throw mercerError("not-finite", message, { argument: "y", value: values[at] });
}

/** Elements of the lower triangle of an M × M matrix. */
export function triangle(M: number): number {
  return (M * (M + 1)) / 2;
}
