import { LOSS_CHUNK } from "../../assembly/iterate/terms";
import { measure } from "../core/iterations";
import { asMatrix } from "../core/matrix-view";
import { infinityNorm, subtractDoubled, symm } from "../core/products";
import { type Breakdown, brokeDown, factorCholesky } from "../dense/factors";
import { type MercerError, mercerError } from "../errors";
import { isPsd } from "../kernels/psd";
import { coreLoss } from "../losses/losses";
import type { Matrix } from "../matrix";
import { negativeEigenvalue, spectrumWork } from "../operator/spectrum";
import { assembleGram, gramSizes } from "../problem/gram";
import type { Problem } from "../problem/problem";
import type { Watch } from "../progress";
import { type Certainty, certaintyOf, errorOfExcess, warningsAboutProof, worse } from "../proof/gap-bound";
import { gapOfLogistic } from "../proof/logistic-gap";
import { type Block, bytesOf, view, type Workspace, withBlocks } from "../wasm/memory";
import { addRidge, keepDiagonal, restore, separateIntercept } from "./ridge/system";

export interface LogisticOptions {
  /** λ > 0 */
  readonly lambda: number;
  readonly intercept: boolean;
  /** What the gap, relative to J, comes down to. */
  readonly tolerance: number;
}

export interface LogisticSolution {
  readonly solver: "newton";
  readonly reason: string;
  readonly warnings: readonly string[];
  /** α, n × t */
  readonly coefficients: Matrix;
  readonly intercepts: Float64Array;
  /**
   * Proven, the rounding of K and of b included: J exceeds its minimum by at most this share of itself. Null where rounding leaves no proof, ∞ for
   * a K with a negative eigenvalue.
   */
  readonly gap: readonly (number | null)[];
  /** ε with |h(z) − h*(z)| ≤ ε√k(z, z), h* the exact optimum; null with an intercept, or where nothing is proven. */
  readonly errorBound: number | null;
  /** Newton steps, of all columns. */
  readonly iterations: number;
  readonly trainingLoss: readonly number[];
  readonly bytes: number;
}

type Blocks = Readonly<Record<keyof ReturnType<typeof sizesOf>, Block>>;

const LOGISTIC = coreLoss({ loss: "logistic", delta: 1, epsilon: 0 });

/** Newton steps after which a column is given up; a handful is usual. */
const LIMIT = 100;

/** Steps that may bring no smaller gap before rounding is to blame. */
const PATIENCE = 3;

/** Halvings of a step, or of a shift of b, that may be needed. */
const HALVINGS = 60;

/**
 * Kernel logistic regression for every column of Y, y = ±1: the h = Kα and b that minimise
 *
 *     J = Σ_i w_i log(1 + e^−y_i(h_i + b)) + λ αᵀKα
 *
 * by Newton's method. With r_i = w_i L′ and D_i = w_i L″ one step is a weighted ridge regression,
 *
 *     (K + 2λD⁻¹) α = z − b,  z = h + b − D⁻¹r
 *
 * halved until J falls enough. For the b that makes Σr = 0 the dual point −r/(2λ) is feasible, so that J exceeds its minimum by at most
 *
 *     λ eᵀKe,  e = α + r/(2λ)
 *
 * @throws "not-positive-definite" where K + 2λD⁻¹ is not
 */
