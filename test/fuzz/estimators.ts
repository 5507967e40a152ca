import { features, kernel } from "./kernels";
import type { Scene } from "./scene";
import { callTerm, type Term } from "./term";

type Fields = Record<string, Term>;

const standardize = (s: Scene): Term =>
  s.draw.pick<Term>([true, false, "deviation", "center", "range", "quantiles", { X: "deviation" }, { X: "none", y: "center" }]);

const units = (s: Scene): Fields => s.draw.some(0.15, { standardize: () => standardize(s) });

const REGRESSION_LOSSES: readonly Term[] = ["squared", "absolute", "huber", "epsilonInsensitive", "quantile", "poisson"];
const LOSSES: readonly Term[] = [...REGRESSION_LOSSES, "logistic", "hinge", "squaredHinge"];

function descent(s: Scene): Fields {
  return {
    iterations: s.draw.integer(0, 30),
    ...units(s),
    ...s.draw.some<Term>(0.15, {
      loss: () => s.draw.pick(LOSSES),
      lambda: () => s.lambda(),
      step: () => s.draw.pick<Term>(["auto", 0.01, 1, 1e6]),
      tolerance: () => s.draw.pick([0, 1e-6, 0.1]),
      momentum: () =>
        s.draw.pick<Term>([
          "none",
          "nesterov",
          "heavyBall",
          { kind: "nesterov", beta: 0.5 },
          { kind: "heavyBall", beta: 0.9, restart: true },
        ]),
      batch: () => s.draw.pick<Term>(["full", 1, 2, 3]),
      seed: () => s.seed(),
      record: () => ({ every: s.draw.integer(1, 3), ...s.draw.some<Term>(0.5, { coefficients: () => true }) }),
      discrepancy: () => s.size(),
    }),
  };
}

const lambdas = (s: Scene): Term => (s.draw.chance(0.9) ? s.lambda() : s.draw.list(s.draw.integer(1, 3), () => s.lambda()));
const landmarks = (s: Scene): Term => (s.draw.chance(0.7) ? s.draw.integer(1, 6) : s.points(s.draw.integer(1, 4)));

/** By waves a fit of six points may take a second: seldom, so that other calls are made as well. */
function route(s: Scene, names: readonly string[]): string {
  const name = s.draw.pick(names);
  return name === "fourier" && s.draw.chance(0.8) ? "auto" : name;
}

