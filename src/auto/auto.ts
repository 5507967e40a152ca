import { mercerError } from "../errors";
import type { KernelRidge } from "../estimators/kernel-ridge";
import { readNumber, readOptions } from "../input";
import type { ClassifierModel } from "../models/classifier-model";
import { type Label, readLabels } from "../models/labels";
import type { GaussianProcessModel } from "../models/model";
import { rowsOf } from "../problem/support";
import { WATCHING, type WatchOptions, watch } from "../progress";
import { shuffled } from "../random/shuffle";
import { fitToRows } from "../recipe/fit-recipe";
import { type RecipeOptions, recipe as readRecipe, type TargetOptions, type TargetSpec } from "../recipe/recipe";
import { readTable } from "../table/read-table";
import type { TableLike } from "../table/table";
import { crossValidate } from "../table-model/cross-validate";
import { fit } from "../table-model/fit";
import { onTable } from "../table-model/on-table";
import { inTable } from "../table-model/place";
import { type Prepared, prepare } from "../table-model/prepare";
import type { AnyEstimator, TableEstimator, TableModel } from "../table-model/types";
import { type Tuning, tune } from "../tuning/tune";
import { type Candidate, type Candidates, classificationCandidates, regressionCandidates } from "./candidates";
import { programOf } from "./code";
import { chooseRecipe } from "./columns";

export interface AutoOptions extends WatchOptions {
  /** The column to predict. */
  target: string | TargetOptions;
  /** The recipe, where you know better than the values of the columns; its target is `target`. */
  recipe?: Omit<RecipeOptions, "target">;
  /** How long the parameters are looked for, at most, in seconds; 30 unless given. The fit comes after. */
  seconds?: number;
  /** Of starts, folds and samples; 0 unless given. */
  seed?: number;
}

/** A candidate with the parameters that were found for it. */
export interface AutoCandidate {
  readonly name: string;
  /** The log marginal likelihood of a Gaussian process, the mean score of held-out folds of a classifier; the larger the better. */
  readonly value: number;
  readonly converged: boolean;
  readonly evaluations: number;
}

/** A model of a table, and everything that was chosen on the way to it. */
export interface AutoResult {
  /** For `predict`, `predictDistribution` and `predictInterval`; or for `classify` and `probabilities`. */
  readonly model: TableModel<GaussianProcessModel<Float64Array>> | TableModel<ClassifierModel>;
  /** What was fitted: `fit(estimator, rows)` gives the same model. */
  readonly estimator: TableEstimator;
  /** R², or the share of labels that are right, of each of five folds that were held out; of a fifth of more than 3,000 rows. */
  readonly scores: Float64Array;
  /** The best first. */
  readonly candidates: readonly AutoCandidate[];
  /** Every choice, in words. */
  readonly choices: readonly string[];
  /** A program that makes the same model by hand, from `rows`. */
  readonly code: string;
  readonly warnings: readonly string[];
}

/** Rows that parameters are looked for on, and rows that are cross-validated, at most. */
const TUNED_ON = 1000;
const CROSS_VALIDATED = 3000;
/** Rows, at least. */
const FEWEST = 10;
const FOLDS = 5;
const STARTS = 3;

const OPTIONS = { target: true, recipe: true, seconds: true, seed: true, ...WATCHING } as const;

/**
 * A model of the column `target` from the rows of a table, with intervals: a Gaussian process of standardised columns for numbers, a logistic classifier for labels. What is chosen is chosen by the data and told:
 *
 *     columns      by the kind of their values; the median, or a code of its own, for a missing value
 *     kernel       a line, a rough and a smooth surface are tuned; the likelihood decides, or the score of held-out folds for labels
 *     parameters   by `tune`, on 1,000 rows at most
 *
 * Nothing in it is out of reach: `code` is a program that makes the same model without it. The time is spent on the search; what is found in it depends on the machine, and the model of what was found does not.
 *
 * @throws "argument" for a column that is not there, or whose values are of two kinds; "shape" for fewer than ten rows with a target; as `fit`; "aborted" by `options.signal`
 * @example
 * const { model, choices, code } = auto(rows, { target: "mpg", seconds: 10 });
 * const { lower, upper } = predictInterval(model, [{ hp: 95, weight: 2372, origin: "Japan" }]);
 */
