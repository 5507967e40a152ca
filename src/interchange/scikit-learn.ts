import { fault, oneOf, type Part, readObject, readPositive, readText, recordOf } from "../io/fields";
import { JSON_TEXT } from "../io/leaves";
import type { ReadModel } from "../io/tree";
import { fromScikitLearn as kernelFrom, type ScikitLearnKernel } from "../kernels/scikit-learn";
import type { KernelSpec } from "../kernels/spec";
import { logOfSize } from "../matrix/logarithm";
import type { GaussianProcessModel } from "../models/model";
import type { Scaling } from "../scaling/units";
import { EXPORT, reading } from "./foreign";
import { importedReport, modelOfTree } from "./imported";
import { readEstimator } from "./scikit-learn/estimators";

/** What `python/mercer_export.py` writes of a fitted estimator. */
export interface ScikitLearnFile {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly source: string;
  readonly estimator: unknown;
}

const FORMAT = "mercer-scikit-learn";
const VERSION = 1;

/**
 * The model that `python/mercer_export.py` wrote, from the parsed JSON: kernel ridge regression, support vectors, Gaussian processes, Nyström features with ridge regression, linear
 * regression, and pipelines with scalers. Its predictions are those of scikit-learn up to the rounding of a sum.
 *
 * Parameters of a kernel give the kernel, as `fromScikitLearn` of `mercer` does.
 *
 * @example
 * fromScikitLearn({ kernel: "rbf", gamma: 0.5 }); // a kernel; of JSON.parse(await readFile("model.json", "utf8")) it is the model
 *
 * @throws "format" with the `path` of the first fault; for parameters as `fromScikitLearn` of `mercer`
 */
export function fromScikitLearn(file: ScikitLearnFile): ReadModel;
export function fromScikitLearn(parameters: ScikitLearnKernel): KernelSpec;
export function fromScikitLearn(value: ScikitLearnFile | ScikitLearnKernel): ReadModel | KernelSpec {
  return isFile(value) ? readFile({ value, path: "$", leaves: JSON_TEXT }) : kernelFrom(value);
}

function isFile(value: unknown): value is ScikitLearnFile {
  return reading(EXPORT, "$", () => typeof value === "object" && value !== null && ("format" in value || "estimator" in value));
}

function readFile(part: Part): ReadModel {
  return reading(EXPORT, "$", () => {
    const read = recordOf({ format: oneOf(FORMAT), version: readVersion, source: readText, estimator: readEstimator })(readObject(part));
    const { tree, X, y } = read.estimator;
    const report = importedReport(`fitted by ${read.source}`);
    const model = modelOfTree({ ...tree, report, ...(X || y ? { scaling: { X, y } } : {}) });
    if (model.kind !== "gaussianProcessModel" || !y) return model;
    if (y.spread.length > 1)
      throw fault("$.estimator", "scales several targets of a Gaussian process, which share one variance; export one for each");
    return { ...model, logMarginalLikelihood: rawLikelihood(model, y) };
  });
}

/** The density of n targets per raw unit: that of standard ones divided by the spread of each. */
function rawLikelihood({ logMarginalLikelihood, n }: GaussianProcessModel, { spread }: Scaling): number {
  return spread.reduce((sum, s) => sum - n * logOfSize(s), logMarginalLikelihood);
}

function readVersion(part: Part): number {
  const version = readPositive(part);
  if (version === VERSION) return version;
  throw fault(part.path, `is ${version}: written by the exporter of another mercer; use the one that comes with this`);
}
