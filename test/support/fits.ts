import * as mercer from "../../src/entries/index";
import { add, fit, linear, type Matrix, type Model, polynomial, rbf, white } from "../../src/entries/index";
import { random } from "./generator";

const source = random(23);
export const n = 30;

/** Points of two features, a target, two targets, counts and labels. */
export const X: Matrix = {
  rows: n,
  cols: 2,
  data: Float64Array.from({ length: 2 * n }, (_, at) => (at % 2 ? 3 + source.normal() / 2 : source.normal())),
};
export const y = Float64Array.from({ length: n }, (_, i) => Math.sin(X.data[2 * i] as number) + (X.data[2 * i + 1] as number));
export const Y: Matrix = {
  rows: n,
  cols: 2,
  data: Float64Array.from({ length: 2 * n }, (_, at) => (y[at >> 1] as number) * (at % 2 ? -2 : 1) + (at % 7)),
};
const counts = y.map((value) => Math.round(Math.abs(value)));
const two = Array.from(y, (value) => (value > 3 ? "high" : "low"));
const three = Array.from(y, (value) => (value > 3.5 ? 2 : value > 2.5 ? 1 : 0));
const weights = Float64Array.from({ length: n }, (_, i) => i % 4);
const kernel = rbf({ lengthScale: 1.5 });
const K = mercer.gram(kernel, X);

/** A model beside what it was fitted to, and what it does not tell of its fit. */
export interface Fit {
  readonly name: string;
  readonly model: Model;
  readonly X: Matrix;
  readonly y: Float64Array | Matrix | readonly (string | number)[];
  readonly options?: mercer.VerifyOptions;
}

type Targets = Fit["y"];
type Estimator = { readonly kind: string };

function of(name: string, estimator: Estimator, targets: Targets, options: mercer.VerifyOptions = {}, points = X): Fit {
  const { sampleWeight } = options;
  const model = fit(
    estimator as unknown as mercer.KernelRidge,
    points,
    targets as Float64Array,
    sampleWeight ? { sampleWeight } : {},
  ) as Model;
  return { name, model, X: points, y: targets, options };
}

