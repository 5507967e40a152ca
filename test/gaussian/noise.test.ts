import { describe, expect, it } from "vitest";
import {
  add,
  distributionPredictor,
  fit,
  fromJSON,
  type GaussianProcessModel,
  gaussianProcess,
  gram,
  groupedNoise,
  leaveOneOut,
  linear,
  logLinearNoise,
  logMarginalLikelihood,
  parametersOf,
  polynomial,
  precomputed,
  predictDistribution,
  predictInterval,
  rbf,
  scale,
  toJSON,
  tune,
  white,
  withParameters,
} from "../../src/entries/index";
import { expectError } from "../support/errors";
import { random } from "../support/generator";

const source = random(11);
const X = Array.from({ length: 20 }, () => [source.between(-1, 1), source.between(-1, 1)]);
const y = X.map(([a, b]) => Math.sin(2 * (a as number)) + (b as number) * 0.5);
const Z = [
  [0, 0],
  [0.5, -1],
];
const kernel = scale(1.5, rbf({ lengthScale: 1 }));
const groups = X.map((_, i) => i % 3);
const variances = [0.1, 0.02, 0.4];
const grouped = gaussianProcess({ kernel, noise: groupedNoise({ groups, variances }), trend: "constant" });
const coefficients = [-2, 0.5, -0.3];
const logLinear = gaussianProcess({ kernel, noise: logLinearNoise({ basis: "linear", coefficients }) });
const noiseAtPoint = ([a, b]: readonly number[]): number => Math.exp(-2 + 0.5 * (a as number) - 0.3 * (b as number));

describe("noise of groups", () => {
  it("is one noise per point", () => {
    const each = gaussianProcess({ ...grouped, noise: groups.map((group) => variances[group] as number) });
    expect(fit(grouped, X, y).coefficients).toEqual(fit(each, X, y).coefficients);
    expect(leaveOneOut(grouped, X, y)).toEqual(leaveOneOut(each, X, y));
    expect(logMarginalLikelihood(grouped, X, y).value).toBe(logMarginalLikelihood(each, X, y).value);
    expect(Object.keys(logMarginalLikelihood(each, X, y, { gradient: true }).gradient ?? {})).not.toContain("noise");
  });

  it("of a new observation is that of the group which is named, beside white noise", () => {
    const model = fit(gaussianProcess({ ...grouped, kernel: add(kernel, white(0.05)) }), X, y);
    const { variance } = predictDistribution(model, Z);
    const noisy = (group: number | number[]): Float64Array => predictDistribution(model, Z, { noise: { group } }).variance;
    noisy(2).forEach((value, i) => {
      expect(Math.abs(value - (variance[i] as number) - 0.45)).toBeLessThan(1e-15);
    });
    expect(noisy([2, 1])).toEqual(Float64Array.of(noisy(2)[0] as number, noisy(1)[1] as number));
    const at = distributionPredictor(model, { noise: { group: 1 } });
    expect(at(Z[0] as number[]).variance).toBe(noisy(1)[0]);
    at.release();
  });

  it("is refused for a new observation of no group, or of one that there is not", () => {
    const model = fit(grouped, X, y);
    expect(expectError("argument", () => predictDistribution(model, Z, { noise: true })).message).toContain("3 groups");
    expectError("argument", () => predictInterval(grouped, X, y, Z));
    expectError("argument", () => predictDistribution(model, Z, { noise: { group: 3 } }), { argument: "group" });
    expectError("argument", () => predictDistribution(model, Z, { noise: { group: 0.5 } }), { argument: "group" });
    expectError("shape", () => predictDistribution(model, Z, { noise: { group: [0] } }));
    expectError("argument", () => predictDistribution(model, Z, { noise: { grup: 0 } as never }));
    expectError("argument", () => predictDistribution(fit(logLinear, X, y), Z, { noise: { group: 0 } }));
    expectError("argument", () => predictDistribution(model, Z, { noise: 1 as never }));
  });

  it("refuses groups without a variance, and another number of them than of rows", () => {
    expectError("argument", () => groupedNoise({ groups: [0, 2], variances: [1, 1] }), { row: 1 });
    expectError("argument", () => groupedNoise({ groups: [0], variances: [-1] }));
    expectError("argument", () => groupedNoise({ groups: [0.5], variances: [1] }));
    expectError("shape", () => fit(grouped, X.slice(1), y.slice(1)));
    expectError("argument", () => gaussianProcess({ kernel, noise: { kind: "noise" } as never }));
    expectError("argument", () => withParameters(grouped, { "noise.variances.1": -1 }));
  });
});

