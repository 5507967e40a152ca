import { elementsOf, flipped, type MatrixView } from "../core/matrix-view";
import { type QrFactors, solveR } from "../core/orthogonal";
import { multiply, subtractDoubled } from "../core/products";
import { columnMagnitudes } from "../matrix/vectors";
import type { Workspace } from "../wasm/memory";
import { gather, permute } from "./permute";

/** AD and Y with the R of AD; F, S (m × t), X and G (n × t) are work areas. */
interface Seminormal {
  readonly factors: QrFactors;
  readonly AD: MatrixView;
  readonly Y: MatrixView;
  readonly F: MatrixView;
  readonly S: MatrixView;
  readonly X: MatrixView;
  readonly G: MatrixView;
}

/**
 * X and the residual S = Y − A D X, corrected as `correctByQ` does it, by R alone: with F = Y − S − ADX and G = −DAᵀS, summed in twice the digits,
 *
 *     RᵀR dX = DAᵀF − G,  dS = F − AD dX
 *
 * first without F, the rounding of S, which the second correction takes with it. A correction misses about κ² ε of what it is to take away: for a κ well below 10⁸.
 *
 * Björck, Stability analysis of the method of seminormal equations for linear least squares problems, Linear Algebra Appl. 88/89 (1987).
 */
export function correctByR(workspace: Workspace, system: Seminormal, order: Int32Array, solution: Float64Array): void {
  const { AD, Y, F, S, X } = system;
  const [f, s, x, y] = [F, S, X, Y].map((matrix) => elementsOf(workspace, matrix)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  // A correction that is not small beside what it corrects, and beside the one before, is none
  const limits = columnMagnitudes(solution, X.cols);
  x.set(solution);
  s.set(y);
  f.fill(0);
  subtractDoubled(workspace, AD, X, F, S);
  const first = correction(workspace, system, order, false);
  x.set(take(first, solution, limits));
  multiply(workspace, AD, X, S);
  x.set(solution);
  f.set(y);
  subtractDoubled(workspace, AD, X, S, F);
  take(correction(workspace, system, order, true), solution, limits);
}

/** dX, n × t, with F or without. */
function correction(workspace: Workspace, { factors, AD, F, S, G }: Seminormal, order: Int32Array, withF: boolean): Float64Array {
  const t = G.cols;
  const g = elementsOf(workspace, G).fill(0);
  const result = new Float64Array(g.length);
  subtractDoubled(workspace, flipped(AD), S, G, G);
  for (let at = 0; at < g.length; at++) g[at] = -(g[at] as number);
  if (withF) multiply(workspace, flipped(AD), F, G);
  gather(g, order, t, result);
  g.set(result);
  solveR(workspace, factors, G, true);
  solveR(workspace, factors, G, false);
  permute(g, order, t, result);
  return result;
}

/** Adds the columns of dX that are small enough to X, lowers their limits, and returns what was taken off: −dX, or 0. */
function take(dX: Float64Array, solution: Float64Array, limits: Float64Array): Float64Array {
  const t = limits.length;
  const sizes = columnMagnitudes(dX, t);
  const taken = dX.map((value, at) => ((sizes[at % t] as number) <= (limits[at % t] as number) / 2 ? value : 0));
  for (let at = 0; at < taken.length; at++) solution[at] = (solution[at] as number) + (taken[at] as number);
  for (let q = 0; q < t; q++) if ((sizes[q] as number) <= (limits[q] as number) / 2) limits[q] = sizes[q] as number;
  return taken.map((value) => -value);
}
