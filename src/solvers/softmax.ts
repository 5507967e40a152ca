import { softmax, softmaxSizes } from "../core/iterations";
import { asMatrix } from "../core/matrix-view";
import { symm } from "../core/products";
import { brokeDown, factorCholesky } from "../dense/factors";
import { isPsd } from "../kernels/psd";
import type { Matrix } from "../matrix";
import { negativeEigenvalue, spectrumWork } from "../operator/spectrum";
import { assembleGram, gramSizes } from "../problem/gram";
import type { Problem } from "../problem/problem";
import type { Watch } from "../progress";
import { certaintyOf, errorOfExcess, warningsAboutProof, worse } from "../proof/gap-bound";
import { gapOfSoftmax } from "../proof/softmax-gap";
import { type Block, bytesOf, slice, view, type Workspace, withBlocks } from "../wasm/memory";
import type { NewtonOptions, NewtonSolution } from "./newton";
import { dot, HALVINGS } from "./newton-point";
import { notDefinite } from "./newton-step";
import { addRidge, keepDiagonal } from "./ridge/system";
import { bendOf, diagonalOf, intercepts, type Shares } from "./softmax-curvature";

/** Newton steps, and steps of conjugate gradients in each, after which a fit is given up. */
const LIMIT = 100;
const INNER = 1000;

/** Newton steps that may bring neither a smaller gap nor, by this share, a smaller J before rounding is to blame. */
const PATIENCE = 3;
const FALL = 1e-12;