describe("log-linear noise", () => {
  it("is one noise per point, the exponential of a combination", () => {
    const each = gaussianProcess({ kernel, noise: X.map(noiseAtPoint) });
    const found = fit(logLinear, X, y);
    (found.noise as Float64Array).forEach((value, i) => {
      expect(Math.abs(value / noiseAtPoint(X[i] as number[]) - 1)).toBeLessThan(1e-14);
    });
    const { coefficients: alpha } = fit(each, X, y);
    found.coefficients.forEach((value, i) => {
      expect(Math.abs(value - (alpha[i] as number))).toBeLessThan(1e-11);
    });
  });

  it("is known of a new observation", () => {
    const model = fit(logLinear, X, y);
    const [plain, noisy] = [predictDistribution(model, Z), predictDistribution(model, Z, { noise: true })];
    Z.forEach((z, i) => {
      expect(Math.abs((noisy.variance[i] as number) - (plain.variance[i] as number) - noiseAtPoint(z))).toBeLessThan(1e-15);
    });
    const { lower, upper } = predictInterval(logLinear, X, y, Z, { coverage: 0.9 });
    Z.forEach((_, i) => {
      // 1.6449 is the 0.95-quantile
      const width = 2 * 1.6448536269514722 * Math.sqrt(noisy.variance[i] as number);
      expect(Math.abs((upper[i] as number) - (lower[i] as number) - width)).toBeLessThan(1e-12);
    });
  });

  it("is in standard units where the estimator standardises, and in raw ones where it is predicted", () => {
    const raw = X.map(([a, b]) => [10 * (a as number) + 3, b as number]);
    const values = y.map((value) => 100 * value);
    const model = fit(gaussianProcess({ ...logLinear, standardize: true }), raw, values);
    const [plain, noisy] = [predictDistribution(model, Z), predictDistribution(model, Z, { noise: true })];
    const { X: ofX, y: ofY } = model.scaling as { X: { center: Float64Array; spread: Float64Array }; y: { spread: Float64Array } };
    const unit = (ofY.spread[0] as number) ** 2;
    Z.forEach((z, i) => {
      const standard = z.map((value, k) => (value - (ofX.center[k] as number)) / (ofX.spread[k] as number));
      const added = (noisy.variance[i] as number) - (plain.variance[i] as number);
      expect(Math.abs(added / unit - noiseAtPoint(standard))).toBeLessThan(1e-12);
    });
  });

  it("refuses a basis that does not suit, and noise beyond all numbers", () => {
    expectError("argument", () => logLinearNoise({ basis: "none", coefficients: [] }));
    expectError("shape", () => fit(gaussianProcess({ kernel, noise: logLinearNoise({ basis: "constant", coefficients }) }), X, y));
    expectError("not-finite", () => fit(withParameters(logLinear, { "noise.coefficients.0": 800 }), X, y), { row: 0 });
    const K = gram(kernel, X);
    expectError("kernel", () => fit(gaussianProcess({ kernel: precomputed(), noise: logLinear.noise as never }), K, y));
    const constant = logLinearNoise({ basis: "constant", coefficients: [Math.log(0.3)] });
    const [given, plain] = [constant, 0.3].map((noise) => fit(gaussianProcess({ kernel: precomputed(), noise }), K, y).coefficients);
    given?.forEach((value, i) => {
      expect(Math.abs(value - (plain?.[i] as number))).toBeLessThan(1e-12);
    });
  });
});

