import { describe, expect, it } from "vitest";
import {
  constant,
  expectedImprovement,
  fit,
  gaussianProcess,
  incremental,
  kernelDescent,
  kernelRidge,
  lambdaPath,
  laplacian,
  leastSquares,
  leaveOneOut,
  logExpectedImprovement,
  lowerConfidenceBound,
  type Model,
  nystrom,
  predict,
  probabilityOfImprovement,
  rationalQuadratic,
  rbf,
  scale,
  tune,
} from "../src/entries/index";
import { requireFiniteModel } from "../src/estimators/finite-model";
import { requireFinitePath } from "../src/selection/finite-path";
import { expectError } from "./support/errors";

const LARGEST = Number.MAX_VALUE;

describe("a model that a fit returns", () => {
  const model = fit(leastSquares({ lambda: 0.5 }), [[1], [2], [4]], [1, 3, 2]);
  const process = fit(gaussianProcess({ kernel: rbf(), noise: 0.1 }), [0, 1], [1, 2]);
  const told = (report: object): Model => ({ ...model, report: { ...model.report, ...report } }) as Model;

  it.each([
    ["coefficients", { ...model, weights: Float64Array.of(Number.NaN) }],
    ["intercept", { ...model, intercept: Number.POSITIVE_INFINITY }],
    ["trend", { ...process, trendCoefficients: Float64Array.of(Number.NEGATIVE_INFINITY) }],
    ["likelihood that is none", { ...process, logMarginalLikelihood: Number.NaN }],
    ["likelihood beyond the numbers", { ...process, logMarginalLikelihood: Number.POSITIVE_INFINITY }],
    ["condition that is none", told({ conditionEstimate: Number.NaN })],
    ["backward error", told({ backwardError: Number.NaN })],
    ["backward error beyond the numbers", told({ backwardError: Number.POSITIVE_INFINITY })],
    ["error bound", told({ errorBound: Number.POSITIVE_INFINITY })],
    ["loss that is none", told({ trainingLoss: [1, Number.NaN] })],
    ["loss below the numbers", told({ trainingLoss: [Number.NEGATIVE_INFINITY] })],
    ["gap", told({ gap: [null, Number.NaN] })],
    ["feature loss", told({ featureLoss: Number.NaN })],
    ["step", told({ step: Number.POSITIVE_INFINITY })],
    ["part in the null space", told({ nullComponent: Number.NaN })],
    ["loss of the record", told({ record: { steps: [1], losses: [Number.NaN] } })],
    ["coefficient of the record", told({ record: { steps: [1], losses: [1], coefficients: [Float64Array.of(Number.NaN)] } })],
    ["bound that was reached", told({ certificate: { reached: Number.NaN } })],
  ])("has no such %s", (_, found) => {
    expectError("not-finite", () => requireFiniteModel(found as Model), { argument: "y" });
  });

  it("may have the infinities that its type tells of", () => {
    for (const right of [
      model,
      process,
      { ...process, logMarginalLikelihood: Number.NEGATIVE_INFINITY },
      told({
        trainingLoss: [Number.POSITIVE_INFINITY],
        conditionEstimate: Number.POSITIVE_INFINITY,
        gap: [null, Number.POSITIVE_INFINITY],
      }),
      told({ record: { steps: [1], losses: [Number.POSITIVE_INFINITY] } }),
    ])
      expect(requireFiniteModel(right as Model)).toBe(right);
  });
});

describe("least squares at the ends of the range", () => {
  it("of features that are 0 reach nothing, with no backward error and a loss beyond the numbers", () => {
    const { weights, report } = fit(leastSquares(), [[0], [0]], [LARGEST, LARGEST]);
    expect([Array.from(weights), report.backwardError, report.trainingLoss]).toEqual([[0], 0, [Number.POSITIVE_INFINITY]]);
  });

  it("have the backward error of smaller features where the norm is beyond the numbers", () => {
    const y = [3, 1, 4, 1, 5];
    const features = (power: number): number[][] => [1, -0.75, 0.8, 0.9, -1].map((value, i) => [value * power, (i - 2) * 0.25 * power]);
    const [large, small] = [2 ** 1023, 2 ** 800].map((power) => fit(leastSquares(), features(power), y));
    expect(large?.report.backwardError).toBeGreaterThan(0);
    expect(large?.report.backwardError).toBe(small?.report.backwardError);
  });

  it("of two targets, one of them 0: each its own loss", () => {
    const X = [
      [4, 6],
      [8, 10],
    ];
    const { report } = fit(leastSquares({ lambda: 0.001 }), X, [
      [0, 0],
      [LARGEST, 0],
    ]);
    const small = fit(leastSquares({ lambda: 0.001 }), X, [
      [0, 0],
      [LARGEST * 2 ** -600, 0],
    ]).report.trainingLoss;
    expect(report.trainingLoss[0]).toBe((small[0] as number) * 2 ** 1200);
    expect(report.trainingLoss[1]).toBe(0);
  });
});

it("coefficients near the largest number predict what they are for", () => {
  const model = fit(kernelDescent({ kernel: constant(7.9e-308), iterations: 1 }), [[0]], [1]);
  expect(model.coefficients[0]).toBeGreaterThan(1e307);
  expect(predict(model, [[0]])[0]).toBeCloseTo(1, 14);
});