export function solveLogistic(problem: Problem, options: LogisticOptions, progress: Watch): LogisticSolution {
  const { n, t, Y, weights } = problem;
  const sizes = sizesOf(problem, options.intercept);
  return withBlocks(sizes, (blocks, workspace) => {
    assembleGram(workspace, problem, blocks, progress.during("gram"));
    const { kernel, precomputed, X } = problem;
    const certain = isPsd(kernel, precomputed ? undefined : X.cols) === true;
    const negative = certain ? null : negativeEigenvalue(workspace, n, blocks.K, blocks.spectrum, progress.during("spectrum"));
    keepDiagonal(workspace, n, blocks);
    const certainty = certaintyOf(problem, view(workspace, blocks.diagonal).slice());
    view(workspace, blocks.weights).set(weights ?? new Float64Array(n).fill(1));
    const data = new Float64Array(n * t);
    const columns = Array.from({ length: t }, (_, q) => {
      view(workspace, blocks.y).forEach((_, i, y) => {
        y[i] = Y.data[i * t + q] as number;
      });
      const column = newton(workspace, problem, blocks, options, certainty, progress);
      for (let i = 0; i < n; i++) data[i * t + q] = column.alpha[i] as number;
      return column;
    });
    const iterations = columns.reduce((sum, { steps }) => sum + steps, 0);
    const converged = columns.every(({ reached }) => reached);
    const gap = columns.map((column) => (negative === null ? column.gap : Infinity));
    return {
      solver: "newton",
      reason: `Newton's method, ${iterations} steps`,
      warnings: [
        ...(negative === null
          ? []
          : [`K has an eigenvalue of ${negative.toPrecision(3)} or less: a stationary point, not a proven optimum`]),
        ...(converged || gap.includes(null)
          ? []
          : [`the tolerance ${options.tolerance} was not reached; scale the kernel, use a larger lambda or tolerance`]),
        ...warningsAboutProof(gap, options.tolerance, converged),
      ],
      coefficients: { rows: n, cols: t, data },
      intercepts: Float64Array.from(columns, ({ b }) => b),
      gap,
      errorBound: options.intercept ? null : columns.map(({ error }) => error).reduce(worse),
      iterations,
      trainingLoss: columns.map(({ loss }) => loss),
      bytes: bytesOf(sizes),
    };
  });
}

function sizesOf(problem: Problem, intercept: boolean) {
  const { n } = problem;
  return {
    ...gramSizes(problem),
    ...{ diagonal: n, y: n, weights: n, h: n, slopes: n, x: n, product: n },
    ...{ rhs: intercept ? 2 * n : n, work: LOSS_CHUNK, spectrum: spectrumWork(n) },
  };
}

/** α, b and h = Kα, with Σ w L and the slopes r at h + b. */
interface Point {
  readonly alpha: Float64Array;
  readonly h: Float64Array;
  readonly b: number;
  readonly loss: number;
  readonly r: Float64Array;
}

interface Column {
  readonly alpha: Float64Array;
  readonly b: number;
  readonly gap: number | null;
  readonly error: number | null;
  /** Whether the gap of K as it is in memory came down to the tolerance. */
  readonly reached: boolean;
  readonly loss: number;
  readonly steps: number;
}

function newton(
  workspace: Workspace,
  problem: Problem,
  blocks: Blocks,
  options: LogisticOptions,
  certainty: Certainty,
  progress: Watch,
): Column {
  const { n } = problem;
  const { lambda, intercept, tolerance } = options;
  const noise = problem.training.noise();
  let point = settle(workspace, blocks, new Float64Array(n), new Float64Array(n), 0, intercept);
  let [least, waited] = [Infinity, 0];
  for (let steps = 0; ; steps++) {
    const J = objective(point, lambda);
    const gap = gapOf(workspace, blocks, point, lambda) / J;
    waited = gap < least ? 0 : waited + 1;
    least = Math.min(least, gap);
    if (gap <= tolerance || waited === PATIENCE || steps === LIMIT) {
      const proven = prove(workspace, n, blocks, point, options, certainty);
      const seen = noise ? point.h.map((h, i) => h - (noise[i] as number) * (point.alpha[i] as number)) : point.h;
      const loss = lossAt(workspace, blocks, seen, point.b);
      return { alpha: point.alpha, b: point.b, ...proven, reached: gap <= tolerance, loss, steps };
    }
    progress.tell({ phase: "newton", done: steps, total: LIMIT, loss: J });
    point = descend(workspace, blocks, point, stepFrom(workspace, problem, blocks, point, options, progress), J, lambda, intercept);
  }
}

