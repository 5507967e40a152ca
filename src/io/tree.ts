import { functionsOf } from "../models/classifier-model";
import {
  type ClassifierModel,
  type GaussianProcessModel,
  type KernelModel,
  type LinearModel,
  type Model,
  requireModel,
} from "../models/model";
import { fieldOf, oneOf, type Part, readObject } from "./fields";
import { GAUSSIAN_PROCESS_MODEL } from "./gaussian-process-model";
import { functionsStay, plainKernel } from "./kernels";
import { MEMORY } from "./leaves";
import { CLASSIFIER_MODEL, KERNEL_MODEL, LINEAR_MODEL, READERS } from "./models";
import { noiseModelTree } from "./noise-model";
import { reportTree } from "./report";

/**
 * A model as a tree of plain data: objects, lists, words and numbers, with Float64Arrays as leaves. It is what every format keeps, in its own way, and what a
 * reader of another library's files would make.
 */
type Tree = Readonly<Record<string, unknown>>;

export type ReadModel = KernelModel | LinearModel | ClassifierModel | GaussianProcessModel;

/**
 * The tree of a model, which `modelOf` takes.
 *
 * @throws "argument" for what is not a model; "format" with the `path` of the first fault for one that `modelOf` would refuse; "kernel" for a kernel with a function of
 * the caller's
 */
export function treeOf(given: Model): Tree {
  const tree = unchecked(requireModel(given));
  // what cannot be read again is told now
  modelOf({ value: tree, path: "$.model", leaves: MEMORY });
  return tree;
}

export const KINDS = Object.keys(READERS) as readonly Model["kind"][];

/** The model of a tree, whose leaves are kept in whichever way. @throws "format" with the `path` of the first fault */
export function modelOf(tree: Part): ReadModel {
  return READERS[oneOf(...KINDS)(fieldOf(readObject(tree), "kind"))](tree);
}

function unchecked(model: Model): Tree {
  switch (model.kind) {
    case "kernelModel":
      return picked({ ...model }, KERNEL_MODEL, { kernel: plainKernel(model.kernel) });
    case "gaussianProcessModel": {
      const { trend = "none", trendCoefficients = null } = model;
      if (typeof trend === "function") throw functionsStay("function");
      const plainTrend = typeof trend === "string" ? trend : plainKernel(trend);
      const noiseModel = noiseModelTree(model.noiseModel);
      const parts = { kernel: plainKernel(model.kernel), noiseModel, trend: plainTrend, trendCoefficients };
      return picked({ ...model }, GAUSSIAN_PROCESS_MODEL, parts);
    }
    case "linearModel": {
      if (typeof model.features === "function") throw functionsStay("function");
      return picked({ ...model }, LINEAR_MODEL, { features: plainKernel(model.features) });
    }
    case "classifierModel": {
      const { loss = "squared", classes, kind, calibrator, about } = model;
      return picked({ ...functionsOf(model), kind, loss, classes, calibrator, about }, CLASSIFIER_MODEL, {
        kernel: plainKernel(model.kernel),
      });
    }
    default:
      return model satisfies never;
  }
}

/** The fields of the schema in its order, with the kernel in full and of the report what a file keeps. */
function picked(model: Tree & Pick<Model, "report">, fields: Readonly<Record<string, unknown>>, kernel: Tree): Tree {
  const report = reportTree({ value: model.report, path: "$.model.report", leaves: MEMORY });
  const parts: Tree = { ...model, ...kernel, report };
  return Object.fromEntries(Object.keys(fields).map((name) => [name, parts[name]]));
}
