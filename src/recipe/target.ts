import { describeValue, mercerError } from "../errors";
import type { Matrix } from "../matrix";
import type { Label } from "../models/labels";
import type { Table } from "../table/table";
import { type Cells, cellsOf, kindError, missingError, numberAt } from "./cells";
import type { FittedRecipe, FittedTarget } from "./fitted";
import { isMissing } from "./missing";
import { type Recipe, targetsOf } from "./recipe";
import { numberOf } from "./values";

/** The targets of a recipe in a table. */
export interface TargetOf {
  readonly fitted: FittedTarget;
  readonly names: readonly string[];
  /** The columns whose holes leave out their rows. */
  dropping(table: Table): readonly Cells[];
}

/**
 * What is predicted, and whether it is numbers: where that is not said, by all rows of the table.
 *
 * @throws "argument" for a column that is not there, and for several targets of which one is no number
 */
export function targetOf({ target, missing, missingValues }: Recipe, table: Table, of: string): TargetOf | null {
  const specs = targetsOf(target);
  if (target === null) return null;
  const kinds = specs.map(({ name, kind }) => {
    if (kind !== "auto") return kind;
    const { values } = cellsOf(table, name, of);
    return values.every((value) => isMissing(value, missingValues) || numberOf(value) !== undefined) ? "numeric" : "label";
  });
  const label = specs[kinds.indexOf("label")];
  if (label && specs.length > 1) {
    const message = `the targets are several, and ${JSON.stringify(label.name)} is a label; several targets must be numbers`;
    throw mercerError("argument", message, { argument: "target", column: label.name });
  }
  const names = specs.map(({ name }) => name);
  const fitted: FittedTarget = {
    names,
    isVector: !Array.isArray(target),
    kind: kinds[0] as FittedTarget["kind"],
    missing: specs.map((spec) => (spec.missing === "drop" || missing === "drop" ? "drop" : "error")),
  };
  return { fitted, names, dropping: (whole) => droppingOf(fitted, whole, of) };
}

export function droppingOf({ names, missing }: FittedTarget, table: Table, of: string): readonly Cells[] {
  return names.filter((_, q) => missing[q] === "drop").map((name) => cellsOf(table, name, of));
}

/** y as `fit` takes it: numbers, a row of numbers for each row, or labels. */
export type TargetValues = Float64Array | Matrix | readonly Label[];

/** @throws "argument" for a target that is missing, or not what the recipe says it is */
export function readTargetValues(
  { missingValues }: FittedRecipe,
  target: FittedTarget,
  table: Table,
  rows: Int32Array,
  of: string,
): TargetValues {
  const columns = target.names.map((name) => cellsOf(table, name, of));
  for (const cells of columns) {
    const hole = rows.find((row) => isMissing(cells.values[row], missingValues));
    if (hole !== undefined)
      throw missingError(cells, hole, 'leave the row out, or let the recipe do so: target: { name, missing: "drop" }');
  }
  if (target.kind === "label") return Array.from(rows, (row) => labelAt(columns[0] as Cells, row));
  const t = columns.length;
  const data = new Float64Array(rows.length * t);
  rows.forEach((row, i) => {
    columns.forEach((cells, q) => {
      data[i * t + q] = numberAt(cells, row);
    });
  });
  return target.isVector ? data : { rows: rows.length, cols: t, data };
}

function labelAt(cells: Cells, row: number): Label {
  const value = cells.values[row];
  if (typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return value;
  if (typeof value === "bigint" && numberOf(value) !== undefined) return Number(value);
  throw kindError(cells, row, `a label is a text, a number or a boolean, and not ${describeValue(value)}`);
}
