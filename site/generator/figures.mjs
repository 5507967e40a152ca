// The measured figures of docs/performance.md, which the benchmark writes; nothing here is typed in by hand.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";

/** What the first page shows: an operation as the benchmark calls it, what it is for a reader, and the contestants. */
const SHOWN = [
  { operation: "kernel ridge fit, n = 500, d = 20", words: "Fit 500 points" },
  { operation: "kernel ridge fit, n = 2000, d = 20", words: "Fit 2,000 points" },
  { operation: "predict, 2000 × 500, d = 20", words: "Predict 2,000 points from 500" },
  { operation: "eigenvectors, n = 250", words: "Eigenvectors of a 250 × 250 matrix" },
  { operation: "support vector machine, n = 2000, d = 20, C = 1", words: "A support vector machine on 2,000 points" },
];
const CONTESTANTS = {
  mercer: ["**mercer**"],
  js: ["ml-regression", "ml-matrix", "libsvm-js", "ml-kernel"],
  native: ["scikit-learn native", "scipy native", "numpy native"],
  twin: ["pure TypeScript, tuned"],
};

/** What a page that only predicts loads, as the table of sizes calls it. */
const SERVED = "fromJSON, predict, predictor";

/** Where and when it was measured; rows of the table: for each operation the median of each, and how many times that of mercer it is; the size of what serves a model. */
export function figures() {
  const page = readFileSync(join(ROOT, "docs/performance.md"), "utf8");
  const [, processor, node, date] = /^- (.+?); (Node [\d.]+).*; (\d{4}-\d\d-\d\d)$/m.exec(page) ?? [];
  if (!date) throw new Error("docs/performance.md does not say where and when it was measured");
  const served = new RegExp(`^\\| ${SERVED} \\| ([\\d.]+) kB`, "m").exec(page)?.[1];
  if (!served) throw new Error(`docs/performance.md has no size of "${SERVED}"`);
  const rows = SHOWN.map(({ operation, words }) => {
    const section = page.split(`### ${operation}\n`)[1]?.split("\n### ")[0];
    if (!section) throw new Error(`docs/performance.md has no section "${operation}"`);
    const table = section.split("\n").filter((line) => line.startsWith("| "));
    const head = cellsOf(table[0]);
    const [medianAt, timesAt] = [head.indexOf("median"), head.indexOf("× mercer")];
    const pick = (names) => {
      const row = table.map(cellsOf).find(([name]) => names.includes(name));
      return row ? { name: row[0].replaceAll("*", ""), median: row[medianAt], times: Number(row[timesAt]) } : null;
    };
    return { words, ...Object.fromEntries(Object.entries(CONTESTANTS).map(([key, names]) => [key, pick(names)])) };
  });
  return { measured: `${processor}, ${node}, ${date}`, rows, served: `${Math.round(Number(served))} kB` };
}

function cellsOf(line) {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}
