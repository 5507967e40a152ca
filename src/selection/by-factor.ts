import { type KernelRidgeSpec, kernelRidge, perTarget, ridgeStructure } from "../estimators/kernel-ridge";
import { featureSpaceDimension } from "../kernels/feature-space";
import type { Matrix } from "../matrix";
import { type Problem, readProblem } from "../problem/problem";
import type { Watch } from "../progress";
import type { Fold } from "../solvers/ridge/fold-errors";
import { heldOut } from "../solvers/ridge/held-out";
import { withoutSums } from "./by-sums";
import { type AnyEstimator, type Data, partOf, targetsOf } from "./data";
import type { Folds } from "./folds";

/** Points up to which K has room. */
const MOST_POINTS = 20000;

/**
 * What kernel ridge regression leaves of y in rows that are held out, n × t, from one factor; 0 in rows that never are. Or, in words, why it has to come from
 * refits.
 */
export function residualsByFactor(estimator: AnyEstimator, data: Data, folds: Folds, progress: Watch): Matrix | string {
  const why = withoutClosedForm(estimator, data, folds);
  if (why !== null) return why;
  const { foldOfRow, tests } = folds;
  const spec = kernelRidge(estimator as KernelRidgeSpec);
  const order = foldByFold(foldOfRow);
  const sorted = partOf(data, order);
  const problem = readProblem(spec.kernel, sorted.X, targetsOf(sorted.y) as Matrix, sorted.weights ?? undefined);
  const few = spec.solver === "auto" || spec.solver === "primal" ? fewFeatures(problem, tests.length) : null;
  if (few !== null) return few;
  const lambdas = perTarget(spec.lambda, problem.t);
  if (ridgeStructure(spec, problem, lambdas)?.kind === "stateSpace") return "a series is fitted in less time than K is factored";
  const outcome = heldOut(problem, lambdas, { intercept: spec.intercept, folds: foldsIn(foldOfRow) }, progress);
  if (typeof outcome === "string") return outcome;
  const { t } = problem;
  const residuals = new Float64Array(order.length * t);
  order.forEach((row, at) => {
    residuals.set(outcome.residuals.subarray(at * t, (at + 1) * t), row * t);
  });
  return { rows: order.length, cols: t, data: residuals };
}

/** Why there is no closed form, where that can be told beforehand. */
export function withoutClosedForm(estimator: AnyEstimator, { weights, X }: Data, folds: Folds): string | null {
  const { complementary } = folds;
  const sums = withoutSums(estimator, folds);
  if (sums !== null) return sums === "" ? null : sums;
  if (estimator.kind !== "kernelRidge") return "only kernel ridge regression has a closed form";
  if ((estimator as Partial<KernelRidgeSpec>).standardize) return "its units are learned anew in each fold";
  if (!complementary) return "a fold is not fitted on all other rows";
  if (weights?.includes(0)) return "there are points of weight 0";
  if ((estimator as Partial<KernelRidgeSpec>).solver === "lu") return 'solver "lu" was asked for';
  return X.rows > MOST_POINTS ? `K of ${X.rows} points has no room` : null;
}

/** Why refits cost less: by the features each takes n M², K takes n³. */
function fewFeatures({ n, precomputed, kernel, side }: Problem, refits: number): string | null {
  const M = precomputed ? null : featureSpaceDimension(kernel, side.pointAt(0));
  if (M === null || refits * M * M >= n * n) return null;
  return `the ${M} features of the kernel are few beside ${n} points`;
}

/** The rows sorted by fold, those that are never held out first. */
function foldByFold(foldOfRow: Int32Array): Int32Array {
  const order = Array.from(foldOfRow.keys());
  return Int32Array.from(order.sort((a, b) => (foldOfRow[a] as number) - (foldOfRow[b] as number) || a - b));
}

/** Where every fold stands in that order. */
function foldsIn(foldOfRow: Int32Array): Fold[] {
  const sizes = new Array<number>(foldOfRow.reduce((a, b) => Math.max(a, b), -1) + 1).fill(0);
  let from = 0;
  for (const fold of foldOfRow) {
    if (fold < 0) from++;
    else sizes[fold] = (sizes[fold] as number) + 1;
  }
  return sizes.map((size) => {
    const start = from;
    from += size;
    return { from: start, size };
  });
}
