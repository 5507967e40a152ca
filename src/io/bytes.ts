import { describeValue, mercerError } from "../errors";
import { isArrayBuffer, typeOfArray } from "../matrix/numbers";
import type { Model } from "../models/model";
import { fault, fieldOf, guarded, type Part, requireKnown } from "./fields";
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
  return guarded("$.model", () => bytesOf(FORMAT, { model: treeOf(model) }));
}

/** Trees by their names as bytes: their arrays apart, the rest as JSON. */
export function bytesOf(format: string, trees: Readonly<Record<string, object>>): Uint8Array {
  const arrays = new Map<string, Tensor>();
  const words = Object.entries(trees).map(([part, tree]) => {
    const kept = written(tree, (data, name, shape) => {
      arrays.set(name, { shape, data });
      return name;
    });
    return [part, JSON.stringify(kept)] as const;
  });
  return writeTensors({ words: { format, version: String(VERSION), ...Object.fromEntries(words) }, arrays });
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
  return fromParts(bytes, FORMAT, ["model"], ({ model }) => modelOf(model));
}

/** What a reader makes of the trees of a file of this format; that of the model is brought up to date. */
export function fromParts<K extends string, T>(
  bytes: Uint8Array | ArrayBuffer,
  format: string,
  names: readonly (K | "model")[],
  read: (parts: Readonly<Record<K | "model", Part>>) => T,
): T {
  const { words, ...tensors } = readTensors(asBytes(bytes));
  const arrays = new Map(tensors.arrays);
  return guarded("$", () => {
    const leaves = { ...JSON_TEXT, ...tensorsOf(arrays) };
    const metadata = { value: words, path: "$.__metadata__", leaves };
    if (words.format !== format) throw fault("$.__metadata__.format", `must be "${format}"; it is ${describeValue(words.format)}`);
    const version = { ...fieldOf(metadata, "version"), value: /^\d+$/.test(words.version ?? "") ? Number(words.version) : words.version };
    const parts = names.map((name) => {
      const part = { value: parsed(`$.__metadata__.${name}`, () => words[name] as string), path: `$.${name}`, leaves };
      return [name, name === "model" ? migrated(part, version) : part];
    });
    requireKnown(metadata, ["format", "version", ...names]);
    const made = read(Object.fromEntries(parts) as Record<K | "model", Part>);
    const [extra] = arrays.keys();
    if (extra !== undefined) throw fault(`$.${extra}`, "is an array that the model does not name");
    return made;
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
  if (typeOfArray(value) === "Uint8Array") {
    const { buffer, byteOffset, byteLength } = value as Uint8Array;
    // a Buffer of Node's slices without a copy
    return new Uint8Array(buffer, byteOffset, byteLength);
  }
  if (isArrayBuffer(value)) return new Uint8Array(value);
  throw mercerError("argument", `bytes must be a Uint8Array or an ArrayBuffer; it is ${describeValue(value)}`, { argument: "bytes" });
}
