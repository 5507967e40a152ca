import { bytesOf, fromParts } from "../io/bytes";
import { guarded } from "../io/fields";
import { MEMORY } from "../io/leaves";
import { treeOf } from "../io/tree";
import { TABLE_FORMAT } from "../io/version";
import { requireFitting, tableModelOf } from "./from-json";
import { requireTableModel } from "./prepare";
import { readRecipe } from "./read-recipe";
import type { TableModel } from "./types";

/**
 * The model with its recipe as bytes, three quarters of its JSON: a file of safetensors, as `toBytes` of mercer writes it, with the recipe among its metadata.
 *
 * @throws as `toJSON`
 * @example
 * const bytes = toBytes(fit(onTable({ recipe: { target: "mpg" }, estimator: kernelRidge({ kernel: rbf() }) }), rows));
 */
export function toBytes(given: TableModel): Uint8Array {
  const { recipe, model } = requireTableModel(given);
  return guarded("$", () => {
    const read = readRecipe({ value: recipe, path: "$.recipe", leaves: MEMORY });
    const tree = treeOf(model);
    requireFitting(read, model);
    return bytesOf(TABLE_FORMAT, { recipe: read, model: tree });
  });
}

/**
 * The model that `toBytes` wrote.
 *
 * @throws "argument" for what are no bytes; "format" with the `path` of the first fault, before anything of its size is allocated
 * @example
 * const model = fit(onTable({ recipe: { target: "mpg" }, estimator: kernelRidge({ kernel: rbf() }) }), rows);
 * predict(fromBytes(toBytes(model)), [{ hp: 95, weight: 2372, origin: "Japan" }]);
 */
export function fromBytes(bytes: Uint8Array | ArrayBuffer): TableModel {
  return fromParts(bytes, TABLE_FORMAT, ["recipe", "model"], ({ recipe, model }) => tableModelOf(recipe, model));
}