describe("acquisition at the ends of the range", () => {
  it.each([
    ["an improvement", () => expectedImprovement([0], [LARGEST], { best: LARGEST, goal: "minimize" })],
    ["a slope by the mean", () => probabilityOfImprovement(0, 5e-324, { best: 0, goal: "maximize" })],
    ["the slope of a logarithm", () => logExpectedImprovement(0, 5e-324, { best: 0, goal: "maximize" })],
    ["a bound", () => lowerConfidenceBound(-LARGEST, LARGEST)],
  ])("%s beyond the numbers is refused", (_, call) => {
    expectError("not-finite", call, { argument: "deviation" });
  });

  // by mpmath
  it("the logarithm of an improvement beyond the numbers is one", () => {
    const { value, byMean, byDeviation } = logExpectedImprovement(LARGEST, LARGEST, { best: 0, goal: "maximize" });
    expect(Math.abs(value - 709.8627391122333)).toBeLessThan(1e-14 * value);
    expect(byMean * LARGEST).toBeCloseTo(0.7766387252017392, 15);
    expect(byDeviation * LARGEST).toBeCloseTo(0.22336127479826073, 15);
  });
});

describe("rows that come and go", () => {
  const process = gaussianProcess({ kernel: rationalQuadratic({ alpha: 1, lengthScale: 1 }), noise: 0 });
  const X = [1000000.3833423079, 1000000.447456726];

  it("have no model where fit has none, and one when the row is gone", () => {
    expectError("not-finite", () => fit(process, X, [0, -1.7e307]));
    const stream = incremental(process, X, [0, -1.7e307]);
    for (const call of [() => stream.model(), () => stream.distributionPredictor()]) expectError("not-finite", call);
    stream.remove(1);
    expect(Array.from(stream.model().coefficients)).toEqual([0]);
    stream.append([X[1] as number], [-1.7e307]);
    expectError("not-finite", () => stream.model());
    stream.release();
  });
});

describe("leave-one-out of a process", () => {
  it("has no variance beyond the numbers", () => {
    const process = gaussianProcess({ kernel: rbf(), noise: 0.1, standardize: true });
    expectError("not-finite", () => leaveOneOut(process, [0, 0], [6.3e199, 0]), { argument: "y", row: 0 });
  });

  // of points that know nothing of each other: −½Σ(log 2πs + y²/s) with s = 2·10³⁰⁰
  it("has its density where squares of residuals are beyond the numbers", () => {
    const process = gaussianProcess({ kernel: scale(1e300, rbf()), noise: 1e300, trend: "none" });
    const { logDensity, variance } = leaveOneOut(process, [0, 100], [1e200, 2e200]);
    expect(Array.from(variance as Float64Array)).toEqual([2e300, 2e300].map((value) => expect.closeTo(value, -290)));
    expect((logDensity as number) / -1.25e100).toBeCloseTo(1, 12);
  });
});

describe("a search for parameters", () => {
  it.each([true, false])(
    "whose squared error is beyond the numbers finds those of smaller targets, and says so; standardised: %s",
    (standardize) => {
      const ridge = kernelRidge({ kernel: laplacian(), lambda: 0.1, standardize });
      const X = [0, 1, 2.5, 3, 4.5];
      const y = [0, 1, 0.5, -1, 0.25];
      const found = tune(
        ridge,
        X,
        y.map((value) => value * 2 ** 1020),
      );
      const small = tune(ridge, X, y);
      expect(found.estimator).toEqual(small.estimator);
      expect(found.value).toBe(Number.POSITIVE_INFINITY);
      expect(found.warnings.filter((warning) => warning.includes("beyond the numbers"))).toHaveLength(1);
      expect(small.warnings.filter((warning) => warning.includes("beyond the numbers"))).toEqual([]);
    },
  );
});

describe("paths of λ at the ends of the range", () => {
  const estimator = nystrom({ kernel: rbf(), lambda: 1, landmarks: [[0], [1]] });

  it("the largest leaves y as it is", () => {
    const { gcv } = lambdaPath(estimator, [0, 1, 3], [1, 2, 4], [1.2e308]);
    expect(gcv[0]).toBeCloseTo(7, 12);
  });

  // log N(0 | 0, 1 + λ)
  it("the least has a likelihood", () => {
    const { logMarginalLikelihood } = lambdaPath(nystrom({ kernel: rbf(), lambda: 1, landmarks: [[0]] }), [0], [0], [5e-324]);
    expect(logMarginalLikelihood[0]).toBeCloseTo(-0.5 * Math.log(2 * Math.PI), 10);
  });

  it("one of which numbers tell nothing is refused", () => {
    const path = { lambdas: Float64Array.of(1, 2), gcv: Float64Array.of(Number.POSITIVE_INFINITY, Number.NaN) };
    expectError("not-finite", () => requireFinitePath(path), { argument: "lambdas", value: 2 });
    expect(requireFinitePath({ ...path, gcv: Float64Array.of(Number.POSITIVE_INFINITY, 0) }).lambdas).toBe(path.lambdas);
  });
});