/** Honest models of every estimator, by every route. */
export function fits(standardize: mercer.Standardize): readonly Fit[] {
  const ofX = standardize === false ? false : ({ X: "deviation" } as const);
  const weighted = { sampleWeight: weights };
  return [
    of("ridge", mercer.kernelRidge({ kernel, lambda: 0.1, standardize }), y),
    of("ridge of two targets", mercer.kernelRidge({ kernel, lambda: [0.1, 3], intercept: true, standardize }), Y),
    of("ridge, weighted", mercer.kernelRidge({ kernel, lambda: 0.1, intercept: true, standardize }), y, weighted),
    of("ridge, λ small", mercer.kernelRidge({ kernel, lambda: 1e-9, standardize }), y),
    of("ridge with white noise", mercer.kernelRidge({ kernel: add(kernel, white(0.2)), lambda: 0.1, standardize }), y),
    of("interpolation", mercer.kernelRidge({ kernel: mercer.laplacian({ gamma: 1 }), lambda: 0, standardize }), y),
    of("least norm", mercer.kernelRidge({ kernel: linear(), lambda: 0, solver: "eigen", standardize }), y),
    of("least norm, primal", mercer.kernelRidge({ kernel: linear(), lambda: 0, standardize }), Y, weighted),
    of(
      "routes of each target",
      mercer.kernelRidge({ kernel: mercer.precomputed(), lambda: [0, 1], standardize: standardize === false ? false : { y: "deviation" } }),
      Y,
      {},
      mercer.gram(linear(), X),
    ),
    of("eigen", mercer.kernelRidge({ kernel, lambda: 0.1, solver: "eigen", standardize }), y),
    of("lu", mercer.kernelRidge({ kernel: mercer.sigmoid({ gamma: 0.1 }), lambda: 5, solver: "lu", standardize }), y),
    of("primal", mercer.kernelRidge({ kernel: polynomial({ degree: 1 }), lambda: 0.1, solver: "primal", standardize }), y, weighted),
    of("primal, intercept", mercer.kernelRidge({ kernel: linear(), lambda: 1, solver: "primal", intercept: true, standardize }), Y),
    of(
      "pivoted Cholesky",
      mercer.kernelRidge({ kernel: rbf({ lengthScale: 50 }), lambda: 0.1, solver: "pivotedCholesky", standardize }),
      y,
    ),
    of("process", mercer.gaussianProcess({ kernel, noise: 0.1, standardize }), y),
    of("process, weighted", mercer.gaussianProcess({ kernel, noise: 0.1, trend: "constant", standardize }), y, weighted),
    of(
      "process, noise of each",
      mercer.gaussianProcess({ kernel, noise: Float64Array.from({ length: n }, (_, i) => 0.1 + i / 100), trend: "linear", standardize }),
      y,
    ),
    of(
      "process of features",
      mercer.gaussianProcess({ kernel: add(kernel, white(0.1)), trend: polynomial({ degree: 2 }), standardize: false }),
      Y,
    ),
    of("classifier", mercer.kernelClassifier({ kernel, lambda: 0.5, standardize: ofX }), two),
    of("classifier of three", mercer.kernelClassifier({ kernel, lambda: 0.5, intercept: true, standardize: ofX }), three),
    of("logistic", mercer.kernelClassifier({ kernel, lambda: 0.5, loss: "logistic", standardize: ofX }), two),
    of(
      "logistic of three, weighted",
      mercer.kernelClassifier({ kernel, lambda: 0.05, loss: "logistic", intercept: true, standardize: ofX }),
      three,
      weighted,
    ),
    of("softmax", mercer.kernelClassifier({ kernel, lambda: 0.5, loss: "softmax", standardize: ofX }), three),
    of("hinge", mercer.kernelClassifier({ kernel, lambda: 0.5, loss: "hinge", standardize: ofX }), two),
    of("support vectors", mercer.supportVectorRegression({ kernel, epsilon: 0.2, standardize }), y, {
      loss: mercer.epsilonInsensitive({ epsilon: 0.2 }),
    }),
    of("Newton, Huber", mercer.kernelNewton({ kernel, lambda: 0.1, loss: mercer.huber({ delta: 0.5 }), intercept: true, standardize }), y, {
      loss: mercer.huber({ delta: 0.5 }),
    }),
    of("Newton, Poisson", mercer.kernelNewton({ kernel, lambda: 0.1, loss: "poisson", standardize: ofX }), counts, { loss: "poisson" }),
    of("descent", mercer.kernelDescent({ kernel, iterations: 30, standardize }), y, { loss: "squared" }),
    of("descent, absolute", mercer.kernelDescent({ kernel, iterations: 30, loss: "absolute", standardize }), Y, { loss: "absolute" }),
    of("linear descent", mercer.linearDescent({ features: linear(), iterations: 30, standardize }), y, { loss: "squared" }),
    of("least squares", mercer.leastSquares({ features: polynomial({ degree: 2 }), standardize }), y, weighted),
    of("least squares of two targets", mercer.leastSquares({ features: linear(), intercept: true, standardize }), Y),
    of("least squares of too many features", mercer.leastSquares({ features: polynomial({ degree: 9 }), standardize }), y),
    ...(standardize === false
      ? [
          of("precomputed", mercer.kernelRidge({ kernel: mercer.precomputed(), lambda: 0.1 }), y, weighted, K),
          of(
            "precomputed process",
            mercer.gaussianProcess({ kernel: mercer.precomputed(), noise: 0.1, trend: "constant" }),
            y,
            weighted,
            K,
          ),
          { name: "filter", model: mercer.spectralFilter(kernel, X, y, { step: 0.1, steps: 9 }), X, y },
        ]
      : []),
  ];
}
