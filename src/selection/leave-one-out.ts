import { mercerError } from "../errors";
import { type KernelRidge, readKernelRidge } from "../estimators/kernel-ridge";
import { asGiven, readOptions } from "../input";
import type { Matrix, MatrixLike, Points, Targets, Values } from "../matrix";
import { type Watch, type WatchOptions, watch } from "../progress";
import { residualsByFactor } from "./by-factor";
import { difference, watchingOf } from "./cross-validate";
import { type Data, type Reached, readData } from "./data";
import { foldDataOf, judgeFold } from "./fold-result";
import { complementary, type Folds } from "./folds";
import { SELECTION_OPTIONS, type SelectionOptions } from "./lambda-path";

/** What fits without one row each say of it. */
export interface LeaveOneOut<T extends Targets = Targets> {
  /** Shaped like y. */
  readonly predictions: T;
  /** y less the predictions. */
  readonly residuals: T;
  /** "factor": from one factorisation; "refits": n fits; and why. */
  readonly route: "factor" | "refits";
  readonly reason: string;
}

/**
 * The prediction for every row by a fit without it: the residual is α_i/(G⁻¹)_ii, G = K + λW⁻¹, with no refit; with an intercept
 * G⁻¹ − G⁻¹11ᵀG⁻¹/1ᵀG⁻¹1 takes the place of G⁻¹. It equals what n refits give; they are made where G is not positive definite, and where the kernel's features are so few
 * that they cost less.
 *
 * @throws as `fit`; "shape" for a single row
 * @example
 * const { residuals } = leaveOneOut(kernelRidge({ kernel: rbf(), lambda: 0.1 }), [[0], [1], [2]], [0, 1, 4]);
 */
export function leaveOneOut(estimator: KernelRidge, X: Points, y: Values, options?: SelectionOptions): LeaveOneOut<Float64Array>;
export function leaveOneOut(estimator: KernelRidge, X: Points, Y: MatrixLike, options?: SelectionOptions): LeaveOneOut<Matrix>;
export function leaveOneOut(estimator: KernelRidge, X: Points, y: Values | MatrixLike, options?: SelectionOptions): LeaveOneOut;
export function leaveOneOut(estimator: KernelRidge, X: Points, y: Values | MatrixLike, options: SelectionOptions = {}): LeaveOneOut {
  const { onProgress, signal, sampleWeight } = readOptions(options, "leaveOneOut", SELECTION_OPTIONS);
  const watching = watchingOf(onProgress, signal);
  const progress = watch(watching);
  const spec = readKernelRidge(estimator);
  const data = readData(spec, X, y, sampleWeight);
  const n = data.X.rows;
  if (n === 1) throw mercerError("shape", "X has one row; leave-one-out needs at least two", { argument: "X" });
  const { Y, isVector } = data.y as Reached & { kind: "numbers" };
  const folds = complementary(
    Int32Array.from({ length: n }, (_, i) => i),
    n,
  );
  const found = residualsByFactor(spec, data, folds, progress);
  const [residuals, reason] = typeof found === "string" ? [null, found] : [found, "K + λI is positive definite"];
  const predictions = residuals ? difference(Y, residuals) : refits(spec, data, folds, watching, progress);
  return {
    predictions: asGiven(predictions, isVector),
    residuals: asGiven(residuals ?? difference(Y, predictions), isVector),
    route: residuals ? "factor" : "refits",
    reason,
  };
}

function refits(spec: KernelRidge, data: Data, folds: Folds, watching: WatchOptions, progress: Watch): Matrix {
  const rows = folds.tests.map((_, fold) => {
    const { predictions } = judgeFold(spec, foldDataOf(data, folds, fold), watching);
    progress.tell({ phase: "folds", done: fold + 1, total: folds.tests.length });
    return (predictions as Reached & { kind: "numbers" }).Y;
  });
  const [{ cols }] = rows as [Matrix];
  const result = { rows: rows.length, cols, data: new Float64Array(rows.length * cols) };
  for (const [i, { data: row }] of rows.entries()) result.data.set(row, i * cols);
  return result;
}
