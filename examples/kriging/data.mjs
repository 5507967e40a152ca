import { readFileSync } from "node:fs";

/** Precipitation of a year in the cells of a grid, one degree each: `{ longitude, latitude, mm }`. */
export function readCells() {
  const lines = readFileSync(new URL("precipitation.csv", import.meta.url), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  return lines.map((line) => {
    const [longitude, latitude, mm] = line.split(",").map(Number);
    return { longitude, latitude, mm };
  });
}