export function auto(rows: TableLike, options: AutoOptions): AutoResult {
  const { target, recipe, seconds = 30, seed = 0, ...watching } = readOptions(options, "auto", OPTIONS);
  watch(watching);
  const time = readNumber(seconds, "seconds", { above: 0 });
  const from = readNumber(seed, "seed", { minimum: 0, integer: true });
  if (target === undefined || target === null) {
    throw mercerError("argument", "target is missing; auto needs the name of the column to predict", { argument: "target" });
  }
  const table = readTable(rows);
  const goal = readRecipe({ target, columns: [] }).target as TargetSpec;
  const chosen =
    recipe === undefined ? chooseRecipe(table, goal) : { options: { ...recipe, target: goal }, choices: ["the recipe was given"] };
  const fitted = fitToRows(readRecipe(chosen.options), table, null);
  const isLabelled = fitted.target?.kind === "label";
  const candidates = (isLabelled ? classificationCandidates : regressionCandidates)(fitted.features.length);
  const onRows = (estimator: AnyEstimator): TableEstimator => onTable({ recipe: chosen.options, estimator }) as TableEstimator;
  const prepared = prepare(onRows(Object.values(candidates)[0] as AnyEstimator), rows);
  const n = prepared.X.rows;
  if (n < FEWEST) throw mercerError("shape", `${n} rows have a target; auto needs at least ${FEWEST}`, { argument: "rows" });
  if (isLabelled) requireTwoOfEach(prepared);
  const found = inTable(prepared, () => tuneAll(candidates, prepared, { seconds: time, seed: from, ...watching }));
  const [best] = found as readonly [Found];
  const estimator = onRows(best.tuning.estimator);
  const model = fit(estimator, rows, watching) as unknown as AutoResult["model"];
  const folds = n > CROSS_VALIDATED ? heldOutFifth(prepared, table.rows, from) : FOLDS;
  const { scores } = crossValidate(estimator, rows, { folds, ...(n > CROSS_VALIDATED ? {} : { seed: from }), ...watching });
  return {
    model,
    estimator,
    scores,
    candidates: found.map(({ name, tuning: { value, converged, evaluations } }) => ({ name, value, converged, evaluations })),
    choices: [...chosen.choices, ...choicesOf(found, n, isLabelled)],
    code: programOf(chosen.options, best.tuning.estimator),
    warnings: [...named(best.tuning.warnings, fitted.features), ...model.model.report.warnings, ...doubts(scores, isLabelled, prepared)],
  };
}

/** A label of a single row is in no fit that holds that row out. @throws "argument" for such a label */
function requireTwoOfEach({ y }: Prepared): void {
  const { classes, indices } = readLabels(y as ArrayLike<Label>, "y");
  const single = classes.find((_, c) => indices.indexOf(c) === indices.lastIndexOf(c));
  if (single === undefined) return;
  const message = `the label ${JSON.stringify(single)} has one row alone, so that no held-out fold can judge it; give more rows of it, or leave the row out`;
  throw mercerError("argument", message, { argument: "target", value: single });
}

/** A candidate, tuned. */
interface Found {
  readonly name: string;
  readonly tuning: Tuning<Candidate>;
}

/** The candidates in the order of what they are worth; each has its share of the time. */
function tuneAll(
  candidates: Candidates,
  { X, y }: Prepared,
  { seconds, seed, ...watching }: { readonly seconds: number; readonly seed: number } & WatchOptions,
): readonly Found[] {
  const some =
    X.rows > TUNED_ON
      ? shuffled(seed, X.rows)
          .slice(0, TUNED_ON)
          .sort((a, b) => a - b)
      : null;
  const points = rowsOf(X, some);
  const targets = some ? some.map((row) => (y as ArrayLike<number>)[row] as number) : (y as Float64Array);
  const share = seconds / Object.keys(candidates).length;
  const found = Object.entries(candidates).map(([name, estimator]) => {
    const tuning = tune(estimator as unknown as KernelRidge, points, targets, { starts: STARTS, seed, seconds: share, ...watching });
    return { name, tuning: tuning as unknown as Tuning<Candidate> };
  });
  return found.sort((a, b) => b.tuning.value - a.tuning.value);
}

/** A fold of a fifth of the rows that count; the others are always fitted on. */
function heldOutFifth({ rows }: Prepared, count: number, seed: number): Int32Array {
  const folds = new Int32Array(count).fill(-1);
  for (const at of shuffled(seed, rows.length).slice(0, Math.floor(rows.length / FOLDS))) folds[rows[at] as number] = 0;
  return folds;
}

function choicesOf(found: readonly Found[], n: number, isLabelled: boolean): readonly string[] {
  const [best, ...others] = found as readonly [Found, ...Found[]];
  const measure = isLabelled ? "score of held-out folds" : "log marginal likelihood";
  const than = others.map(({ name, tuning }) => `${name} ${tuning.value.toPrecision(5)}`).join(", ");
  return [
    isLabelled ? "the target has labels: a classifier" : "the target has numbers: a Gaussian process",
    isLabelled ? "every feature is standardised" : "every feature and the target are standardised",
    `${best.name}, for its ${measure} of ${best.tuning.value.toPrecision(5)} (${than})`,
    ...(n > TUNED_ON ? [`its parameters were looked for on ${TUNED_ON} of the ${n} rows, drawn by the seed, and fitted to all`] : []),
    n > CROSS_VALIDATED
      ? "the score is that of a fifth of the rows, held out"
      : "the scores are those of five folds, held out, with the parameters as they are",
  ];
}

/** What was said of a length scale by its number, by the name of its feature. */
function named(warnings: readonly string[], features: readonly string[]): readonly string[] {
  return warnings.map((text) =>
    text.replace(/kernel\.kernel\.lengthScale\.(\d+)/, (_, k) => `the length scale of ${JSON.stringify(features[Number(k)])}`),
  );
}

/** What the scores cast doubt on. */
function doubts(scores: Float64Array, isLabelled: boolean, { y }: Prepared): readonly string[] {
  const mean = scores.reduce((sum, score) => sum + score / scores.length, 0);
  if (!isLabelled) return mean > 0 ? [] : ["the model predicts held-out rows no better than the mean of the target does"];
  const labels = Array.from(y as ArrayLike<unknown>);
  const counts = [...new Set(labels)].map((label) => labels.filter((other) => other === label).length);
  const most = Math.max(...counts) / labels.length;
  return mean > most ? [] : ["the model tells held-out labels no better than the most frequent label does"];
}
