import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";

const data = fileURLToPath(new URL("node_modules/vega-datasets/data", import.meta.url));

/** Degrees of every airport, by its code. */
const airports = new Map(
  readFileSync(join(data, "airports.csv"), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const fields = line.split(",");
      return [fields[0], fields.slice(-2).map(Number)];
    }),
);

/** Features of a flight, each of about the same size: the hour and the day as points on circles, the distance, and where it begins and ends. */
export const FEATURES = 9;

function featuresOf({ date, distance, origin, destination }) {
  const hour = ((date.getUTCHours() + date.getUTCMinutes() / 60) * Math.PI) / 12;
  const day = (Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0)) / 86_400_000) * 2 * Math.PI) / 366;
  const [fromLatitude, fromLongitude] = airports.get(origin) ?? [39, -98];
  const [toLatitude, toLongitude] = airports.get(destination) ?? [39, -98];
  return [
    ...[Math.sin(hour), Math.cos(hour), Math.sin(day), Math.cos(day), Number(distance) / 1000],
    ...[(fromLatitude - 39) / 10, (fromLongitude + 98) / 20, (toLatitude - 39) / 10, (toLongitude + 98) / 20],
  ];
}

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
    X.data.set(featuresOf(flight), i * FEATURES);
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
