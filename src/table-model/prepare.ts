import { mercerError, readingError } from "../errors";
import type { Matrix } from "../matrix";
import { type Model, requireModel } from "../models/model";
import { encodeRows, keptRows, requireFitted, targetsAt } from "../recipe/apply-recipe";
import { fitToRows } from "../recipe/fit-recipe";
import type { FittedRecipe } from "../recipe/fitted";
import type { TargetValues } from "../recipe/target";
import { estimatorOfRows } from "../selection/per-row";
import { readTable } from "../table/read-table";
import type { Table, TableLike } from "../table/table";
import { numbered } from "./named-columns";
import { readOnTable } from "./on-table";
import type { AnyEstimator, TableEstimator, TableModel } from "./types";

/** What the verbs of points take, made of a table. */
export interface Prepared {
  readonly table: Table;
  readonly recipe: FittedRecipe;
  /** Whose kernels count features. */
  readonly estimator: AnyEstimator;
  readonly X: Matrix;
  readonly y: TargetValues;
  /** Which rows of the table these are. */
  readonly rows: Int32Array;
}

/** The recipe is learnt from all rows of the table. @throws as `fitRecipe` and `applyRecipe` */
export function prepare(given: TableEstimator, rows: TableLike): Prepared {
  const { recipe: raw, estimator } = readOnTable(given);
  const table = readTable(rows);
  const recipe = fitToRows(raw, table, null);
  const points = known(estimator, recipe, table);
  return { table, recipe, estimator: estimatorOfRows(numbered(estimator, recipe), points.rows, table.rows), ...points };
}

/** Points and targets of the rows that a rule does not leave out. */
function known(estimator: AnyEstimator, recipe: FittedRecipe, table: Table): Pick<Prepared, "X" | "y" | "rows"> {
  const rows = keptRows(recipe, table, { targets: true, of: "rows" });
  requireNumbers(estimator, recipe);
  return { X: encodeRows(recipe, table, rows), y: targetsAt(recipe, table, rows), rows };
}

/** @throws "argument" for labels, unless the estimator is a classifier */
function requireNumbers({ kind }: AnyEstimator, { target }: FittedRecipe): void {
  if (kind === "kernelClassifier" || target?.kind !== "label") return;
  const [name] = target.names as readonly [string];
  const message = `the target ${JSON.stringify(name)} has labels, and ${kind} predicts numbers; use kernelClassifier, or declare that it is numeric and what is missing`;
  throw mercerError("argument", message, { argument: "estimator", column: name });
}

/** New rows as points, all of them: a row that a fit would leave out has no prediction, which is an error. */
export function prepareNew(recipe: FittedRecipe, given: TableLike, of = "rows"): Pick<Prepared, "X" | "rows"> {
  const table = readTable(given, of);
  const rows = Int32Array.from({ length: table.rows }, (_, row) => row);
  return { X: encodeRows(recipe, table, rows, of), rows };
}

/** Rows with their targets, as points that a model is judged by: those that a rule does not leave out. */
export function prepareKnown({ recipe, model }: TableModel, given: TableLike): Omit<Prepared, "estimator"> {
  const table = readTable(given);
  return { table, recipe, ...known({ kind: model.kind === "classifierModel" ? "kernelClassifier" : model.kind }, recipe, table) };
}

/** Whether a value says that it is a model of a table; what cannot be asked does not. */
export function isTableModel(given: unknown): given is TableModel {
  try {
    return (given as Partial<TableModel> | null)?.kind === "tableModel";
  } catch {
    return false;
  }
}

/** @throws "argument" unless the value is a model of a table */
export function requireTableModel<M extends Model>(given: TableModel<M>): TableModel<M> {
  try {
    if (isTableModel(given)) return { kind: "tableModel", recipe: requireFitted(given.recipe), model: requireModel(given.model) };
  } catch (error) {
    throw readingError(error, "model");
  }
  const message = "model must be one of a table, as fit of mercer/table returns; those of points are for the verbs of mercer";
  throw mercerError("argument", message, { argument: "model" });
}