/** The gap of the α and b returned, and what it says of h. */
function prove(
  workspace: Workspace,
  n: number,
  blocks: Blocks,
  { alpha, b }: Point,
  { lambda, intercept }: LogisticOptions,
  certainty: Certainty,
): Pick<Column, "gap" | "error"> {
  restore(workspace, n, blocks);
  view(workspace, blocks.x).set(alpha);
  view(workspace, blocks.product).fill(0);
  view(workspace, blocks.rhs).fill(0);
  subtractDoubled(workspace, asMatrix(blocks.K, n, n), asMatrix(blocks.x, n), asMatrix(blocks.rhs, n), asMatrix(blocks.product, n));
  const h = view(workspace, blocks.product).map((value) => -value);
  const loss = lossAt(workspace, blocks, h, b);
  const r = view(workspace, blocks.slopes).slice();
  const weights = view(workspace, blocks.weights).slice();
  const e = alpha.map((value, i) => value + (r[i] as number) / (2 * lambda));
  const square = dot(e, times(workspace, n, blocks, e));
  const { gap, excess } = gapOfLogistic({ alpha, b, h, r, loss, square, weights }, lambda, intercept, certainty);
  return { gap, error: errorOfExcess(certainty, excess, lambda, alpha) };
}

/** Where the quadratic model of J at a point has its minimum: α, h = Kα and b. */
function stepFrom(
  workspace: Workspace,
  problem: Problem,
  blocks: Blocks,
  { h, b, r }: Point,
  { lambda, intercept }: LogisticOptions,
  progress: Watch,
): Pick<Point, "alpha" | "h" | "b"> {
  const { n } = problem;
  const weights = view(workspace, blocks.weights);
  const curvature = r.map((slope, i) => {
    const p = Math.abs(slope) / (weights[i] as number);
    // a curvature below ε of the largest changes no step
    return (weights[i] as number) * Math.max(p * (1 - p), Number.EPSILON);
  });
  restore(workspace, n, blocks);
  addRidge(workspace, { n, weights: curvature }, blocks, 2 * lambda);
  const outcome = factorCholesky(workspace, asMatrix(blocks.K, n, n), progress.during("factor"));
  if (brokeDown(outcome)) throw notDefinite(workspace, n, blocks, outcome);
  const columns = intercept ? 2 : 1;
  const rhs = view(workspace, blocks.rhs).fill(1);
  for (let i = 0; i < n; i++) rhs[i * columns] = (h[i] as number) + b - (r[i] as number) / (curvature[i] as number);
  outcome.solve(columns, blocks.rhs);
  const { coefficients, intercepts } = separateIntercept(view(workspace, blocks.rhs), n, 1, intercept);
  return { alpha: coefficients, h: times(workspace, n, blocks, coefficients), b: intercepts[0] as number };
}

/**
 * The error for a K + 2λD⁻¹ that Cholesky refused. As D ≤ w/4 its least eigenvalue exceeds that of K by 8λ/w, which is to lift the negative ones of K, with as much again for the steps,
 * and the rounding errors of the factorisation above 0.
 */
function notDefinite(workspace: Workspace, n: number, blocks: Blocks, { pivot, value }: Breakdown): MercerError {
  restore(workspace, n, blocks);
  const below = negativeEigenvalue(workspace, n, blocks.K, blocks.spectrum) ?? 0;
  const rounding = 8 * n * Number.EPSILON * infinityNorm(workspace, asMatrix(blocks.K, n, n));
  const heaviest = view(workspace, blocks.weights).reduce((a, b) => Math.max(a, b));
  const enough = (heaviest * (rounding - 2 * below)) / 8;
  const cause = below < 0 ? `K has an eigenvalue of ${below.toPrecision(3)} or less` : "the rounding errors of K are larger than lambda";
  return mercerError(
    "not-positive-definite",
    `K + 2λD⁻¹ is not positive definite at pivot ${pivot} of ${n} (value ${value.toPrecision(3)}): ${cause}; use lambda ≥ ${roundedUp(enough)}, or scale the features`,
    { pivot, value, argument: "lambda" },
  );
}

