import { mercerError } from "../errors";
import { type OptionNames, readList, readOptions, readText } from "../input";
import type { Points } from "../matrix";
import type { About, Quantity } from "../models/about";
import { columnsOf, type Model, requireModel } from "../models/model";
import { digestOf, type Told } from "./digest";
import { MERCER_VERSION } from "./version";

/** What to write down of a model. */
export interface AnnotateOptions {
  /** What the model is called. */
  readonly name?: string;
  /** Names and units of the features and of the targets, in their order; those of labels are one. */
  readonly units?: { readonly X?: readonly Quantity[]; readonly y?: readonly Quantity[] };
  /** The data that it was fitted to, of which a digest is kept. */
  readonly data?: { readonly X: Points; readonly y: Told };
}

const NAMES: OptionNames<AnnotateOptions> = { name: true, units: true, data: true };
const UNITS: OptionNames<NonNullable<AnnotateOptions["units"]>> = { X: true, y: true };
const DATA: OptionNames<NonNullable<AnnotateOptions["data"]>> = { X: true, y: true };
const QUANTITY: OptionNames<Quantity> = { name: true, unit: true };

/**
 * The model with a field `about`, in the place of what there was of it: a name, the version of mercer, names and units of features and targets, and the digest of the data that it was fitted to. Files
 * keep it, and `verify` holds the digest against the data.
 *
 * @throws "argument" for what is no text; "shape" unless there is a unit for each feature and target, and as `fit` for the data
 *
 * @example
 * const model = annotate(fit(kernelRidge({ kernel: rbf() }), X, y), {
 *   name: "growth",
 *   units: { X: [{ name: "age", unit: "years" }, { name: "weight", unit: "kg" }], y: [{ name: "height", unit: "m" }] },
 *   data: { X, y },
 * });
 */
export function annotate<M extends Model>(model: M, options: AnnotateOptions): M & { readonly about: About } {
  const read = requireModel(model);
  const { name, units, data } = readOptions(options, "annotate", NAMES);
  const about: About = {
    ...(name === undefined ? {} : { name: readText(name, "name") }),
    mercer: MERCER_VERSION,
    ...(units === undefined ? {} : { units: readUnits(units, sizesOf(read)) }),
    ...(data === undefined ? {} : { data: digestOfFit(read, readOptions(data, "data", DATA)) }),
  };
  return requireModel({ ...read, about });
}

/** Features and targets; null where the model does not tell. */
interface Sizes {
  readonly X: number | null;
  readonly y: number;
}

function sizesOf(model: Model): Sizes {
  const X = model.kind === "linearModel" ? (model.scaling?.X?.center.length ?? null) : (model.points?.cols ?? null);
  return { X, y: model.kind === "classifierModel" ? 1 : columnsOf(model).coefficients.cols };
}

function digestOfFit(model: Model, { X, y }: NonNullable<AnnotateOptions["data"]>): About["data"] {
  const digest = digestOf(X, y, model.kind === "classifierModel");
  const sizes = sizesOf(model);
  requireSize(digest.cols, sizes.X, "data.X");
  requireSize(digest.targets, sizes.y, "data.y");
  return digest;
}

function readUnits(given: NonNullable<AnnotateOptions["units"]>, sizes: Sizes): About["units"] {
  const units = readOptions(given, "units", UNITS);
  const entries = (["X", "y"] as const)
    .filter((side) => units[side] !== undefined)
    .map((side) => {
      const quantities = readList(units[side], `units.${side}`, "an array of { name, unit }").map((value, k) =>
        readQuantity(value, `units.${side}[${k}]`),
      );
      requireSize(quantities.length, sizes[side], `units.${side}`);
      return [side, quantities] as const;
    });
  return Object.fromEntries(entries);
}

function readQuantity(value: unknown, of: string): Quantity {
  const { name, unit } = readOptions(value as Quantity, of, QUANTITY);
  return { name: readText(name, `${of}.name`), unit: readText(unit, `${of}.unit`) };
}

function requireSize(size: number, needed: number | null, name: string): void {
  if (needed === null || size === needed) return;
  throw mercerError("shape", `${name} has ${size} columns, the model ${needed}`, { argument: name });
}
