import { describeValue, mercerError } from "../errors";
import { isArrayBuffer, typeOfArray } from "../matrix/numbers";
import type { Model } from "../models/model";
import { fault, fieldOf, guarded, requireKnown } from "./fields";
import { JSON_TEXT, type Leaves, written } from "./leaves";
import { parsed, readTensors, type Tensor, writeTensors } from "./safetensors";
import { modelOf, type ReadModel, treeOf } from "./tree";
import { FORMAT, migrated, VERSION } from "./version";

/**
 * The model as bytes, three quarters of its JSON: a file of safetensors, whose arrays stand by their names in the tree, "points" or "coefficients", and whose metadata have the rest
 * of the tree as JSON. Equal fits give equal bytes.
 *
 * @throws as `toJSON`
 * @example const bytes = toBytes(fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, y));
 */
export function toBytes(model: Model): Uint8Array {
  return guarded("$.model", () => {
    const arrays = new Map<string, Tensor>();
    const tree = written(treeOf(model), (data, name, shape) => {
      arrays.set(name, { shape, data });
      return name;
    });
    return writeTensors({ words: { format: FORMAT, version: String(VERSION), model: JSON.stringify(tree) }, arrays });
  });
}

/**
 * The model that `toBytes` wrote.
 *
 * @throws "argument" for what are no bytes; "format" with the `path` of the first fault, before anything of its size is allocated
 * @example
 * const model = fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, y);
 * predict(fromBytes(toBytes(model)), Z); // the bits of predict(model, Z)
 */
export function fromBytes(bytes: Uint8Array | ArrayBuffer): ReadModel {
  const { words, ...tensors } = readTensors(asBytes(bytes));
  const arrays = new Map(tensors.arrays);
  return guarded("$", () => {
    const leaves = { ...JSON_TEXT, ...tensorsOf(arrays) };
    const metadata = { value: words, path: "$.__metadata__", leaves };
    if (words.format !== FORMAT) throw fault("$.__metadata__.format", `must be "${FORMAT}"; it is ${describeValue(words.format)}`);
    const version = { ...fieldOf(metadata, "version"), value: /^\d+$/.test(words.version ?? "") ? Number(words.version) : words.version };
    const tree = { value: parsed("$.__metadata__.model", () => words.model as string), path: "$.model", leaves };
    requireKnown(metadata, ["format", "version", "model"]);
    const model = modelOf(migrated(tree, version));
    const [extra] = arrays.keys();
    if (extra !== undefined) throw fault(`$.${extra}`, "is an array that the model does not name");
    return model;
  });
}

/** Every array is taken once: what is left over belongs to no model. */
function tensorsOf(arrays: Map<string, Tensor>): Pick<Leaves, "length" | "array"> {
  const named = (value: unknown): Tensor | undefined => (typeof value === "string" ? arrays.get(value) : undefined);
  return {
    length: (value) => named(value)?.data.length ?? 0,
    array(value, shape) {
      const tensor = named(value);
      if (!tensor) return "must be the name of an array, which no other field has";
      if (String(tensor.shape) !== String(shape)) return `has the shape [${tensor.shape.join(", ")}], not [${shape.join(", ")}]`;
      arrays.delete(value as string);
      return tensor.data;
    },
  };
}

export function asBytes(value: unknown): Uint8Array {
  if (typeOfArray(value) === "Uint8Array") return value as Uint8Array;
  if (isArrayBuffer(value)) return new Uint8Array(value);
  throw mercerError("argument", `bytes must be a Uint8Array or an ArrayBuffer; it is ${describeValue(value)}`, { argument: "bytes" });
}
