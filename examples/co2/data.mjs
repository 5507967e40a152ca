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

/** Divides items at random, the same way for the same seed: 70 % to train on, the rest to test on. */
export function split(items, seed) {
  const random = uniform(seed);
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  const count = Math.round(0.7 * items.length);
  return { training: shuffled.slice(0, count), test: shuffled.slice(count) };
}

/** Uniform numbers in [0, 1) from a seed (the generator known as mulberry32). */
function uniform(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
