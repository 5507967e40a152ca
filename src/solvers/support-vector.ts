import { mercerError } from "../errors";
import { isPsd } from "../kernels/psd";
import type { Matrix } from "../matrix";
import { type Block, bytesOf, slice, view, type Workspace, withBlocks } from "../wasm/memory";
import { minimizePairs, type Pairs, pairSizes } from "../wasm/pairs";
import { multiply } from "../wasm/products";
import type { Watch } from "../watch";
import { requireLabels } from "./losses";
import { noiseOf } from "./noise";
import { assembleGram, gramSizes, type Problem } from "./problem";
import { negativeEigenvalue, spectrumWork } from "./spectrum";

export interface SupportVectorOptions {
  readonly loss: "hinge" | "epsilonInsensitive";
  /** Errors that the ε-insensitive loss forgives. */
  readonly epsilon: number;
  /** λ > 0; C = w/(2λ). */
  readonly lambda: number;
  readonly intercept: boolean;
  /** What the gap and the violation of the optimality conditions, in units of y, come down to. */
  readonly tolerance: number;
}

export interface SupportVectorSolution {
  readonly solver: string;
  readonly reason: string;
  /** β, n × t: h(z) = Σ_i β_i k(x_i, z) + b. For the hinge β_i = y_i α_i. */
  readonly coefficients: Matrix;
  readonly intercepts: Float64Array;
  /** Proven: J exceeds its minimum by at most this share of itself. ∞ for a K with a negative eigenvalue, where nothing is proven. */
  readonly gap: readonly number[];
  readonly iterations: number;
  readonly converged: boolean;
  readonly trainingLoss: readonly number[];
  readonly warnings: readonly string[];
  readonly bytes: number;
}

type Blocks = Readonly<Record<keyof ReturnType<typeof sizesOf>, Block>>;

/** Elements of two rows and four vectors that one call into the core reads: a twentieth of a second or so. */
const CALL = 4e7;

/** Steps after which a problem is given up; libsvm's number. */
const LIMIT = 1e7;

/** Calls that may bring no progress before rounding is to blame. */
const PATIENCE = 4;

/**
 * The support vector machine, for every column of Y: the h and b that minimise
 *
 *     J = λ‖h‖² + Σ_i w_i L(y_i, h(x_i) + b),  L = max(0, 1 − yh), y = ±1, or max(0, |y − h| − ε);  b = 0 without intercept
 *
 * With C_i = w_i/(2λ) the dual of J/(2λ) is to minimise
 *
 *     F(β) = ½ βᵀKβ − yᵀβ + ε Σ|β_i|,  |β_i| ≤ C_i, for the hinge also y_i β_i ≥ 0;  Σβ = 0 with intercept
 *
 * which is done by pairs (assembly/iterate/pairs.ts) until both the violation of the optimality conditions and the gap are at most the
 * tolerance, as seen with y − Kβ computed anew.
 *
 * @throws "argument" for labels other than ±1 with the hinge, or a C beyond the numbers; "not-finite" where Kβ overflows
 */
