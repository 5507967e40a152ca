// The normal distribution, what is made of it, and the search for minima.
import { positive, uniform } from "./numbers.mjs";

const { data: x } = uniform(1, 400, 41);
const { data: p } = positive(1, 400, 42);
const wide = x.map((value) => 40 * value * value * value);

/** Σ 100 (x_{i+1} − x_i²)² + (1 − x_i)² */
function rosenbrock(x) {
  const gradient = new Float64Array(x.length);
  let value = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const a = x[i + 1] - x[i] * x[i];
    const b = 1 - x[i];
    value += 100 * a * a + b * b;
    gradient[i] -= 400 * x[i] * a + 2 * b;
    gradient[i + 1] += 200 * a;
  }
  return { value, gradient };
}

const improvement = { best: 0.3, goal: "maximize" };

export const searchJobs = {
  "normal density": (m) => wide.map((value) => m.normalPdf(value)),
  "normal distribution": (m) => wide.map((value) => m.normalCdf(value)),
  "normal distribution, logarithm": (m) => wide.map((value) => m.normalLogCdf(value)),
  "normal quantiles": (m) => [p.map((value) => m.normalQuantile(value)), p.map((value) => m.normalQuantile(value * 2 ** -900))],
  "normal samples": (m) => m.normalSamples(500, 7),
  "scores of normal forecasts": (m) => [m.crps(x, wide, p), m.logScore(x, wide, p)],
  "expected improvement": (m) => m.expectedImprovement(wide, p, improvement),
  "expected improvement, logarithm": (m) => m.logExpectedImprovement(wide, p, improvement),
  "probability of improvement": (m) => m.probabilityOfImprovement(wide, p, { ...improvement, goal: "minimize" }),
  "confidence bounds": (m) => [m.upperConfidenceBound(x, p), m.lowerConfidenceBound(x, p, { width: 3 })],
  "a minimum": (m) => m.minimize(rosenbrock, uniform(1, 9, 43).data),
  "a minimum within bounds": (m) => m.minimize(rosenbrock, [-1, -1, 0, 0.5], { lower: [-2, -2, -2, -2], upper: [0.7, 2, 2, 0.6] }),
  "minima from many starts": (m) => m.multiStart(rosenbrock, { lower: [-3, -3, -3, -3], upper: [3, 3, 3, 3], starts: 6, seed: 2 }),
};
