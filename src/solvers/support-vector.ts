import { mercerError } from "../errors";
import { isPsd } from "../kernels/psd";
import { type Matrix, transposed } from "../matrix";
import { type Block, bytesOf, view, type Workspace, withBlocks } from "../wasm/memory";
import { minimizePairs, type PairBlocks, pairSizes, placesOf } from "../wasm/pairs";
import type { Pause } from "../wasm/pause";
import { multiply } from "../wasm/products";
import type { Watch } from "../watch";
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
  /** What the gap comes down to, and the violation of the optimality conditions as a share of half of what it is at β = 0. */
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

/** Numbers that one call into the core reads, or so: a tenth of a second. */
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
 * which is done by pairs (assembly/iterate/pairs.ts) until violation and gap are within the tolerance with y − Kβ computed anew. b is the middle
 * of the interval in which the optimality conditions leave it.
 *
 * @throws "not-finite" where w/(2λ) or Kβ overflows
 */
export function solveSupportVector(problem: Problem, options: SupportVectorOptions, progress: Watch): SupportVectorSolution {
  const { kernel, precomputed, X, Y, n, t } = problem;
  const sizes = { ...gramSizes(problem), ...pairSizes(n), beta: n, h: n, spectrum: spectrumWork(n) };
  return withBlocks(sizes, (blocks, workspace) => {
    assembleGram(workspace, problem, blocks, progress.during("gram"));
    const certain = isPsd(kernel, precomputed ? undefined : X.cols) === true;
    const negative = certain ? null : negativeEigenvalue(workspace, n, blocks.K, blocks.spectrum);
    const noise = noiseOf(problem);
    const targets = transposed(n, t, Y.data);
    const pause = progress.during("pairs");
    const coefficients = new Float64Array(n * t);
    const parts = Array.from({ length: t }, (_, q) => {
      const y = targets.subarray(q * n, (q + 1) * n);
      const machine = { ...options, workspace, blocks, n, y, weights: problem.weights, noise };
      const part = solve(machine, (share) => pause((q + share) / t));
      coefficients.set(view(workspace, blocks.beta), q * n);
      return part;
    });
    const converged = parts.every((part) => part.converged);
    return {
      solver: "smo",
      reason: `${coefficients.filter((value) => value !== 0).length} of ${n * t} coefficients are of support vectors`,
      coefficients: { rows: n, cols: t, data: transposed(t, n, coefficients) },
      intercepts: Float64Array.from(parts, ({ b }) => b),
      gap: parts.map(({ gap }) => (negative === null ? gap : Infinity)),
      iterations: parts.reduce((sum, { iterations }) => sum + iterations, 0),
      converged,
      trainingLoss: parts.map(({ loss }) => loss),
      warnings: [
        ...(negative === null
          ? []
          : [`K has an eigenvalue of ${negative.toPrecision(3)} or less: a stationary point, not a proven optimum`]),
        ...(converged ? [] : [`the tolerance ${options.tolerance} was not reached; use a larger lambda or tolerance`]),
      ],
      bytes: bytesOf(sizes),
    };
  });
}

/** One column of the problem in memory. */
interface Machine extends SupportVectorOptions {
  readonly workspace: Workspace;
  readonly blocks: PairBlocks & Readonly<Record<"beta" | "h", Block>>;
  readonly n: number;
  readonly y: Float64Array;
  readonly weights: Float64Array | null;
  readonly noise: Float64Array | null;
}

interface Judgement {
  readonly gap: number;
  /** Σ w L */
  readonly loss: number;
}

