/**
 * A forecast of CO₂: a Gaussian process on a trend, whose covariance is a season that may change slowly, irregularities of a few years, and noise that lasts
 * a few weeks.
 *
 * The composition is that of Rasmussen and Williams, Gaussian Processes for Machine Learning, section 5.4.3. Their trend is a process as well; here it is
 * chosen among three, by how well each would have forecast the last ten years that are known.
 */
import {
  add,
  coverage,
  fit,
  gaussianProcess,
  logScore,
  multiply,
  normalQuantile,
  periodic,
  predictDistribution,
  rationalQuadratic,
  rbf,
  rmse,
  scale,
  tune,
} from "mercer";

/** Years that are forecast, and of the band how often it is to hold what came. */
const AHEAD = 10;
export const COVERAGE = 0.95;

/** Months cluster by season, so the share that a right band holds varies from decade to decade. */
const CLAIMED = { from: 0.9, to: 0.98 };

const TRENDS = { constant: "constant", line: "linear", parabola: ([t]) => [1, t, t * t] };

/** Years of a decade: the numbers of a parabola then are of like size. */
const at = ({ year }) => (year - 1990) / 10;

const season = multiply(rbf({ lengthScale: 9 }), periodic({ period: 0.1, lengthScale: 1.3 }));
const irregularities = rationalQuadratic({ alpha: 0.8, lengthScale: 0.12 });
const weeks = rbf({ lengthScale: 0.013 });
const covariance = add(scale(5.8, season), scale(0.44, irregularities), scale(0.03, weeks));

/** Chooses a trend by the ten years before `year`, fits what came before it, and forecasts the ten years after. */
export function forecast(months, year) {
  const scores = Object.fromEntries(
    Object.entries(TRENDS).map(([name, trend]) => [
      name,
      judged(months, year - AHEAD, learned(months, year - AHEAD, trend).estimator).score,
    ]),
  );
  const trend = Object.keys(scores).reduce((best, name) => (scores[name] < scores[best] ? name : best));
  const tuning = learned(months, year, TRENDS[trend]);
  return { year, scores, trend, tuning, ...judged(months, year, tuning.estimator) };
}

/** The process with the parameters that make the months before `year` most likely. */
function learned(months, year, trend) {
  const known = before(months, year);
  const start = gaussianProcess({ kernel: covariance, noise: 0.04, trend });
  const fixed = ["kernel.terms.0.kernel.factors.1.period"];
  // those from the data are too wide for noise, a thousandth of the variance of y
  const bounds = /** @type {Record<string, [number, number]>} */ ({ "kernel.terms.2.factor": [1e-4, 1] });
  return tune(start, known.map(at), ppm(known), { fixed, bounds, starts: 1 });
}

/**
 * What the process, fitted to the months before `year`, says of the ten years after, and what came.
 *
 * @param {import("mercer").GaussianProcess} estimator
 */
function judged(months, year, estimator) {
  const known = before(months, year);
  const ahead = months.filter((month) => month.year >= year && month.year < year + AHEAD);
  const model = fit(estimator, known.map(at), ppm(known));
  const { mean, variance } = predictDistribution(model, ahead.map(at), { noise: true });
  const deviation = variance.map(Math.sqrt);
  const width = normalQuantile((1 + COVERAGE) / 2);
  const lower = mean.map((m, i) => m - width * deviation[i]);
  const upper = mean.map((m, i) => m + width * deviation[i]);
  const truth = ppm(ahead);
  return {
    known,
    ahead,
    mean,
    lower,
    upper,
    rmse: rmse(truth, mean),
    share: coverage(truth, lower, upper),
    score: logScore(truth, mean, deviation),
  };
}

/** The forecast in sentences. */
export function describeForecast({ year, scores, trend, tuning, known, ahead, rmse, share }) {
  const listed = Object.entries(scores).map(([name, score]) => `${name} ${score.toFixed(2)}`);
  return [
    `forecast  ${known.length} months before ${year} known, the ${ahead.length} months of ${year} to ${year + AHEAD - 1} forecast by a Gaussian process`,
    `trend     ${trend}, by the forecasts of ${year - AHEAD} to ${year - 1} made before: log score ${listed.join(", ")}, less is better`,
    `learned   ${tuning.parameters.length} parameters, ${tuning.evaluations} evaluations; ${tuning.warnings.length} warnings`,
    `result    RMSE ${rmse.toFixed(2)} ppm; ${(100 * share).toFixed(1)} % of the months are in the ${100 * COVERAGE} % band: ${holds({ share }) ? "met" : "NOT MET"}`,
  ];
}

export function holds({ share }) {
  return share >= CLAIMED.from && share <= CLAIMED.to;
}

function before(months, year) {
  return months.filter((month) => month.year < year);
}

/** @returns {number[]} */
function ppm(months) {
  return months.map((month) => month.ppm);
}
