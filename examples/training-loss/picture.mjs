import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

/** Eigenvalues in falling order with the tolerance below which none can be told from 0, as an SVG document. */
export function drawSpectra(diagnoses) {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const dots = Object.entries(diagnoses).flatMap(([kernel, { eigenvalues }]) =>
    Array.from(eigenvalues, Math.abs)
      .sort((a, b) => b - a)
      .map((value, i) => ({ kernel, index: i + 1, value: Math.max(value, 1e-18) })),
  );
  const lines = Object.values(diagnoses).map(({ tolerance }) => ({ tolerance }));
  const svg = Plot.plot({
    document,
    width: 760,
    height: 380,
    marginLeft: 60,
    style: { background: "white", fontFamily: "system-ui, sans-serif", fontSize: "13px" },
    x: { label: "eigenvalue, by size" },
    y: { type: "log", label: "|λ|", tickFormat: "~e", ticks: 6, grid: true },
    color: { range: ["#00796b", "#d9480f"], legend: false },
    marks: [
      Plot.ruleY(lines, { y: "tolerance", stroke: "#868e96", strokeDasharray: "4 4" }),
      Plot.text([{ y: Math.max(...lines.map(({ tolerance }) => tolerance)), text: "below: not to be told from 0" }], {
        x: () => dots.length / lines.length,
        y: "y",
        text: "text",
        textAnchor: "end",
        dy: -8,
        fill: "#495057",
      }),
      Plot.dot(dots, { x: "index", y: "value", fill: "kernel", r: 3 }),
      Plot.text(
        Object.entries(diagnoses).map(([kernel], k) => ({ kernel, x: k === 0 ? 44 : 16, y: k === 0 ? 0.6 : 1e-11 })),
        {
          x: "x",
          y: "y",
          text: "kernel",
          fill: "kernel",
          fontWeight: "bold",
        },
      ),
    ],
  });
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return `${svg.outerHTML}\n`;
}
