import { describeValue, mercerError } from "../errors";
import type { Table } from "./table";

/** Rows as d3 reads them from CSV: with the names of the columns as the file has them. */
interface NamedRows {
  readonly columns?: unknown;
}

export function isRows(value: object): value is readonly object[] {
  return Array.isArray(value);
}

/**
 * Rows of objects: a column for every field that one of them has.
 *
 * @throws "argument" for a row that is no object; for a file with two columns of one name, of which the rows have kept the last
 */
export function readRows(rows: readonly object[], name: string): Table {
  const names = new Set<string>();
  let seen = "";
  rows.forEach((row, i) => {
    requireRow(row, i, name);
    const fields = Object.keys(row);
    const listed = fields.join("\n");
    if (listed !== seen) for (const field of fields) names.add(field);
    seen = listed;
  });
  const { columns } = rows as NamedRows;
  const listed = Array.isArray(columns) ? columns : [];
  return {
    rows: rows.length,
    // twice where the file has it twice, which is then told
    names: [...listed, ...[...names].filter((field) => !listed.includes(field))],
    column: (field) => rows.map((row) => (Object.hasOwn(row, field) ? row[field as keyof typeof row] : undefined)),
  };
}

function requireRow(row: unknown, i: number, name: string): void {
  const isArray = Array.isArray(row) || ArrayBuffer.isView(row);
  if (typeof row === "object" && row !== null && !isArray && !(row instanceof Date)) return;
  const cure = isArray
    ? "rows of a matrix have no names: use the verbs of mercer, or make objects of them"
    : "it must be an object of named values";
  throw mercerError("argument", `row ${i} of ${name} is ${describeValue(row)}; ${cure}`, { argument: name, row: i });
}
