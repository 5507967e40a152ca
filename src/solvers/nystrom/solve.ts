import { asMatrix } from "../../core/matrix-view";
import { infinityNorm, multiply } from "../../core/products";
import { brokeDown, factorCholesky } from "../../dense/factors";
import { mercerError } from "../../errors";
import type { Matrix } from "../../matrix";
import { columnMagnitudes } from "../../matrix/vectors";
import { bytesOf, view, withBlocks } from "../../wasm/memory";
import type { Pause } from "../../wasm/pause";
import { groupTargets } from "../ridge/parts";
import type { Normal } from "./normal";

/** w of the features and b, and what is known of them. */
export interface NormalSolution {
  /** w, m × t */
  readonly weights: Matrix;
  readonly intercepts: Float64Array;
  readonly conditionEstimate: number;
  /** ‖h − (G + λI)w‖ / (‖G + λI‖‖w‖ + ‖h‖), ∞-norms, the worst of the targets. */
  readonly backwardError: number;
  /** Σ w (h(x) − y)², one per target. */
  readonly trainingLoss: readonly number[];
  readonly warnings: readonly string[];
  readonly bytes: number;
}

/** Beyond this condition number a solution has no digit that is certain. */
const SINGULAR = 2 ** 48;

/** A training loss below this share of Σ w y² is mostly the rounding of the sums. */
const ROUNDED = 1e-12;

/**
 * (G + λI)w = h by Cholesky with a step of refinement, one factorisation for each λ; b = ȳ − φ̄·w.
 *
 * @param lambdas λ, one per target
 * @throws "not-positive-definite" where G + λI has no Cholesky factor
 */
export function solveNormal(normal: Normal, lambdas: Float64Array, pause: Pause): NormalSolution {
  const { G, h } = normal;
  const [m, t] = [G.rows, h.cols];
  const weights = { rows: m, cols: t, data: new Float64Array(m * t) };
  let conditionEstimate = 1;
  let backwardError = 0;
  let bytes = 0;
  for (const [lambda, targets] of groupTargets(lambdas)) {
    const found = solveGroup(normal, lambda, targets, pause);
    targets.forEach((q, c) => {
      for (let i = 0; i < m; i++) weights.data[i * t + q] = found.w[i * targets.length + c] as number;
    });
    conditionEstimate = Math.max(conditionEstimate, found.condition);
    backwardError = Math.max(backwardError, found.error);
    bytes = found.bytes;
  }
  const trainingLoss = lossesOf(normal, weights);
  const { means } = normal;
  const intercepts = Float64Array.from({ length: t }, (_, q) => {
    if (!means) return 0;
    return means.phi.reduce((b, mean, i) => b - mean * (weights.data[i * t + q] as number), means.y[q] as number);
  });
  const warnings = warningsOf(normal, trainingLoss, conditionEstimate);
  return { weights, intercepts, conditionEstimate, backwardError, trainingLoss, warnings, bytes };
}

function solveGroup({ G, h }: Normal, lambda: number, targets: readonly number[], pause: Pause) {
  const m = G.rows;
  const c = targets.length;
  const right = Float64Array.from(
    { length: m * c },
    (_, at) => h.data[Math.floor(at / c) * h.cols + (targets[at % c] as number)] as number,
  );
  const rooms = { A: m * m, F: m * m, w: m * c, r: m * c, work: m };
  const bytes = bytesOf(rooms);
  return withBlocks(rooms, (blocks, workspace) => {
    for (const block of [blocks.A, blocks.F]) {
      const numbers = view(workspace, block);
      numbers.set(G.data);
      for (let i = 0; i < m; i++) numbers[i * (m + 1)] = (numbers[i * (m + 1)] as number) + lambda;
    }
    const A = asMatrix(blocks.A, m, m);
    const norm = infinityNorm(workspace, A);
    const factor = factorCholesky(workspace, asMatrix(blocks.F, m, m), pause);
    if (brokeDown(factor)) throw indefinite(lambda, factor.pivot, factor.value);
    const condition = factor.condition(norm, blocks.work);
    const residual = (): Float64Array => {
      view(workspace, blocks.r).fill(0);
      multiply(workspace, A, asMatrix(blocks.w, m, c), asMatrix(blocks.r, m, c));
      const r = view(workspace, blocks.r);
      for (let i = 0; i < r.length; i++) r[i] = (right[i] as number) - (r[i] as number);
      return r;
    };
    view(workspace, blocks.w).set(right);
    factor.solve(c, blocks.w);
    residual();
    factor.solve(c, blocks.r);
    const step = view(workspace, blocks.r).slice();
    const w = view(workspace, blocks.w);
    for (let i = 0; i < w.length; i++) w[i] = (w[i] as number) + (step[i] as number);
    const missed = columnMagnitudes(residual().slice(), c);
    const solution = view(workspace, blocks.w).slice();
    const [sizes, sides] = [columnMagnitudes(solution, c), columnMagnitudes(right, c)];
    const errors = Array.from(missed, (value, q) => (value === 0 ? 0 : value / (norm * (sizes[q] as number) + (sides[q] as number))));
    return { w: solution, condition, error: errors.reduce((a, b) => Math.max(a, b)), bytes };
  });
}

/** Σ w y² − 2 wᵀh + wᵀGw; what rounding leaves below 0 is 0. */
function lossesOf({ G, h, squares }: Normal, weights: Matrix): number[] {
  const [m, t] = [G.rows, h.cols];
  const Gw = withBlocks({ G: m * m, w: m * t, v: m * t }, (blocks, workspace) => {
    view(workspace, blocks.G).set(G.data);
    view(workspace, blocks.w).set(weights.data);
    view(workspace, blocks.v).fill(0);
    multiply(workspace, asMatrix(blocks.G, m, m), asMatrix(blocks.w, m, t), asMatrix(blocks.v, m, t));
    return view(workspace, blocks.v).slice();
  });
  return Array.from(squares, (square, q) => {
    let loss = square;
    for (let at = q; at < m * t; at += t) loss += (weights.data[at] as number) * ((Gw[at] as number) - 2 * (h.data[at] as number));
    return Math.max(0, loss);
  });
}

function warningsOf({ squares }: Normal, losses: readonly number[], condition: number): string[] {
  const warnings: string[] = [];
  if (condition > SINGULAR) {
    warnings.push(
      `G + λI of the features is singular to working precision (condition number ${condition.toPrecision(2)}); use a larger lambda`,
    );
  }
  if (losses.some((loss, q) => loss < ROUNDED * (squares[q] as number))) {
    warnings.push("the training loss comes from sums, and is so small beside that of y that it is mostly their rounding");
  }
  return warnings;
}

function indefinite(lambda: number, pivot: number, value: number): Error {
  const message = `G + λI of the features is not positive definite for λ = ${lambda}; use a larger lambda, or fewer landmarks`;
  return mercerError("not-positive-definite", message, { pivot, value, argument: "lambda" });
}