/** The arguments of every constructor of an estimator. */
export const ESTIMATORS: Readonly<Record<string, (s: Scene) => Term>> = {
  kernelRidge: (s) => ({
    kernel: kernel(s),
    lambda: lambdas(s),
    ...units(s),
    ...s.draw.some<Term>(0.3, {
      intercept: () => s.draw.chance(0.7),
      solver: () =>
        route(s, [
          "auto",
          "cholesky",
          "lu",
          "pivotedCholesky",
          "eigen",
          "primal",
          "mixed",
          "iterative",
          "stateSpace",
          "kronecker",
          "fourier",
        ]),
    }),
    ...s.draw.some<Term>(0.03, {
      tolerance: () => 1e-6,
      maxIterations: () => 20,
      seed: () => s.seed(),
      rank: () => s.draw.pick<Term>(["auto", 2]),
      storage: () => s.draw.pick(["auto", "triangle", "tiles"]),
    }),
  }),
  gaussianProcess: (s) => ({
    kernel: kernel(s),
    ...units(s),
    ...s.draw.some<Term>(0.6, { noise: () => noise(s) }),
    ...s.draw.some<Term>(0.25, {
      trend: () => (s.draw.chance(0.8) ? s.draw.pick(["none", "constant", "linear"]) : features(s)),
      solver: () => route(s, ["auto", "cholesky", "stateSpace", "kronecker", "fourier"]),
    }),
  }),
  nystrom: (s) => ({
    kernel: kernel(s),
    landmarks: landmarks(s),
    lambda: lambdas(s),
    ...units(s),
    ...s.draw.some<Term>(0.3, { seed: () => s.seed(), intercept: () => true }),
  }),
  leastSquares: (s) => ({
    ...units(s),
    ...s.draw.some<Term>(0.5, { features: () => features(s), lambda: () => s.lambda(), intercept: () => s.draw.chance(0.7) }),
  }),
  linearDescent: (s) => ({ ...descent(s), ...s.draw.some<Term>(0.4, { features: () => features(s), intercept: () => true }) }),
  kernelDescent: (s) => ({
    kernel: kernel(s),
    ...descent(s),
    ...s.draw.some<Term>(0.2, {
      gradient: () => s.draw.pick(["functional", "euclidean"]),
      nullSpace: () => s.draw.pick(["keep", "remove"]),
      storage: () => s.draw.pick(["auto", "stored", "tiles"]),
    }),
  }),
  kernelNewton: (s) => ({
    kernel: kernel(s),
    loss: s.draw.pick(["squared", "huber", "logistic", "squaredHinge", "poisson"]),
    lambda: s.size(),
    ...units(s),
    ...s.draw.some<Term>(0.2, { intercept: () => true, tolerance: () => s.draw.pick([1e-3, 1e-8]), delta: () => s.size() }),
  }),
  supportVectorRegression: (s) => ({
    kernel: kernel(s),
    lambda: s.size(),
    ...units(s),
    ...s.draw.some<Term>(0.25, { intercept: () => true, tolerance: () => s.draw.pick([1e-2, 1e-6]), epsilon: () => s.size() }),
    ...s.draw.some<Term>(0.1, { loss: () => s.draw.pick(["epsilonInsensitive", "absolute", "quantile"]) }),
  }),
  kernelClassifier: (s) => ({
    kernel: kernel(s),
    lambda: s.size(),
    ...s.draw.some<Term>(0.15, { standardize: () => s.draw.pick<Term>([true, "range"]) }),
    ...s.draw.some<Term>(0.3, {
      loss: () => s.draw.pick(["squared", "logistic", "hinge", "softmax"]),
      intercept: () => true,
      classWeight: () => s.draw.pick<Term>(["equal", "balanced", { a: 2 }, { "1": 3 }]),
    }),
    ...s.draw.some<Term>(0.1, { tolerance: () => 1e-4, landmarks: () => landmarks(s), seed: () => s.seed() }),
  }),
};

function noise(s: Scene): Term {
  const kind = s.draw.uniform();
  if (kind < 0.7) return s.lambda();
  if (kind < 0.85) return s.vectorOf(s.draw.list(s.n, () => s.size()));
  if (kind < 0.93)
    return callTerm("mercer.groupedNoise", { groups: s.draw.list(s.n, (i) => i % 2), variances: s.draw.list(2, () => s.size()) });
  return callTerm("mercer.logLinearNoise", {
    basis: s.draw.pick(["constant", "linear"]),
    coefficients: s.draw.list(s.draw.chance(0.5) ? 1 : s.d + 1, () => s.draw.normal()),
  });
}

const REGRESSIONS = Object.keys(ESTIMATORS).filter((name) => name !== "kernelClassifier");

export function estimator(s: Scene, name: string): Term {
  return callTerm(`mercer.${name}`, (ESTIMATORS[name] as (s: Scene) => Term)(s));
}

/** An estimator with data that it may be fitted to, as the first arguments of `fit`. */
export function problem(s: Scene, names: readonly string[] = REGRESSIONS): [Term, Term, Term] {
  const name = s.draw.pick(names);
  const of = estimator(s, name);
  const X = s.points();
  return [of, X, name === "kernelClassifier" ? s.labels() : targetsFor(s, of)];
}

/** Targets that the loss takes, as a rule. */
function targetsFor(s: Scene, of: Term): Term {
  const text = JSON.stringify(of);
  if (/logistic|inge"/.test(text)) return s.vectorOf(s.draw.list(s.n, () => (s.draw.chance(0.5) ? 1 : -1)));
  if (text.includes("poisson")) return s.vectorOf(s.draw.list(s.n, () => s.draw.integer(0, 5)));
  return s.targets();
}
