import type { ArrowTableLike, Table } from "./table";

/** Numbers by which Apache Arrow tells types of time, whose values are read as milliseconds since 1970. */
const INSTANTS: readonly unknown[] = [8, 10];

export function isArrow(value: object): value is ArrowTableLike {
  const { schema, numRows, getChildAt } = value as Partial<ArrowTableLike>;
  return Array.isArray(schema?.fields) && typeof numRows === "number" && typeof getChildAt === "function";
}

/** The columns of an Apache Arrow table; dates and times of it are dates. */
export function readArrow(table: ArrowTableLike): Table {
  const { numRows, schema } = table;
  const names = schema.fields.map(({ name }) => name);
  return {
    rows: numRows,
    names,
    column(name) {
      const at = names.indexOf(name);
      const vector = table.getChildAt(at);
      const { typeId } = Object(schema.fields[at]?.type) as { readonly typeId?: unknown };
      const isInstant = INSTANTS.includes(typeId);
      return Array.from({ length: numRows }, (_, row) => {
        const cell = vector?.get(row);
        return isInstant && typeof cell === "number" ? new Date(cell) : cell;
      });
    },
  };
}
