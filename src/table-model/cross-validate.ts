import { readOptions } from "../input";
import type { Targets } from "../matrix";
import { type Watch, type WatchOptions, watch } from "../progress";
import { encodeRows } from "../recipe/apply-recipe";
import { fitToRows } from "../recipe/fit-recipe";
import type { FittedRecipe } from "../recipe/fitted";
import type { Recipe, TargetSpec } from "../recipe/recipe";
import { CROSS_VALIDATION_OPTIONS, type CrossValidation, gatherFolds, validated, watchingOf } from "../selection/cross-validate";
import { type Data, partOf, readData } from "../selection/data";
import { judgeFold } from "../selection/fold-result";
import { type Folds, readFolds } from "../selection/folds";
import { estimatorOfRows } from "../selection/per-row";
import type { TableLike } from "../table/table";
import { numbered } from "./named-columns";
import { readOnTable } from "./on-table";
import { groupsOf, orderOf, type PerRow, picked, weightsOf } from "./per-row";
import { inTable } from "./place";
import { type Prepared, prepare } from "./prepare";
import type { AnyEstimator, PredictionsOf, TableEstimator } from "./types";

/** How rows of a table are held out. */
export interface TableHoldOutOptions extends WatchOptions {
  /** How many folds, 5 unless given; or the fold of every row, a whole number from 0, −1 for rows that are always fitted on. */
  folds?: number | Exclude<PerRow<number>, string>;
  /** The group of every row, or the column that has it: rows of one group are held out together. */
  groups?: PerRow<string | number>;
  /** The time of every row, or the column that has it: folds are fitted on what came before them, and the first part is not judged. */
  order?: PerRow<number>;
  /** Of the shuffle; 0 unless given. */
  seed?: number;
  /** w_i ≥ 0: one for all, one for each row, or the name of a column that has them. */
  sampleWeight?: number | PerRow<number>;
}

/**
 * Predictions for every row by a fit that has not seen it, as `crossValidate` of mercer; the recipe is learnt anew in each fold, of the rows that it is fitted to: what fills a hole, and which
 * categories there are. A category that is in one fold alone is therefore an error, unless the recipe has a code for those that are unseen. Where each fold learns what all rows do, and the estimator allows it,
 * one factorisation serves all.
 *
 * Rows that a rule leaves out are in no fold: `rows` tells those that were held out.
 *
 * @throws as `fit`; "argument" for folds, groups or an order that do not fit
 * @example
 * const mileage = onTable({ recipe: { target: "mpg", columns: ["hp", "weight"] }, estimator: kernelRidge({ kernel: rbf(), lambda: 0.1 }) });
 * const { scores } = crossValidate(mileage, rows, { folds: 2, groups: "origin" });
 */
export function crossValidate<E extends AnyEstimator, T extends Targets>(
  estimator: TableEstimator<E, T>,
  rows: TableLike,
  options: TableHoldOutOptions = {},
): CrossValidation<PredictionsOf<E, T>> {
  const { onProgress, signal, ...given } = readOptions(options, "crossValidate", OPTIONS);
  const watching = watchingOf(onProgress, signal);
  return validatedOnTable(planOf(estimator as TableEstimator, rows, given), watching, watch(watching)) as CrossValidation<
    PredictionsOf<E, T>
  >;
}

const OPTIONS = CROSS_VALIDATION_OPTIONS as Readonly<Record<keyof TableHoldOutOptions, true>>;

/** Everything that is needed, read. */
export interface TablePlan {
  readonly estimator: TableEstimator;
  readonly prepared: Prepared;
  readonly data: Data;
  readonly folds: Folds;
}

export function planOf(
  estimator: TableEstimator,
  rows: TableLike,
  { sampleWeight, folds, groups, order, seed }: Omit<TableHoldOutOptions, keyof WatchOptions>,
): TablePlan {
  const prepared = prepare(estimator, rows);
  const { table, rows: kept, X, y } = prepared;
  const data = inTable(prepared, () => readData(prepared.estimator, X, y as Float64Array, weightsOf(sampleWeight, table, kept)));
  const held = readFolds(data, {
    ...(folds === undefined ? {} : { folds: typeof folds === "object" ? (picked(folds, table, kept, "folds") as number[]) : folds }),
    ...(groups === undefined ? {} : { groups: groupsOf(groups, table, kept) }),
    ...(order === undefined ? {} : { order: orderOf(order, table, kept) }),
    ...(seed === undefined ? {} : { seed }),
  });
  return { estimator: readOnTable(estimator), prepared, data, folds: held };
}

/** Carries a plan out on this thread. */
export function validatedOnTable(plan: TablePlan, watching: WatchOptions, progress: Watch): CrossValidation {
  const { prepared, data, folds } = plan;
  const { recipe } = prepared;
  const recipes = folds.tests.map((_, fold) => recipeOf(plan, fold));
  const isOne = recipes.every((other) => JSON.stringify(other) === JSON.stringify(recipe));
  const points = { estimator: prepared.estimator, data, folds };
  const found = isOne
    ? inTable(prepared, () => validated(points, watching, progress))
    : gatherFolds(
        points,
        recipes.map((learnt, fold) => judged(plan, learnt, fold, watching, progress)),
        "refits",
        "the folds learn different recipes",
      );
  return inRowsOfTable(found, prepared);
}

/** The recipe that the rows of a fold's fit teach. What the target is, is known. */
function recipeOf({ estimator, prepared, folds }: TablePlan, fold: number): FittedRecipe {
  const { table, rows, recipe } = prepared;
  const raw = { ...estimator.recipe, target: withKind(estimator.recipe, recipe) } as Recipe;
  return fitToRows(
    raw,
    table,
    folds.train(fold).map((at) => rows[at] as number),
  );
}

function withKind({ target }: Recipe, fitted: FittedRecipe): Recipe["target"] {
  const { kind } = fitted.target as NonNullable<FittedRecipe["target"]>;
  const known = (spec: TargetSpec): TargetSpec => ({ ...spec, kind });
  return Array.isArray(target) ? target.map(known) : known(target as TargetSpec);
}

function judged(
  { estimator, prepared, data, folds }: TablePlan,
  recipe: FittedRecipe,
  fold: number,
  watching: WatchOptions,
  progress: Watch,
): ReturnType<typeof judgeFold> {
  const { table, rows } = prepared;
  const part = (at: Int32Array): Data => {
    const those = at.map((row) => rows[row] as number);
    return { ...partOf(data, at), X: encodeRows(recipe, table, those) };
  };
  const train = folds.train(fold);
  const result = inTable({ recipe, rows: train.map((at) => rows[at] as number) }, () =>
    judgeFold(
      estimatorOfRows(
        numbered(estimator.estimator, recipe),
        train.map((at) => rows[at] as number),
        table.rows,
      ),
      { train: part(train), test: part(folds.tests[fold] as Int32Array) },
      watching,
    ),
  );
  progress.tell({ phase: "folds", done: fold + 1, total: folds.tests.length });
  return result;
}

/** Rows by their place in the table: −1 for those that a rule leaves out. */
function inRowsOfTable(found: CrossValidation, { table, rows }: Prepared): CrossValidation {
  const foldOfRow = new Int32Array(table.rows).fill(-1);
  found.foldOfRow.forEach((fold, at) => {
    foldOfRow[rows[at] as number] = fold;
  });
  return { ...found, rows: found.rows.map((at) => rows[at] as number), foldOfRow };
}
