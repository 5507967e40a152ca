import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  add,
  constant,
  crossValidate,
  custom,
  fit,
  gaussianProcess,
  type Kernel,
  type KernelRidge,
  kernelClassifier,
  kernelRidge,
  leaveOneOut,
  logMarginalLikelihood,
  matern,
  onColumns,
  parametersOf,
  periodic,
  polynomial,
  predict,
  rationalQuadratic,
  rbf,
  samplePrior,
  scale,
  supportVectorRegression,
  tune,
  white,
  withParameters,
} from "../../src/entries/index";
import { expectError } from "../support/errors";
import { random } from "../support/generator";

interface Problem {
  readonly kind: string;
  readonly X: readonly number[];
  readonly d: number;
  readonly y: readonly number[];
  readonly starts: readonly (readonly number[])[];
  readonly bounds: readonly (readonly [number, number])[];
  readonly value: number;
}

const { problems } = JSON.parse(readFileSync(new URL("../fixtures/tuning.json", import.meta.url), "utf8")) as {
  readonly problems: readonly Problem[];
};

/** The kernel of a problem of test/fixtures/tuning.py, its parameters in the order of that page behind noise and scale. */
function kernelOf(kind: string, [a, b]: readonly number[]): readonly [kernel: Kernel, names: readonly string[]] {
  const first = a as number;
  switch (kind) {
    case "rbf":
      return [rbf({ lengthScale: first }), ["lengthScale"]];
    case "matern32":
      return [matern({ nu: 1.5, lengthScale: first }), ["lengthScale"]];
    case "matern52":
      return [matern({ nu: 2.5, lengthScale: first }), ["lengthScale"]];
    case "rq":
      return [rationalQuadratic({ alpha: first, lengthScale: b as number }), ["alpha", "lengthScale"]];
    case "periodic":
      return [periodic({ period: first, lengthScale: b as number }), ["period", "lengthScale"]];
    case "ard":
      return [rbf({ lengthScale: [first, b as number] }), ["lengthScale.0", "lengthScale.1"]];
    default:
      throw new Error(kind);
  }
}

const line = (n: number, to: number): number[] => Array.from({ length: n }, (_, i) => (i * to) / n);

