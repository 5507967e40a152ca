import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  custom,
  type FeatureMap,
  fit,
  type Kernel,
  kernelClassifier,
  kernelDescent,
  kernelRidge,
  leastSquares,
  linearDescent,
  type Report,
  spectralFilter,
  supportVectorRegression,
} from "../../src/entries/index";

const X = [[0], [1], [3], [4]];
const y = [1, 2, 4, 4];
const labels = ["a", "b", "b", "a"];

/** A clock that stands still but while the kernel, or the features, are computed: then a millisecond passes. */
let now = 0;
const kernel: Kernel = custom(
  (x, z) => {
    now++;
    return Math.exp(-(((x[0] as number) - (z[0] as number)) ** 2));
  },
  { psd: true },
);
const features: FeatureMap = ([x]) => {
  now++;
  return [1, x as number];
};

beforeEach(() => {
  now = 1000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => vi.restoreAllMocks());

it.each<[string, () => { readonly report: Report }]>([
  ...(["cholesky", "lu", "eigen", "pivotedCholesky"] as const).map((solver): [string, () => { readonly report: Report }] => [
    `kernelRidge, ${solver}`,
    () => fit(kernelRidge({ kernel, lambda: 0.1, solver }), X, y),
  ]),
  ["kernelDescent", () => fit(kernelDescent({ kernel, iterations: 3 }), X, y)],
  ["kernelClassifier, logistic", () => fit(kernelClassifier({ kernel, lambda: 0.1, loss: "logistic" }), X, labels)],
  ["kernelClassifier, hinge", () => fit(kernelClassifier({ kernel, lambda: 0.1, loss: "hinge" }), X, labels)],
  ["supportVectorRegression", () => fit(supportVectorRegression({ kernel, lambda: 0.1 }), X, y)],
  ["leastSquares", () => fit(leastSquares({ features }), X, y)],
  ["linearDescent", () => fit(linearDescent({ features, iterations: 3 }), X, y)],
  ["spectralFilter", () => spectralFilter(kernel, X, y, { step: 0.1, steps: 3 })],
])("elapsedMs of %s is the time that passes in the fit", (_, run) => {
  const { report } = run();
  expect(now).toBeGreaterThan(1003);
  expect(report.elapsedMs).toBe(now - 1000);
});
