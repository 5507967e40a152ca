import { softmax, type softmaxSizes } from "../core/iterations";
import { columnSums, dot, largest } from "../matrix/vectors";
import { type Block, slice, view, type Workspace } from "../wasm/memory";
import { HALVINGS } from "./newton-limits";
import { intercepts } from "./softmax-curvature";

/** A problem of n points and c classes, in memory. */
export interface SoftmaxTask {
  readonly workspace: Workspace;
  readonly n: number;
  readonly c: number;
  readonly blocks: Readonly<
    Record<"K" | "factors" | "diagonal" | "x" | "product" | "spectrum" | keyof ReturnType<typeof softmaxSizes>, Block>
  >;
  readonly lambda: number;
  readonly intercept: boolean;
  readonly tolerance: number;
  readonly weights: Float64Array;
  readonly classes: Float64Array;
}

/** α and h = Kα, n × c, b, and Σ w L with its slopes at h + b. */
export interface SoftmaxPoint {
  readonly alpha: Float64Array;
  readonly h: Float64Array;
  readonly b: Float64Array;
  readonly loss: number;
  readonly r: Float64Array;
}

/** The point with h + b measured; with an intercept b is moved until every Σ_i R_ic = 0 to rounding, which only lowers J. */
export function settle(task: SoftmaxTask, alpha: Float64Array, h: Float64Array, start: Float64Array): SoftmaxPoint {
  const { n, c, weights, classes, intercept } = task;
  let point = measured(task, alpha, h, start);
  for (let k = 0; intercept && k < HALVINGS; k++) {
    const size = point.r.reduce((sum, value) => sum + Math.abs(value), 0);
    if (tiltOf(point, c) <= Number.EPSILON * size) return point;
    const move = intercepts({ n, c, weights, classes, r: point.r, intercept }, point.r);
    let next = point;
    for (let share = 1; share > 2 ** -HALVINGS && !(tiltOf(next, c) < tiltOf(point, c)); share /= 2) {
      const b = point.b.map((value, q) => value - share * (move[q] as number));
      next = measured(task, alpha, h, b);
    }
    if (!(tiltOf(next, c) < tiltOf(point, c))) return point;
    point = next;
  }
  return point;
}

/** The largest |Σ_i R_ic|. */
function tiltOf({ r }: SoftmaxPoint, c: number): number {
  return largest(columnSums(r, c).map(Math.abs));
}

/** The point with Σ w L and its slopes. */
export function measured({ workspace, n, c, blocks }: SoftmaxTask, alpha: Float64Array, h: Float64Array, b: Float64Array): SoftmaxPoint {
  const values = view(workspace, blocks.values);
  h.forEach((value, at) => {
    values[at] = value + (b[at % c] as number);
  });
  const loss = softmax(workspace, n, c, blocks);
  return { alpha, h, b, loss, r: view(workspace, slice(blocks.slopes, 0, n * c)).slice() };
}

/** J = Σ w L + λ Σ_c α_cᵀKα_c */
export function objective({ lambda }: SoftmaxTask, { alpha, h, loss }: SoftmaxPoint): number {
  return loss + lambda * dot(alpha, h);
}
