import type { GaussianProcess } from "../estimators/gaussian-process";
import type { KernelClassifier } from "../estimators/kernel-classifier";
import type { KernelDescent } from "../estimators/kernel-descent";
import type { KernelNewton } from "../estimators/kernel-newton";
import type { KernelRidge } from "../estimators/kernel-ridge";
import type { LeastSquares } from "../estimators/least-squares";
import type { LinearDescent } from "../estimators/linear-descent";
import type { Nystrom } from "../estimators/nystrom";
import type { SupportVectorRegression } from "../estimators/support-vector-regression";
import { asGiven, readOptions } from "../input";
import type { Matrix, MatrixLike, Points, Targets, Values } from "../matrix";
import type { Label } from "../models/labels";
import { type Watch, type WatchOptions, watch } from "../progress";
import { residualsByFactor } from "./by-factor";
import { residualsBySums } from "./by-sums";
import { type AnyEstimator, type Data, partOf, type Reached, readData } from "./data";
import { type FoldResult, foldDataOf, judgeFold, resultOf } from "./fold-result";
import { type Folds, HOLD_OUT_OPTIONS, type HoldOutOptions, readFolds } from "./folds";
import { SELECTION_OPTIONS, type SelectionOptions } from "./lambda-path";
import { estimatorOfRows } from "./per-row";

/** Estimators whose targets are numbers. */
export type RegressionEstimator =
  | KernelRidge
  | Nystrom
  | GaussianProcess
  | KernelDescent
  | KernelNewton
  | SupportVectorRegression
  | LeastSquares
  | LinearDescent;

export interface CrossValidationOptions extends HoldOutOptions, SelectionOptions {}

export const CROSS_VALIDATION_OPTIONS = { ...HOLD_OUT_OPTIONS, ...SELECTION_OPTIONS } as const;

/** What fits say of rows that they have not seen. */
export interface CrossValidation<P = Targets | readonly Label[]> {
  /** Held-out predictions, shaped like y: one for every row of `rows`. */
  readonly predictions: P;
  /** The rows that were held out, ascending: all of them, unless some are always fitted on. */
  readonly rows: Int32Array;
  /** −1 for a row that was never held out. */
  readonly foldOfRow: Int32Array;
  /** `score` of each fold: R², or the share of the labels that are right. */
  readonly scores: Float64Array;
  /** "factor": all folds from one factorisation; "sums": from the sums of a Nyström fit, less those of the fold; "refits": a fit for each; and why. */
  readonly route: "factor" | "sums" | "refits";
  readonly reason: string;
}

/** Everything that is needed, read. */
export interface CrossValidationPlan {
  readonly estimator: AnyEstimator;
  readonly data: Data;
  readonly folds: Folds;
}

/**
 * Predictions for every row by a fit that has not seen it: rows are dealt to folds, and each fold is predicted by a fit to the others.
 *
 * For kernel ridge regression without a refit, from one factorisation: the residual of a fold F is (Ḡ_FF)⁻¹α_F, Ḡ = (K + λW⁻¹)⁻¹ (less what an intercept
 * takes). It equals what refits give; they are made where there is no such form, and where they cost less. The estimator stays as it is: λ and the kernel are not chosen
 * anew in each fold, so a score is too good where they were chosen by these rows.
 *
 * So does a Nyström fit whose landmarks are given, by sums; where it has their number they are chosen anew in each fold, by refits.
 *
 * Labels are stratified: each fold has its share of every one. `groups` keeps rows together; `order` fits every fold on what came before it.
 *
 * @throws as `fit`; "argument" for folds, groups or an order that do not fit
 * @example
 * const { predictions, scores } = crossValidate(kernelRidge({ kernel: rbf(), lambda: 0.1 }), [[0], [1], [2], [3]], [0, 1, 4, 9], { folds: 2 });
 */
