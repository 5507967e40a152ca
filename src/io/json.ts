import { describeValue } from "../errors";
import type { Model } from "../models/model";
import { encodeNumbers } from "./base64";
import { fault, fieldOf, guarded, readObject, requireKnown } from "./fields";
import { JSON_TEXT, written } from "./leaves";
import { KINDS, modelOf, type ReadModel, treeOf } from "./tree";
import { FORMAT, migrated, TABLE_FORMAT, VERSION } from "./version";

/** A model as JSON: arrays as base64 of little-endian float64, non-finite numbers and −0 as strings, so that every bit returns. */
export interface ModelJson {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly model: unknown;
}

/**
 * The model as a value that `JSON.stringify` takes. How long the fit took is left out: equal fits give equal files.
 *
 * @throws "argument" for what is not a model; "format" with the `path` of the first fault for one that `fromJSON` would refuse; "kernel" for a kernel
 * with a function of the caller's
 * @example const text = JSON.stringify(toJSON(fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, y)));
 */
export function toJSON(model: Model): ModelJson {
  return guarded("$.model", () => ({ format: FORMAT, version: VERSION, model: written(treeOf(model), encodeNumbers) }));
}

/**
 * The model that `toJSON` wrote, from the parsed JSON.
 *
 * @throws "format" with the `path` of the first fault; nothing is allocated before its size has been checked
 * @example
 * const model = fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, y);
 * predict(fromJSON(JSON.parse(JSON.stringify(toJSON(model)))), Z); // the bits of predict(model, Z)
 */
export function fromJSON(value: unknown): ReadModel {
  return guarded("$", () => {
    const file = readObject({ value, path: "$", leaves: JSON_TEXT });
    const format = fieldOf(file, "format");
    if (format.value !== FORMAT) {
      const isModel = KINDS.some((kind) => kind === fieldOf(file, "kind").value);
      const unwritten = isModel ? "; this is a model itself: JSON.stringify alone does not keep its arrays, write toJSON(model)" : "";
      const cure = format.value === TABLE_FORMAT ? "; it is a model of a table, which fromJSON of mercer/table reads" : unwritten;
      throw fault(format.path, `must be "${FORMAT}"; it is ${describeValue(format.value)}${cure}`);
    }
    const tree = migrated(fieldOf(file, "model"), fieldOf(file, "version"));
    requireKnown(file, ["format", "version", "model"]);
    return modelOf(tree);
  });
}