/** To two digits, no less. */
function roundedUp(value: number): string {
  return (1.05 * value).toPrecision(2);
}

/** The point on the way to the target that makes J fall by a ten-thousandth of what its slope promises at least; J is known along it in O(n). */
function descend(
  workspace: Workspace,
  blocks: Blocks,
  from: Point,
  to: Pick<Point, "alpha" | "h" | "b">,
  J: number,
  lambda: number,
  intercept: boolean,
): Point {
  const rise = to.h.map((h, i) => h - (from.h[i] as number));
  const slope = rise.reduce(
    (sum, dh, i) => sum + (from.r[i] as number) * (dh + to.b - from.b) + 2 * lambda * (from.alpha[i] as number) * dh,
    0,
  );
  const between = (a: Float64Array, z: Float64Array, share: number) => a.map((x, i) => x + share * ((z[i] as number) - x));
  let share = 1;
  let point = from;
  for (let k = 0; k < HALVINGS; k++, share /= 2) {
    const [alpha, h] = share === 1 ? [to.alpha, to.h] : [between(from.alpha, to.alpha, share), between(from.h, to.h, share)];
    point = settle(workspace, blocks, alpha, h, from.b + share * (to.b - from.b), intercept);
    if (objective(point, lambda) <= J + 1e-4 * share * slope + 8 * Number.EPSILON * J) break;
  }
  return point;
}

/** The point with h + b measured; with an intercept b is moved until Σr = 0 to rounding, which only lowers J. */
function settle(workspace: Workspace, blocks: Blocks, alpha: Float64Array, h: Float64Array, b: number, intercept: boolean): Point {
  const at = (shift: number): Point => {
    const loss = lossAt(workspace, blocks, h, shift);
    return { alpha, h, b: shift, loss, r: view(workspace, blocks.slopes).slice() };
  };
  let point = at(b);
  if (!intercept) return point;
  const weights = view(workspace, blocks.weights).slice();
  let excess = sumOf(point.r);
  for (let k = 0; k < HALVINGS; k++) {
    const curvature = point.r.reduce((sum, slope, i) => sum + Math.abs(slope) * (1 - Math.abs(slope) / (weights[i] as number)), 0);
    const shift = excess / Math.max(curvature, Number.EPSILON * sumOf(weights));
    // Σr rises with b: a shift that overshoots is halved
    let next = point;
    let left = excess;
    for (let share = 1; share > 2 ** -HALVINGS && Math.abs(left) >= Math.abs(excess); share /= 2) {
      next = at(point.b - share * shift);
      if (next.b === point.b) return point;
      left = sumOf(next.r);
    }
    if (Math.abs(left) >= Math.abs(excess)) return point;
    point = next;
    excess = left;
    if (excess === 0) break;
  }
  return point;
}

/** Σ w L at h + b; the slopes are left in their block. */
function lossAt(workspace: Workspace, blocks: Blocks, h: Float64Array, b: number): number {
  const margins = view(workspace, blocks.h);
  h.forEach((value, i) => {
    margins[i] = value + b;
  });
  return measure(workspace, LOGISTIC, h.length, blocks);
}

/** J = Σ w L + λ αᵀKα */
function objective({ alpha, h, loss }: Point, lambda: number): number {
  return loss + lambda * dot(alpha, h);
}

/** λ eᵀKe, e = α + r/(2λ) */
function gapOf(workspace: Workspace, blocks: Blocks, { alpha, r }: Point, lambda: number): number {
  const e = alpha.map((value, i) => value + (r[i] as number) / (2 * lambda));
  return Math.max(0, lambda * dot(e, times(workspace, e.length, blocks, e)));
}

/** Kx; above the diagonal Cholesky leaves K as it was. */
function times(workspace: Workspace, n: number, { K, diagonal, x, product }: Blocks, values: Float64Array): Float64Array {
  view(workspace, x).set(values);
  view(workspace, product).fill(0);
  symm(workspace, asMatrix(K, n, n), diagonal, asMatrix(x, n), asMatrix(product, n));
  return view(workspace, product).slice();
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
