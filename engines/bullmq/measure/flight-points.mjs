// A flight as a point: the hour and the day as points on circles, the distance, and where it begins and ends.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const FOLDER = fileURLToPath(new URL("../../shards/node_modules/vega-datasets/data", import.meta.url));

const airports = new Map(
  readFileSync(join(FOLDER, "airports.csv"), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => {
      const fields = line.split(",");
      return [fields[0], fields.slice(-2).map(Number)];
    }),
);

export const columns = ["date", "distance", "origin", "destination"];

export function pointOf({ date, distance, origin, destination }) {
  const hour = ((date.getUTCHours() + date.getUTCMinutes() / 60) * Math.PI) / 12;
  const day = (Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0)) / 86_400_000) * 2 * Math.PI) / 366;
  const [fromLatitude, fromLongitude] = airports.get(origin) ?? [39, -98];
  const [toLatitude, toLongitude] = airports.get(destination) ?? [39, -98];
  return [
    ...[Math.sin(hour), Math.cos(hour), Math.sin(day), Math.cos(day), Number(distance) / 1000],
    ...[(fromLatitude - 39) / 10, (fromLongitude + 98) / 20, (toLatitude - 39) / 10, (toLongitude + 98) / 20],
  ];
}
