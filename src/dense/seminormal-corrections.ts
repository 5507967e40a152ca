import { elementsOf, flipped, type MatrixView } from "../core/matrix-view";
import { type QrFactors, solveR } from "../core/orthogonal";
import { addTransposed, multiply, subtractDoubled } from "../core/products";
import { columnMagnitudes } from "../matrix/vectors";
import type { Workspace } from "../wasm/memory";
import { CORRECTIONS } from "./augmented-corrections";
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
 * A correction misses about κ² ε of what it is to take away: for a κ well below 10⁸.
 *
 * Björck, Stability analysis of the method of seminormal equations for linear least squares problems, Linear Algebra Appl. 88/89 (1987).
 */
export function correctByR(workspace: Workspace, system: Seminormal, order: Int32Array, solution: Float64Array): void {
  const { factors, AD, Y, F, S, X, G } = system;
  const { rows: m, cols: n } = AD;
  const t = X.cols;
  const [f, s, x, g] = [elementsOf(workspace, F), elementsOf(workspace, S), elementsOf(workspace, X), elementsOf(workspace, G)];
  const y = elementsOf(workspace, Y);
  const pivoted = new Float64Array(n * t);
  // A correction that is not small beside what it corrects, and beside the one before, is none
  const limits = columnMagnitudes(solution, t);
  x.set(solution);
  s.fill(0);
  f.set(y);
  subtractDoubled(workspace, AD, X, S, F);
  s.set(f);
  for (let pass = 1; pass <= CORRECTIONS; pass++) {
    x.set(solution);
    f.set(y);
    subtractDoubled(workspace, AD, X, S, F);
    g.fill(0);
    subtractDoubled(workspace, flipped(AD), S, G, G);
    for (let at = 0; at < n * t; at++) g[at] = -(g[at] as number);
    addTransposed(workspace, AD, F, G);
    gather(g, order, t, pivoted);
    g.set(pivoted);
    solveR(workspace, factors, G, true);
    solveR(workspace, factors, G, false);
    permute(g, order, t, pivoted);
    const sizes = columnMagnitudes(pivoted, t);
    for (let at = 0; at < n * t; at++) {
      const q = at % t;
      const share = (sizes[q] as number) <= (limits[q] as number) / 2 ? (pivoted[at] as number) : 0;
      solution[at] = (solution[at] as number) + share;
      x[at] = -share;
    }
    sizes.forEach((size, q) => {
      if (size <= (limits[q] as number) / 2) limits[q] = size;
    });
    if (pass === CORRECTIONS) return;
    // what is taken is that of the corrections taken: for the others F alone, the rounding of S
    multiply(workspace, AD, X, F);
    for (let at = 0; at < m * t; at++) s[at] = (s[at] as number) + (f[at] as number);
  }
}
