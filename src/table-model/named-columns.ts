import { mercerError } from "../errors";
import { nearest } from "../input";
import { onNamedColumns } from "../kernels/algebra";
import { isNamed, someKernel } from "../kernels/parts";
import { readKernel } from "../kernels/read";
import type { Kernel, KernelSpec, NamedColumnsKernel } from "../kernels/spec";
import { type Feature, featuresIn } from "../recipe/features";
import type { FittedRecipe } from "../recipe/fitted";
import type { AnyEstimator } from "./types";

/**
 * k on columns of a table, by name: a category stands for all of its codes, a date for all of its parts. The names of features, such as "origin = USA" or "hp × weight", stand for these alone;
 * numbers count the features from 0.
 *
 * @throws "argument" for no columns; what they are is known when the kernel is fitted to a table
 * @example
 * const kernel = add(onColumns(["hp", "weight"], rbf()), onColumns(["origin"], linear()));
 */
export function onColumns<const K extends Kernel>(columns: readonly (string | number)[], kernel: K): NamedColumnsKernel<K> {
  return onNamedColumns(columns, kernel);
}

/** Fields of estimators that may be kernels. */
const KERNELS = ["kernel", "features", "trend"] as const;

/**
 * An estimator whose kernels count the features of a fitted recipe in the place of names.
 *
 * @throws "argument" for a name that is no column and no feature of the recipe
 */
export function numbered(estimator: AnyEstimator, recipe: FittedRecipe): AnyEstimator {
  const { noise } = estimator as { readonly noise?: unknown };
  const changed = { ...estimator, ...countedFields(estimator, KERNELS, recipe) };
  const isModel = typeof noise === "object" && noise !== null && "basis" in noise;
  return isModel ? Object.assign(changed, { noise: { ...noise, ...countedFields(noise, ["basis"], recipe) } }) : changed;
}

/** The fields that are kernels on named columns, with these counted. */
function countedFields(of: object, names: readonly string[], recipe: FittedRecipe): Readonly<Record<string, KernelSpec>> {
  const features = featuresIn(recipe);
  const fields = names.flatMap((name) => {
    const kernel = (of as Readonly<Record<string, unknown>>)[name];
    if (typeof kernel !== "object" || kernel === null) return [];
    const spec = readKernel(kernel as Kernel);
    return someKernel(spec, isNamedColumns) ? [[name, counted(spec, features, recipe)] as const] : [];
  });
  return Object.fromEntries(fields);
}

function isNamedColumns(kernel: KernelSpec): boolean {
  return kernel.kind === "onColumns" && isNamed(kernel);
}

/** `features` are those that the kernel is given: within `onColumns` the ones that it has chosen. */
function counted(kernel: KernelSpec, features: readonly Feature[], recipe: FittedRecipe): KernelSpec {
  switch (kernel.kind) {
    case "sum":
      return { ...kernel, terms: kernel.terms.map((term) => counted(term, features, recipe)) };
    case "product":
      return { ...kernel, factors: kernel.factors.map((factor) => counted(factor, features, recipe)) };
    case "onColumns": {
      const columns = (kernel as NamedColumnsKernel).columns.flatMap((column) => positionsOf(column, features, recipe));
      const chosen = columns.flatMap((at) => features[at] ?? []);
      return { ...kernel, columns, kernel: counted(kernel.kernel, chosen, recipe) };
    }
    case "mapped":
      return { ...kernel, kernel: counted(kernel.kernel, [], recipe) };
    default:
      return "kernel" in kernel ? { ...kernel, kernel: counted(kernel.kernel, features, recipe) } : kernel;
  }
}

function positionsOf(column: number | string, features: readonly Feature[], recipe: FittedRecipe): readonly number[] {
  if (typeof column === "number") return [column];
  const whole = features.flatMap(({ columns }, at) => (columns.length === 1 && columns[0] === column ? [at] : []));
  if (whole.length > 0) return whole;
  const alone = features.findIndex(({ name }) => name === column);
  if (alone >= 0) return [alone];
  throw unknownColumn(column, features, recipe);
}

function unknownColumn(column: string, features: readonly Feature[], { ignored }: FittedRecipe): Error {
  const known = [...new Set(features.flatMap(({ columns, name }) => [...columns, name]))];
  const out = ignored.find(({ name }) => name === column);
  const near = nearest(column, known);
  const remedy = out ? `it is left out (${out.reason})` : near ? `did you mean ${JSON.stringify(near)}?` : `there are ${known.join(", ")}`;
  const message = `the kernel is on column ${JSON.stringify(column)}, which is none of those that it is given; ${remedy}`;
  return mercerError("argument", message, { argument: "columns", column });
}
