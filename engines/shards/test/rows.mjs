// Rows for the tests of all engines, in files of each format.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { parquetWriteBuffer } from "hyparquet-writer";

export function columns(n) {
  const value = (i, k) => Math.sin(i * (k + 1.3) + i * i * 0.01);
  const a = Float64Array.from({ length: n }, (_, i) => value(i, 0));
  const b = Float64Array.from({ length: n }, (_, i) => value(i, 1));
  const y = a.map((x, i) => x * x + b[i] + 0.1 * value(i, 2));
  return { a, b, y };
}

const WRITERS = {
  csv: ({ a, b, y }) => ["a,b,y,note", ...Array.from(a, (x, i) => `${x},${b[i]},${y[i]},"line ${i}\nnext"`)].join("\r\n"),
  parquet: (all) =>
    Buffer.from(
      parquetWriteBuffer({ columnData: Object.entries(all).map(([name, data]) => ({ name, data, type: "DOUBLE" })), rowGroupSize: 10_000 }),
    ),
  arrow: (all) => tableToIPC(tableFromArrays(all), "file"),
};

/** Writes the rows; `change` alters the columns first. */
export function writeRows(folder, format, n, change = (all) => all) {
  const path = join(folder, `rows.${format}`);
  writeFileSync(path, WRITERS[format](change(columns(n))));
  return path;
}
