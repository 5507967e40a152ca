import { mercerError, readingError } from "../errors";
import { isCount } from "../matrix";
import { elementsOf } from "../matrix/numbers";
import { cellsOf, numberAt, textAt } from "../recipe/cells";
import { clockOfDate, isDate } from "../recipe/values";
import type { Table } from "../table/table";

/** Values for the rows of a table: one for each, or the name of a column that has them. */
export type PerRow<T> = string | ArrayLike<T> | { readonly length: number; get(index: number): T | null };

/** The weights of some rows; a number for all as it is. @throws "shape" unless there is one for each row of the table */
export function weightsOf(given: number | PerRow<number> | undefined, table: Table, rows: Int32Array): number | Float64Array | undefined {
  if (given === undefined || typeof given === "number") return given;
  if (typeof given !== "string") return Float64Array.from(picked(given, table, rows, "sampleWeight"), Number);
  const cells = cellsOf(table, given, "rows");
  return Float64Array.from(rows, (row) => numberAt(cells, row));
}

/** The groups of some rows. */
export function groupsOf(given: PerRow<string | number>, table: Table, rows: Int32Array): readonly (string | number)[] {
  if (typeof given !== "string") return picked(given, table, rows, "groups") as readonly (string | number)[];
  const cells = cellsOf(table, given, "rows");
  return Array.from(rows, (row) => textAt(cells, row));
}

/** The times of some rows: numbers, or dates. */
export function orderOf(given: PerRow<number>, table: Table, rows: Int32Array): readonly number[] {
  if (typeof given !== "string") return picked(given, table, rows, "order") as readonly number[];
  const cells = cellsOf(table, given, "rows");
  return Array.from(rows, (row) => {
    const value = cells.values[row];
    const clock = isDate(value) || typeof value === "string" ? clockOfDate(value, "UTC") : undefined;
    return clock ?? numberAt(cells, row);
  });
}

/** The values of some rows, whatever they are: what they must be is told by the verb that takes them. */
export function picked<T>(given: Exclude<PerRow<T>, string>, table: Table, rows: Int32Array, name: string): readonly unknown[] {
  try {
    const length: unknown = typeof given === "object" ? given?.length : undefined;
    if (length !== table.rows) throw notPerRow(length, table.rows, name);
    const element = elementsOf(given as ArrayLike<number>);
    return Array.from(rows, (row) => element(row));
  } catch (error) {
    throw readingError(error, name);
  }
}

function notPerRow(length: unknown, rows: number, name: string): Error {
  const found = isCount(length) ? `has ${length} elements` : "is no array";
  const message = `${name} ${found}, the table has ${rows} rows; give one for each row, or the name of a column`;
  return mercerError(isCount(length) ? "shape" : "argument", message, { argument: name });
}
