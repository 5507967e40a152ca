import { mercerError } from "../errors";
import { notMade, type OptionNames, readMade, readOptions } from "../input";
import type { Matrix, Targets } from "../matrix";
import { type Recipe, type RecipeOptions, recipe as readRecipe, type TargetOptions } from "../recipe/recipe";
import type { AnyEstimator, TableEstimator } from "./types";

export interface TableEstimatorOptions<E extends AnyEstimator, R> {
  /** How rows become points and targets: `recipe(…)`, or its options. */
  recipe: R;
  /** Any estimator of mercer. Its kernels may name columns: `onColumns(["hp"], rbf())` of mercer/table. */
  estimator: E;
}

type OneTarget = RecipeOptions & { target: string | TargetOptions };
type SeveralTargets = RecipeOptions & { target: readonly (string | TargetOptions)[] };

const OPTIONS: OptionNames<TableEstimatorOptions<AnyEstimator, unknown>> = { recipe: true, estimator: true };

/**
 * An estimator with the recipe that makes points and targets of the rows of a table. The verbs of mercer/table take it, and rows in the place of X and y.
 *
 * @throws "argument" for a recipe without a target, and for what is no estimator
 * @example
 * const mileage = onTable({ recipe: recipe({ target: "mpg", missing: "drop" }), estimator: kernelRidge({ kernel: rbf() }) });
 * const model = fit(mileage, rows);
 */
export function onTable<E extends AnyEstimator, T extends Targets>(options: TableEstimatorOptions<E, Recipe<T>>): TableEstimator<E, T>;
export function onTable<E extends AnyEstimator>(options: TableEstimatorOptions<E, OneTarget>): TableEstimator<E, Float64Array>;
export function onTable<E extends AnyEstimator>(options: TableEstimatorOptions<E, SeveralTargets>): TableEstimator<E, Matrix>;
export function onTable(options: TableEstimatorOptions<AnyEstimator, Recipe | RecipeOptions>): TableEstimator {
  const { recipe, estimator } = readOptions(options, "onTable", OPTIONS);
  const made = readRecipe(recipe);
  if (made.target === null) {
    throw mercerError("argument", "the recipe has no target; name the column to predict: recipe({ target })", { argument: "recipe" });
  }
  const inner = readMade(estimator, "estimator", "a constructor of mercer");
  if (inner.kind !== "onTable") return { kind: "onTable", recipe: made, estimator: inner };
  throw mercerError("argument", "estimator is one of a table already; give the estimator of points", { argument: "estimator" });
}

/** @throws "argument" unless onTable made it */
export function readOnTable(estimator: TableEstimator): TableEstimator {
  if (readMade(estimator, "estimator", "onTable").kind === "onTable") return onTable(estimator as never);
  const { kind } = estimator as AnyEstimator;
  const message = `estimator is of kind ${JSON.stringify(kind)}, which takes points: the verbs of mercer/table take onTable({ recipe, estimator })`;
  throw typeof kind === "string" ? mercerError("argument", message, { argument: "estimator" }) : notMade(estimator, "estimator", "onTable");
}
