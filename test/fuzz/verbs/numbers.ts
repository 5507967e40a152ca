import { kernel, LEAVES, NODES } from "../kernels";
import type { Scene } from "../scene";
import { callTerm, functionTerm, listed, numberTerm, type Tagged, type Term } from "../term";
import type { Makers } from "./makers";
import { square } from "./matrices";

/** The arguments of a call that a generator has made. */
const argumentsOf = (term: Term): readonly Term[] => (term as Tagged & { $: "call" }).args;

const leaves: Makers = Object.fromEntries(Object.entries(LEAVES).map(([name, make]) => [name, (s: Scene) => argumentsOf(make(s))]));
const nodes: Makers = Object.fromEntries(Object.entries(NODES).map(([name, make]) => [name, (s: Scene) => argumentsOf(make(s, 1))]));

export const kernels: Makers = {
  ...leaves,
  ...nodes,
  canonical: (s) => [kernel(s)],
  describe: (s) => [kernel(s)],
  isPsd: (s) => [kernel(s), ...(s.draw.chance(0.5) ? [s.d] : [])],
  evaluate: (s) => [kernel(s), s.vector(s.d), s.vector(s.d)],
  gram: (s) => [kernel(s), s.points(), ...(s.draw.chance(0.4) ? [s.points(s.draw.integer(1, 5))] : [])],
  gramDiagonal: (s) => [kernel(s), s.points()],
  centerGram: (s) => [square(s, "symmetric"), ...(s.draw.chance(0.4) ? [s.matrix(s.draw.integer(1, 4), s.n)] : [])],
  fromScikitLearn: (s) => [
    {
      kernel: s.draw.pick(["rbf", "linear", "poly", "polynomial", "laplacian", "sigmoid", "cosine", "chi2", "additive_chi2"]),
      ...s.draw.some<Term>(0.3, { gamma: () => s.size(), degree: () => 2, coef0: () => 1 }),
    },
  ],
};

const bare = (): readonly Term[] => [];

export const losses: Makers = {
  absolute: bare,
  hinge: bare,
  logistic: bare,
  poisson: bare,
  squared: bare,
  squaredHinge: bare,
  huber: (s) => [s.draw.some<Term>(0.7, { delta: () => s.size() })],
  epsilonInsensitive: (s) => [s.draw.some<Term>(0.7, { epsilon: () => s.size() })],
  quantile: (s) => [s.draw.some<Term>(0.7, { tau: () => s.draw.uniform() })],
  describeLoss: (s) => [s.draw.chance(0.5) ? s.draw.pick(["squared", "huber", "hinge"]) : callTerm("mercer.huber", { delta: 2 })],
};

const one = (s: Scene): Term => numberTerm(s.values(1)[0] as number);
const share = (s: Scene): Term => s.draw.pick([0, 1, 0.5, 1e-300, 5e-324, 1 - 2 ** -53, s.draw.uniform(), s.draw.uniform()]);
const degrees = (s: Scene): Term => s.draw.pick([1, 2, 3, 30, 0.5, 1e6, 1e-3, 1e300]);
const shares = (s: Scene): Term => s.vectorOf(s.draw.list(s.n, () => s.draw.uniform()));
const forecast = (s: Scene): Term[] => [s.vector(), s.vectorOf(s.positive(s.n))];
const improvement = (s: Scene): Term => ({ best: one(s), goal: s.draw.pick(["maximize", "minimize"]) });
const oneOrMany = (s: Scene): Term[] => (s.draw.chance(0.5) ? [one(s), numberTerm(s.positive(1)[0] as number)] : forecast(s));

