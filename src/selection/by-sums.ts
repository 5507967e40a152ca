import { type SummedRows, summedRows } from "../estimators/fit-on-landmarks";
import { perTarget } from "../estimators/kernel-ridge";
import { type NystromSpec, nystrom } from "../estimators/nystrom";
import type { Matrix } from "../matrix";
import { kernelModel, type Report } from "../models/model";
import { predict } from "../models/predict";
import { rowsOf } from "../problem/support";
import type { Watch } from "../progress";
import { solveSums, whitenedSums } from "../solvers/nystrom/fit";
import { combinedSums, type Sums } from "../solvers/nystrom/sums";
import { type AnyEstimator, type Data, targetsOf } from "./data";
import type { Folds } from "./folds";

/**
 * What Nyström fits leave of y in rows that are held out, n × t, from one pass over all rows: the sums of the fold are taken away from those of all. Or, in words, why it has to come
 * from refits; null for other estimators.
 */
export function residualsBySums(estimator: AnyEstimator, data: Data, folds: Folds, progress: Watch): Matrix | string | null {
  const why = withoutSums(estimator, folds);
  if (why !== "") return why;
  const spec = nystrom(estimator as NystromSpec);
  const all = summedRows(spec, data.X, targetsOf(data.y) as Matrix, data.weights ?? undefined, progress);
  const lambdas = perTarget(spec.lambda, all.rows.Y.cols);
  const residuals = new Float64Array(all.rows.Y.data.length);
  const parts = folds.tests.map((test) => sumsOfRows(all, test, progress));
  const rest = restOf(folds);
  const whole = rest.length > 0 ? [...parts, sumsOfRows(all, rest, progress)] : parts;
  const total = whole.reduce((a, b) => combinedSums(a, b, 1));
  folds.tests.forEach((test, fold) => {
    const solution = solveSums(all.whitening, combinedSums(total, parts[fold] as Sums, -1), lambdas, spec.intercept, progress);
    leave(residuals, all, test, solution);
    progress.tell({ phase: "folds", done: fold + 1, total: folds.tests.length });
  });
  return { ...all.rows.Y, data: residuals };
}

/** Why there are no sums, in words; "" where there are, and null for other estimators. */
export function withoutSums(estimator: AnyEstimator, { complementary }: Folds): string | null {
  if (estimator.kind !== "nystrom") return null;
  const { landmarks, standardize } = estimator as Partial<NystromSpec>;
  if (typeof landmarks === "number") return "its landmarks are chosen anew in each fold";
  if (standardize) return "its units are learned anew in each fold";
  return complementary ? "" : "a fold is not fitted on all other rows";
}

/** Rows that are never held out. */
function restOf({ foldOfRow }: Folds): Int32Array {
  return Int32Array.from(Array.from(foldOfRow.keys()).filter((row) => (foldOfRow[row] as number) < 0));
}

function sumsOfRows({ whitening, rows }: SummedRows, picked: Int32Array, progress: Watch): Sums {
  const order = Array.from(picked);
  const weights = rows.weights && Float64Array.from(picked, (row) => rows.weights?.[row] as number);
  return whitenedSums(whitening, { X: rowsOf(rows.X, order), Y: rowsOf(rows.Y, order), weights }, progress).sums;
}

/** What a solution leaves of some rows, in the units of y. */
function leave(
  residuals: Float64Array,
  { whitening, rows, unit }: SummedRows,
  picked: Int32Array,
  { coefficients, intercepts }: ReturnType<typeof solveSums>,
): void {
  const { kernel, landmarks } = whitening;
  const { cols: t } = rows.Y;
  const model = kernelModel({ kernel, n: landmarks.rows, points: landmarks, report: {} as Report }, coefficients, intercepts, false);
  const { data } = predict(model, rowsOf(rows.X, Array.from(picked))) as unknown as Matrix;
  picked.forEach((row, at) => {
    for (let q = 0; q < t; q++) residuals[row * t + q] = unit * ((rows.Y.data[row * t + q] as number) - (data[at * t + q] as number));
  });
}