describe("tune", () => {
  it.each(problems.map((problem, i) => ({ ...problem, name: `${problem.kind} ${i}` })))(
    "is never worse than SciPy's L-BFGS-B from the same starts: $name",
    ({ kind, X, d, y, starts, bounds, value }) => {
      const points = { rows: y.length, cols: d, data: Float64Array.from(X) };
      const found = starts.map((start) => {
        const [noise, factor, ...rest] = start as [number, number, ...number[]];
        const [kernel, names] = kernelOf(kind, rest);
        const estimator = gaussianProcess({ kernel: scale(factor, kernel), noise });
        const paths = ["noise", "kernel.factor", ...names.map((name) => `kernel.kernel.${name}`)];
        const box = Object.fromEntries(paths.map((path, i) => [path, bounds[i] as readonly [number, number]]));
        const tuned = tune(estimator, points, y, { starts: 1, bounds: box });
        expect(tuned.converged).toBe(true);
        // what is told is what the estimator has
        expect(logMarginalLikelihood(tuned.estimator, points, y).value).toBe(tuned.value);
        expect(tuned.parameters.map(({ path }) => path)).toEqual(parametersOf(estimator).map(({ path }) => path));
        return tuned.value;
      });
      expect(Math.max(...found)).toBeGreaterThanOrEqual(value - 1e-6);
    },
  );

  it("finds planted parameters again, where the likelihood is stationary", () => {
    const X = line(150, 10);
    const planted = gaussianProcess({ kernel: scale(4, rbf({ lengthScale: 0.7 })), noise: 0.09 });
    const y = samplePrior(add(planted.kernel, white(0.09)), X, { count: 1, seed: 4 }).data;
    const { estimator, value, parameters, optima } = tune(gaussianProcess({ kernel: scale(1, rbf({ lengthScale: 2 })), noise: 1 }), X, y);
    const [noise, factor, length] = parameters.map((parameter) => parameter.value) as [number, number, number];
    // the deviations of log θ are about 0.12, 0.4 and 0.1
    expect(Math.abs(Math.log(noise / 0.09))).toBeLessThan(0.4);
    expect(Math.abs(Math.log(factor / 4))).toBeLessThan(1.2);
    expect(Math.abs(Math.log(length / 0.7))).toBeLessThan(0.3);
    expect(value).toBeGreaterThan(logMarginalLikelihood(planted, X, y).value);
    const { gradient } = logMarginalLikelihood(estimator, X, y, { gradient: true });
    for (const derivative of Object.values(gradient ?? {})) expect(Math.abs(derivative)).toBeLessThan(2e-2);
    expect(optima[0]?.starts).toBeGreaterThan(1);
  });

  it("finds both optima of a bimodal likelihood, and says so", () => {
    // few points: a short length without noise, or a long one with much (as in Rasmussen & Williams, figure 5.5)
    const X = [-2.1, -1.8, 0.1, 0.4, 1.7, 2.2, 3.5];
    const y = [-0.7, -1.2, 0.5, -0.1, 1.3, 0.7, -0.3];
    const { optima, warnings } = tune(gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: 0.1 }), X, y, { starts: 12 });
    expect(optima.length).toBeGreaterThanOrEqual(2);
    const [first, second] = optima as [(typeof optima)[number], (typeof optima)[number]];
    expect(first.value).toBeGreaterThanOrEqual(second.value);
    const lengths = [first, second].map(({ parameters }) => parameters["kernel.lengthScale"] as number).sort((a, b) => a - b) as [
      number,
      number,
    ];
    expect(lengths[1] / lengths[0]).toBeGreaterThan(2);
    expect(warnings.some((warning) => /about as good/.test(warning))).toBe(true);
    expect(optima.reduce((sum, { starts }) => sum + starts, 0)).toBe(12);
  });

  it("says which feature does not matter, by its length at the upper bound", () => {
    const source = random(3);
    const X = Array.from({ length: 60 }, () => [source.between(0, 3), source.between(0, 3)]);
    const y = X.map(([a]) => Math.sin(2 * (a as number)));
    const { parameters, warnings } = tune(gaussianProcess({ kernel: rbf({ lengthScale: [1, 1] }), noise: 0.01 }), X, y);
    expect(parameters.find(({ path }) => path === "kernel.lengthScale.1")?.atBound).toBe("upper");
    expect(warnings.some((warning) => /lengthScale\.1 is at its upper bound.*does not matter/.test(warning))).toBe(true);
  });

  it("kernel ridge regression by leave-one-out: the error is that of refits, and no neighbour is better", () => {
    const X = line(40, 6);
    const source = random(9);
    const y = X.map((x) => Math.sin(x) + 0.2 * source.normal() + 50);
    const { estimator, value, parameters } = tune(kernelRidge({ kernel: rbf({ lengthScale: 2 }), lambda: 1, intercept: true }), X, y);
    const error = (of: typeof estimator): number => leaveOneOut(of, X, y).residuals.reduce((sum, e) => sum + (e * e) / X.length, 0);
    expect(Math.abs(error(estimator) - value)).toBeLessThan(1e-12);
    for (const { path, value: at } of parameters) {
      for (const factor of [0.97, 1.03])
        expect(error(withParameters(estimator, { [path]: at * factor }))).toBeGreaterThanOrEqual(value * (1 - 1e-5));
    }
    expect(predict(fit(estimator, X, y), [1])).toHaveLength(1);
  });

  it("a Gaussian process by the density of left-out observations", () => {
    const X = line(30, 6);
    const y = X.map(Math.sin);
    const { estimator, value } = tune(gaussianProcess({ kernel: rbf({ lengthScale: 0.3 }), noise: 1, trend: "constant" }), X, y, {
      criterion: "leaveOneOut",
    });
    const told = leaveOneOut(estimator, X, y);
    expect(Math.abs((told.logDensity as number) - value)).toBeLessThan(1e-9 * Math.abs(value));
  });

  it("moves what is asked for and nothing else", () => {
    const X = line(20, 4);
    const y = X.map((x) => 1 + x * x);
    const estimator = gaussianProcess({ kernel: scale(2, polynomial({ degree: 2, gamma: 0.5, coef0: 1 })), noise: 0.1 });
    const all = tune(estimator, X, y, { starts: 1 });
    expect(all.parameters.map(({ path }) => path)).toEqual(["noise", "kernel.factor", "kernel.kernel.gamma"]);
    const some = tune(estimator, X, y, { starts: 1, fixed: ["noise", "kernel.factor"], bounds: { "kernel.kernel.coef0": [0, 5] } });
    expect(some.parameters.map(({ path }) => path)).toEqual(["kernel.kernel.gamma", "kernel.kernel.coef0"]);
    expect(some.estimator.noise).toBe(0.1);
  });

  it("steps back where the covariance is not positive definite", () => {
    const X = [0, 0, 1, 2, 3];
    const found = tune(gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: 1e-3 }), X, [1, 1, 2, 0, 1], {
      bounds: { noise: [1e-300, 1] },
    });
    expect(found.value).toBe(logMarginalLikelihood(found.estimator, X, [1, 1, 2, 0, 1]).value);
  });

  it("is the same for the same seed, tells its progress, and can be aborted", () => {
    const X = line(30, 6);
    const y = X.map(Math.sin);
    const estimator = gaussianProcess({
      kernel: add(rbf({ lengthScale: 1 }), onColumns([0], periodic({ period: 2, lengthScale: 1 }))),
      noise: 0.1,
    });
    expect(tune(estimator, X, y, { seed: 3, starts: 2 })).toEqual(tune(estimator, X, y, { seed: 3, starts: 2 }));
    expectError("aborted", () => tune(estimator, X, y, { signal: AbortSignal.abort() }));
  });

  it("a classifier and support vectors by cross-validation: no neighbour has a better score", () => {
    const source = random(8);
    const X = Array.from({ length: 36 }, () => [source.between(-2, 2), source.between(-2, 2)]);
    const labels = X.map(([a, b]) => ((a as number) ** 2 + (b as number) ** 2 < 2 ? "in" : "out"));
    const y = X.map(([a, b]) => Math.sin(2 * (a as number)) + (b as number));
    const cases = [
      [kernelClassifier({ kernel: rbf({ lengthScale: 50 }), lambda: 10, loss: "hinge" }), labels],
      [supportVectorRegression({ kernel: rbf({ lengthScale: 50 }), lambda: 10 }), y],
    ] as const;
    for (const [estimator, targets] of cases) {
      const score = (of: typeof estimator): number => {
        const { scores } = crossValidate(of as unknown as KernelRidge, X, targets as number[], { folds: 3 });
        return scores.reduce((sum, value) => sum + value / scores.length, 0);
      };
      const found = tune(estimator, X, targets, { folds: 3, starts: 3 });
      expect(found.converged).toBe(true);
      expect(Math.abs(score(found.estimator) - found.value)).toBeLessThan(1e-12);
      expect(found.value).toBeGreaterThan(score(estimator) + 0.2);
      for (const { path, value } of found.parameters) {
        for (const factor of [Math.SQRT2, Math.SQRT1_2]) {
          expect(score(withParameters(estimator, { ...found.optima[0]?.parameters, [path]: value * factor }))).toBeLessThanOrEqual(
            found.value + 1e-12,
          );
        }
      }
    }
  });

  it("refuses what it cannot tune", () => {
    const estimator = gaussianProcess({ kernel: rbf({ lengthScale: 1 }) });
    const X = [0, 1, 2];
    const y = [0, 1, 0];
    expect(expectError("argument", () => tune(estimator, X, y, { fixed: ["kernel.lengthscale"] })).message).toMatch(
      /did you mean kernel\.lengthScale/,
    );
    expectError("argument", () => tune(estimator, X, y, { bounds: { noise: [1, 0.5] } }));
    expectError("argument", () => tune(estimator, X, y, { bounds: { noise: [0, 0.5] } }));
    expectError("argument", () => tune(kernelRidge({ kernel: rbf({ lengthScale: 1 }), lambda: [1, 2] }), X, [y, y]));
    expectError("argument", () => tune(kernelRidge({ kernel: rbf({ lengthScale: 1 }) }), X, y, { criterion: "marginalLikelihood" }));
    // folds would be ignored
    for (const by of [estimator, kernelRidge({ kernel: rbf({ lengthScale: 1 }) })]) {
      const { message } = expectError("argument", () => tune(by, X, y, { folds: 3 }), { argument: "folds" });
      expect(message).toMatch(/for the criterion "crossValidation"/);
    }
    expectError("argument", () => tune(estimator, X, y, { folds: 3, criterion: "leaveOneOut" }), { argument: "folds" });
    expect(expectError("argument", () => tune(gaussianProcess({ kernel: custom(() => 1), noise: 0 }), X, y)).message).toMatch(
      /no free numbers|nothing to tune/,
    );
    expectError("not-finite", () =>
      tune(gaussianProcess({ kernel: constant(1), noise: 1e-300 }), [0, 0, 0], y, { fixed: ["noise"], starts: 2 }),
    );
  });
});
