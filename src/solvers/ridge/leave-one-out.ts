import { inverseDiagonal } from "../../core/factors";
import { asMatrix } from "../../core/matrix-view";
import { infinityNorm, keepDiagonal, restore } from "../../core/products";
import { brokeDown, factorCholesky } from "../../dense/factors";
import { mercerError } from "../../errors";
import { columnOf } from "../../matrix";
import { largestMagnitude, powerOfTwo } from "../../matrix/magnitude";
import { sumOf } from "../../matrix/vectors";
import { centreOf } from "../../problem/centre";
import { assembleGram, gramSizes } from "../../problem/gram";
import { type Problem, withTargets } from "../../problem/problem";
import type { Watch } from "../../progress";
import { type Block, view, type Workspace, withBlocks } from "../../wasm/memory";
import { notPositiveDefinite, singular } from "./breakdown";
import { addRidge, separateIntercept, writeRightHandSides } from "./system";

/** The leave-one-out errors of several λ, in units in which neither overflows. */
interface LeaveOneOut {
  /** Mean squared errors per λ, in units of `unit`². */
  readonly shares: Float64Array;
  /** The power of two next to the largest |y|. */
  readonly unit: number;
  /** ‖G‖∞ max (G⁻¹)_ii per λ, an estimate of the condition number of G, which is at least this by √n. */
  readonly conditions: Float64Array;
}

/** A λ of this size leaves nothing of K, and squares of 1/λ in range: a larger one gives the same errors. */
const BEYOND = 2 ** 450;

/** Scales of K between which no square of its factors leaves the range. */
const SAFE = 2 ** 300;

/** The share of the work for a λ that its factorisation is; the rest is the inverse. */
const FACTOR = 1 / 3;

/**
 * Mean of (α_i/(G⁻¹)_ii)² over points (by their weights) and targets, G = K + λW⁻¹, for every λ: the exact leave-one-out error of kernel ridge regression.
 *
 * With an intercept α is taken after b, and (G⁻¹)_ii − u_i²/Σu for (G⁻¹)_ii, u = G⁻¹1; a constant in y then changes nothing, and is taken away
 * first. Each λ costs one factorisation and one inverse of the factor, 2n³/3 multiplications. K and λ are scaled together where their squares would
 * leave the range, which changes no error.
 *
 * @throws "not-positive-definite" when G cannot be factored by Cholesky for one of the λ, "singular" when its inverse leaves the range
 */
export function leaveOneOutErrors(problem: Problem, lambdas: Float64Array, intercept: boolean, progress: Watch): LeaveOneOut {
  const { n, t } = problem;
  requireTwo(n, intercept);
  const columns = t + (intercept ? 1 : 0);
  const { scaled, unit } = scaledTargets(problem, intercept);
  const targets = Array.from({ length: t }, (_, q) => q);
  const sizes = { ...gramSizes(problem), diagonal: n, rhs: n * columns, inverse: n };
  const pause = progress.during("leave-one-out");
  const conditions = new Float64Array(lambdas.length);
  const shares = withBlocks(sizes, (blocks, workspace) => {
    assembleGram(workspace, problem, blocks, progress.during("gram"));
    const scale = scaleGram(workspace, n, blocks.K);
    keepDiagonal(workspace, n, blocks);
    return lambdas.map((lambda, index) => {
      if (index > 0) restore(workspace, n, blocks);
      addRidge(workspace, problem, blocks, scaledRidge(lambda, scale));
      const norm = infinityNorm(workspace, asMatrix(blocks.K, n, n));
      const during = (from: number, share: number) => (done: number) => pause((index + from + share * done) / lambdas.length);
      const factorisation = factorCholesky(workspace, asMatrix(blocks.K, n, n), during(0, FACTOR));
      if (brokeDown(factorisation)) {
        const { pivot, value } = factorisation;
        throw notPositiveDefinite(problem, lambda, norm * scale, { pivot, value: value * scale });
      }
      writeRightHandSides(view(workspace, blocks.rhs), scaled, targets, intercept);
      factorisation.solve(columns, blocks.rhs);
      inverseDiagonal(workspace, asMatrix(blocks.K, n, n), blocks.inverse, during(FACTOR, 1 - FACTOR));
      const inverse = view(workspace, blocks.inverse);
      const condition = norm * largestMagnitude(inverse);
      const share = meanSquare(problem, intercept, view(workspace, blocks.rhs), inverse);
      if (!Number.isFinite(share)) throw singular(problem, lambda, norm * scale, null, condition);
      conditions[index] = condition;
      return share;
    });
  });
  return { shares, unit, conditions };
}

/** @throws "shape" where nothing would be left to fit an intercept to */
export function requireTwo(n: number, intercept: boolean): void {
  if (n > 1 || !intercept) return;
  throw mercerError("shape", "X has one row; leave-one-out with an intercept needs at least two", { argument: "X" });
}

/** y in units of a power of two, so that its squares stay in range, and with an intercept less a centre, so that they keep their digits. */
export function scaledTargets(problem: Problem, intercept: boolean): { readonly scaled: Problem; readonly unit: number } {
  const { n, t, Y } = problem;
  const whole = powerOfTwo(largestMagnitude(Y.data));
  const data = Y.data.map((value) => value / whole);
  if (intercept) {
    for (let q = 0; q < t; q++) {
      const centre = centreOf(columnOf(data, t, q));
      if (centre !== 0) for (let at = q; at < n * t; at += t) data[at] = (data[at] as number) - centre;
    }
  }
  const rest = powerOfTwo(largestMagnitude(data));
  const scaled = rest === 1 ? data : data.map((value) => value / rest);
  return { scaled: withTargets(problem, { rows: Y.rows, cols: Y.cols, data: scaled }), unit: whole * rest };
}

/** Divides K by a power of four, whose root is one of two, where its squares would leave the range; returns it. */
export function scaleGram(workspace: Workspace, n: number, K: Block): number {
  const gram = view(workspace, K);
  const largest = largestMagnitude(gram);
  // of K = 0 the unit is that of the smallest λ
  if (largest === 0) return Number.MIN_VALUE;
  if (largest <= SAFE && largest >= 1 / SAFE) return 1;
  const root = powerOfTwo(Math.sqrt(largest));
  const scale = root * root;
  for (let at = 0; at < n * n; at++) gram[at] = (gram[at] as number) / scale;
  return scale;
}

/** λ in units of `scaleGram`. */
export function scaledRidge(lambda: number, scale: number): number {
  return Math.min(lambda / scale, BEYOND);
}

/** From the solutions for Y and, with an intercept, in the last column for 1. */
function meanSquare({ n, t, weights }: Problem, intercept: boolean, solutions: Float64Array, inverse: Float64Array): number {
  const { coefficients } = separateIntercept(solutions, n, t, intercept);
  const ones = intercept ? solutions.filter((_, at) => at % (t + 1) === t) : new Float64Array(n);
  const total = sumOf(ones);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const u = ones[i] as number;
    const weight = (inverse[i] as number) - (intercept ? (u * u) / total : 0);
    for (let q = 0; q < t; q++) {
      const residual = (coefficients[i * t + q] as number) / weight;
      sum += (weights?.[i] ?? 1) * residual * residual;
    }
  }
  return sum / ((weights ? sumOf(weights) : n) * t);
}
