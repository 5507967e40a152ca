import { isCount } from "../matrix";
import { typeOfArray } from "../matrix/numbers";
import type { ColumnLike } from "./table";

/** Whether a value is a list of values: an array, a typed array, or a vector that is read by `get`. */
export function isColumn(value: unknown): value is ColumnLike {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value) || typeOfArray(value) !== undefined) return true;
  return "length" in value && isCount(value.length) && "get" in value && typeof value.get === "function";
}

/** The values of a column. */
export function valuesOf(column: ColumnLike): readonly unknown[] {
  if (!("get" in column) || typeof column.get !== "function") return Array.from(column as ArrayLike<unknown>);
  return Array.from({ length: column.length }, (_, row) => column.get(row));
}
