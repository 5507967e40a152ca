import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

const SPECIES = ["setosa", "versicolor", "virginica"];
const COLOURS = ["#1971c2", "#d9480f", "#6741d9"];
const STYLE = { background: "white", fontFamily: "system-ui, sans-serif", fontSize: "13px" };

/** The petals with the line p = 1/2 of both classifiers, and the training loss along descent, side by side as an SVG document. */
export function drawPicture(round, curve) {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const [left, right] = [boundaries(document, round), losses(document, curve)];
  right.setAttribute("x", "500");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="400" viewBox="0 0 900 400">${left.outerHTML}${right.outerHTML}</svg>\n`;
  if (svg.includes("NaN")) throw new Error("the picture has a NaN in it");
  return svg;
}

function boundaries(document, { training, test, linear, kernel }) {
  const flowers = [...training.map((flower) => ({ ...flower, part: "training" })), ...test.map((flower) => ({ ...flower, part: "test" }))];
  const contour = ({ probability }, stroke, strokeDasharray) =>
    Plot.contour({
      // beyond the frame, so that no line closes along it
      x1: 0,
      x2: 8,
      y1: -0.3,
      y2: 3.1,
      clip: true,
      pixelSize: 4,
      value: (length, width) => probability([[length, width]])[0],
      thresholds: [0.5],
      stroke,
      strokeWidth: 2,
      strokeDasharray,
    });
  return Plot.plot({
    document,
    width: 490,
    height: 400,
    style: STYLE,
    x: { label: "petal length, cm", domain: [0.5, 7.5] },
    y: { label: "petal width, cm", domain: [0, 2.8] },
    color: { domain: SPECIES, range: COLOURS },
    symbol: { domain: ["training", "test"], range: ["circle", "cross"] },
    marks: [
      contour(linear, "#868e96", "5 4"),
      contour(kernel, "#212529"),
      Plot.dot(flowers, { x: ({ petal }) => petal[0], y: ({ petal }) => petal[1], stroke: "species", symbol: "part", r: 3 }),
      Plot.text(
        SPECIES.map((species, k) => ({ species, x: [1.5, 2.9, 6.9][k], y: [0.75, 1.7, 2.55][k] })),
        { x: "x", y: "y", text: "species", fill: "species", fontWeight: "bold" },
      ),
      Plot.text(
        [
          { x: 4, y: 0.6, text: "Gaussian kernel" },
          { x: 5.6, y: 0.45, text: "linear" },
        ],
        { x: "x", y: "y", text: "text", fill: "#212529" },
      ),
    ],
  });
}

function losses(document, { steps, losses: values, optimum }) {
  const curve = steps.map((step, k) => ({ step, loss: values[k] })).filter(({ step }) => step > 0);
  return Plot.plot({
    document,
    width: 400,
    height: 400,
    marginLeft: 50,
    style: STYLE,
    x: { type: "log", label: "steps of descent", ticks: [1, 10, 100], tickFormat: "d" },
    y: { label: "logistic loss of the training part", grid: true },
    marks: [
      Plot.ruleY([optimum], { stroke: "#868e96", strokeDasharray: "5 4" }),
      Plot.line(curve, { x: "step", y: "loss", stroke: "#d9480f", strokeWidth: 2 }),
      Plot.text([{ x: 400, y: optimum, text: "where Newton's method ends" }], {
        x: "x",
        y: "y",
        text: "text",
        textAnchor: "end",
        dy: -10,
        fill: "#495057",
      }),
    ],
  });
}