interface Solved extends Judgement {
  readonly b: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** β is left in its block. */
function solve(machine: Machine, pause: Pause): Solved {
  const { workspace, blocks, n, intercept, tolerance } = machine;
  const epsilon = begin(machine);
  const run = (target: number, limit: number) => minimizePairs(workspace, n, blocks, epsilon, !intercept, target, limit);
  const perCall = Math.ceil(CALL / n) + n;
  let [accepted, aim, iterations, waited, least] = [Infinity, 0, 0, 0, Infinity];
  for (;;) {
    const magnitude = refresh(machine);
    const { rising, falling } = run(0, 0);
    const violation = Math.max(0, rising - falling);
    if (iterations === 0) aim = accepted = (tolerance * violation) / 2;
    const b = intercept ? middleOf(rising, falling) : 0;
    const judgement = judge(machine, epsilon, b);
    const converged = violation <= accepted && judgement.gap <= tolerance;
    if (converged || waited > PATIENCE || iterations >= LIMIT) return { ...judgement, b, iterations, converged };
    if (violation <= aim) aim = violation / 8;
    // below the roundings of f no pair is better than another
    const { taken } = run(Math.max(aim / 2, 8 * Number.EPSILON * magnitude), perCall);
    iterations += taken;
    waited = taken === perCall || violation < least / 2 ? 0 : waited + 1;
    least = Math.min(least, violation);
    pause(iterations / (iterations + n));
  }
}

/** β = 0 in its box, the diagonal of K, and nothing that can move in the place that an odd n leaves. Returns ε. */
function begin({ workspace, blocks, n, y, weights, loss, lambda, epsilon }: Machine): number {
  const [gram, slopes, boxes] = [view(workspace, blocks.K), view(workspace, blocks.slopes), view(workspace, blocks.boxes)];
  const hinge = loss === "hinge";
  slopes.fill(-Infinity).fill(Infinity, slopes.length - 4);
  y.forEach((target, i) => {
    const { slope, box } = placesOf(i);
    const C = (weights?.[i] ?? 1) / (2 * lambda);
    slopes[slope + 6] = gram[i * n + i] as number;
    boxes[box] = 0;
    boxes[box + 2] = hinge && target > 0 ? 0 : -C;
    boxes[box + 4] = hinge && target < 0 ? 0 : C;
  });
  return hinge ? 0 : epsilon;
}

/** f = y − Kβ; returns max |y_i| + |f_i|. */
function refresh({ workspace, blocks, n, y }: Machine): number {
  const [beta, boxes] = [view(workspace, blocks.beta), view(workspace, blocks.boxes)];
  y.forEach((_, i) => {
    beta[i] = boxes[placesOf(i).box] as number;
  });
  const [h, slopes] = [view(workspace, blocks.h).fill(0), view(workspace, blocks.slopes)];
  multiply(workspace, n, 1, blocks.K, blocks.beta, blocks.h);
  return y.reduce((most, target, i) => {
    const f = target - (h[i] as number);
    slopes[placesOf(i).slope] = f;
    return Math.max(most, Math.abs(target) + Math.abs(f));
  }, 0);
}

/** The middle of two numbers, or the finite one. */
function middleOf(a: number, b: number): number {
  const middle = b + (a - b) / 2;
  return Number.isFinite(middle) ? middle : Number.isFinite(a) ? a : b;
}

/**
 * With r = y − h − b the gap of J/(2λ) to its dual is Σ of terms none of which is negative, so nothing cancels:
 *
 *     (upper − β)(r − ε) + ε(|β| − β)      r > ε
 *     (β − lower)(−r − ε) + ε(|β| + β)     r < −ε
 *     |β|(ε − r sign β)                    else
 *
 * Source: the terms L + L* + βr of Fenchel's inequality.
 */
function judge({ workspace, blocks, y, weights, noise }: Machine, epsilon: number, b: number): Judgement {
  const [slopes, boxes] = [view(workspace, blocks.slopes), view(workspace, blocks.boxes)];
  let [gap, primal, loss] = [0, 0, 0];
  y.forEach((target, i) => {
    const { slope, box } = placesOf(i);
    const [f, x, lower, upper] = [slopes[slope], boxes[box], boxes[box + 2], boxes[box + 4]] as [number, number, number, number];
    const [above, below] = [f - b - epsilon, b - f - epsilon];
    primal += (x * (target - f)) / 2 + Math.max(0, upper * above, lower * -below);
    if (above > 0) gap += (upper - x) * above + epsilon * (Math.abs(x) - x);
    else if (below > 0) gap += (x - lower) * below + epsilon * (Math.abs(x) + x);
    else gap += x > 0 ? -x * above : x * below;
    const hidden = (noise?.[i] ?? 0) * x;
    loss += (weights?.[i] ?? 1) * Math.max(0, upper && above + hidden, lower && below - hidden);
  });
  if (!Number.isFinite(gap + primal)) {
    throw mercerError("not-finite", "w/(2λ) or Kβ overflows; use a larger lambda, or scale the kernel or y down", { argument: "lambda" });
  }
  return { gap: gap && gap / Math.abs(primal), loss };
}