export const numbers: Makers = {
  normalPdf: (s) => [one(s)],
  normalCdf: (s) => [one(s)],
  normalLogCdf: (s) => [one(s)],
  normalQuantile: (s) => [share(s)],
  normalSamples: (s) => [s.draw.integer(0, 20), s.seed()],
  studentCdf: (s) => [one(s), degrees(s)],
  studentQuantile: (s) => [share(s), degrees(s)],
  expectedImprovement: (s) => [...oneOrMany(s), improvement(s)],
  logExpectedImprovement: (s) => [...oneOrMany(s), improvement(s)],
  probabilityOfImprovement: (s) => [...oneOrMany(s), improvement(s)],
  upperConfidenceBound: (s) => [...oneOrMany(s), s.draw.some<Term>(0.5, { width: () => s.size() })],
  lowerConfidenceBound: (s) => [...oneOrMany(s), s.draw.some<Term>(0.5, { width: () => s.size() })],
  rmse: pair,
  mae: pair,
  medianAbsoluteError: pair,
  r2: pair,
  pinballLoss: (s) => [...pair(s), s.draw.uniform()],
  crps: (s) => [s.vector(), ...forecast(s)],
  logScore: (s) => [s.vector(), ...forecast(s)],
  calibratedScale: (s) => [s.vector(), ...forecast(s)],
  pit: (s) => [s.vector(), ...forecast(s), s.draw.some<Term>(0.4, { degrees: () => degrees(s) })],
  pitHistogram: (s) => [shares(s), s.draw.some<Term>(0.5, { bins: () => s.draw.integer(1, 5) })],
  coverageCurve: (s) => [shares(s), s.vectorOf(s.draw.list(3, () => s.draw.uniform()))],
  coverage: (s) => [s.vector(), s.vector(), s.vector()],
  accuracy: (s) => [s.labels(), s.labels()],
  confusionMatrix: (s) => [s.labels(), s.labels()],
  auc: (s) => [s.draw.list(s.n, (i) => i % 2), s.vector()],
  logLoss: (s) => [s.draw.list(s.n, (i) => i % 2), shares(s)],
  brierScore: (s) => [s.draw.list(s.n, (i) => i % 2), shares(s)],
  fitCalibrator: (s) => [
    s.vector(),
    s.draw.list(s.n, (i) => i % 2),
    s.draw.some<Term>(0.5, { method: () => s.draw.pick(["platt", "isotonic"]) }),
  ],
  applyCalibrator: (s) => [
    callTerm("mercer.fitCalibrator", { $: "vector", form: "f64", of: [-1, 0, 1, 2] }, [0, 1, 0, 1], {
      method: s.draw.pick(["platt", "isotonic"]),
    }),
    s.vector(),
  ],
  standardize: (s) => [s.points()],
  applyScaler: (s) => [
    {
      kind: "scaler",
      mean: { $: "vector", form: "f64", of: listed(s.values(s.d)) },
      deviation: { $: "vector", form: "f64", of: listed(s.positive(s.d)) },
    },
    s.points(),
  ],
  forwardSplits: (s) => [s.vector(), s.draw.some<Term>(0.5, { folds: () => s.draw.integer(1, 4) })],
  kFold: (s) => [s.n, folds(s)],
  groupKFold: (s) => [s.draw.list(s.n, (i) => i % 4), folds(s)],
  stratifiedKFold: (s) => [s.draw.list(s.n, (i) => i % 2), folds(s)],
  trainTestSplit: (s) => [s.n, s.draw.some<Term>(0.5, { testShare: () => s.draw.uniform(), seed: () => s.seed() })],
  minimize: (s) => [objective(s), s.vector(s.d), { ...bounds(s), ...search(s) }],
  multiStart: (s) => [
    objective(s),
    {
      lower: s.draw.list(s.d, () => -3),
      upper: s.draw.list(s.d, () => 3),
      ...search(s),
      ...s.draw.some<Term>(0.5, { starts: () => s.draw.integer(1, 4), seed: () => s.seed(), first: () => s.draw.list(s.d, () => 0.5) }),
    },
  ],
  gamma: (s) => [{ shape: s.size(), rate: s.size() }],
  halfCauchy: (s) => [{ scale: s.size() }],
  logNormal: (s) => [{ median: s.size(), deviation: s.size() }],
};

function pair(s: Scene): Term[] {
  if (s.draw.chance(0.7)) return [s.vector(), s.vector()];
  return [s.matrix(s.n, 2), s.matrix(s.n, 2)];
}

function folds(s: Scene): Term {
  return s.draw.some<Term>(0.5, { folds: () => s.draw.integer(1, 5), seed: () => s.seed() });
}

function objective(s: Scene): Term {
  return functionTerm(
    s.draw.pick([
      "bowl",
      "bowl",
      "cosines",
      "halved",
      "writingObjective",
      "throwsObjective",
      "badNaNObjective",
      "badNoObjective",
      "badFlatObjective",
      "badWrongObjective",
    ]),
  );
}

function bounds(s: Scene): Record<string, Term> {
  return s.draw.some<Term>(0.4, {
    lower: () => s.draw.list(s.d, () => s.draw.integer(-3, 1)),
    upper: () => s.draw.list(s.d, () => s.draw.integer(0, 3)),
  });
}

function search(s: Scene): Record<string, Term> {
  return s.draw.some<Term>(0.3, {
    evaluations: () => s.draw.integer(1, 40),
    tolerance: () => s.draw.pick([1e-3, 1e-9]),
    onProgress: () => functionTerm(s.draw.pick(["heard", "throwsHeard"])),
  });
}
