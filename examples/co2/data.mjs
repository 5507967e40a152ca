import { readFileSync } from "node:fs";

/** Months of the record: `year` is the middle of the month as a decimal year, `ppm` the CO₂ concentration in parts per million. */
export function readMonths() {
  const [, ...lines] = readFileSync(new URL("co2.csv", import.meta.url), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => {
    const [month, ppm] = line.split(",");
    const [year, number] = month.split("-").map(Number);
    return { year: year + (number - 0.5) / 12, ppm: Number(ppm) };
  });
}

/** Inputs made by hand: the year for the trend, and two waves, of a year and of half a year, for the season. */
export function features(year) {
  const angle = 2 * Math.PI * year;
  return [year, Math.cos(angle), Math.sin(angle), Math.cos(2 * angle), Math.sin(2 * angle)];
}

/** The same and the year squared: what one would add to a linear model on seeing its residuals. */
export function bentFeatures(year) {
  return [...features(year), (year - 1990) ** 2];
}
