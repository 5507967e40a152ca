import { describe, expect, it } from "vitest";
import {
  distributionGradient,
  distributionPredictor,
  fit,
  gaussianProcess,
  leaveOneOut,
  logMarginalLikelihood,
  type Matrix,
  predict,
  predictDistribution,
  samplePosterior,
  scale,
} from "../../src/entries/index";
import { columnOf } from "../support/dense";
import { center, kernel, n, near, ofX, raw, spread, v, X, x, y, Z, z } from "../support/standard-table";

describe("a Gaussian process", () => {
  const options = { kernel, noise: 0.1 };
  const model = fit(gaussianProcess({ ...options, standardize: true }), X, y);
  const plain = fit(gaussianProcess(options), x, v);
  /** The same process in raw units of y: k and noise are s² times as large. */
  const inRaw = gaussianProcess({ kernel: scale(spread * spread, kernel), noise: 0.1 * spread * spread });
  const centred = y.map((value) => value - center);

  it.each([false, true])("variance and covariance in raw units, noise: %s", (noise) => {
    const expected = predictDistribution(plain, z, { noise, covariance: true });
    const found = predictDistribution(model, Z, { noise, covariance: true });
    near(found.mean, raw(expected.mean));
    near(
      found.variance,
      expected.variance.map((value) => value * spread * spread),
      spread * spread,
    );
    near(
      (found.covariance as Matrix).data,
      (expected.covariance as Matrix).data.map((value) => value * spread * spread),
      spread * spread,
    );
    const at = distributionPredictor(model, { noise })(Z.data.subarray(0, 2));
    expect(at).toEqual({ mean: found.mean[0], variance: predictDistribution(model, Z, { noise }).variance[0] });
  });

  it.each(["none", "constant", "linear"] as const)("its likelihood is the density of y in raw units, trend: %s", (trend) => {
    const made = gaussianProcess({ ...options, trend, standardize: true });
    const expected = logMarginalLikelihood(
      gaussianProcess({ kernel: inRaw.kernel, noise: inRaw.noise as number, trend }),
      x,
      centred,
    ).value;
    // the restricted likelihood of a linear trend depends on the units of its basis functions not at all
    near([logMarginalLikelihood(made, X, y).value, fit(made, X, y).logMarginalLikelihood], [expected, expected], 1);
  });

  it("its leave-one-out density, too", () => {
    const found = leaveOneOut(gaussianProcess({ ...options, standardize: true }), X, y);
    const expected = leaveOneOut(inRaw, x, centred);
    near([found.logDensity as number], [expected.logDensity as number], 1);
    near(found.variance as Float64Array, expected.variance as Float64Array, spread * spread);
    near(found.residuals as Float64Array, expected.residuals as Float64Array);
  });

  it("samples and slopes are in raw units", () => {
    const draws = samplePosterior(model, Z, { count: 3, seed: 1 });
    near(draws.data, raw(samplePosterior(plain, z, { count: 3, seed: 1 }).data));
    const [found, expected] = [distributionGradient(model, Z), distributionGradient(plain, z)];
    for (const [k, [, s]] of ofX.entries()) {
      near(
        columnOf(found.mean, k),
        columnOf(expected.mean, k).map((slope) => (slope * spread) / s),
        spread / s,
      );
      near(
        columnOf(found.variance, k),
        columnOf(expected.variance, k).map((slope) => (slope * spread * spread) / s),
        (spread * spread) / s,
      );
    }
  });

  it("noise of each point is data, in units² of y", () => {
    const noise = Float64Array.from({ length: n }, (_, i) => (0.1 + i / 100) * spread * spread);
    const found = fit(gaussianProcess({ kernel, noise, standardize: true }), X, y);
    near(predict(found, Z), raw(predict(fit(gaussianProcess({ kernel, noise: noise.map((value) => value / spread / spread) }), x, v), z)));
  });
});
