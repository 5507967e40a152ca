import * as mercer from "../../src/entries/index";
import {
  add,
  constant,
  fit,
  kernelClassifier,
  kernelDescent,
  kernelRidge,
  leastSquares,
  linear,
  linearDescent,
  multiply,
  normalize,
  onColumns,
  polynomial,
  power,
  rbf,
  scale,
  white,
} from "../../src/entries/index";
import { importedReport } from "../../src/interchange/imported";

export const X = [
  [1, 2],
  [2, 1],
  [0.5, 0.25],
  [0, 3],
];
export const y = [1, 2, 3, 1];
const Y = y.map((value, i) => [value, i]);
const COMPOSITE = add(
  multiply(rbf(), onColumns([1, 0], linear())),
  white(0.5),
  scale(2, power(linear(), 2)),
  normalize(add(linear(), constant(1))),
  mercer.exponentiate(mercer.cosine()),
);
const METRIC = [
  [2, 1],
  [1, 2],
];

/** A model of every kind, by every route. */
export const MODELS: readonly mercer.Model[] = [
  fit(kernelRidge({ kernel: rbf({ lengthScale: [1, 2] }), lambda: 1, intercept: true }), X, y),
  fit(kernelRidge({ kernel: COMPOSITE, lambda: 1 }), X, Y),
  fit(kernelRidge({ kernel: mercer.precomputed(), lambda: 1 }), mercer.gram(rbf(), X), y),
  fit(kernelDescent({ kernel: linear({ metric: METRIC }), iterations: 7, record: { every: 2, coefficients: true } }), X, Y),
  fit(linearDescent({ features: linear(), iterations: 3, intercept: true }), X, y),
  fit(kernelClassifier({ kernel: polynomial({ degree: 2 }), lambda: 1, loss: "logistic" }), X, ["a", "b", "a", "b"]),
  fit(kernelClassifier({ kernel: mercer.matern({ nu: 1.5, lengthScale: 1 }), lambda: 1 }), X, [0, 1, 2, 0]),
  fit(kernelClassifier({ kernel: rbf(), lambda: 1, loss: "hinge" }), X, [true, false, true, false]),
  fit(leastSquares({ features: mercer.anova({ degree: 2 }) }), X, y),
  fit(leastSquares({ features: linear(), intercept: true }), X, Y),
  fit(kernelRidge({ kernel: mercer.chi2(), lambda: [0, 1], solver: "eigen" }), X, Y),
  fit(kernelRidge({ kernel: mercer.sigmoid({ gamma: 2 }), lambda: [1e-6, 50] }), X, Y),
  fit(mercer.supportVectorRegression({ kernel: mercer.periodic({ period: 3, lengthScale: 1 }) }), X, y),
  fit(mercer.gaussianProcess({ kernel: rbf(), noise: [1, 2, 0.5, 1], trend: "constant" }), X, y),
  fit(mercer.gaussianProcess({ kernel: rbf(), trend: polynomial({ degree: 1 }) }), X, Y),
  fit(mercer.gaussianProcess({ kernel: rbf(), noise: mercer.groupedNoise({ groups: [0, 1, 0, 1], variances: [1, 0] }) }), X, y),
  fit(mercer.gaussianProcess({ kernel: rbf(), noise: mercer.logLinearNoise({ basis: "linear", coefficients: [0, -0, 1] }) }), X, y),
  fit(mercer.gaussianProcess({ kernel: rbf(), noise: mercer.logLinearNoise({ basis: linear(), coefficients: [0.5, 1] }) }), X, Y),
  mercer.spectralFilter(mercer.rationalQuadratic({ alpha: 1, lengthScale: 2 }), X, y, { step: 0.1, steps: 5 }),
  {
    ...fit(kernelClassifier({ kernel: linear(), lambda: 1, loss: "hinge" }), X, ["a", "b", "a", "b"]),
    calibrator: mercer.fitCalibrator([-1, 0, 1, 2], ["a", "b", "a", "b"], { method: "isotonic" }),
  },
  {
    ...fit(kernelClassifier({ kernel: rbf(), lambda: 1, loss: "softmax" }), X, [0, 1, 2, 0]),
    calibrator: mercer.fitCalibrator(
      [
        [1, 0, 0],
        [0, 1, 2],
        [0, 1, 0],
        [2, 0, 1],
      ],
      [0, 1, 2, 0],
    ),
  },
  {
    ...fit(kernelRidge({ kernel: rbf(), lambda: 1 }), X, y),
    report: { ...importedReport("fitted elsewhere"), elapsedMs: 0 },
  },
];

const CLASSES = ["a", "b", "a", "b"];
const QUANTITIES = [
  { name: "age", unit: "years" },
  { name: "height", unit: "" },
];

/** Models in units of their own, of every kind. */
export const STANDARDIZED: readonly mercer.Model[] = [
  fit(kernelRidge({ kernel: rbf(), lambda: 1, standardize: true }), X, y),
  fit(kernelRidge({ kernel: linear(), lambda: 1, intercept: true, standardize: "range" }), X, Y),
  fit(linearDescent({ features: linear(), iterations: 3, standardize: "quantiles" }), X, y),
  fit(kernelClassifier({ kernel: rbf(), lambda: 1, loss: "logistic", standardize: true }), X, CLASSES),
  fit(mercer.gaussianProcess({ kernel: rbf(), noise: 0.5, trend: "linear", standardize: true }), X, y),
];

/** Models that tell what they are about, of every kind. */
export const ANNOTATED: readonly mercer.Model[] = [
  mercer.annotate(fit(kernelRidge({ kernel: rbf(), lambda: 1, standardize: true }), X, y), {
    name: "growth",
    units: { X: QUANTITIES, y: [{ name: "mass", unit: "kg" }] },
    data: { X, y },
  }),
  mercer.annotate(fit(leastSquares({ features: linear() }), X, Y), { units: { y: QUANTITIES }, data: { X, y: Y } }),
  mercer.annotate(fit(kernelClassifier({ kernel: rbf(), lambda: 1 }), X, [0, 1, 2, 0]), {
    units: { y: [{ name: "kind", unit: "" }] },
    data: { X, y: [0, 1, 2, 0] },
  }),
  mercer.annotate(fit(mercer.gaussianProcess({ kernel: rbf(), trend: "constant" }), X, y), { data: { X, y } }),
  mercer.annotate(fit(kernelRidge({ kernel: mercer.precomputed(), lambda: 1 }), mercer.gram(rbf(), X), y), { name: "" }),
];
