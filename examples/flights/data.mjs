import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { airportsOf, FEATURES, featuresOf } from "./features.mjs";

const data = fileURLToPath(new URL("node_modules/vega-datasets/data", import.meta.url));

const airports = airportsOf(readFileSync(join(data, "airports.csv"), "utf8"));

/** The file, and the rows [from, to) of its row groups. */
export async function openFlights() {
  const file = await asyncBufferFromFile(join(data, "flights-3m.parquet"));
  const { row_groups } = await parquetMetadataAsync(file);
  const groups = [];
  let rows = 0;
  for (const { num_rows } of row_groups) {
    groups.push({ from: rows, to: rows + Number(num_rows) });
    rows += Number(num_rows);
  }
  return { file, groups, rows };
}

/** Points and delays in minutes of the rows [from, to). */
export async function readFlights({ file }, { from, to }) {
  const flights = await parquetReadObjects({ file, compressors, rowStart: from, rowEnd: to });
  const X = { rows: flights.length, cols: FEATURES, data: new Float64Array(flights.length * FEATURES) };
  flights.forEach((flight, i) => {
    X.data.set(featuresOf(airports, flight), i * FEATURES);
  });
  return { X, y: Float64Array.from(flights, ({ delay }) => Number(delay)) };
}

/** The same row group by row group: never more than one of them in memory. */
export async function* inParts(flights, { from, to }) {
  for (const group of flights.groups) {
    const range = { from: Math.max(from, group.from), to: Math.min(to, group.to) };
    if (range.from < range.to) yield readFlights(flights, range);
  }
}