export function crossValidate<L extends Label>(
  estimator: KernelClassifier,
  X: Points,
  labels: readonly L[] | ArrayLike<L>,
  options?: CrossValidationOptions,
): CrossValidation<readonly L[]>;
export function crossValidate(
  estimator: RegressionEstimator,
  X: Points,
  y: Values,
  options?: CrossValidationOptions,
): CrossValidation<Float64Array>;
export function crossValidate(
  estimator: RegressionEstimator,
  X: Points,
  Y: MatrixLike,
  options?: CrossValidationOptions,
): CrossValidation<Matrix>;
export function crossValidate(
  estimator: RegressionEstimator | KernelClassifier,
  X: Points,
  y: Values | MatrixLike | readonly Label[],
  options?: CrossValidationOptions,
): CrossValidation;
export function crossValidate(
  estimator: RegressionEstimator | KernelClassifier,
  X: Points,
  y: Values | MatrixLike | ArrayLike<Label>,
  options: CrossValidationOptions = {},
): CrossValidation {
  const { onProgress, signal, ...given } = readOptions(options, "crossValidate", CROSS_VALIDATION_OPTIONS);
  const watching = watchingOf(onProgress, signal);
  const progress = watch(watching);
  return validated(planOf(estimator, X, y, given), watching, progress);
}

/** @throws as `crossValidate`, but for what `fit` finds */
export function planOf(
  estimator: AnyEstimator,
  X: Points,
  y: Values | MatrixLike | ArrayLike<Label>,
  { sampleWeight, ...options }: Omit<CrossValidationOptions, keyof WatchOptions>,
): CrossValidationPlan {
  const data = readData(estimator, X, y, sampleWeight);
  return { estimator, data, folds: readFolds(data, options) };
}

export function watchingOf(onProgress: WatchOptions["onProgress"], signal: WatchOptions["signal"]): WatchOptions {
  return { ...(onProgress === undefined ? {} : { onProgress }), ...(signal === undefined ? {} : { signal }) };
}

/** Carries a plan out on this thread. */
export function validated(plan: CrossValidationPlan, watching: WatchOptions, progress: Watch): CrossValidation {
  const { estimator, data, folds } = plan;
  const bySums = residualsBySums(estimator, data, folds, progress);
  const found = bySums ?? residualsByFactor(estimator, data, folds, progress);
  const { tests } = folds;
  if (typeof found === "string" || data.y.kind === "labels") {
    const results = tests.map((_, fold) => {
      const own = estimatorOfRows(estimator, folds.train(fold), data.X.rows);
      const result = judgeFold(own, foldDataOf(data, folds, fold), watching);
      progress.tell({ phase: "folds", done: fold + 1, total: tests.length });
      return result;
    });
    return gatherFolds(plan, results, "refits", String(found));
  }
  const said: Data = { ...data, y: { ...data.y, Y: difference(data.y.Y, found) } };
  const results = tests.map((test) => resultOf(partOf(said, test).y, partOf(data, test).y));
  if (bySums !== null)
    return gatherFolds(plan, results, "sums", "the landmarks are given: a fold's sums are taken away from those of all rows");
  return gatherFolds(plan, results, "factor", "K + λI is positive definite");
}

/** A − B */
export function difference({ rows, cols, data }: Matrix, B: Matrix): Matrix {
  return { rows, cols, data: data.map((value, at) => value - (B.data[at] as number)) };
}

/** The results of all folds, in the order of the rows. */
export function gatherFolds(
  { data, folds }: CrossValidationPlan,
  results: readonly FoldResult[],
  route: CrossValidation["route"],
  reason: string,
): CrossValidation {
  const { foldOfRow, tests } = folds;
  const rows = Int32Array.from(Array.from(foldOfRow.keys()).filter((row) => (foldOfRow[row] as number) >= 0));
  const position = new Map(Array.from(rows, (row, at) => [row, at]));
  const places = tests.map((test) => Array.from(test, (row) => position.get(row) as number));
  return {
    predictions: inPlace(
      results.map(({ predictions }) => predictions),
      places,
      rows.length,
      data.y,
    ),
    rows,
    foldOfRow,
    scores: Float64Array.from(results, ({ score }) => score),
    route,
    reason,
  };
}

function inPlace(parts: readonly Reached[], places: readonly number[][], n: number, y: Reached): Targets | readonly Label[] {
  if (y.kind === "labels") {
    const labels = new Array<Label>(n);
    parts.forEach((part, fold) => {
      if (part.kind !== "labels") return;
      for (const [k, at] of (places[fold] as number[]).entries()) labels[at] = part.labels[k] as Label;
    });
    return labels;
  }
  const t = y.Y.cols;
  const data = new Float64Array(n * t);
  parts.forEach((part, fold) => {
    if (part.kind !== "numbers") return;
    for (const [k, at] of (places[fold] as number[]).entries()) data.set(part.Y.data.subarray(k * t, (k + 1) * t), at * t);
  });
  return asGiven({ rows: n, cols: t, data }, y.isVector);
}
