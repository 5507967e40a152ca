import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Row } from "../contest.ts";
import { titleOf } from "../results.ts";
import { isOf } from "./tables.ts";

const FONT = "system-ui, sans-serif";

/** Percent of the peak of every compute-bound operation in Wasm and JavaScript, as an SVG document whose right edge is the peak. */
export function plotPercentOfPeak(rows: readonly Row[], engine: string): string {
  const { document } = parseHTML("<html><body></body></html>");
  // Native code is not under the roof of Wasm: it stands in the tables.
  const shown = rows
    .filter((row) => row.percentOfPeak !== undefined && row.arithmetic === "f64 strict" && isOf(row.engine, engine))
    .map((row) => ({ ...row, title: titleOf(row) }));
  const plot = Plot.plot({
    document: document as unknown as Document,
    style: { fontFamily: FONT, background: "white", color: "#222" },
    width: 900,
    marginLeft: 250,
    marginRight: 150,
    x: { domain: [0, 100], label: "percent of the peak measured beside each run", grid: true },
    y: { label: null },
    fy: { label: null, domain: [...new Set(shown.map(({ title }) => title))] },
    marks: [
      Plot.barX(shown, {
        x: "percentOfPeak",
        y: "implementation",
        fy: "title",
        fill: (row: Row) => (row.implementation.startsWith("mercer") ? "#0b6e4f" : "#b5b5b5"),
        sort: { y: "-x" },
      }),
      Plot.text(shown, {
        x: "percentOfPeak",
        y: "implementation",
        fy: "title",
        text: (row: Row) => row.percentOfPeak?.toFixed(0) ?? "",
        dx: 12,
      }),
      Plot.ruleX([100], { stroke: "#c1121f", strokeWidth: 2 }),
      Plot.ruleX([0]),
    ],
  });
  plot.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return `${plot.outerHTML}\n`;
}