interface Task {
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
interface Point {
  readonly alpha: Float64Array;
  readonly h: Float64Array;
  readonly b: Float64Array;
  readonly loss: number;
  readonly r: Float64Array;
}

/**
 * Multinomial logistic regression: the h_c = Kα_c and b_c that minimise
 *
 *     J = Σ_i w_i (log Σ_c e^(h_ic + b_c) − h_ik − b_k) + λ Σ_c α_cᵀKα_c,  k the class of point i, the largest of row i of Y
 *
 * by Newton's method. With R = w(p − [c = k]) and W the curvature of the loss, w(diag p − ppᵀ) point by point, a step solves
 *
 *     (WK + 2λ) dα = −(R + 2λα)
 *
 * by conjugate gradients in the inner product of K, where WK is symmetric; all classes are in W, none is held still. Steps are halved until J falls. For
 * the b that makes every Σ_i R_ic = 0, J exceeds its minimum by at most λ Σ_c e_cᵀKe_c, e = α + R/(2λ).
 *
 * @throws "not-positive-definite" where K + 2λD⁻¹ is not, D being the curvature in one class
 */
export function solveSoftmax(problem: Problem, options: Omit<NewtonOptions, "loss">, progress: Watch): NewtonSolution {
  const { n, t: c, Y } = problem;
  const sizes = {
    ...gramSizes(problem),
    ...softmaxSizes(n, c),
    factors: n * n * c,
    diagonal: n,
    x: n * c,
    product: n * c,
    spectrum: spectrumWork(n),
  };
  return withBlocks(sizes, (blocks, workspace) => {
    assembleGram(workspace, problem, blocks, progress.during("gram"));
    const { kernel, precomputed, X } = problem;
    const certain = isPsd(kernel, precomputed ? undefined : X.cols) === true;
    const negative = certain ? null : negativeEigenvalue(workspace, n, blocks.K, blocks.spectrum, progress.during("spectrum"));
    keepDiagonal(workspace, n, blocks);
    const certainty = certaintyOf(problem, view(workspace, blocks.diagonal).slice());
    const weights = problem.weights ?? new Float64Array(n).fill(1);
    const classes = Float64Array.from({ length: n }, (_, i) => Y.data.subarray(i * c, (i + 1) * c).indexOf(1));
    view(workspace, blocks.weights).set(weights);
    view(workspace, blocks.classes).set(classes);
    const task = { workspace, n, c, blocks, weights, classes, ...options };
    const { point, iterations, reached } = newton(task, progress);
    const { alpha, b } = point;
    const seen = measured(task, alpha, times(task, alpha), b);
    const e = residual(task, seen);
    const Ke = times(task, e);
    const squares = new Float64Array(c);
    e.forEach((value, at) => {
      squares[at % c] = (squares[at % c] as number) + value * (Ke[at] as number);
    });
    const classWeights = new Float64Array(c);
    classes.forEach((k, i) => {
      classWeights[k] = (classWeights[k] as number) + (weights[i] as number);
    });
    const coefficients = { rows: n, cols: c, data: alpha };
    const proof = gapOfSoftmax(
      { ...seen, alpha: coefficients, squares, weights, classWeights },
      options.lambda,
      options.intercept,
      certainty,
    );
    const gap = [negative === null ? proof.gap : Infinity];
    const noise = problem.training.noise();
    const h = noise ? seen.h.map((value, at) => value - (noise[Math.floor(at / c)] as number) * (alpha[at] as number)) : seen.h;
    return {
      solver: "newton",
      reason: `Newton's method on all classes at once, ${iterations} steps`,
      warnings: [
        ...(negative === null
          ? []
          : [`K has an eigenvalue of ${negative.toPrecision(3)} or less: a stationary point, not a proven optimum`]),
        ...(reached || gap.includes(null) ? [] : [`the tolerance ${options.tolerance} was not reached; use a larger lambda or tolerance`]),
        ...warningsAboutProof(gap, options.tolerance, reached),
      ],
      coefficients,
      intercepts: b,
      gap,
      errorBound: options.intercept
        ? null
        : columnsOf(coefficients)
            .map((column) => errorOfExcess(certainty, proof.excess, options.lambda, column))
            .reduce(worse),
      iterations,
      trainingLoss: [measured(task, alpha, h, b).loss],
      bytes: bytesOf(sizes),
    };
  });
}

function columnsOf({ cols, data }: Matrix): Float64Array[] {
  return Array.from({ length: cols }, (_, q) => data.filter((_, at) => at % cols === q));
}

function newton(task: Task, progress: Watch): { readonly point: Point; readonly iterations: number; readonly reached: boolean } {
  const { n, c, lambda, tolerance } = task;
  let point = settle(task, new Float64Array(n * c), new Float64Array(n * c), new Float64Array(c));
  let [least, lowest, waited] = [Infinity, Infinity, 0];
  for (let iterations = 0; ; iterations++) {
    const J = objective(task, point);
    const e = residual(task, point);
    const Ke = times(task, e);
    const gap = (lambda * dot(e, Ke)) / J;
    waited = gap < least || J < lowest * (1 - FALL) ? 0 : waited + 1;
    [least, lowest] = [Math.min(least, gap), Math.min(lowest, J)];
    // half of the tolerance is for what rounding adds to the proof
    const reached = Math.abs(gap) <= tolerance / 2;
    if (reached || waited === PATIENCE || iterations === LIMIT) return { point, iterations, reached };
    progress.tell({ phase: "newton", done: iterations, total: LIMIT, loss: J });
    const step = direction(task, point, e, Math.min(0.1, Math.sqrt(Math.abs(gap))), progress);
    point = descend(task, point, step, J, 2 * lambda * dot(e, step.h));
  }
}

type Step = Pick<Point, "alpha" | "h">;

/**
 * dα and Kdα, to a residual of the given share, by conjugate gradients in the inner product of K. Their guess of the inverse takes the classes one by one,
 * (D_cK + 2λ)⁻¹ with D_c = w p_c(1 − p_c), and leaves out what all classes share, which no step has.
 */
function direction(task: Task, { r }: Point, e: Float64Array, share: number, progress: Watch): Step {
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
function factorsOf(task: Task, shares: Shares, progress: Watch): ((from: Float64Array, to: Float64Array, q: number) => void)[] {
  const { workspace, n, c, lambda, blocks, weights } = task;
  return Array.from({ length: c }, (_, k) => {
    const D = diagonalOf(shares, k);
    const factored = { K: slice(blocks.factors, k * n * n, n * n), diagonal: blocks.diagonal };
    view(workspace, factored.K).set(view(workspace, blocks.K));
    addRidge(workspace, { n, weights: D }, factored, 2 * lambda);
    const factor = factorCholesky(workspace, asMatrix(factored.K, n, n), progress.during("factor"));
    if (brokeDown(factor)) throw notDefinite(task, weights.reduce((a, b) => Math.max(a, b)) / 4, factor);
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
function descend(task: Task, from: Point, step: Step, J: number, slope: number): Point {
  let share = 1;
  for (let k = 0; k < HALVINGS; k++, share /= 2) {
    const along = (a: Float64Array, d: Float64Array) => a.map((x, at) => x + share * (d[at] as number));
    const point = settle(task, along(from.alpha, step.alpha), along(from.h, step.h), from.b);
    if (objective(task, point) <= J + 1e-4 * share * slope + 8 * Number.EPSILON * J) return point;
  }
  return from;
}

/** The point with h + b measured; with an intercept b is moved until every Σ_i R_ic = 0 to rounding, which only lowers J. */
function settle(task: Task, alpha: Float64Array, h: Float64Array, b: Float64Array): Point {
  const { n, c, weights, classes, intercept } = task;
  let point = measured(task, alpha, h, b);
  for (let k = 0; intercept && k < HALVINGS; k++) {
    const size = point.r.reduce((sum, value) => sum + Math.abs(value), 0);
    if (tiltOf(point, c) <= Number.EPSILON * size) return point;
    const move = intercepts({ n, c, weights, classes, r: point.r, intercept }, point.r);
    let next = point;
    for (let share = 1; share > 2 ** -HALVINGS && !(tiltOf(next, c) < tiltOf(point, c)); share /= 2) {
      next = measured(
        task,
        alpha,
        h,
        point.b.map((value, q) => value - share * (move[q] as number)),
      );
    }
    if (!(tiltOf(next, c) < tiltOf(point, c))) return point;
    point = next;
  }
  return point;
}

/** The largest |Σ_i R_ic|. */
function tiltOf({ r }: Point, c: number): number {
  const sums = new Float64Array(c);
  r.forEach((value, at) => {
    sums[at % c] = (sums[at % c] as number) + value;
  });
  return sums.reduce((most, sum) => Math.max(most, Math.abs(sum)), 0);
}

function measured({ workspace, n, c, blocks }: Task, alpha: Float64Array, h: Float64Array, b: Float64Array): Point {
  const values = view(workspace, blocks.values);
  h.forEach((value, at) => {
    values[at] = value + (b[at % c] as number);
  });
  const loss = softmax(workspace, n, c, blocks);
  return { alpha, h, b, loss, r: view(workspace, slice(blocks.slopes, 0, n * c)).slice() };
}

/** e = α + R/(2λ) */
function residual({ lambda }: Task, { alpha, r }: Point): Float64Array {
  return alpha.map((value, at) => value + (r[at] as number) / (2 * lambda));
}

function objective({ lambda }: Task, { alpha, h, loss }: Point): number {
  return loss + lambda * dot(alpha, h);
}

/** KX, n × c */
function times({ workspace, n, c, blocks }: Task, values: Float64Array): Float64Array {
  const { K, diagonal, x, product } = blocks;
  view(workspace, x).set(values);
  view(workspace, product).fill(0);
  symm(workspace, asMatrix(K, n, n), diagonal, asMatrix(x, n, c), asMatrix(product, n, c));
  return view(workspace, product).slice();
}

/** y ← y + ax */
function axpy(a: number, x: Float64Array, y: Float64Array): void {
  for (let at = 0; at < y.length; at++) y[at] = (y[at] as number) + a * (x[at] as number);
}
