import { encodeNumbers } from "../io/base64";
import { guarded } from "../io/fields";
import { MEMORY, written } from "../io/leaves";
import { treeOf } from "../io/tree";
import { TABLE_FORMAT, VERSION } from "../io/version";
import { requireFitting } from "./from-json";
import { requireTableModel } from "./prepare";
import { readRecipe } from "./read-recipe";
import type { TableModel } from "./types";

/** A model of a table as JSON: its recipe, and the model of points as `toJSON` of mercer has it. */
export interface TableModelJson {
  readonly format: typeof TABLE_FORMAT;
  readonly version: typeof VERSION;
  readonly recipe: unknown;
  readonly model: unknown;
}

/**
 * The model as a value that `JSON.stringify` takes, with the recipe in it: names, units, categories, what fills holes. Equal fits give equal files.
 *
 * @throws "argument" for what is no model of a table; "format" with the `path` of the first fault for one that `fromJSON` would refuse; "kernel" for a kernel with a function of the caller's
 * @example
 * const mileage = onTable({ recipe: { target: "mpg" }, estimator: kernelRidge({ kernel: rbf(), lambda: 0.1 }) });
 * const text = JSON.stringify(toJSON(fit(mileage, rows)));
 */
export function toJSON(given: TableModel): TableModelJson {
  const { recipe, model } = requireTableModel(given);
  return guarded("$", () => {
    const read = readRecipe({ value: recipe, path: "$.recipe", leaves: MEMORY });
    const tree = treeOf(model);
    requireFitting(read, model);
    return { format: TABLE_FORMAT, version: VERSION, recipe: written(read, encodeNumbers), model: written(tree, encodeNumbers) };
  });
}