export function solveSupportVector(problem: Problem, options: SupportVectorOptions, progress: Watch): SupportVectorSolution {
  const { n, t, Y, weights } = problem;
  const hinge = options.loss === "hinge";
  if (hinge) requireLabels({ loss: "hinge", delta: 1, epsilon: 0 }, Y.data, t, "y");
  const bounds = Float64Array.from({ length: n }, (_, i) => (weights?.[i] ?? 1) / (2 * options.lambda));
  const largest = bounds.reduce((a, b) => Math.max(a, b));
  if (!Number.isFinite(largest * n)) {
    throw mercerError("argument", `lambda ${options.lambda} is too small: w/(2λ) overflows`, { argument: "lambda", value: options.lambda });
  }
  const sizes = sizesOf(problem);
  return withBlocks(sizes, (blocks, workspace) => {
    assembleGram(workspace, problem, blocks, progress.during("gram"));
    const certain = isPsd(problem.kernel, problem.precomputed ? undefined : problem.X.cols) === true;
    const negative = certain ? null : negativeEigenvalue(workspace, n, blocks.K, blocks.spectrum);
    prepare(workspace, n, blocks);
    const noise = noiseOf(problem);
    const data = new Float64Array(n * t);
    const parts = Array.from({ length: t }, (_, q) => {
      const y = Float64Array.from({ length: n }, (_, i) => Y.data[i * t + q] as number);
      const part = solveColumn(workspace, { n, y, bounds, hinge, noise, weights, q, t }, options, blocks, progress);
      for (let i = 0; i < n; i++) data[i * t + q] = part.beta[i] as number;
      return part;
    });
    const converged = parts.every((part) => part.converged);
    return {
      solver: "smo",
      reason: `${data.filter((value) => value !== 0).length} of ${n * t} coefficients are of support vectors`,
      coefficients: { rows: n, cols: t, data },
      intercepts: Float64Array.from(parts, ({ b }) => b),
      gap: parts.map(({ gap }) => (negative === null ? gap : Infinity)),
      iterations: parts.reduce((sum, { iterations }) => sum + iterations, 0),
      converged,
      trainingLoss: parts.map(({ loss }) => loss),
      warnings: [
        ...(negative === null
          ? []
          : [`K has an eigenvalue of ${negative.toPrecision(3)} or less: the solution is stationary, but no gap proves it optimal`]),
        ...(converged ? [] : [`the tolerance ${options.tolerance} was not reached; scale the kernel, use a larger lambda or tolerance`]),
      ],
      bytes: bytesOf(sizes),
    };
  });
}

function sizesOf(problem: Problem) {
  return { ...gramSizes(problem), ...pairSizes(problem.n), spectrum: spectrumWork(problem.n) };
}

/** What the columns share. */
function prepare(workspace: Workspace, n: number, { K, diagonal, rise, fall }: Blocks): void {
  const gram = view(workspace, K);
  view(workspace, diagonal).forEach((_, i, values) => {
    values[i] = i < n ? (gram[i * n + i] as number) : 0;
  });
  view(workspace, rise).fill(-Infinity);
  view(workspace, fall).fill(Infinity);
}

interface Column {
  readonly n: number;
  readonly y: Float64Array;
  /** C */
  readonly bounds: Float64Array;
  readonly hinge: boolean;
  readonly noise: Float64Array | null;
  readonly weights: Float64Array | null;
  /** Which column, of how many. */
  readonly q: number;
  readonly t: number;
}

interface Solved {
  readonly beta: Float64Array;
  readonly b: number;
  readonly gap: number;
  readonly loss: number;
  readonly iterations: number;
  readonly converged: boolean;
}

function solveColumn(
  workspace: Workspace,
  column: Column,
  { epsilon: given, intercept, tolerance }: SupportVectorOptions,
  blocks: Blocks,
  progress: Watch,
): Solved {
  const { n, y, bounds, hinge, q, t } = column;
  const epsilon = hinge ? 0 : given;
  const pairs: Pairs = { ...blocks, n, epsilon, alone: !intercept };
  const [lower, upper] = [view(workspace, blocks.lower), view(workspace, blocks.upper)];
  bounds.forEach((C, i) => {
    lower[i] = hinge && (y[i] as number) > 0 ? 0 : -C;
    upper[i] = hinge && (y[i] as number) < 0 ? 0 : C;
  });
  view(workspace, blocks.beta).fill(0);
  const pause = progress.during("pairs");
  const unit = hinge ? 1 : rangeOf(y, intercept);
  let aim = tolerance * unit;
  let iterations = 0;
  let waited = 0;
  let least = Infinity;
  for (;;) {
    const magnitude = refresh(workspace, column, blocks);
    const { violation } = minimizePairs(workspace, pairs, 0, 0);
    const judged = judge(workspace, column, blocks, epsilon, intercept);
    const done = violation <= tolerance * unit && judged.gap <= tolerance;
    waited = violation < least / 2 ? 0 : waited + 1;
    least = Math.min(least, violation);
    if (done || waited > PATIENCE || iterations >= LIMIT) {
      return { beta: view(workspace, blocks.beta).slice(0, n), ...judged, iterations, converged: done };
    }
    if (violation <= aim) aim = violation / 8;
    // below the roundings of f no pair is better than another
    const target = Math.max(aim / 2, 8 * Number.EPSILON * magnitude);
    for (let taken = Infinity; ; ) {
      const limit = Math.min(Math.ceil(CALL / n), LIMIT - iterations);
      taken = minimizePairs(workspace, pairs, target, limit).taken;
      iterations += taken;
      pause((q + 0.5) / t);
      if (taken < limit || iterations >= LIMIT) break;
    }
  }
}

