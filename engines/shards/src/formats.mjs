import { DataError } from "./errors.mjs";

/**
 * Each format has `describe(path)`, which tells the parts that a file is made of, { groups: [{ rows, … }], … }, and `read(file, index, columns, range)`, an iterable of pieces
 * { from, count, column, fault } of the rows [from, to) of such a part: of `column(name)`, which is { values, first }, values[first + i] is that of row from + i, and `fault(i)` is what is
 * wrong with that row as a whole. Only the reader that is needed is loaded.
 */
const FORMATS = {
  parquet: async () => (await import("./parquet.mjs")).parquet,
  arrow: async () => (await import("./arrow.mjs")).arrow,
  csv: async () => (await import("./csv.mjs")).csv,
};

const ENDINGS = { parquet: "parquet", arrow: "arrow", feather: "arrow", csv: "csv" };

/** @throws DataError "source" for an ending that says nothing */
export function formatOf(path, given) {
  const format = given ?? ENDINGS[path.split(".").at(-1).toLowerCase()];
  if (Object.hasOwn(FORMATS, format)) return format;
  throw new DataError("source", `${path} has no known ending; give data.format, one of ${Object.keys(FORMATS).join(", ")}`, { file: path });
}

export function readerOf(format) {
  return FORMATS[format]();
}
