import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  distributionGradient,
  fit,
  gaussianProcess,
  groupedNoise,
  logLinearNoise,
  logMarginalLikelihood,
  matern,
  scale,
} from "../../src/entries/index";
import { byPath, observedBy } from "../../src/estimators/log-marginal-likelihood";
import { heldOutCriterion } from "../../src/gaussian/held-out";
import { watch } from "../../src/progress";
import { densityOf, type Prior } from "../../src/tuning/priors";

type Trend = "none" | "constant" | "linear";

interface Criterion {
  readonly value: number;
  /** By the logarithms of the variance and of two lengths, then by those of the noise; by the coefficients of a log-linear noise themselves. */
  readonly gradient: readonly number[];
}

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`../fixtures/kriging/${name}.json`, import.meta.url), "utf8")) as T;

const { X, y, Z, variance, lengthScales, noise } = read<{
  readonly X: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly Z: readonly (readonly number[])[];
  readonly variance: number;
  readonly lengthScales: readonly number[];
  readonly noise: number;
}>("problem");

const { criteria, slopes, priors, groups, settings } = read<{
  readonly groups: readonly number[];
  readonly settings: Readonly<Record<"scalar" | "groups" | "logLinear", readonly number[]>>;
  readonly criteria: readonly ({ readonly noise: "scalar" | "groups" | "logLinear"; readonly trend: Trend } & Readonly<
    Record<"marginalLikelihood" | "density" | "squares", Criterion>
  >)[];
  readonly slopes: readonly { readonly trend: Trend; readonly points: readonly Record<"mean" | "variance", readonly number[]>[] }[];
  readonly priors: readonly (Prior & { readonly at: number; readonly logDensity: number; readonly slope: number })[];
}>("torch-gradients");

const kernel = scale(variance, matern({ nu: 2.5, lengthScale: lengthScales }));

/** The condition number of K + N is below 2000, and an inverse is used twice. */
const ROUNDING = 1e-10;

function expectClose(found: ArrayLike<number>, expected: readonly number[]): void {
  const unit = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs((found[i] as number) - value)).toBeLessThan(ROUNDING * unit);
  });
}

/** As in the fixture: those of the kernel, then those of the noise. */
function inOrder(gradient: Readonly<Record<string, number>>): number[] {
  const entries = Object.entries(gradient);
  const ofNoise = ([path]: readonly [string, number]): boolean => path.startsWith("noise");
  return [...entries.filter((entry) => !ofNoise(entry)), ...entries.filter(ofNoise)].map(([, value]) => value);
}

/** The noise of the fixture's settings. */
function noiseOf(kind: keyof typeof settings) {
  switch (kind) {
    case "scalar":
      return noise;
    case "groups":
      return groupedNoise({ groups, variances: settings.groups });
    case "logLinear":
      return logLinearNoise({ basis: "linear", coefficients: settings.logLinear });
    default:
      return kind satisfies never;
  }
}

describe("gradients against automatic differentiation", () => {
  it("there are three trends of three noises", () => expect(criteria).toHaveLength(9));

  it.each(criteria)("the likelihood, trend $trend, noise $noise", ({ trend, marginalLikelihood, ...row }) => {
    const process = gaussianProcess({ kernel, trend, noise: noiseOf(row.noise) });
    const { value, gradient } = logMarginalLikelihood(process, X, y, { gradient: true });
    expectClose([value], [marginalLikelihood.value]);
    expectClose(inOrder(gradient ?? {}), marginalLikelihood.gradient);
  });

  it.each(criteria.flatMap((row) => (["density", "squares"] as const).map((kind) => ({ ...row, kind }))))(
    "the $kind of left-out observations, trend $trend, noise $noise",
    ({ trend, kind, ...row }) => {
      const process = gaussianProcess({ kernel, trend, noise: noiseOf(row.noise) });
      const observed = observedBy(process, X, Float64Array.from(y));
      const found = heldOutCriterion(observed, process.kernel, kind, watch({}));
      expectClose([found.value], [row[kind].value]);
      expectClose(inOrder(byPath(process, found, observed)), row[kind].gradient);
    },
  );

  it.each(slopes)("mean and variance by the point, trend $trend", ({ trend, points }) => {
    const { mean, variance: ofVariance } = distributionGradient(fit(gaussianProcess({ kernel, trend, noise }), X, y), Z);
    expectClose(
      mean.data,
      points.flatMap((point) => point.mean),
    );
    expectClose(
      ofVariance.data,
      points.flatMap((point) => point.variance),
    );
  });

  it.each(priors)("the prior $kind at $at", ({ at, logDensity, slope, ...prior }) => {
    const found = densityOf(prior, at);
    expectClose([found.value], [logDensity]);
    expectClose([found.slope], [slope]);
  });
});
