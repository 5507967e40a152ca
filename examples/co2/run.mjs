/**
 * Monthly CO₂ at Mauna Loa: kernel ridge regression against linear ridge regression on the same features, over seeded random splits.
 *
 * Everything that is chosen, scaling, width and λ, is chosen on the training part of its split. The test part is only predicted. Then a forecast of ten years
 * by a Gaussian process, with a band.
 *
 *     node examples/co2/run.mjs [--splits 20] [--out examples/co2/co2.svg] [--forecast-out forecast.svg beside it]
 */
import { writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { applyScaler, fit, kernelRidge, linear, predict, rbf, selectLambda, standardize } from "mercer";
import { split } from "../split.mjs";
import { bentFeatures, features, readMonths } from "./data.mjs";
import { describeForecast, forecast, holds } from "./forecast.mjs";
import { drawForecast } from "./forecast-picture.mjs";
import { drawPicture } from "./picture.mjs";

/** The claim: the kernel's mean test error is at most this share of the linear model's, and smaller in every split. */
const MARGIN = 1 / 5;

/** Length scales to choose from, in standard deviations of a feature: one for the year, one for the four waves of the season. */
const YEAR_WIDTHS = [0.05, 0.1, 0.2];
const SEASON_WIDTHS = [8, 16, 32, 64];

const KERNEL_LAMBDAS = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2];
const LINEAR_LAMBDAS = [1e-3, 1e-2, 1e-1, 1, 10, 100];

/** The first month that is forecast. */
const FORECAST_FROM = 2010;

const { values } = parseArgs({
  options: { splits: { type: "string", default: "20" }, out: { type: "string" }, "forecast-out": { type: "string" } },
});
const splits = Number(values.splits);
if (!Number.isInteger(splits) || splits < 1) throw new RangeError(`--splits must be a positive whole number; it is ${values.splits}`);
const out = values.out ?? fileURLToPath(new URL("co2.svg", import.meta.url));
const forecastOut = values["forecast-out"] ?? join(dirname(out), "forecast.svg");

const CONTESTANTS = {
  linear: { label: "linear ridge", features, kernels: [linear()], lambdas: LINEAR_LAMBDAS },
  bent: { label: "linear ridge, with year²", features: bentFeatures, kernels: [linear()], lambdas: LINEAR_LAMBDAS },
  kernel: { label: "Gaussian kernel ridge", features, kernels: gaussians(), lambdas: KERNEL_LAMBDAS },
};

const started = performance.now();
const months = readMonths();
const rounds = [];
for (let seed = 1; seed <= splits; seed++) {
  progress(`split ${seed} of ${splits}`);
  const { training, test } = split(months, seed);
  const models = Object.entries(CONTESTANTS).map(([name, contestant]) => [name, train(contestant, training, test)]);
  rounds.push({ training, test, ...Object.fromEntries(models) });
}
progress("");
writeFileSync(out, drawPicture(months, rounds[0]));
const met = report();
progress("forecast");
const decade = forecast(months, FORECAST_FROM);
progress("");
writeFileSync(forecastOut, drawForecast(decade));
print("", ...describeForecast(decade), `picture   ${relative(process.cwd(), forecastOut)}`);
process.exitCode = met && holds(decade) ? 0 : 1;

function gaussians() {
  return YEAR_WIDTHS.flatMap((year) => SEASON_WIDTHS.map((season) => rbf({ lengthScale: [year, season, season, season, season] })));
}

/** The contestant fitted to the training part, and its error on the test part. */
function train({ features, kernels, lambdas }, training, test) {
  const y = training.map(({ ppm }) => ppm);
  const { scaler, X } = standardize(training.map(({ year }) => features(year)));
  const start = performance.now();
  const { kernel, lambda } = choose(kernels, lambdas, X, y);
  const chosen = performance.now();
  const model = fit(kernelRidge({ kernel, lambda, intercept: true }), X, y);
  const fitted = performance.now();
  const at = (years) => predict(model, applyScaler(scaler, years.map(features)));
  const residuals = at(test.map(({ year }) => year)).map((h, i) => test[i].ppm - h);
  const rmse = Math.sqrt(mean(residuals.map((r) => r ** 2)));
  return { at, residuals, rmse, lambda, model, scaler, choosing: chosen - start, fitting: fitted - chosen };
}

