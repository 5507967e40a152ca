import { describeNonNumber, describeValue, mercerError } from "../errors";
import { readChoice, readEach, readFunction, readMatrix, readNumber } from "../input";
import { isCount, rowAt } from "../matrix";
import { semidefiniteFactor } from "./metric";
import type { Kernel, KernelSpec } from "./spec";

/** How a kernel that stands in another is read: looked at by a constructor, read all the way down from plain data. */
export type ReadPart = (kernel: unknown, name: string) => Kernel;

/** A field of a kernel from what was given for it, undefined where it was left out; what is undefined then is no field of the kernel. */
export type ReadField = (value: unknown, name: string, part: ReadPart) => unknown;

export type Kind = KernelSpec["kind"];

/** The fields of a kind, in all its spellings. */
type FieldOf<S> = S extends KernelSpec ? Exclude<keyof S, "kind"> : never;

type Bounds = Parameters<typeof readNumber>[2];

function number(bounds: Bounds, otherwise?: number): ReadField {
  return (value = otherwise, name) => readNumber(value, name, bounds);
}

/** Recurrence terms of `anova` that the core has room for. */
const LARGEST_DEGREE = 500;

const any = number({});
const notNegative = { minimum: 0 };
/** That has an inverse. */
const length = number({ above: 0, minimum: 2 ** -1021 });
/** √2 times such a length. */
const width = number({ above: 0, minimum: 2 ** -1020 });
/** A power that repeated squaring takes. */
const degree: Bounds = { minimum: 1, maximum: 2 ** 31 - 1, integer: true };
const kernel: ReadField = (value, name, part) => part(value, name);
const f: ReadField = (value, name) => readFunction(value, name);

const gamma: ReadField = (value = "auto", name) => (value === "auto" ? value : readNumber(value, name, notNegative));

const lengthScale: ReadField = (value, name, part) =>
  typeof value === "number"
    ? length(value, name, part)
    : readEach(value, name, "a number, or one per feature", (one, at) => length(one, at, part));

/** The fields of every kernel, in their order: how each is checked, and what it is where it is left out. */
export const KERNEL_FIELDS: { readonly [K in Kind]: Readonly<Record<FieldOf<Extract<KernelSpec, { kind: K }>>, ReadField>> } = {
  linear: { metric },
  polynomial: { gamma, degree: number(degree, 3), coef0: number({}, 1) },
  rbf: { gamma, sigma: width, lengthScale },
  laplacian: { gamma },
  matern: { nu: (value, name) => readChoice(value, name, [0.5, 1.5, 2.5, Infinity]), lengthScale },
  rationalQuadratic: { alpha: number({ above: 0 }), lengthScale },
  periodic: {
    period: number({ above: 0 }),
    // whose square has an inverse
    lengthScale: number({ above: 0, minimum: 1e-150 }),
    metric: (value = "euclidean", name) => readChoice(value, name, ["euclidean", "per-feature"]),
  },
  sigmoid: { gamma, coef0: number({}, 1) },
  cosine: {},
  chi2: { gamma: number(notNegative, 1) },
  additiveChi2: {},
  allSubsets: {},
  anova: { degree: number({ ...degree, maximum: LARGEST_DEGREE }) },
  constant: { value: any },
  white: { variance: any },
  precomputed: {},
  custom: { evaluate: f, psd: (value = "unknown", name) => readChoice(value, name, [true, false, "unknown"]) },
  fromFeatures: { map: f },
  sum: { terms: parts },
  product: { factors: parts },
  scaled: { factor: any, kernel },
  power: { exponent: number(degree), kernel },
  exponentiated: { kernel },
  normalized: { kernel },
  onColumns: { columns, kernel },
  mapped: { map: f, kernel },
  multiplier: { f, kernel },
};

function metric(value: unknown, name: string): number[][] | undefined {
  if (value === undefined) return value;
  const A = readMatrix(value as readonly (readonly number[])[], name);
  semidefiniteFactor(A);
  return Array.from({ length: A.rows }, (_, row) => Array.from(rowAt(A, row)));
}

function parts(kernels: unknown, name: string, part: ReadPart): Kernel[] {
  if (Array.isArray(kernels) && kernels.length > 0) return Array.from(kernels, (one) => part(one, "kernel"));
  const message = `${name} must be an array of kernels, at least one; it is ${describeValue(kernels)}`;
  throw mercerError("argument", message, { argument: name });
}

/** Names are those of a table's columns, which become features when the kernel is fitted to one. */
function columns(value: unknown, name: string): (number | string)[] {
  const what = "a list of features, at least one, counted from 0";
  const read = readEach(value, name, what, (column, at) => (typeof column === "string" ? column : countedColumn(column, at)));
  if (read.length > 0) return read;
  throw mercerError("argument", `${name} must be ${what}; it is empty`, { argument: name });
}

/** @throws "argument" for a column that is no number of a feature */
export function countedColumn(column: unknown, name: string): number {
  if (isCount(column)) return column;
  throw mercerError("argument", `${name} must be a feature, counted from 0; it is ${describeNonNumber(column)}`, { argument: "columns" });
}
