import * as Plot from "@observablehq/plot";
import { COVERAGE } from "./forecast.mjs";
import { compose, DATA, INK, KERNEL, label, panel } from "./picture.mjs";

/** Years before the forecast that are shown. */
const BEFORE = 8;

/**
 * A forecast with its band as an SVG document: the years around its beginning, and what it missed.
 *
 * @param decade what `forecast` gives
 */
export function drawForecast({ year, known, ahead, mean, lower, upper }) {
  const points = ahead.map((month, i) => ({ ...month, mean: mean[i], lower: lower[i], upper: upper[i] }));
  const shown = known.filter((month) => month.year >= year - BEFORE);
  const errors = points.map((p) => ({ year: p.year, ppm: p.ppm - p.mean, lower: p.lower - p.mean, upper: p.upper - p.mean }));
  const band = `${100 * COVERAGE} % band`;
  return compose([
    { title: `CO₂ forecast from the months before ${year}: filled dots are months that came later`, plot: course(shown, points, band) },
    { title: "Measured minus forecast, and the same band", plot: misses(errors, band) },
  ]);
}

function course(shown, points, band) {
  const last = points.at(-1);
  return panel(330, {
    y: { ticks: 6 },
    marks: [
      Plot.areaY(points, { x: "year", y1: "lower", y2: "upper", fill: KERNEL, fillOpacity: 0.18 }),
      Plot.line(points, { x: "year", y: "mean", stroke: KERNEL, strokeWidth: 2 }),
      Plot.dot(shown, { x: "year", y: "ppm", r: 2.5, fill: "white", stroke: DATA }),
      Plot.dot(points, { x: "year", y: "ppm", r: 2.5, fill: INK }),
      label({ year: last.year, ppm: last.mean }, "forecast", KERNEL),
      label({ year: last.year, ppm: last.lower }, band, KERNEL),
    ],
  });
}

function misses(errors, band) {
  const last = errors.at(-1);
  return panel(250, {
    y: { ticks: 6 },
    marks: [
      Plot.areaY(errors, { x: "year", y1: "lower", y2: "upper", fill: KERNEL, fillOpacity: 0.18 }),
      Plot.ruleY([0], { stroke: KERNEL, strokeWidth: 2 }),
      Plot.dot(errors, { x: "year", y: "ppm", r: 2.5, fill: INK }),
      label({ year: last.year, ppm: last.lower }, band, KERNEL),
    ],
  });
}
