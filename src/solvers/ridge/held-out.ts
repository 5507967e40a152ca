import { invertLower } from "../../core/factors";
import { asMatrix } from "../../core/matrix-view";
import { infinityNorm, keepDiagonal, restore } from "../../core/products";
import { brokeDown, factorCholesky } from "../../dense/factors";
import { assembleGram, gramSizes } from "../../problem/gram";
import type { Problem } from "../../problem/problem";
import type { Watch } from "../../progress";
import { type Block, view, type Workspace, withBlocks } from "../../wasm/memory";
import { type Fold, foldErrors } from "./fold-errors";
import { scaledRidge, scaledTargets, scaleGram } from "./leave-one-out";
import { groupTargets } from "./parts";
import { addRidge, separateIntercept, writeRightHandSides } from "./system";

/** What is left of y at points that a fit has not seen. */
export interface HeldOut {
  /** y − h − b, n × t; 0 for points that are in no fold. */
  readonly residuals: Float64Array;
}

/** Beyond this condition number the inverse has no digit that is certain. */
const SINGULAR = 2 ** 48;

/**
 * What the fits without each fold F leave of y in it, without a refit:
 *
 *     e_F = (Ḡ_FF)⁻¹ α_F,   Ḡ = G⁻¹, with an intercept G⁻¹ − uuᵀ/1ᵀu, u = G⁻¹1;  for a single point α_i/Ḡ_ii
 *
 * One factorisation and one inverse of the factor for every distinct λ, and |F|³/3 for every fold. Or, in words, why this does not do: then fits
 * without the points are the way.
 *
 * @param folds not overlapping; none has all points
 */
export function heldOut(
  problem: Problem,
  lambdas: Float64Array,
  { intercept, folds }: { readonly intercept: boolean; readonly folds: readonly Fold[] },
  progress: Watch,
): HeldOut | string {
  const { n, t } = problem;
  const { scaled, unit } = scaledTargets(problem, intercept);
  const largest = folds.reduce((most, { size }) => Math.max(most, size), 0);
  const columns = t + (intercept ? 1 : 0);
  const sizes = {
    ...gramSizes(problem),
    ...{ diagonal: n, rhs: n * columns, work: n, ones: n, less: n },
    ...{ square: largest * largest, corner: largest * largest, errors: largest * t },
  };
  const residuals = new Float64Array(n * t);
  const pause = progress.during("leave-one-out");
  const why = withBlocks(sizes, (blocks, workspace) => {
    assembleGram(workspace, problem, blocks, progress.during("gram"));
    const scale = scaleGram(workspace, n, blocks.K);
    keepDiagonal(workspace, n, blocks);
    const G = asMatrix(blocks.K, n, n);
    const groups = groupTargets(lambdas);
    for (const [at, [lambda, targets]] of groups.entries()) {
      if (at > 0) restore(workspace, n, blocks);
      addRidge(workspace, problem, blocks, scaledRidge(lambda, scale));
      const norm = infinityNorm(workspace, G);
      const factorisation = factorCholesky(workspace, G, (done) => pause((at + done / 3) / groups.length));
      if (brokeDown(factorisation)) return `K + λI is not positive definite (pivot ${factorisation.pivot} of ${n})`;
      const condition = factorisation.condition(norm, blocks.work);
      if (!(condition < SINGULAR)) return `K + λI is singular to working precision (condition number ${condition.toPrecision(2)})`;
      const count = targets.length;
      const width = count + (intercept ? 1 : 0);
      writeRightHandSides(view(workspace, blocks.rhs), scaled, targets, intercept);
      factorisation.solve(width, blocks.rhs);
      const solutions = view(workspace, blocks.rhs).subarray(0, n * width);
      const { coefficients } = separateIntercept(solutions, n, count, intercept);
      writeOnes(workspace, solutions, width, intercept, blocks);
      let done = 0;
      invertLower(workspace, G, (flops) => {
        done += flops;
        pause((at + (1 + (4 * done) / Math.max(1, n * n * n)) / 3) / groups.length);
      });
      for (const { from, size } of folds) {
        const errors = foldErrors({ workspace, n, count, trend: width - count, blocks }, { from, size }, coefficients);
        if (errors === null) return `the points that are left do not determine the fit at rows ${from} to ${from + size - 1}`;
        for (let k = 0; k < size; k++) {
          targets.forEach((q, c) => {
            residuals[(from + k) * t + q] = (errors[k * count + c] as number) * unit;
          });
        }
      }
    }
    return null;
  });
  if (why !== null) return why;
  return residuals.every(Number.isFinite) ? { residuals } : "the errors are beyond the numbers";
}

/** u, and −u/1ᵀu. */
function writeOnes(
  workspace: Workspace,
  solutions: Float64Array,
  width: number,
  intercept: boolean,
  { ones, less }: Readonly<Record<"ones" | "less", Block>>,
): void {
  if (!intercept) return;
  const u = solutions.filter((_, at) => at % width === width - 1);
  const total = u.reduce((sum, value) => sum + value, 0);
  view(workspace, ones).set(u);
  view(workspace, less).set(u.map((value) => -value / total));
}
