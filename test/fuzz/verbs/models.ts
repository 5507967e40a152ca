import { ESTIMATORS, problem } from "../estimators";
import { features, kernel } from "../kernels";
import type { Scene } from "../scene";
import { callTerm, functionTerm, type Term, UNDEFINED } from "../term";
import type { Makers } from "./makers";
import { square } from "./matrices";
import { benignProblem, CLASSIFIER, KERNEL_REGRESSORS, pointsLike, REGRESSORS, type Stocked, stocked } from "./stock";

const ALL = [...REGRESSORS, ...CLASSIFIER];
const GAUSSIAN = ["gaussianProcess"];

function fitOptions(s: Scene, [, X, y]: readonly Term[]): Record<string, Term> {
  return s.draw.some<Term>(0.12, {
    sampleWeight: () => s.weights(),
    onProgress: () => functionTerm(s.draw.pick(["heard", "reentrantHeard", "throwsHeard"])),
    start: () => stocked(s).model,
    validation: () => ({ X: X as Term, y: y as Term, patience: s.draw.integer(1, 3), every: s.draw.integer(1, 2) }),
  });
}

const watching = (s: Scene): Record<string, Term> =>
  s.draw.some<Term>(0.1, { onProgress: () => functionTerm(s.draw.pick(["heard", "reentrantHeard", "throwsHeard"])) });

const weighted = (s: Scene): Record<string, Term> => ({
  ...watching(s),
  ...s.draw.some<Term>(0.2, { sampleWeight: () => s.draw.pick<Term>([1, 2]) }),
});

/** A model and points of its kind. */
function asked(s: Scene, names: readonly string[]): [Term, Term] {
  const of = stocked(s, names);
  return [of.model, pointsLike(of, s)];
}

/** A model, and points with targets of its kind: mostly those of its fit. */
function judged(s: Scene, names: readonly string[]): [Term, Term, Term] {
  const of: Stocked = stocked(s, names);
  return [of.model, of.X, of.y];
}

function holdOut(s: Scene): Record<string, Term> {
  return {
    ...watching(s),
    ...s.draw.some<Term>(0.25, { folds: () => s.draw.integer(2, 4), seed: () => s.seed() }),
    ...s.draw.some<Term>(0.08, { order: () => s.vector(), groups: () => s.draw.list(s.n, (i) => i % 3) }),
  };
}

/** A path without λ of its own makes an eigendecomposition of all waves that the least of them asks for: seconds of honest work. */
function pathOf(s: Scene): Term[] {
  const [estimator, X, y] = benignProblem(s, ["kernelRidge", "nystrom"]);
  const byWaves = JSON.stringify(estimator).includes('"fourier"');
  return [estimator, X, y, byWaves ? [0.1, 1] : lambdaList(s), weighted(s)];
}

const lambdaList = (s: Scene): Term => (s.draw.chance(0.5) ? UNDEFINED : s.draw.list(s.draw.integer(1, 3), () => s.lambda()));
const noiseChoice = (s: Scene): Term => s.draw.pick<Term>([true, false, { group: 0 }]);

export const constructors: Makers = Object.fromEntries(
  Object.entries(ESTIMATORS).map(([name, options]) => [name, (s: Scene) => [options(s)]]),
);

