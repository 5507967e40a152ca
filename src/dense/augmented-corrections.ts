import { elementsOf, flipped, type MatrixView } from "../core/matrix-view";
import { applyQ, type QrFactors, solveR } from "../core/orthogonal";
import { subtractDoubled } from "../core/products";
import type { Matrix } from "../matrix";
import { columnMagnitudes } from "../matrix/vectors";
import type { Workspace } from "../wasm/memory";
import { gather, permute } from "./permute";

/** Corrections: the first takes most of the error away, the second what the first brought in. */
const CORRECTIONS = 2;

/** AD with its factors; F, S (m × t), X and G (n × t) are work areas. */
interface Augmented {
  readonly factors: QrFactors;
  readonly AD: MatrixView;
  readonly F: MatrixView;
  readonly S: MatrixView;
  readonly X: MatrixView;
  readonly G: MatrixView;
}

/**
 * X and the residual S = Y − A D X, corrected as the solution of [I AD; DAᵀ 0][S; X] = [Y; 0] with what is missing, F = Y − S − ADX and
 * G = −DAᵀS, summed in twice the digits: the digits that κ² takes from X where the residual is large come back.
 *
 *     H = R⁻ᵀG,  dX = R⁻¹((QᵀF)₁ − H),  dS = Q [H; (QᵀF)₂]
 *
 * Björck, Iterative refinement of linear least squares solutions I, BIT 7 (1967).
 */
export function correctByQ(workspace: Workspace, system: Augmented, order: Int32Array, Y: Matrix, solution: Float64Array): void {
  const { factors, AD, F, S, X, G } = system;
  const { rows: m, cols: n } = AD;
  const t = X.cols;
  const [f, s, x, g] = [elementsOf(workspace, F), elementsOf(workspace, S), elementsOf(workspace, X), elementsOf(workspace, G)];
  const pivoted = new Float64Array(n * t);
  // A correction that is not small beside what it corrects, and beside the one before, is none
  const limits = columnMagnitudes(solution, t);
  s.fill(0);
  for (let pass = 0; pass <= CORRECTIONS; pass++) {
    x.set(solution);
    f.set(Y.data);
    subtractDoubled(workspace, AD, X, S, F);
    if (pass === 0) {
      s.set(f);
      continue;
    }
    g.fill(0);
    subtractDoubled(workspace, flipped(AD), S, G, G);
    gather(g, order, t, pivoted);
    g.set(pivoted);
    solveR(workspace, factors, G, true);
    applyQ(workspace, factors, F, true);
    for (let at = 0; at < n * t; at++) {
      const H = g[at] as number;
      g[at] = (f[at] as number) - H;
      f[at] = H;
    }
    solveR(workspace, factors, G, false);
    applyQ(workspace, factors, F, false);
    permute(g, order, t, pivoted);
    for (const [q, size] of columnMagnitudes(pivoted, t).entries()) {
      if (!(size <= (limits[q] as number) / 2)) continue;
      limits[q] = size;
      for (let at = q; at < n * t; at += t) solution[at] = (solution[at] as number) + (pivoted[at] as number);
      for (let at = q; at < m * t; at += t) s[at] = (s[at] as number) + (f[at] as number);
    }
  }
}
