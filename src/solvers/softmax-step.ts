import { asMatrix } from "../core/matrix-view";
import { brokeDown, factorCholesky } from "../dense/factors";
import { dot, largest } from "../matrix/vectors";
import type { Watch } from "../progress";
import { slice, view } from "../wasm/memory";
import { HALVINGS } from "./newton-limits";
import { times } from "./newton-point";
import { notDefinite } from "./newton-step";
import { addRidge } from "./ridge/system";
import { bendOf, curvatureIn, type Shares } from "./softmax-curvature";
import { objective, type SoftmaxPoint, type SoftmaxTask, settle } from "./softmax-point";

/** Steps of conjugate gradients in one of Newton's. */
const INNER = 1000;

type Step = Pick<SoftmaxPoint, "alpha" | "h">;

/**
 * dα and Kdα, to a residual of the given share, by conjugate gradients in the inner product of K. Their guess of the inverse takes the classes one by one,
 * (D_cK + 2λ)⁻¹ with D_c = w p_c(1 − p_c), and leaves out what all classes share, which no step has.
 */
export function direction(task: SoftmaxTask, { r }: SoftmaxPoint, e: Float64Array, share: number, progress: Watch): Step {
  const { n, c, lambda, weights, classes, intercept } = task;
  const shares: Shares = { n, c, weights, classes, r, intercept };
  const solves = factorsOf(task, shares, progress);
  const guess = (values: Float64Array): Float64Array => {
    const z = new Float64Array(n * c);
    for (const [q, solve] of solves.entries()) solve(values, z, q);
    for (let i = 0; i < n; i++) {
      const row = z.subarray(i * c, (i + 1) * c);
      const mean = row.reduce((sum, value) => sum + value, 0) / c;
      row.forEach((value, q) => {
        row[q] = value - mean;
      });
    }
    return z;
  };
  const pause = progress.during("step");
  const bend = bendOf(shares);
  const [alpha, h] = [new Float64Array(n * c), new Float64Array(n * c)];
  const left = e.map((value) => -2 * lambda * value);
  const p = guess(left);
  const Kp = times(task, p);
  let square = dot(left, Kp);
  const enough = share * share * square;
  for (let k = 0; k < INNER && square > enough; k++) {
    pause(k / INNER);
    const q = bend(Kp).map((value, at) => value + 2 * lambda * (p[at] as number));
    const size = square / dot(q, Kp);
    if (!Number.isFinite(size) || size <= 0) break;
    axpy(size, p, alpha);
    axpy(size, Kp, h);
    axpy(-size, q, left);
    const z = guess(left);
    const Kz = times(task, z);
    const next = dot(left, Kz);
    const carried = next / square;
    for (let at = 0; at < n * c; at++) {
      p[at] = (z[at] as number) + carried * (p[at] as number);
      Kp[at] = (Kz[at] as number) + carried * (Kp[at] as number);
    }
    square = next;
  }
  return { alpha, h };
}

/** For every class X_q ↦ (D_cK + 2λ)⁻¹X_q = (K + 2λD_c⁻¹)⁻¹D_c⁻¹X_q, by its factor. */
function factorsOf(task: SoftmaxTask, shares: Shares, progress: Watch): ((from: Float64Array, to: Float64Array, q: number) => void)[] {
  const { workspace, n, c, lambda, blocks, weights } = task;
  return Array.from({ length: c }, (_, k) => {
    const D = curvatureIn(shares, k);
    const factored = { K: slice(blocks.factors, k * n * n, n * n), diagonal: blocks.diagonal };
    view(workspace, factored.K).set(view(workspace, blocks.K));
    addRidge(workspace, { n, weights: D }, factored, 2 * lambda);
    const factor = factorCholesky(workspace, asMatrix(factored.K, n, n), progress.during("factor"));
    if (brokeDown(factor)) throw notDefinite(task, largest(weights) / 4, factor);
    const column = slice(blocks.x, 0, n);
    return (from, to, q) => {
      const values = view(workspace, column);
      for (let i = 0; i < n; i++) values[i] = (from[i * c + q] as number) / (D[i] as number);
      factor.solve(1, column);
      view(workspace, column).forEach((value, i) => {
        to[i * c + q] = value;
      });
    };
  });
}

/** The point on the way that makes J fall by a ten-thousandth of what its slope promises at least. */
export function stepAlong(task: SoftmaxTask, from: SoftmaxPoint, step: Step, J: number, slope: number): SoftmaxPoint {
  let share = 1;
  for (let k = 0; k < HALVINGS; k++, share /= 2) {
    const along = (a: Float64Array, d: Float64Array) => a.map((x, at) => x + share * (d[at] as number));
    const point = settle(task, along(from.alpha, step.alpha), along(from.h, step.h), from.b);
    if (objective(task, point) <= J + 1e-4 * share * slope + 8 * Number.EPSILON * J) return point;
  }
  return from;
}

/** y ← y + ax */
function axpy(a: number, x: Float64Array, y: Float64Array): void {
  for (let at = 0; at < y.length; at++) y[at] = (y[at] as number) + a * (x[at] as number);
}
