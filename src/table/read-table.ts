import { describeValue, type MercerError, mercerError, readingError } from "../errors";
import { isCount } from "../matrix";
import { isArrow, readArrow } from "./arrow";
import { requireNames } from "./names";
import { isRows, readRows } from "./rows";
import type { ArqueroTableLike, ColumnLike, DanfoFrameLike, Table, TableLike } from "./table";
import { isColumn, valuesOf } from "./vector";

/**
 * The named columns of a table in any accepted form. Nothing of it is modified.
 *
 * @throws "argument" for what is no table, and for columns of which one would be lost: two of one name, or one called __proto__; "shape" for a table without
 * rows, and for columns of different lengths
 */
export function readTable(value: TableLike, name = "rows"): Table {
  try {
    const table = readForm(value, name);
    if (table.rows === 0) throw mercerError("shape", `${name} has no rows; at least one is needed`, { argument: name });
    return { rows: table.rows, names: requireNames(table.names, name), column: guarded(table, name) };
  } catch (error) {
    throw readingError(error, name);
  }
}

function readForm(value: TableLike, name: string): Table {
  if (typeof value !== "object" || value === null) throw noTable(value, name);
  if (isRows(value)) return readRows(value, name);
  if (isArrow(value)) return readArrow(value);
  if (isArquero(value)) return readArquero(value);
  if (isDanfo(value)) return readDanfo(value);
  if (Object.prototype.toString.call(value) === "[object Object]") return readColumns(value as Record<string, ColumnLike>, name);
  throw noTable(value, name);
}

/** Each column is read once. What a getter throws meanwhile becomes an error of this library. */
function guarded(table: Table, name: string): Table["column"] {
  const known = new Map<string, readonly unknown[]>();
  return (column) => {
    try {
      const values = known.get(column) ?? table.column(column);
      known.set(column, values);
      return values;
    } catch (error) {
      throw readingError(error, `column ${JSON.stringify(column)} of ${name}`);
    }
  };
}

function isArquero(value: object): value is ArqueroTableLike {
  const { numRows, columnNames, array } = value as Partial<ArqueroTableLike>;
  return [numRows, columnNames, array].every((method) => typeof method === "function");
}

function readArquero(value: ArqueroTableLike): Table {
  return { rows: value.numRows(), names: value.columnNames(), column: (name) => Array.from(value.array(name)) };
}

function isDanfo(value: object): value is DanfoFrameLike {
  const { columns, values, shape, column } = value as Partial<DanfoFrameLike>;
  return Array.isArray(columns) && Array.isArray(values) && Array.isArray(shape) && typeof column === "function";
}

/** The values of a frame are its rows, those of a frame of one column may be its values. */
function readDanfo({ columns, values }: DanfoFrameLike): Table {
  const cell = (row: unknown, at: number): unknown => (Array.isArray(row) ? row[at] : row);
  return { rows: values.length, names: columns, column: (name) => values.map((row) => cell(row, columns.indexOf(name))) };
}

function readColumns(value: Readonly<Record<string, ColumnLike>>, name: string): Table {
  const names = Object.keys(value);
  if (names.length === 0) throw noTable(value, name);
  const columns = new Map(names.map((column) => [column, value[column] as ColumnLike]));
  const [first] = names as [string];
  const rows = columns.get(first)?.length;
  for (const [column, cells] of columns) {
    const shown = JSON.stringify(column);
    if (!isColumn(cells)) {
      const message = `column ${shown} of ${name} is ${describeValue(cells)}; an object of columns has arrays, and one row alone is a list of one: [row]`;
      throw mercerError("argument", message, { argument: name, column });
    }
    if (cells.length === rows && isCount(rows)) continue;
    const message = `column ${shown} of ${name} has ${cells.length} values, column ${JSON.stringify(first)} has ${rows}`;
    throw mercerError("shape", message, { argument: name, column });
  }
  return { rows: rows as number, names, column: (column) => valuesOf(columns.get(column) as ColumnLike) };
}

const FORMS = "a table is an array of objects, an object of columns, or a table of Apache Arrow, Arquero or Danfo";

function noTable(value: unknown, name: string): MercerError {
  return mercerError("argument", `${name} is ${describeValue(value)}; ${FORMS}`, { argument: name });
}