export const models: Makers = {
  fit: (s) => {
    const given = problem(s, ALL);
    return [...given, fitOptions(s, given)];
  },
  predict: (s) => asked(s, REGRESSORS),
  predictor: (s) => [stocked(s, ALL).model],
  decision: (s) => asked(s, CLASSIFIER),
  classify: (s) => asked(s, CLASSIFIER),
  probabilities: (s) => asked(s, CLASSIFIER),
  score: (s) => judged(s, ALL),
  predictComponents: (s) => asked(s, [...KERNEL_REGRESSORS, ...GAUSSIAN]),
  predictGradient: (s) => asked(s, KERNEL_REGRESSORS),
  distributionGradient: (s) => asked(s, GAUSSIAN),
  predictDistribution: (s) => [...asked(s, GAUSSIAN), s.draw.some<Term>(0.4, { noise: () => noiseChoice(s), covariance: () => true })],
  distributionPredictor: (s) => [stocked(s, GAUSSIAN).model, s.draw.some<Term>(0.3, { noise: () => noiseChoice(s) })],
  samplePosterior: (s) => [...asked(s, GAUSSIAN), { count: s.draw.integer(1, 3), seed: s.seed() }],
  samplePrior: (s) => [kernel(s), s.points(), { count: s.draw.integer(1, 3), seed: s.seed() }],
  verify: (s) => [...judged(s, ALL), watching(s)],
  annotate: (s) => {
    const [model, X, y] = judged(s, ALL);
    return [
      model,
      s.draw.some<Term>(0.5, { name: () => "growth", data: () => ({ X, y }), units: () => ({ y: [{ name: "mass", unit: "kg" }] }) }),
    ];
  },
  toJSON: (s) => [stocked(s, ALL).model],
  fromJSON: (s) => [callTerm("mercer.toJSON", stocked(s, ALL).model)],
  toBytes: (s) => [stocked(s, ALL).model],
  fromBytes: (s) => [callTerm("mercer.toBytes", stocked(s, ALL).model)],
  permutationImportance: (s) => [
    ...judged(s, ALL),
    { ...watching(s), ...s.draw.some<Term>(0.5, { repeats: () => s.draw.integer(1, 3), seed: () => s.seed() }) },
  ],
  incremental: (s) => [
    ...benignProblem(s, ["kernelRidge", "gaussianProcess"]),
    s.draw.some<Term>(0.3, { window: () => s.draw.integer(1, 8), maxDrift: () => 1e-6 }),
  ],
  logMarginalLikelihood: (s) => [...benignProblem(s, GAUSSIAN), { ...weighted(s), ...s.draw.some<Term>(0.5, { gradient: () => true }) }],
  selectLambda: pathOf,
  lambdaPath: pathOf,
  leaveOneOut: (s) => [...benignProblem(s, ["kernelRidge", "nystrom", "gaussianProcess"]), weighted(s)],
  crossValidate: (s) => [...benignProblem(s, ALL), { ...holdOut(s), ...weighted(s) }],
  compare: (s) => {
    const [one, X, y] = benignProblem(s, ["kernelRidge", "gaussianProcess"]);
    return [{ one, other: callTerm("mercer.leastSquares", { intercept: true }) }, X, y, holdOut(s)];
  },
  calibrate: (s) => [
    ...benignProblem(s, CLASSIFIER),
    { ...watching(s), ...s.draw.some<Term>(0.4, { method: () => s.draw.pick(["platt", "isotonic"]), folds: () => 2 }) },
  ],
  predictInterval: (s) => {
    const [of, X, y] = benignProblem(s, ["kernelRidge", "gaussianProcess"]);
    const cols = (X as { cols?: number }).cols ?? 1;
    return [
      of,
      X,
      y,
      s.points(s.n, cols),
      {
        ...watching(s),
        ...s.draw.some<Term>(0.5, {
          coverage: () => s.draw.pick([0.5, 0.9, 0]),
          method: () => s.draw.pick(["jackknife+", "conformal", "gaussian", "student"]),
        }),
      },
    ];
  },
  tune: (s) => [
    ...benignProblem(s, ["kernelRidge", "gaussianProcess", "nystrom", "supportVectorRegression", "kernelNewton", "kernelClassifier"]),
    {
      starts: s.draw.integer(1, 2),
      iterations: s.draw.integer(1, 4),
      ...watching(s),
      ...s.draw.some<Term>(0.2, {
        criterion: () => s.draw.pick(["marginalLikelihood", "leaveOneOut", "crossValidation"]),
        folds: () => 2,
        seed: () => s.seed(),
        fixed: () => ["lambda"],
        priors: () => ({ lambda: callTerm("mercer.logNormal", { median: 1, deviation: 1 }) }),
        bounds: () => ({ lambda: [1e-3, 1] }),
      }),
    },
  ],
  diagnose: (s) => {
    if (s.draw.chance(0.4)) return [square(s, s.draw.chance(0.7) ? "symmetric" : "definite"), ...(s.draw.chance(0.5) ? [s.targets()] : [])];
    return [kernel(s), s.points(), ...(s.draw.chance(0.5) ? [s.targets()] : [])];
  },
  spectralFilter: (s) => [kernel(s), s.points(), s.vector(), { step: s.size() / 10, steps: s.draw.integer(0, 20) }, watching(s)],
  featureMatrix: (s) => [features(s), s.points()],
  groupedNoise: (s) => [{ groups: s.draw.list(s.n, (i) => i % 2), variances: s.draw.list(2, () => s.size()) }],
  logLinearNoise: (s) => [{ basis: s.draw.pick(["constant", "linear"]), coefficients: s.draw.list(s.d, () => s.draw.normal()) }],
  parametersOf: (s) => [s.draw.chance(0.5) ? kernel(s) : problem(s)[0]],
  withParameters: (s) => [
    s.draw.chance(0.5) ? callTerm("mercer.rbf", { gamma: 1 }) : problem(s)[0],
    s.draw.some<Term>(0.5, { gamma: () => s.size(), lambda: () => s.lambda() }),
  ],
};
