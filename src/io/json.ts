import type { Model } from "../models/model";
import { requireModel } from "../models/model";
import { readClassifierModel, writeClassifierModel } from "./classifier-model";
import { fault, readLiteral, readObject } from "./fields";
import { readKernelModel, writeKernelModel } from "./kernel-model";
import { readLinearModel, writeLinearModel } from "./linear-model";

/** A model as JSON: arrays as base64 of little-endian float64, non-finite numbers and −0 as strings, so that every bit returns. */
export interface ModelJson {
  readonly format: "mercer-model";
  readonly version: 1;
  readonly model: unknown;
}

/** The model as a value that `JSON.stringify` takes. How long the fit took is left out: equal fits give equal files. */
export function toJSON(model: Model): ModelJson {
  return { format: "mercer-model", version: 1, model: writeModel(requireModel(model)) };
}

/**
 * The model that `toJSON` wrote, from the parsed JSON.
 *
 * @throws "format" with the `path` of the first fault; nothing is allocated before its size has been checked
 */
export function fromJSON(value: unknown): Model {
  const file = readObject(value, "$");
  readLiteral(file.format, "$.format", "mercer-model");
  readLiteral(file.version, "$.version", 1);
  return readModel(readObject(file.model, "$.model"));
}

function writeModel(model: Model): unknown {
  switch (model.kind) {
    case "kernelModel":
      return writeKernelModel(model);
    case "linearModel":
      return writeLinearModel(model);
    case "classifierModel":
      return writeClassifierModel(model);
    default:
      return model satisfies never;
  }
}

function readModel(model: Record<string, unknown>): Model {
  switch (model.kind) {
    case "kernelModel":
      return readKernelModel(model);
    case "linearModel":
      return readLinearModel(model);
    case "classifierModel":
      return readClassifierModel(model);
    default:
      throw fault("$.model.kind", `must be "kernelModel", "linearModel" or "classifierModel"; it is ${JSON.stringify(model.kind)}`);
  }
}
