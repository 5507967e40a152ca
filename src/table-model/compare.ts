import { mercerError } from "../errors";
import { readOptions, readRecord } from "../input";
import { watch } from "../progress";
import { type Comparison, ranked } from "../selection/compare";
import { CROSS_VALIDATION_OPTIONS, watchingOf } from "../selection/cross-validate";
import type { TableLike } from "../table/table";
import { planOf, type TableHoldOutOptions, type TablePlan, validatedOnTable } from "./cross-validate";
import type { TableEstimator } from "./types";

/** Estimators of one table by names of the caller's own, each with its recipe. */
export type TableCandidates = Readonly<Record<string, TableEstimator>>;

/**
 * Cross-validates several estimators, and recipes, on the same folds of a table, and ranks them by their mean score: as `compare` of mercer.
 *
 * @throws as `crossValidate`; "argument" for no candidates, and for such as are not judged by the same rows, since their recipes leave out different ones
 * @example
 * const mileage = onTable({ recipe: { target: "mpg" }, estimator: kernelRidge({ kernel: rbf(), lambda: 0.1 }) });
 * const { ranking } = compare({ ridge: mileage }, rows, { folds: 4 });
 */
export function compare(candidates: TableCandidates, rows: TableLike, options: TableHoldOutOptions = {}): Comparison {
  const { onProgress, signal, ...given } = readOptions(
    options,
    "compare",
    CROSS_VALIDATION_OPTIONS as Readonly<Record<keyof TableHoldOutOptions, true>>,
  );
  const watching = watchingOf(onProgress, signal);
  const progress = watch(watching);
  const entries = Object.entries(readRecord(candidates, "candidates", (estimator) => estimator));
  if (entries.length === 0) {
    throw mercerError("argument", "candidates is empty; at least one estimator is needed", { argument: "candidates" });
  }
  const plans = entries.map(([, estimator]) => planOf(estimator, rows, given));
  const names = entries.map(([name]) => name);
  requireSameRows(plans, names);
  return ranked(
    names,
    plans.map((plan) => validatedOnTable(plan, watching, progress)),
  );
}

function requireSameRows(plans: readonly TablePlan[], names: readonly string[]): void {
  const rowsOf = ({ prepared }: TablePlan): string => prepared.rows.join();
  const other = plans.findIndex((plan) => rowsOf(plan) !== rowsOf(plans[0] as TablePlan));
  if (other < 0) return;
  const message = `${names[other]} leaves out other rows than ${names[0]}, so that their scores cannot be compared; leave out the rows of both`;
  throw mercerError("argument", message, { argument: "candidates" });
}