describe("the numbers of the noise", () => {
  it("are parameters by their path, variances on their logarithm", () => {
    expect(parametersOf(grouped).slice(0, 3)).toEqual(variances.map((value, i) => ({ path: `noise.variances.${i}`, value, scale: "log" })));
    expect(parametersOf(logLinear).slice(0, 3)).toEqual(
      coefficients.map((value, i) => ({ path: `noise.coefficients.${i}`, value, scale: "linear" })),
    );
    const changed = withParameters(grouped, { "noise.variances.1": 7 });
    expect(changed.noise).toEqual({ kind: "groupedNoise", groups, variances: [0.1, 7, 0.4] });
    expect(grouped.noise).toMatchObject({ variances });
    expect(expectError("argument", () => withParameters(grouped, { "noise.variance.1": 7 })).message).toContain("noise.variances.1");
  });

  it.each([
    ["groups", grouped],
    ["log-linear", logLinear],
  ] as const)("%s: derivatives with weights, of which one is 0, are differences of the likelihood", (_, process) => {
    const sampleWeight = X.map((__, i) => (i === 4 ? 0 : 1 + (i % 2)));
    const { gradient } = logMarginalLikelihood(process, X, y, { gradient: true, sampleWeight });
    for (const { path, value, scale: moved } of parametersOf(process)) {
      const at = (step: number): number => {
        const shifted = moved === "log" ? value * Math.exp(step) : value + step;
        return logMarginalLikelihood(withParameters(process, { [path]: shifted }), X, y, { sampleWeight }).value;
      };
      const central = (h: number): number => (at(h) - at(-h)) / (2 * h);
      const want = (4 * central(5e-4) - central(1e-3)) / 3;
      expect(Math.abs((gradient?.[path] as number) - want)).toBeLessThan(1e-8 * (1 + Math.abs(want)));
    }
  });

  it("are learned: of groups with planted deviations of 0.1 and 0.5", () => {
    const x = Array.from({ length: 120 }, (_, i) => i / 20);
    const group = x.map((_, i) => (i % 3 === 0 ? 1 : 0));
    const values = x.map((at, i) => Math.sin(2 * at) + (group[i] ? 0.5 : 0.1) * source.normal());
    const start = gaussianProcess({ kernel: scale(1, rbf({ lengthScale: 1 })), noise: groupedNoise({ groups: group, variances: [1, 1] }) });
    const { parameters, converged } = tune(start, x, values, { starts: 1 });
    expect(converged).toBe(true);
    const [first, second] = parameters.map(({ value }) => Math.sqrt(value)) as [number, number];
    // relative deviations of an estimate from 80 and 40 values: 1/√160 and 1/√80
    expect(Math.abs(first / 0.1 - 1)).toBeLessThan(3 / Math.sqrt(160));
    expect(Math.abs(second / 0.5 - 1)).toBeLessThan(3 / Math.sqrt(80));
  });

  it("are learned: of noise that grows with x, its coefficients moved without bounds of the caller's", () => {
    const x = Array.from({ length: 150 }, (_, i) => i / 75 - 1);
    const values = x.map((at) => Math.sin(3 * at) + Math.exp((-3 + 2 * at) / 2) * source.normal());
    const start = gaussianProcess({
      kernel: scale(1, rbf({ lengthScale: 1 })),
      noise: logLinearNoise({ basis: "linear", coefficients: [0, 0] }),
    });
    const { parameters, converged } = tune(start, x, values, { starts: 1 });
    expect(converged).toBe(true);
    const [level, slope] = parameters.map(({ value }) => value) as [number, number];
    // the Fisher information of γ is ½ Σ φφᵀ: deviations √(2/150) and √(2/50)
    expect(Math.abs(level + 3)).toBeLessThan(3 * Math.sqrt(2 / 150));
    expect(Math.abs(slope - 2)).toBeLessThan(3 * Math.sqrt(2 / 50));
  });

  it("are part of the model file", () => {
    for (const process of [
      grouped,
      logLinear,
      gaussianProcess({ kernel, noise: logLinearNoise({ basis: linear(), coefficients: [1, -1] }) }),
    ]) {
      const model = fit(process, X, y);
      const back = fromJSON(JSON.parse(JSON.stringify(toJSON(model)))) as GaussianProcessModel<Float64Array>;
      expect(back.noiseModel).toEqual(model.noiseModel);
      const noise = process === grouped ? { group: 1 } : true;
      expect(predictDistribution(back, Z, { noise })).toEqual(predictDistribution(model, Z, { noise }));
    }
    const file = JSON.parse(JSON.stringify(toJSON(fit(logLinear, X, y))));
    const broken = (noiseModel: unknown) => ({ ...file, model: { ...file.model, noiseModel } });
    expectError("format", () => fromJSON(broken({ kind: "logLinearNoise", basis: "linear", coefficients: [1] })));
    expectError("format", () => fromJSON(broken({ kind: "groupedNoise", variances: [] })));
    expectError("format", () => fromJSON(broken({ kind: "groupedNoise", variances: [-1] })));
    expectError("format", () => fromJSON(broken({ kind: "other" })));
    expectError("format", () => fromJSON({ ...broken(file.model.noiseModel), model: { ...file.model, noise: 1 } }));
    const own = gaussianProcess({ kernel, noise: logLinearNoise({ basis: ([a]) => [a as number], coefficients: [1] }) });
    expectError("kernel", () => toJSON(fit(own, X, y)));
    expect(fit(gaussianProcess({ kernel, noise: 0.1 }), X, y)).not.toHaveProperty("noiseModel");
    expectError("format", () => fromJSON(broken({ kind: "logLinearNoise", basis: polynomial({ degree: 2 }), coefficients: [1] })));
  });
});
