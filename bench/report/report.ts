import { mkdirSync, writeFileSync } from "node:fs";
import type { Results } from "../results.ts";
import { page } from "./page.ts";
import { plotPercentOfPeak } from "./plot.ts";

const DOCS = new URL("../../docs/", import.meta.url);

/** docs/performance.md and docs/performance.svg from the results. */
export function writeReport(results: Results): void {
  mkdirSync(DOCS, { recursive: true });
  writeFileSync(new URL("performance.svg", DOCS), plotPercentOfPeak(results.rows));
  writeFileSync(new URL("performance.md", DOCS), page(results));
}
