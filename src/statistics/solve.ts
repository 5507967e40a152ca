import { mercerError } from "../errors";
import { requireFiniteModel } from "../estimators/finite-model";
import { nystromModel } from "../estimators/fit-on-landmarks";
import { perTarget, readLambdas } from "../estimators/kernel-ridge";
import { isVector, type OptionNames, readChoice, readNumber, readOptions } from "../input";
import type { Vector } from "../matrix";
import { type KernelModel, type LinearModel, linearModel, reportOf } from "../models/model";
import { WATCHING, type Watch, type WatchOptions, watch } from "../progress";
import { solveSums } from "../solvers/nystrom/fit";
import { normalOf } from "../solvers/nystrom/normal";
import { solveNormal } from "../solvers/nystrom/solve";
import { blockCount } from "./blocks";
import { requireStatistic, type Statistic, whiteningOf } from "./statistic";

export interface SolveOptions extends WatchOptions {
  /** λ ≥ 0, one number, or one per target; that of the estimator unless given. */
  lambda?: number | Vector;
  /** An unpenalised constant; that of the estimator unless given. */
  intercept?: boolean;
}

const OPTIONS: OptionNames<SolveOptions> = { ...WATCHING, lambda: true, intercept: true };

/**
 * The model that a fit to all rows of the statistic gives, for any λ, without another look at the data: a kernel model of the landmarks, or a linear model of the features.
 *
 * Where the rows are those of one `fit(nystrom(…), X, y)` with these landmarks it is that model, bit for bit (with an intercept up to the rounding of an offset of y).
 *
 * @throws "argument" for a statistic without rows; "not-positive-definite" where G + λI has no Cholesky factor; "shape" for λ that are not one per target; "not-finite" where the fit has no answer in numbers
 * @example
 * const none = emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.1, landmarks: 3 }), X);
 * const model = solveStatistic(addRows(none, X, y, { from: 0 }), { lambda: 0.01 });
 */
export function solveStatistic(statistic: Statistic, options: SolveOptions = {}): KernelModel | LinearModel {
  const started = performance.now();
  const given = readOptions(options, "solveStatistic", OPTIONS);
  const progress = watch(given);
  const { features, targets, isVector: single, sums } = requireRows(statistic);
  const lambda = given.lambda === undefined ? statistic.lambda : readLambda(given.lambda);
  const intercept = readChoice(given.intercept ?? statistic.intercept, "intercept", [true, false]);
  const lambdas = perTarget(lambda, targets);
  if (features.kind === "explicit") return requireFiniteModel(linear(statistic, lambdas, intercept, { progress, started }));
  const warnings = features.dropped > 0 ? [`${features.dropped} of the landmarks were dropped: the others tell all but 1e-10 of them`] : [];
  const whitening = whiteningOf(features);
  const solution = solveSums(whitening, sums, lambdas, intercept, progress);
  return requireFiniteModel(nystromModel(whitening, { ...solution, warnings: [...warnings, ...solution.warnings] }, single, started));
}

/** @throws "argument" for a statistic that has none */
export function requireRows(statistic: Statistic): Statistic {
  const { blocks } = requireStatistic(statistic, "statistic");
  if (blockCount(blocks) > 0) return statistic;
  throw mercerError("argument", "the statistic has no rows; add some with addRows", { argument: "statistic" });
}

function readLambda(lambda: number | Vector): number | readonly number[] {
  return isVector(lambda) ? readLambdas(lambda) : readNumber(lambda, "lambda", { minimum: 0 });
}

interface Surroundings {
  readonly progress: Watch;
  readonly started: number;
}

function linear(
  { features, sums, isVector: single }: Statistic,
  lambdas: Float64Array,
  intercept: boolean,
  { progress, started }: Surroundings,
): LinearModel {
  const normal = normalOf(sums, lambdas.length, intercept);
  const { weights, intercepts, ...found } = solveNormal(normal, lambdas, progress.during("solve"));
  const { conditionEstimate, backwardError, trainingLoss, warnings, bytes } = found;
  const m = weights.rows;
  const reason = `Cholesky of the ${m} × ${m} sums of the features, whose condition number is the square of that of the features`;
  const report = reportOf(
    { solver: "normal-equations", reason, warnings, rank: m, conditionEstimate, backwardError, errorBound: null, trainingLoss, bytes },
    started,
  );
  return linearModel({ features: features.kernel, report }, weights, intercepts, single);
}