/** Kernel and λ of the smallest exact leave-one-out error. */
function choose(kernels, lambdas, X, y) {
  let best = { error: Infinity };
  for (const kernel of kernels) {
    const selection = selectLambda(kernelRidge({ kernel, intercept: true }), X, y, lambdas);
    const error = Math.min(...selection.looError);
    if (error < best.error) best = { error, kernel, lambda: selection.best };
  }
  return best;
}

/** Prints what came out; whether the claim holds. */
function report() {
  const { training, test } = rounds[0];
  const last = months.at(-1).year;
  print(
    `CO₂ at Mauna Loa, ${Math.floor(months[0].year)} to ${Math.floor(last)}: ${months.length} months; ` +
      `${splits} random splits, ${training.length} months to train on, ${test.length} to test on.`,
    "",
    "test RMSE in ppm            mean   deviation (min – max)",
  );
  for (const [name, { label }] of Object.entries(CONTESTANTS)) {
    const errors = errorsOf(name);
    print(
      `  ${label.padEnd(24)} ${mean(errors).toFixed(3).padStart(6)}   ${deviation(errors).toFixed(3)} ` +
        `(${Math.min(...errors).toFixed(3)} – ${Math.max(...errors).toFixed(3)})`,
    );
  }
  const share = mean(errorsOf("kernel")) / mean(errorsOf("linear"));
  const wins = rounds.filter(({ kernel, linear }) => kernel.rmse < linear.rmse).length;
  const met = share <= MARGIN && wins === splits;
  print(
    "",
    `claim   the kernel's error is at most 1/${1 / MARGIN} of the linear model's, and smaller in every split`,
    `result  1/${(1 / share).toFixed(1)} of it, smaller in ${wins} of ${splits}: ${met ? "met" : "NOT MET"}`,
    "",
    ...describeFits(),
    `picture ${relative(process.cwd(), out)}`,
  );
  return met;
}

function describeFits() {
  const fits = rounds.map(({ kernel }) => kernel);
  const reports = fits.map(({ model }) => model.report);
  const widths = fits.map(({ model, scaler }) => {
    const [year, season] = model.kernel.lengthScale;
    return `of ${(year * scaler.deviation[0]).toPrecision(2)} years and ${season} deviations of the season's waves`;
  });
  const warnings = reports.flatMap((r) => r.warnings);
  return [
    `chosen  widths ${mostFrequent(widths)} and λ = ${mostFrequent(fits.map(({ lambda }) => lambda))} most often`,
    `solver  ${mostFrequent(reports.map((r) => r.solver))}: ${mostFrequent(reports.map((r) => r.reason))}; ` +
      `condition up to ${worst(reports, "conditionEstimate")}, backward error up to ${worst(reports, "backwardError")}, ${warnings.length} warnings`,
    `times   choosing ${seconds(fits, "choosing")} (${YEAR_WIDTHS.length * SEASON_WIDTHS.length} kernels × ${KERNEL_LAMBDAS.length} λ, ` +
      `each by exact leave-one-out), fitting ${seconds(fits, "fitting")}, all ${((performance.now() - started) / 1000).toFixed(1)} s`,
  ];
}

function errorsOf(name) {
  return rounds.map((round) => round[name].rmse);
}

function worst(reports, field) {
  return Math.max(...reports.map((r) => r[field])).toExponential(1);
}

function seconds(fits, field) {
  return `${(fits.reduce((total, f) => total + f[field], 0) / 1000).toFixed(2)} s`;
}

function mostFrequent(items) {
  const count = (item) => items.filter((other) => other === item).length;
  return items.reduce((best, item) => (count(item) > count(best) ? item : best));
}

function mean(numbers) {
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}

function deviation(numbers) {
  const centre = mean(numbers);
  return Math.sqrt(mean(numbers.map((x) => (x - centre) ** 2)));
}

function print(...lines) {
  console.log(lines.join("\n"));
}

/** Shown on a terminal only, and replaced by what comes next. */
function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
