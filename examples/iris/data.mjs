import { readFileSync } from "node:fs";

/** Fisher's irises: length and width of the petals in centimetres, and the species. */
export function readFlowers() {
  const [, ...lines] = readFileSync(new URL("iris.csv", import.meta.url), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => {
    const [, , length, width, species] = line.split(",");
    return { petal: [Number(length), Number(width)], species };
  });
}
