import { describe, expect, it } from "vitest";
import {
  add,
  constant,
  fit,
  gaussianProcess,
  leaveOneOut,
  linear,
  matern,
  multiply,
  predictDistribution,
  rbf,
  scale,
  white,
} from "../../src/entries/index";
import { basisOf, readProcess } from "../../src/estimators/gaussian-process";
import { heldOutCriterion } from "../../src/gaussian/held-out";
import { noiseAt } from "../../src/gaussian/noise";
import { parametersOf, withParameters } from "../../src/kernels/parameters";
import { readKernel } from "../../src/kernels/read";
import { watch } from "../../src/progress";
import { random } from "../support/generator";

const source = random(5);
const X = Array.from({ length: 24 }, () => [source.between(-2, 2), source.between(-2, 2)]);
const y = X.map(([a, b]) => Math.sin(2 * (a as number)) + (b as number) + 10);
const Y = y.map((value, i) => [value, Math.cos(i)]);

const without = <T>(rows: readonly T[], i: number): T[] => rows.filter((_, k) => k !== i);

describe("leave-one-out of a Gaussian process", () => {
  const kernel = add(scale(2, rbf({ lengthScale: [1, 2] })), white(0.05));

  it.each(["none", "constant", "linear"] as const)("equals refits, with the trend %s", (trend) => {
    const estimator = gaussianProcess({ kernel, noise: 0.1, trend });
    const { predictions, residuals, variance, logDensity } = leaveOneOut(estimator, X, y);
    let density = 0;
    X.forEach((x, i) => {
      const {
        mean,
        variance: [v],
      } = predictDistribution(fit(estimator, without(X, i), without(y, i)), [x], { noise: true });
      expect(Math.abs((predictions[i] as number) - (mean[0] as number))).toBeLessThan(1e-9);
      expect(Math.abs((residuals[i] as number) - ((y[i] as number) - (mean[0] as number)))).toBeLessThan(1e-9);
      expect(Math.abs((variance?.[i] as number) - (v as number))).toBeLessThan(1e-11);
      density -= 0.5 * (Math.log(2 * Math.PI * (v as number)) + ((y[i] as number) - (mean[0] as number)) ** 2 / (v as number));
    });
    expect(Math.abs((logDensity as number) - density)).toBeLessThan(1e-8);
  });
});

/** Derivatives by Richardson's extrapolation of central differences: error of the order h⁴ = 10⁻¹⁰. */
function differences(f: (log: number) => number): number {
  const central = (h: number): number => (f(h) - f(-h)) / (2 * h);
  const h = 2e-3;
  return (4 * central(h / 2) - central(h)) / 3;
}

describe("the derivatives of held-out measures", () => {
  const cases = [
    ["a sum", add(scale(2, rbf({ lengthScale: [1, 2] })), white(0.05)), "none"],
    ["a product, with a constant trend", multiply(constant(1.5), matern({ nu: 2.5, lengthScale: 1.2 })), "constant"],
    ["a linear trend", add(rbf({ lengthScale: 1 }), linear()), "linear"],
  ] as const;

  it.each(cases.flatMap(([name, kernel, trend]) => (["squares", "density"] as const).map((kind) => ({ name, kernel, trend, kind }))))(
    "$kind, $name",
    ({ kernel, trend, kind }) => {
      const at = (spec: Parameters<typeof withParameters>[0], noise: number) => {
        const read = readKernel(spec);
        const process = gaussianProcess({ kernel: read, noise, trend });
        const problem = readProcess(
          process,
          X,
          Y,
          X.map((_, i) => 1 + (i % 3)),
        );
        const observed = { problem, noise: noiseAt(problem, noise), F: basisOf(trend, problem) };
        return { found: heldOutCriterion(observed, read, kind, watch({})), weights: problem.weights as Float64Array };
      };
      const { found, weights } = at(kernel, 0.2);
      parametersOf(kernel).forEach(({ path, value }, i) => {
        const want = differences((log) => at(withParameters(kernel, { [path]: value * Math.exp(log) }), 0.2).found.value);
        expect(Math.abs((found.byKernel[i] as number) - want)).toBeLessThan(1e-7 * (1 + Math.abs(want)));
      });
      const byNoise = found.byNoise.reduce((sum, derivative, i) => sum + (0.2 * derivative) / (weights[i] as number), 0);
      const want = differences((log) => at(kernel, 0.2 * Math.exp(log)).found.value);
      expect(Math.abs(byNoise - want)).toBeLessThan(1e-7 * (1 + Math.abs(want)));
    },
  );
});
