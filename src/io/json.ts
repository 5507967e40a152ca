import { isMercerError } from "../errors";
import type { Model } from "../models/model";
import { requireModel } from "../models/model";
import { classifierModelFields, readClassifierModel } from "./classifier-model";
import { fault, fieldOf, readObject, shown, UNREADABLE } from "./fields";
import { kernelModelFields, readKernelModel } from "./kernel-model";
import { linearModelFields, readLinearModel } from "./linear-model";
import { written } from "./written";

/** A model as JSON: arrays as base64 of little-endian float64, non-finite numbers and −0 as strings, so that every bit returns. */
export interface ModelJson {
  readonly format: "mercer-model";
  readonly version: 1;
  readonly model: unknown;
}

/**
 * The model as a value that `JSON.stringify` takes. How long the fit took is left out: equal fits give equal files.
 *
 * @throws "argument" for what is not a model; "format" with the `path` of the first fault for one that `fromJSON` would refuse; "kernel" for a kernel
 * with a function of the caller's
 */
export function toJSON(model: Model): ModelJson {
  return guarded("$.model", () => {
    const file = { format: FORMAT, version: VERSION, model: written(fieldsOf(requireModel(model))) } as const;
    // what cannot be read again is told now
    fromJSON(file);
    return file;
  });
}

/**
 * The model that `toJSON` wrote, from the parsed JSON.
 *
 * @throws "format" with the `path` of the first fault; nothing is allocated before its size has been checked
 */
export function fromJSON(value: unknown): Model {
  return guarded("$", () => {
    const file = readObject(value, "$");
    requireFormat(fieldOf(file, "format", "$"), KINDS.includes(fieldOf(file, "kind", "$")));
    requireVersion(fieldOf(file, "version", "$"));
    return readModel(readObject(fieldOf(file, "model", "$"), "$.model"));
  });
}

const FORMAT = "mercer-model";
const VERSION = 1;
const KINDS: readonly unknown[] = ["kernelModel", "linearModel", "classifierModel"] satisfies readonly Model["kind"][];

function requireFormat(format: unknown, isModel: boolean): void {
  if (format === FORMAT) return;
  const cure = isModel ? "; this is a model itself: JSON.stringify alone does not keep its arrays, write toJSON(model)" : "";
  throw fault("$.format", `must be "${FORMAT}"; it is ${shown(format)}${cure}`);
}

function requireVersion(version: unknown): void {
  if (version === VERSION) return;
  const newer =
    typeof version === "number" && version > VERSION ? ": the file was written by a newer mercer, update this one to read it" : "";
  throw fault("$.version", `must be ${VERSION}; it is ${shown(version)}${newer}`);
}

/** Nothing foreign escapes, whatever the value does when it is read. */
function guarded<T>(path: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw isMercerError(error) ? error : fault(path, UNREADABLE);
  }
}

function fieldsOf(model: Model): object {
  switch (model.kind) {
    case "kernelModel":
      return kernelModelFields(model);
    case "linearModel":
      return linearModelFields(model);
    case "classifierModel":
      return classifierModelFields(model);
    default:
      return model satisfies never;
  }
}

function readModel(model: object): Model {
  const kind = fieldOf(model, "kind", "$.model");
  switch (kind) {
    case "kernelModel":
      return readKernelModel(model);
    case "linearModel":
      return readLinearModel(model);
    case "classifierModel":
      return readClassifierModel(model);
    default:
      throw fault("$.model.kind", `must be "kernelModel", "linearModel" or "classifierModel"; it is ${shown(kind)}`);
  }
}
