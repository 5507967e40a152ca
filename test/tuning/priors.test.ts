import { describe, expect, it } from "vitest";
import {
  gamma,
  gaussianProcess,
  halfCauchy,
  kernelRidge,
  leaveOneOut,
  logMarginalLikelihood,
  logNormal,
  type Prior,
  polynomial,
  rbf,
  scale,
  tune,
  white,
} from "../../src/entries/index";
import { expectError } from "../support/errors";
import { random } from "../support/generator";

const source = random(8);
const X = Array.from({ length: 12 }, (_, i) => i / 3);
const y = X.map((x) => Math.sin(x) + 0.3 * source.normal());
const start = gaussianProcess({ kernel: scale(1, rbf({ lengthScale: 1 })), noise: 0.1 });

/** d log p(log θ)/d log θ, by hand. */
const SLOPES = {
  logNormal: (theta: number) => -Math.log(theta / 2) / 0.04,
  gamma: (theta: number) => 3 - 2 * theta,
  halfCauchy: (theta: number) => (1 - (theta / 0.5) ** 2) / (1 + (theta / 0.5) ** 2),
};

const priors = {
  "kernel.kernel.lengthScale": logNormal({ median: 2, deviation: 0.2 }),
  "kernel.factor": gamma({ shape: 3, rate: 2 }),
  noise: halfCauchy({ scale: 0.5 }),
};

describe("priors", () => {
  it("of a variance of which only white noise is seen: the largest posterior density in closed form", () => {
    // −½ n log θ − S/(2θ) + shape log θ − rate θ is largest where rate θ² + (n/2 − shape) θ − S/2 = 0
    const S = y.reduce((sum, value) => sum + value * value, 0);
    const [shape, rate] = [30, 20];
    const half = (y.length / 2 - shape) / (2 * rate);
    const theta = -half + Math.sqrt(half * half + S / (2 * rate));
    const { parameters, value, logPrior, converged } = tune(gaussianProcess({ kernel: white(1), noise: 0 }), X, y, {
      bounds: { "kernel.variance": [0.01, 10] },
      priors: { "kernel.variance": gamma({ shape, rate }) },
    });
    expect(converged).toBe(true);
    const found = parameters[0]?.value as number;
    expect(Math.abs(found / theta - 1)).toBeLessThan(1e-5);
    // what is told is of what was found
    expect(Math.abs(value - (-0.5 * y.length * Math.log(2 * Math.PI * found) - S / (2 * found)))).toBeLessThan(1e-12);
    // Γ(30) = 29!
    const factorial = Array.from({ length: 29 }, (_, k) => Math.log(k + 1)).reduce((a, b) => a + b);
    const expected = shape * Math.log(rate) - factorial + shape * Math.log(found) - rate * found;
    expect(Math.abs((logPrior as number) - expected)).toBeLessThan(1e-12);
  });

  it("the sum of likelihood and priors is stationary, and both are told", () => {
    const { estimator, parameters, value, logPrior, optima, converged } = tune(start, X, y, { priors });
    expect(converged).toBe(true);
    expect(logMarginalLikelihood(estimator, X, y).value).toBe(value);
    expect(optima[0]).toMatchObject({ value, logPrior });
    const { gradient } = logMarginalLikelihood(estimator, X, y, { gradient: true });
    for (const { path, value: theta } of parameters) {
      const { kind } = priors[path as keyof typeof priors];
      expect(Math.abs((gradient?.[path] as number) + SLOPES[kind](theta))).toBeLessThan(1e-3);
    }
  });

  it("the density of left-out observations takes them, too", () => {
    const { estimator, value, logPrior } = tune(start, X, y, { priors, criterion: "leaveOneOut" });
    expect(Math.abs((leaveOneOut(estimator, X, y).logDensity as number) - value)).toBeLessThan(1e-12);
    expect(logPrior).toBeLessThan(0);
  });

  it("a narrow one decides, a wide one does not, and without one nothing is told of it", () => {
    const lengthOf = (prior: Prior): number =>
      tune(start, X, y, { priors: { "kernel.kernel.lengthScale": prior } }).parameters[2]?.value as number;
    expect(Math.abs(lengthOf(logNormal({ median: 0.8, deviation: 1e-3 })) - 0.8)).toBeLessThan(1e-3);
    const free = tune(start, X, y);
    expect(free).not.toHaveProperty("logPrior");
    expect(free.optima[0]).not.toHaveProperty("logPrior");
    expect(Math.abs(lengthOf(logNormal({ median: 5, deviation: 1e4 })) / (free.parameters[2]?.value as number) - 1)).toBeLessThan(1e-3);
  });

  it("refuses what would change nothing or has no density", () => {
    const one = { noise: halfCauchy({ scale: 1 }) };
    expect(expectError("argument", () => tune(start, X, y, { priors: { nois: one.noise } })).message).toContain("did you mean noise?");
    expectError("argument", () => tune(start, X, y, { priors: one, fixed: ["noise"] }));
    const ridge = kernelRidge({ kernel: rbf({ lengthScale: 1 }), lambda: 1 });
    expectError("argument", () => tune(ridge, X, y, { priors: { lambda: one.noise } }));
    const shifted = gaussianProcess({ kernel: polynomial({ gamma: 1, degree: 2, coef0: 1 }) });
    const bounds = { "kernel.coef0": [0.1, 2] as const };
    expectError("argument", () => tune(shifted, X, y, { bounds, priors: { "kernel.coef0": one.noise } }));
    expectError("argument", () => tune(start, X, y, { priors: { noise: { kind: "normal" } as unknown as Prior } }));
    expectError("argument", () => tune(start, X, y, { priors: { noise: { ...one.noise, scale: 0 } } }));
    expectError("argument", () => gamma({ shape: 0, rate: 1 }));
    expectError("argument", () => logNormal({ median: 1, deviation: -1 }));
  });
});
