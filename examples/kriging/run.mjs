/**
 * A map from stations: precipitation over the United States, known at every seventh cell or so of a grid and predicted at the others, with the deviation of each prediction.
 *
 * Kriging with an unknown constant mean (ordinary kriging) is a Gaussian process with the trend "constant". The parameters, what geostatistics calls the
 * variogram, are those that make the stations most likely. The cells between are only predicted.
 *
 *     node examples/kriging/run.mjs [examples/kriging/kriging.svg]
 */
import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import {
  applyScaler,
  coverage,
  fit,
  gaussianProcess,
  matern,
  normalQuantile,
  predictDistribution,
  r2,
  rmse,
  scale,
  standardize,
  trainTestSplit,
  tune,
} from "mercer";
import { readCells } from "./data.mjs";
import { drawMaps } from "./picture.mjs";

const COVERAGE = 0.95;

const out = process.argv[2] ?? fileURLToPath(new URL("kriging.svg", import.meta.url));
const cells = readCells();
const { train, test } = trainTestSplit(cells.length, { testShare: 0.85, seed: 1 });
const places = (rows) => Array.from(rows, (i) => [cells[i].longitude, cells[i].latitude]);
// precipitation is positive and skewed; its logarithm is closer to normal
const targets = (rows) => Array.from(rows, (i) => Math.log(cells[i].mm));

const { scaler, X } = standardize(places(train));
const y = targets(train);
const start = gaussianProcess({ kernel: scale(0.5, matern({ nu: 1.5, lengthScale: [1, 1] })), noise: 0.1, trend: "constant" });
const { estimator, parameters, optima, evaluations, warnings } = tune(start, X, y);
const model = fit(estimator, X, y);

const held = distributionAt(test);
const truth = targets(test);
const width = normalQuantile((1 + COVERAGE) / 2);
const share = coverage(
  truth,
  held.mean.map((m, i) => m - width * held.deviation[i]),
  held.mean.map((m, i) => m + width * held.deviation[i]),
);
const explained = r2(truth, held.mean);

console.log(`${train.length} stations, ${test.length} cells between them that are only predicted; targets are log mm`);
console.log(`learned  ${parameters.map(({ path, value }) => `${path} ${value.toPrecision(3)}`).join(", ")}`);
console.log(`         ${optima.length} distinct optima, ${evaluations} evaluations, ${warnings.length} warnings`);
for (const { value, starts } of optima) console.log(`         log likelihood ${value.toFixed(1)} from ${starts} of 5 starts`);
console.log(`R²       ${explained.toFixed(3)} between the stations, RMSE ${rmse(truth, held.mean).toFixed(3)}`);
console.log(`band     ${(100 * share).toFixed(1)} % of the cells are in their ${100 * COVERAGE} % intervals`);

const all = distributionAt(
  cells.map((_, i) => i),
  false,
);
const map = cells.map((cell, i) => ({ ...cell, mean: all.mean[i], deviation: all.deviation[i] }));
writeFileSync(
  out,
  drawMaps(
    map,
    Array.from(train, (i) => cells[i]),
  ),
);
console.log(`picture  ${relative(process.cwd(), out)}`);
process.exitCode = explained > 0.7 && share > 0.9 && share < 0.98 ? 0 : 1;

/** Mean and deviation of a new observation in these cells, or without its noise. */
function distributionAt(rows, noise = true) {
  const { mean, variance } = predictDistribution(model, applyScaler(scaler, places(rows)), { noise });
  return { mean, deviation: variance.map(Math.sqrt) };
}
