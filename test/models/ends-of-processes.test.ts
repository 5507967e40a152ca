import { describe, expect, it } from "vitest";
import {
  distributionGradient,
  distributionPredictor,
  exponential,
  fit,
  gaussianProcess,
  kernelRidge,
  linear,
  predictDistribution,
  rbf,
  samplePosterior,
  scale,
} from "../../src/entries/index";
import { expectError } from "../support/errors";

describe("a variance beyond the numbers is refused", () => {
  const model = fit(gaussianProcess({ kernel: exponential({ lengthScale: 1 }), trend: linear() }), [1], [0]);
  const Z = [1, 1.7e307];

  it.each<[string, () => unknown]>([
    ["predictDistribution", () => predictDistribution(model, Z)],
    ["with the covariance", () => predictDistribution(model, Z, { covariance: true })],
    ["samplePosterior", () => samplePosterior(model, Z, { count: 1, seed: 0 })],
    ["distributionPredictor", () => distributionPredictor(model)([1.7e307])],
  ])("%s", (_, body) => {
    expectError("not-finite", body);
  });

  it("and so is a gradient", () => {
    const sloped = fit(gaussianProcess({ kernel: rbf({ lengthScale: 1 }), trend: "linear" }), [1, 2, 4], [0, 1, 5]);
    expect(distributionGradient(sloped, [1e150]).variance.data[0]).toBeGreaterThan(1e148);
    const steep = { ...sloped, scaling: { X: null, y: { center: Float64Array.of(0), spread: Float64Array.of(1e160) } } };
    expectError("not-finite", () => distributionGradient(steep as never, [1e10]));
  });
});

describe("a matrix whose norm is beyond the numbers is refused: no backward error can be told of it", () => {
  const X = [1, 2, 4];
  const y = [3, 0, 3];
  const kernel = scale(1e308, exponential({ lengthScale: 3 }));
  it.each(["auto", "cholesky", "lu", "mixed", "eigen", "stateSpace"] as const)("kernel ridge by %s", (solver) => {
    expectError("not-finite", () => fit(kernelRidge({ kernel, lambda: 1e300, solver }), X, y));
    expect(
      fit(kernelRidge({ kernel: scale(1e307, kernel.kernel as never), lambda: 1e300, solver }), X, y).report.backwardError,
    ).toBeLessThan(1e-14);
  });

  it.each(["cholesky", "stateSpace"] as const)("a process by %s", (solver) => {
    expectError("not-finite", () => fit(gaussianProcess({ kernel, noise: 1e300, solver }), X, y));
  });
});
