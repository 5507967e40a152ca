import { expect, test } from "vitest";
import {
  fit,
  gaussianProcess,
  kernelClassifier,
  kernelDescent,
  kernelNewton,
  kernelRidge,
  leastSquares,
  linearDescent,
  nystrom,
  rbf,
  supportVectorRegression,
} from "../../src/entries/index";
import { KINDS } from "../../src/estimators/fitter";

const X = [[0], [1], [2], [4]];
const y = [1, 0, 2, 5];
const kernel = rbf({ gamma: 0.5 });

const ESTIMATORS = {
  kernelRidge: kernelRidge({ kernel, lambda: 0.1 }),
  nystrom: nystrom({ kernel, lambda: 0.1, landmarks: 3 }),
  gaussianProcess: gaussianProcess({ kernel, noise: 0.1 }),
  kernelDescent: kernelDescent({ kernel, iterations: 5 }),
  kernelNewton: kernelNewton({ kernel, lambda: 0.1, loss: "poisson" }),
  kernelClassifier: kernelClassifier({ kernel, lambda: 0.1 }),
  supportVectorRegression: supportVectorRegression({ kernel, lambda: 0.1 }),
  leastSquares: leastSquares(),
  linearDescent: linearDescent({ iterations: 5 }),
};

test("the kinds are those of the constructors", () => {
  expect(Object.keys(ESTIMATORS).sort()).toEqual([...KINDS].sort());
  for (const kind of KINDS) expect(ESTIMATORS[kind].kind).toBe(kind);
});

test.each(KINDS)("an estimator %s that comes as JSON is fitted as the one of its constructor", (kind) => {
  const estimator = ESTIMATORS[kind] as typeof ESTIMATORS.kernelRidge;
  const { report, ...model } = fit(JSON.parse(JSON.stringify(estimator)), X, y);
  const { report: expected, ...own } = fit(estimator, X, y);
  expect(model).toEqual(own);
  expect(report.solver).toBe(expected.solver);
});
