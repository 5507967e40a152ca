import { singleWork, singleWorkParts } from "../../core/single";
import { inverseNorm } from "../../dense/condition";
import { columnOf } from "../../matrix";
import { largestMagnitude } from "../../matrix/magnitude";
import { exponentOf, timesPowerOfTwo } from "../../matrix/powers-of-two";
import { dot } from "../../matrix/vectors";
import { type Block, slice, view, type Workspace } from "../../wasm/memory";
import type { Pause } from "../../wasm/pause";

/** A positive definite G that multiplies, and a matrix near it that solves. */
export interface Preconditioned {
  readonly n: number;
  /** ‖G‖ in the ∞-norm */
  readonly norm: number;
  /** q ← Gp */
  multiply(p: Block, q: Block): void;
  /** z ← M⁻¹z for an M near G. */
  solve(z: Block): void;
  /** Told before every step how large a share of the steps allowed is done. */
  readonly pause: Pause;
}

/** Numbers that a solution works in: three vectors, and what solves and products need. */
export function krylovLength(n: number): number {
  return 3 * n + singleWork(n);
}

/** The vectors in their block. */
export function vectorsOf(n: number, krylov: Block) {
  const [p, q, z] = [0, n, 2 * n].map((from) => slice(krylov, from, n)) as [Block, Block, Block];
  return { p, q, z, ...singleWorkParts(n, slice(krylov, 3 * n, singleWork(n))) };
}

/** The largest ‖b − Gx‖ / (‖G‖‖x‖ + ‖b‖), by ∞-norms, of a solution: below the rounding of the product with G. */
const SOLVED = 2 ** -54;

/** The share of b that a residual may have where a norm is estimated: what it hides of ‖G⁻¹‖ is that share of it. */
const COARSE = 2 ** -14;

/** The condition number up to which a factor in single precision tells it to a sixty-fourth. */
const TOLD = 2 ** 18;

/** x = G⁻¹b, and in how many steps. */
export interface Iterated {
  readonly x: Float64Array;
  readonly steps: number;
}

/**
 * x = G⁻¹b by conjugate gradients with the preconditioner M, until ‖b − Gx‖ ≤ 2⁻⁵⁴(‖G‖‖x‖ + ‖b‖) for the residual that the recurrence has; null where
 * that takes more than `limit` steps, or a direction in which G is not positive turns up. `coarse`: until ‖b − Gx‖ ≤ 2⁻¹⁴‖b‖.
 *
 * M⁻¹ is not quite the same at every step, as it rounds: so β = z₊ᵀ(r₊ − r)/zᵀr, Polak and Ribière's. Source: Y. Notay, Flexible conjugate gradients,
 * SIAM J. Sci. Comput. 22 (2000).
 */
function conjugateGradients(
  workspace: Workspace,
  system: Preconditioned,
  b: Float64Array,
  { p: P, q: Q, z: Z }: Readonly<Record<"p" | "q" | "z", Block>>,
  limit: number,
  coarse = false,
): Iterated | null {
  const { n, norm } = system;
  const x = new Float64Array(n);
  const size = largestMagnitude(b);
  if (size === 0) return { x, steps: 0 };
  // so that no square leaves the range
  const e = exponentOf(size);
  const r = b.map((value) => timesPowerOfTwo(value, -e));
  const most = largestMagnitude(r);
  let step = 0;
  let before = 1;
  for (let steps = 1; steps <= limit; steps++) {
    system.pause((steps - 1) / limit);
    view(workspace, Z).set(r);
    system.solve(Z);
    const z = view(workspace, Z);
    const p = view(workspace, P);
    const product = dot(z, r);
    // r₊ − r = −step·q
    const beta = steps === 1 ? 0 : (-step * dot(z, view(workspace, Q))) / before;
    for (let i = 0; i < n; i++) p[i] = (z[i] as number) + (steps === 1 ? 0 : beta * (p[i] as number));
    system.multiply(P, Q);
    const q = view(workspace, Q);
    const curvature = dot(p, q);
    step = dot(p, r) / curvature;
    if (!(curvature > 0 && product > 0 && Number.isFinite(step))) return null;
    for (let i = 0; i < n; i++) {
      x[i] = (x[i] as number) + step * (p[i] as number);
      r[i] = (r[i] as number) - step * (q[i] as number);
    }
    before = product;
    const left = coarse ? COARSE * most : SOLVED * (norm * largestMagnitude(x) + most);
    if (largestMagnitude(r) <= left) {
      return { x: x.map((value) => timesPowerOfTwo(value, e)), steps };
    }
  }
  return null;
}

/** X ← G⁻¹X column by column, X being n × count; the most steps that one took, or null where one did not converge: X is then of no use. */
export function solveColumns(
  workspace: Workspace,
  system: Preconditioned,
  vectors: Readonly<Record<"p" | "q" | "z", Block>>,
  limit: number,
  count: number,
  X: Block,
): number | null {
  const { n } = system;
  let most = 0;
  for (let c = 0; c < count; c++) {
    const found = conjugateGradients(
      workspace,
      system,
      columnOf(view(workspace, slice(X, 0, n * count)), count, c).slice(),
      vectors,
      limit,
    );
    if (found === null) return null;
    most = Math.max(most, found.steps);
    const x = view(workspace, X);
    for (let i = 0; i < n; i++) x[i * count + c] = found.x[i] as number;
  }
  return most;
}

/**
 * The condition number as a factor in single precision tells it; where it is so large that its digits are in doubt, estimated anew by conjugate gradients.
 *
 * @param x room for n numbers
 */
export function conditionBy(
  workspace: Workspace,
  system: Preconditioned,
  told: number,
  vectors: Readonly<Record<"p" | "q" | "z", Block>>,
  limit: number,
  x: Block,
): number {
  if (told <= TOLD) return told;
  let converged = true;
  const solve = (): void => {
    const found = converged ? conjugateGradients(workspace, system, view(workspace, x).slice(), vectors, limit, true) : null;
    if (found) view(workspace, x).set(found.x);
    else converged = false;
  };
  const condition = system.norm * inverseNorm(view(workspace, x), solve, solve);
  return converged && Number.isFinite(condition) ? condition : told;
}

/** The vector q += d∘p */
export function addScaled(d: Float64Array, p: Float64Array, q: Float64Array): void {
  for (let i = 0; i < d.length; i++) q[i] = (q[i] as number) + (d[i] as number) * (p[i] as number);
}