/** f = y − Kβ; returns max |y_i| + |f_i|. */
function refresh(workspace: Workspace, { n, y }: Column, blocks: Blocks): number {
  const f = slice(blocks.f, 0, n);
  view(workspace, f).fill(0);
  multiply(workspace, n, 1, blocks.K, slice(blocks.beta, 0, n), f);
  let magnitude = 0;
  view(workspace, f).forEach((h, i, values) => {
    const target = y[i] as number;
    values[i] = target - h;
    magnitude = Math.max(magnitude, Math.abs(target) + Math.abs(target - h));
  });
  return magnitude;
}

/**
 * b, the gap relative to J, and Σ w L. With r = y − h − b the gap of J/(2λ) to its dual is Σ of terms none of which is negative: nothing cancels.
 *
 *     (upper − β)(r − ε) + ε(|β| − β)      r > ε
 *     (β − lower)(−r − ε) + ε(|β| + β)     r < −ε
 *     |β|(ε − r sign β)                    else
 *
 * Source: the terms L + L* + βr of Fenchel's inequality.
 */
function judge(
  workspace: Workspace,
  { n, y, noise, weights }: Column,
  blocks: Blocks,
  epsilon: number,
  intercept: boolean,
): { readonly b: number; readonly gap: number; readonly loss: number } {
  const numbers = (name: "f" | "beta" | "lower" | "upper" | "rise" | "fall"): Float64Array => view(workspace, blocks[name]);
  const [f, beta, lower, upper] = [numbers("f"), numbers("beta"), numbers("lower"), numbers("upper")];
  const b = intercept ? interceptOf(n, f, numbers("rise"), numbers("fall")) : 0;
  let [gap, primal, loss] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, low, high, r] = [beta[i] as number, lower[i] as number, upper[i] as number, (f[i] as number) - b];
    const [above, below] = [r - epsilon, -r - epsilon];
    primal += (x * ((y[i] as number) - (f[i] as number))) / 2;
    if (above > 0) {
      gap += (high - x) * above + epsilon * (Math.abs(x) - x);
      primal += high * above;
    } else if (below > 0) {
      gap += (x - low) * below + epsilon * (Math.abs(x) + x);
      primal -= low * below;
    } else gap += Math.abs(x) * (x > 0 ? -above : -below);
    const seen = r + (noise?.[i] ?? 0) * x;
    loss += (weights?.[i] ?? 1) * Math.max(0, high > 0 ? seen - epsilon : 0, low < 0 ? -seen - epsilon : 0);
  }
  if (!Number.isFinite(gap) || !Number.isFinite(primal)) {
    throw mercerError("not-finite", "Kβ overflows; scale the kernel or the targets down, or use a larger lambda", { argument: "lambda" });
  }
  return { b, gap: gap === 0 ? 0 : gap / Math.abs(primal), loss };
}

/** The mean over the points between their bounds, each of which says what b is; without one the middle of what b may be, or its one end. */
function interceptOf(n: number, f: Float64Array, rise: Float64Array, fall: Float64Array): number {
  let [least, most] = [-Infinity, Infinity];
  for (let i = 0; i < n; i++) {
    least = Math.max(least, (f[i] as number) + (rise[i] as number));
    most = Math.min(most, (f[i] as number) + (fall[i] as number));
  }
  const base = least > -Infinity ? least : most;
  let [sum, count] = [0, 0];
  for (let i = 0; i < n; i++) {
    if (rise[i] !== fall[i]) continue;
    sum += (f[i] as number) + (rise[i] as number) - base;
    count++;
  }
  if (count > 0) return base + sum / count;
  return most < Infinity ? base + (most - base) / 2 : base;
}

/** Half the range of y, or its largest magnitude. */
function rangeOf(y: Float64Array, intercept: boolean): number {
  const most = y.reduce((a, b) => Math.max(a, b));
  const least = y.reduce((a, b) => Math.min(a, b));
  return intercept ? most / 2 - least / 2 : Math.max(most, -least);
}
