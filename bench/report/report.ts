import { mkdirSync, writeFileSync } from "node:fs";
import type { Results } from "../results.ts";
import { page } from "./page.ts";
import { plotPercentOfPeak } from "./plot.ts";
import { costsOf, plotTrick, trickPage } from "./trick.ts";

const DOCS = new URL("../../docs/", import.meta.url);

/** docs/performance.md and docs/performance.svg from the results; docs/kernel-trick.md and its picture where that was measured. */
export function writeReport(results: Results): void {
  mkdirSync(DOCS, { recursive: true });
  writeFileSync(new URL("performance.svg", DOCS), plotPercentOfPeak(results.rows, results.header.engine));
  writeFileSync(new URL("performance.md", DOCS), page(results));
  const costs = costsOf(results.rows);
  if (costs.length === 0) return;
  writeFileSync(new URL("kernel-trick.svg", DOCS), plotTrick(costs));
  writeFileSync(new URL("kernel-trick.md", DOCS), trickPage(results));
}
