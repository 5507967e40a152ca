import { features, kernel, LEAVES } from "../kernels";
import type { Scene } from "../scene";
import { callTerm, type Term, UNDEFINED } from "../term";
import type { Makers } from "./makers";
import { models } from "./models";
import { CLASSIFIER, pointsLike, REGRESSORS, stocked } from "./stock";
import { askedTable, tables } from "./tables";

const maker = (makers: Makers, name: string) => makers[name] as Makers[string];

export const serving: Makers = {
  predict: maker(models, "predict"),
  decision: maker(models, "decision"),
  classify: maker(models, "classify"),
  probabilities: maker(models, "probabilities"),
  predictor: maker(models, "predictor"),
  fromJSON: maker(models, "fromJSON"),
  applyRecipe: maker(tables, "applyRecipe"),
  fromTableJSON: (s) => [callTerm("table.toJSON", askedTable(s, ["kernelRidge", "kernelClassifier"])[0])],
};

/** An estimator whose statistic is asked for. */
function summed(s: Scene): Term {
  if (s.draw.chance(0.5)) return callTerm("mercer.leastSquares", s.draw.chance(0.5) ? {} : { features: features(s) });
  return callTerm("mercer.nystrom", { kernel: kernel(s, 1), lambda: s.lambda(), landmarks: s.draw.integer(1, 4), seed: s.seed() });
}

const empty = (s: Scene, points: Term, t = 1): readonly Term[] => [summed(s), points, ...(t === 1 ? [] : [{ targets: t }])];

function filled(s: Scene, from = 0): Term {
  const points = s.matrix(s.n, s.d);
  return callTerm("statistics.addRows", callTerm("statistics.emptyStatistic", ...empty(s, points)), points, s.vector(), { from });
}

/** Two statistics of one estimator, of other rows. */
function two(s: Scene): [Term, Term] {
  const points = s.matrix(s.n, s.d);
  const none = callTerm("statistics.emptyStatistic", ...empty(s, points));
  const part = (from: number): Term => callTerm("statistics.addRows", none, points, s.vector(), { from });
  return [part(0), part(s.draw.chance(0.9) ? 4096 : 0)];
}

export const statistics: Makers = {
  emptyStatistic: (s) => empty(s, s.points(), s.draw.chance(0.8) ? 1 : 2),
  addRows: (s) => {
    const points = s.points();
    return [
      callTerm("statistics.emptyStatistic", ...empty(s, points)),
      points,
      s.vector(),
      { from: s.draw.chance(0.9) ? 0 : 4096, ...s.draw.some<Term>(0.2, { sampleWeight: () => s.weights() }) },
    ];
  },
  digestStatistic: (s) => [filled(s)],
  mergeStatistics: (s) => two(s),
  subtractStatistics: (s) => {
    const [a, b] = two(s);
    return [callTerm("statistics.mergeStatistics", a, b), b];
  },
  solveStatistic: (s) => [filled(s), s.draw.some<Term>(0.4, { lambda: () => s.lambda(), intercept: () => true })],
  statisticPath: (s) => [
    filled(s),
    s.draw.chance(0.5) ? UNDEFINED : s.draw.list(2, () => s.lambda()),
    s.draw.some<Term>(0.3, { intercept: () => true }),
  ],
  statisticToJSON: (s) => [filled(s)],
  statisticFromJSON: (s) => [callTerm("statistics.statisticToJSON", filled(s))],
  statisticToBytes: (s) => [filled(s)],
  statisticFromBytes: (s) => [callTerm("statistics.statisticToBytes", filled(s))],
  rowRanges: (s) => [s.draw.integer(0, 20_000), { parts: s.draw.integer(1, 6) }],
  rowBlocks: (s) => [
    s.draw.list(s.draw.integer(0, 3), (i) => ({ X: s.matrix(i + 1, s.d), y: s.vector(i + 1) })),
    ...(s.draw.chance(0.3) ? [4096] : []),
  ],
};

/** Kernels that LIBSVM has. */
const libsvm = (s: Scene): Term =>
  callTerm(
    "mercer.fit",
    callTerm("mercer.kernelRidge", { kernel: callTerm("mercer.rbf", { gamma: s.size() }), lambda: 0.1 }),
    { $: "matrix", form: "matrix", rows: 4, cols: 2, of: [1, 2, 2, 1, 0.5, s.draw.integer(0, 9), 0, 3] },
    { $: "vector", form: "f64", of: [1, 2, 3, 1] },
  );

export const interchange: Makers = {
  toLibsvm: (s) => [s.draw.chance(0.5) ? libsvm(s) : stocked(s, [...REGRESSORS, ...CLASSIFIER]).model],
  fromLibsvm: (s) => [callTerm("interchange.toLibsvm", libsvm(s)), ...(s.draw.chance(0.3) ? [{ features: s.draw.integer(1, 5) }] : [])],
  toNpy: (s) => [
    s.draw.chance(0.5) ? s.vector() : s.matrix(s.n, s.d),
    s.draw.some<Term>(0.4, { dtype: () => s.draw.pick(["<f8", ">f8", "<f4", "<i4", "<i8"]), order: () => s.draw.pick(["C", "F"]) }),
  ],
  fromNpy: (s) => [callTerm("interchange.toNpy", { $: "matrix", form: "matrix", rows: 2, cols: s.d, of: s.draw.list(2 * s.d, (i) => i) })],
  toOnnx: (s) => [
    stocked(s, [...REGRESSORS, ...CLASSIFIER]).model,
    s.draw.some<Term>(0.3, { precision: () => s.draw.pick(["float64", "float32"]) }),
  ],
  fromScikitLearn: (s) => [
    { kernel: s.draw.pick(["rbf", "linear", "poly", "laplacian"]), ...s.draw.some<Term>(0.4, { gamma: () => s.size(), degree: () => 2 }) },
  ],
};

const lawful = (s: Scene): Term => (LEAVES[s.draw.pick(["rbf", "linear", "matern", "laplacian"])] as (s: Scene) => Term)(s);

export const testing: Makers = {
  counterexample: (s) => [kernel(s, 1), s.d, ...(s.draw.chance(0.5) ? [s.seed()] : [])],
  kernelLaws: (s) => [
    kernel(s, 1),
    { features: [s.d], ...s.draw.some<Term>(0.3, { seed: () => s.seed(), stationary: () => true, points: () => s.points() }) },
  ],
  requireKernelLaws: (s) => [lawful(s), { features: [s.d] }],
  lossLaws: (s) => [s.draw.pick(["squared", "huber", "hinge", "poisson"]), s.draw.some<Term>(0.5, { seed: () => s.seed() })],
  requireLossLaws: (s) => [s.draw.pick(["squared", "absolute", "logistic", "quantile"])],
};

/** What chooses the core is too late after the first computation: refused, or the same. */
export const core: Makers = { setCoreModule: () => [{}] };
export const relaxed: Makers = { hasRelaxedSimd: () => [], useRelaxedSimd: () => [] };
export const pool: Makers = {
  startPool: (s) => [s.draw.pick<Term>([{ threads: 0 }, { threads: 1.5 }, { thread: 1 }, { workerUrl: 1 }, { blob: 1 }, null, "auto"])],
};

export { pointsLike };
