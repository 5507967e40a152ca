import { describeValue, isMercerError } from "../errors";
import { fault, fieldOf, guarded, type Part, readObject, requireKnown } from "../io/fields";
import { JSON_TEXT } from "../io/leaves";
import { modelOf } from "../io/tree";
import { FORMAT, migrated, TABLE_FORMAT } from "../io/version";
import { featureSpaceDimension } from "../kernels/feature-space";
import { resolveKernel } from "../kernels/resolve";
import { seenPoint } from "../kernels/seen-point";
import type { Kernel } from "../kernels/spec";
import type { Model } from "../models/model";
import type { FittedRecipe } from "../recipe/fitted";
import { readRecipe } from "./read-recipe";
import type { TableModel } from "./types";

/**
 * The model that `toJSON` wrote, from the parsed JSON.
 *
 * @throws "format" with the `path` of the first fault; nothing is allocated before its size has been checked
 * @example
 * const mileage = onTable({ recipe: { target: "mpg" }, estimator: kernelRidge({ kernel: rbf(), lambda: 0.1 }) });
 * const model = fromJSON(JSON.parse(JSON.stringify(toJSON(fit(mileage, rows)))));
 * predict(model, [{ hp: 95, weight: 2372, origin: "Japan" }]);
 */
export function fromJSON(value: unknown): TableModel {
  return guarded("$", () => {
    const file = readObject({ value, path: "$", leaves: JSON_TEXT });
    requireFormat(file);
    const tree = migrated(fieldOf(file, "model"), fieldOf(file, "version"));
    requireKnown(file, ["format", "version", "recipe", "model"]);
    return tableModelOf(fieldOf(file, "recipe"), tree);
  });
}

/** The model of a table from the two parts of its file, whichever way their arrays are kept. @throws "format" with the `path` of the first fault */
export function tableModelOf(recipeTree: Part, modelTree: Part): TableModel {
  const recipe = readRecipe(recipeTree);
  const model = modelOf(modelTree);
  requireFitting(recipe, model);
  return { kind: "tableModel", recipe, model };
}

function requireFormat(file: Part): void {
  const format = fieldOf(file, "format");
  if (format.value === TABLE_FORMAT) return;
  const isTableModel = fieldOf(file, "kind").value === "tableModel";
  const cures = {
    [FORMAT]: "; it is a model of points, which fromJSON of mercer reads",
    itself: "; this is a model itself: JSON.stringify alone does not keep its arrays, write toJSON(model)",
  };
  const cure = format.value === FORMAT ? cures[FORMAT] : isTableModel ? cures.itself : "";
  throw fault(format.path, `must be "${TABLE_FORMAT}"; it is ${describeValue(format.value)}${cure}`);
}

/** @throws "format" unless the model is one of the recipe's features and targets */
export function requireFitting({ features, target }: FittedRecipe, model: Model): void {
  const d = features.length;
  if (model.kind === "linearModel") {
    const { weights } = model;
    const count = weights instanceof Float64Array ? weights.length : weights.rows;
    const needed = dimensionOf(model.features as Kernel, d);
    if (count !== needed) throw fault("$.model.weights", `has ${count} rows; the recipe's ${d} features give ${needed}`);
  } else if (model.points?.cols !== d) {
    throw fault("$.model.d", `is ${model.points?.cols ?? null}, the recipe has ${d} features`);
  }
  if (target === null) throw fault("$.recipe.target", "is null; a model has a target");
  if (model.kind === "classifierModel") {
    if (!target.isVector) throw fault("$.recipe.target.isVector", "must be true for a classifier");
    return;
  }
  if (target.kind === "label") throw fault("$.recipe.target.kind", `must be numeric for a ${model.kind}`);
  const values = model.kind === "linearModel" ? model.weights : model.coefficients;
  const columns = values instanceof Float64Array ? "vector" : values.cols;
  if (columns !== (target.isVector ? "vector" : target.names.length)) {
    throw fault("$.recipe.target.names", `has ${target.names.length} names, and the model another number of targets`);
  }
}

/** Features of a map of d numbers. */
function dimensionOf(features: Kernel, d: number): number {
  try {
    return featureSpaceDimension(resolveKernel(features, seenPoint(new Float64Array(d))), seenPoint(new Float64Array(d))) ?? Number.NaN;
  } catch (cause) {
    throw isMercerError(cause) ? fault("$.model.features", cause.message) : cause;
  }
}
