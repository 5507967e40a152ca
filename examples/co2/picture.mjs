import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

const WIDTH = 960;
const FONT = "system-ui, sans-serif";
export const INK = "#222222";
export const DATA = "#868e96";
export const KERNEL = "#00796b";
const LINEAR = "#d9480f";

/** Years shown enlarged, and the concentrations met in them. */
const CLOSE_UP = { x1: 2010, x2: 2016, y1: 384, y2: 406 };

/**
 * The fits and residuals of one split as an SVG document: all years, a few of them enlarged, and what the models missed on the test part.
 *
 * @param months all of the record
 * @param round one split: `test`, and `kernel` and `linear` with their predictions `at` given years and `residuals` on the test part
 */
export function drawPicture(months, { test, kernel, linear }) {
  const first = months[0].year;
  const last = months.at(-1).year;
  const years = Array.from({ length: Math.round((last - first) * 36) + 1 }, (_, i) => first + i / 36);
  const unseen = new Set(test);
  const dots = months.map((month) => ({ ...month, unseen: unseen.has(month) }));
  const curves = [...curve("linear ridge", years, linear.at(years), LINEAR), ...curve("kernel ridge", years, kernel.at(years), KERNEL)];
  const missed = test.map(({ year }, i) => ({ year, linear: linear.residuals[i], kernel: kernel.residuals[i] }));
  return compose([
    { title: "CO₂ in the air at Mauna Loa: every month measured, and two models of it", plot: overview(dots, curves) },
    {
      title: `${CLOSE_UP.x1} to ${CLOSE_UP.x2} enlarged: filled dots are months that the models did not see`,
      plot: closeUp(dots, curves),
    },
    { title: "Measured minus predicted, on the months that the models did not see", plot: residuals(missed, last) },
  ]);
}

function curve(model, years, predictions, colour) {
  return years.map((year, i) => ({ model, year, ppm: predictions[i], colour }));
}

function overview(dots, curves) {
  return panel(320, {
    y: { ticks: 6 },
    marks: [
      Plot.rect([CLOSE_UP], { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill: "#e9ecef" }),
      Plot.dot(dots, { x: "year", y: "ppm", r: 1.8, fill: DATA }),
      fits(curves, 1),
      ...ends(curves, { "kernel ridge": -6, "linear ridge": 8 }),
    ],
  });
}

function closeUp(dots, curves) {
  const shown = ({ year }) => year >= CLOSE_UP.x1 && year <= CLOSE_UP.x2;
  const near = curves.filter(shown);
  return panel(270, {
    x: { domain: [CLOSE_UP.x1, CLOSE_UP.x2], ticks: 6 },
    y: { ticks: 5 },
    marks: [
      fits(near, 2),
      Plot.dot(dots.filter(shown), { x: "year", y: "ppm", r: 3, fill: (d) => (d.unseen ? INK : "white"), stroke: INK }),
      ...ends(near),
    ],
  });
}

function residuals(missed, last) {
  const latest = missed.reduce((a, b) => (b.year > a.year ? b : a));
  const dots = (y, fill) => Plot.dot(missed, { x: "year", y, r: 2, fill });
  return panel(250, {
    y: { ticks: 6 },
    marks: [
      Plot.ruleY([0], { stroke: INK }),
      dots("linear", LINEAR),
      dots("kernel", KERNEL),
      label({ year: last, ppm: latest.linear }, "linear ridge", LINEAR),
      label({ year: last, ppm: 0 }, "kernel ridge", KERNEL),
    ],
  });
}

function fits(curves, strokeWidth) {
  return Plot.line(curves, { x: "year", y: "ppm", z: "model", stroke: "colour", strokeWidth });
}

/** The name of each curve beside its end, moved down by so many pixels. */
function ends(curves, down = {}) {
  const last = curves.filter((point, i) => point.model !== curves[i + 1]?.model);
  return last.map((point) => label(point, point.model, point.colour, down[point.model]));
}

export function label(point, text, fill, dy = 0) {
  return Plot.text([point], { x: "year", y: "ppm", text: () => text, textAnchor: "start", fill, dx: 8, dy, fontWeight: 600 });
}

export function panel(height, { x = {}, y, marks }) {
  const { document } = parseHTML("<html><body></body></html>");
  const plot = Plot.plot({
    document,
    width: WIDTH,
    height,
    marginTop: 30,
    marginLeft: 48,
    marginRight: 96,
    marginBottom: 40,
    style: { fontFamily: FONT, fontSize: "12px", color: INK, background: "white" },
    x: { tickFormat: "d", label: "year", labelAnchor: "center", labelArrow: "none", ...x },
    y: { grid: true, label: "ppm", labelArrow: "none", ...y },
    marks,
  });
  return { plot, height };
}

/** The panels below each other, each under its title; coordinates to a hundredth of a pixel. */
export function compose(panels) {
  let y = 10;
  const parts = panels.map(({ title, plot: { plot, height } }) => {
    plot.setAttribute("y", String(y + 18));
    const part = `<text x="12" y="${y + 14}" font-weight="600">${title}</text>\n${plot.outerHTML}`;
    y += height + 26;
    return part;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" font-family="${FONT}" font-size="14" fill="${INK}">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    ...parts.map((part) => part.replace(/(\.\d\d)\d+/g, "$1")),
    "</svg>\n",
  ].join("\n");
}
