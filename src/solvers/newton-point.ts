import { measure } from "../core/iterations";
import { asMatrix } from "../core/matrix-view";
import { symm } from "../core/products";
import type { LossFormula } from "../losses/formula";
import { dot, sumOf } from "../matrix/vectors";
import { type Block, view, type Workspace } from "../wasm/memory";
import { HALVINGS } from "./newton-limits";

/** K in memory, with room for a product. */
interface WithGram {
  readonly workspace: Workspace;
  readonly n: number;
  readonly blocks: Readonly<Record<"K" | "diagonal" | "x" | "product", Block>>;
}

/** One column of a problem, its y and weights in memory. */
export interface Column extends WithGram {
  readonly blocks: WithGram["blocks"] & Readonly<Record<"y" | "weights" | "h" | "slopes" | "work", Block>>;
  readonly formula: LossFormula;
  readonly lambda: number;
  readonly intercept: boolean;
  /** Σ w inf L: J is counted from here. 0 for a loss whose least value is 0. */
  readonly floor: number;
  /** Whether K has a negative eigenvalue. */
  readonly indefinite: boolean;
}

/** α, b and h = Kα, with Σ w L and the slopes r = w L′ at h + b. */
export interface Point {
  readonly alpha: Float64Array;
  readonly h: Float64Array;
  readonly b: number;
  readonly loss: number;
  readonly r: Float64Array;
}

/** The point with h + b measured; with an intercept b is moved until Σr = 0 to rounding, which only lowers J. */
export function settle(column: Column, alpha: Float64Array, h: Float64Array, b: number): Point {
  const { workspace, blocks, intercept } = column;
  const at = (shift: number): Point => {
    const loss = lossAt(column, h, shift);
    return { alpha, h, b: shift, loss, r: view(workspace, blocks.slopes).slice() };
  };
  let point = at(b);
  if (!intercept) return point;
  const weights = view(workspace, blocks.weights).slice();
  let excess = sumOf(point.r);
  if (!Number.isFinite(excess)) return point;
  for (let k = 0; k < HALVINGS; k++) {
    const shift = excess / Math.max(sumOf(bendsOf(column, point.r)), Number.EPSILON * sumOf(weights));
    // Σr rises with b: a shift that overshoots is halved
    let next = point;
    let left = excess;
    for (let share = 1; share > 2 ** -HALVINGS && !(Math.abs(left) < Math.abs(excess)); share /= 2) {
      next = at(point.b - share * shift);
      if (next.b === point.b) return point;
      left = sumOf(next.r);
    }
    if (!(Math.abs(left) < Math.abs(excess))) return point;
    point = next;
    excess = left;
    if (excess === 0) break;
  }
  return point;
}

/** D_i = w_i L″ by the slopes w_i L′. */
export function bendsOf({ workspace, blocks, formula }: Column, r: Float64Array): Float64Array {
  const [weights, y] = [view(workspace, blocks.weights), view(workspace, blocks.y)];
  return r.map((slope, i) => {
    const w = weights[i] as number;
    return w * formula.bend(slope / w, y[i] as number);
  });
}

/** Σ w L at h + b; the slopes are left in their block. */
export function lossAt({ workspace, blocks, formula }: Column, h: Float64Array, b: number): number {
  const predictions = view(workspace, blocks.h);
  h.forEach((value, i) => {
    predictions[i] = value + b;
  });
  return measure(workspace, formula, h.length, blocks);
}

/** J = Σ w L + λ αᵀKα, less its floor. */
export function objective({ lambda, floor }: Column, { alpha, h, loss }: Point): number {
  return loss - floor + lambda * dot(alpha, h);
}

/** λ eᵀKe, e = α + r/(2λ); for an indefinite K, where that may be 0 anywhere, λ Σ|e_i (Ke)_i|. */
export function gapOf(column: Column, point: Point): number {
  const e = residual(column, point);
  const Ke = times(column, e);
  if (column.indefinite) return column.lambda * dot(e.map(Math.abs), Ke.map(Math.abs));
  return Math.max(0, column.lambda * dot(e, Ke));
}

/** e = α + r/(2λ), which is 0 at the minimum. */
export function residual({ lambda }: { readonly lambda: number }, { alpha, r }: Pick<Point, "alpha" | "r">): Float64Array {
  return alpha.map((value, at) => value + (r[at] as number) / (2 * lambda));
}

/** KX, X of n rows; above the diagonal Cholesky leaves K as it was. */
export function times({ workspace, n, blocks }: WithGram, values: Float64Array): Float64Array {
  const { K, diagonal, x, product } = blocks;
  const columns = values.length / n;
  view(workspace, x).set(values);
  view(workspace, product).fill(0);
  symm(workspace, asMatrix(K, n, n), diagonal, asMatrix(x, n, columns), asMatrix(product, n, columns));
  return view(workspace, product).slice();
}

/** h without the noise that K has on its diagonal: what the model predicts at the points, one row of h for each. */
export function withoutNoise(noise: Float64Array | null, { alpha, h }: Pick<Point, "alpha" | "h">): Float64Array {
  if (!noise) return h;
  const columns = h.length / noise.length;
  return h.map((value, at) => value - (noise[Math.floor(at / columns)] as number) * (alpha[at] as number));
}
