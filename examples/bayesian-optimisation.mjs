/**
 * Bayesian optimisation: the minimum of a function that is dear, by a Gaussian process of what is known and the expected improvement of what is not.
 *
 * The function is Branin's, whose minimum is known, so that the regret can be printed: the best value found less the minimum. Runs in Node and in a page.
 *
 *     node examples/bayesian-optimisation.mjs
 */
import {
  distributionGradient,
  distributionPredictor,
  expectedImprovement,
  fit,
  gaussianProcess,
  logExpectedImprovement,
  multiStart,
  rbf,
  scale,
  tune,
} from "mercer";

const MINIMUM = 0.39788735772973816;
const EVALUATIONS = 30;

/** Of the variance of the function: it has no noise, but equal values need some room. */
const NOISE = 1e-6;

const points = [];
const values = [];
for (const a of [1 / 6, 1 / 2, 5 / 6]) for (const b of [1 / 6, 1 / 2, 5 / 6]) ask([a, b]);
console.log("evaluations   regret     expected improvement of the next");
while (values.length < EVALUATIONS) {
  const { point, improvement } = next();
  if (values.length % 3 === 0) report(improvement);
  ask(point);
}
report(0);
process.exitCode = regret() < 1e-3 ? 0 : 1;

/** On the unit square, which stands for −5 … 10 and 0 … 15. */
function branin([a, b]) {
  const [x, z] = [15 * a - 5, 15 * b];
  const bend = z - (5.1 / (4 * Math.PI ** 2)) * x ** 2 + (5 / Math.PI) * x - 6;
  return bend ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
}

function ask(point) {
  points.push(point);
  values.push(branin(point));
}

/** The point of the largest expected improvement. */
function next() {
  const { y, best } = standardized();
  const start = gaussianProcess({ kernel: scale(1, rbf({ lengthScale: [0.5, 0.5] })), noise: NOISE });
  const { estimator } = tune(start, points, y, { fixed: ["noise"], starts: 3 });
  const model = fit(estimator, points, y);
  const at = distributionPredictor(model);

  /** −log of the expected improvement and its gradient. */
  const objective = (z) => {
    const { mean: m, variance } = at(z);
    const deviation = Math.sqrt(variance);
    if (deviation === 0) return null; // known already
    const { value, byMean, byDeviation } = logExpectedImprovement(m, deviation, { best, goal: "minimize" });
    const slopes = distributionGradient(model, [z]);
    const ofDeviation = slopes.variance.data.map((v) => v / (2 * deviation));
    return { value: -value, gradient: slopes.mean.data.map((s, k) => -(byMean * s + byDeviation * ofDeviation[k])) };
  };
  const [optimum] = multiStart(objective, { lower: [0, 0], upper: [1, 1], starts: 12, seed: values.length }).optima;
  const { mean: m, variance } = at(optimum.x);
  at.release();
  const improvement = expectedImprovement(m, Math.sqrt(variance), { best, goal: "minimize" }).value;
  return { point: Array.from(optimum.x), improvement: improvement * deviationOf() };
}

/** The values with mean 0 and deviation 1, and the least of them. */
function standardized() {
  const centre = mean(values);
  const y = values.map((v) => (v - centre) / deviationOf());
  return { y, best: Math.min(...y) };
}

function deviationOf() {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((v) => (v - centre) ** 2)));
}

function mean(numbers) {
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}

function regret() {
  return Math.min(...values) - MINIMUM;
}

function report(improvement) {
  const expected = improvement > 0 ? improvement.toExponential(1) : "";
  console.log(`${String(values.length).padStart(11)}   ${regret().toExponential(1).padEnd(8)}   ${expected}`.trimEnd());
}
