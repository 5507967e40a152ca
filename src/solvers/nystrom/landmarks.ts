import { eliminatePivot, pivotedCholeskySizes } from "../../core/factors";
import { productWork } from "../../core/iterations";
import { amongThemselves, planOf, sideOf, withProgram } from "../../gram/run";
import type { ResolvedKernel } from "../../kernels/resolve";
import type { Matrix } from "../../matrix";
import { largest, sumOf } from "../../matrix/vectors";
import { kernelMatrix } from "../../operator/kernel-matrix";
import { rowsOf } from "../../problem/support";
import { shuffled } from "../../random/shuffle";
import { uniform } from "../../random/uniform";
import { slice, view, withBlocks } from "../../wasm/memory";
import type { Pause } from "../../wasm/pause";
import { DEPENDENT } from "./whitening";

/** Landmarks are chosen among at most so many rows for each. */
const CANDIDATES = 8;

/**
 * Landmarks among the rows of X by randomly pivoted Cholesky: a row with a probability in proportion to what those before it leave of its k(x, x). Fewer than asked for where
 * nothing is left. Of more rows than eight times the landmarks a random part is looked at.
 *
 * Source: Y. Chen, E. N. Epperly, J. A. Tropp and R. J. Webber, Randomly pivoted Cholesky (2025), algorithm 1.
 */
export function chooseLandmarks(kernel: ResolvedKernel, X: Matrix, count: number, seed: number, pause: Pause): Matrix {
  const candidates = X.rows <= CANDIDATES * count ? X : rowsOf(X, ascending(shuffled(seed, X.rows).slice(0, CANDIDATES * count)));
  if (candidates.rows <= count) return candidates;
  return rowsOf(candidates, ascending(pivotsOf(kernel, candidates, count, seed, pause)));
}

function pivotsOf(kernel: ResolvedKernel, X: Matrix, count: number, seed: number, pause: Pause): number[] {
  const n = X.rows;
  const next = uniform(seed);
  const pairing = amongThemselves(kernel, sideOf(X), true);
  const plan = planOf(pairing);
  const rooms = { program: plan.length, work: productWork(n, 1), ...pivotedCholeskySizes(n, count) };
  return withBlocks(rooms, (blocks, workspace) =>
    withProgram(workspace, blocks.program, plan, pairing, (program) => {
      const K = kernelMatrix(workspace, n, { kind: "tiles", program }, blocks.work);
      view(workspace, blocks.L).fill(0);
      K.diagonal(blocks.rest);
      const negligible = DEPENDENT * largest(view(workspace, blocks.rest));
      const pivots: number[] = [];
      for (let k = 0; k < count; k++) {
        const p = drawn(view(workspace, blocks.rest), negligible, next());
        if (p < 0) break;
        K.columns([p], slice(blocks.v, 0, n));
        eliminatePivot(workspace, { k, p, limit: count }, blocks);
        pivots.push(p);
        pause((k + 1) / count);
      }
      return pivots;
    }),
  );
}

/** A position with a probability in proportion to its weight, those that are negligible left out; −1 where nothing is left. */
function drawn(weights: Float64Array, negligible: number, u: number): number {
  const counting = weights.map((weight) => (weight > negligible ? weight : 0));
  const target = u * sumOf(counting);
  let sum = 0;
  let last = -1;
  for (let i = 0; i < counting.length; i++) {
    if (counting[i] === 0) continue;
    last = i;
    sum += counting[i] as number;
    if (sum > target) return i;
  }
  return last;
}

function ascending(rows: number[]): number[] {
  return rows.sort((a, b) => a - b);
}
