import { describeValue, type MercerError, mercerError } from "../errors";
import { nearest } from "../input";
import type { Table } from "../table/table";
import type { FittedColumn, FittedRecipe } from "./fitted";
import { isMissing } from "./missing";
import { booleanOf, clockOfDate, numberOf, textOf } from "./values";

/** A column of a table: its name and values, and what the table is called in messages. */
export interface Cells {
  readonly name: string;
  readonly values: readonly unknown[];
  readonly of: string;
}

/** @throws "argument" for a column that the table does not have */
export function cellsOf(table: Table, name: string, of: string): Cells {
  if (table.names.includes(name)) return { name, values: table.column(name), of };
  const near = nearest(name, table.names);
  const remedy = near ? `did you mean ${JSON.stringify(near)}?` : `its columns are ${table.names.join(", ")}`;
  throw mercerError("argument", `${of} has no column ${JSON.stringify(name)}; ${remedy}`, { argument: of, column: name });
}

/** @throws "argument" for a column that a strict recipe does not know */
export function requireNoOthers({ names }: Table, recipe: FittedRecipe, of: string): void {
  const known = [...recipe.columns, ...recipe.ignored].map(({ name }) => name).concat(recipe.target?.names ?? []);
  const extra = names.find((name) => !known.includes(name));
  if (!recipe.strict || extra === undefined) return;
  const message = `${of} has a column ${JSON.stringify(extra)}, which the recipe does not know; a strict recipe takes no others`;
  throw mercerError("argument", message, { argument: of, column: extra });
}

/** What to throw where a value is missing. */
export function missingError({ name, of }: Cells, row: number, remedy: string): MercerError {
  const message = `${JSON.stringify(name)} at row ${row} of ${of} is missing; ${remedy}`;
  return mercerError("argument", message, { argument: of, row, column: name });
}

/** What to throw for a value that is not of the kind of its column. */
export function kindError({ name, of, values }: Cells, row: number, needed: string): MercerError {
  const value = values[row];
  const message = `${JSON.stringify(name)} at row ${row} of ${of} is ${describeValue(value)}; ${needed}`;
  return mercerError(typeof value === "number" && !Number.isFinite(value) ? "not-finite" : "argument", message, {
    argument: of,
    row,
    column: name,
    value,
  });
}

const NUMBER = "it must be a finite number, or decimal text";
const BOOLEAN = "it must be true or false, 1 or 0";
const CATEGORY = "a category is a text, a number or a boolean";
const DATE =
  "a date is a Date, milliseconds since 1970, or text as 2026-03-09, 2026/03/09 or 2026-03-09T12:30:00Z; numbers up to 9999 may be years, which are numeric";

/** The finite number of a cell. */
export function numberAt(cells: Cells, row: number): number {
  const number = numberOf(cells.values[row]);
  if (number !== undefined && Number.isFinite(number)) return number;
  throw kindError(cells, row, NUMBER);
}

export function booleanAt(cells: Cells, row: number): number {
  const value = booleanOf(cells.values[row]);
  if (value !== undefined) return value;
  throw kindError(cells, row, BOOLEAN);
}

export function textAt(cells: Cells, row: number): string {
  const text = textOf(cells.values[row]);
  if (text !== undefined) return text;
  throw kindError(cells, row, CATEGORY);
}

/** Milliseconds since 1970 as the clock of the time zone shows them. */
export function clockAt(cells: Cells, row: number, zone: string): number {
  const clock = clockOfDate(cells.values[row], zone);
  if (clock !== undefined) return clock;
  throw kindError(cells, row, DATE);
}

/** The rows of a column that have a value. */
export function presentRows({ values }: Cells, rows: Int32Array, words: readonly string[]): Int32Array {
  return rows.filter((row) => !isMissing(values[row], words));
}

/** What can be done about a missing value of a column, in words. */
export function remedyFor({ kind, missing }: Pick<FittedColumn, "kind" | "missing">): string {
  if (missing === "drop")
    return 'such rows were left out of the fit, and have no prediction; fill the value in, or fit with missing: "median" or "code"';
  const rules = { numeric: "mean, median, code or drop", category: "code or drop", boolean: "code or drop", date: "drop" }[kind];
  return `fill it in, or let the recipe do so: missing: ${rules}`;
}
