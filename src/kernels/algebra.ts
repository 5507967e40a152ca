import { describeNonNumber, describeValue, mercerError } from "../errors";
import { readEach, readFunction, readNumber } from "../input";
import { isCount } from "../matrix";
import type { Columns, NeedsPoints, NoMixture, NotNegative } from "./compatibility";
import { readDegree } from "./constructors";
import type {
  ColumnsKernel,
  ExponentialKernel,
  Kernel,
  MappedKernel,
  MultiplierKernel,
  NamedColumnsKernel,
  NormalizedKernel,
  PointMap,
  PowerKernel,
  ProductKernel,
  ScaledKernel,
  SumKernel,
} from "./spec";

/** The closure rules: every constructor makes a kernel of kernels, and its type carries the parts. */

/** k₁ + k₂ + …: a kernel when all are. */
export function add<const K extends readonly Kernel[]>(...kernels: K & NoMixture<K>): SumKernel<K> {
  return { kind: "sum", terms: nonEmpty(kernels, "add") };
}

/** k₁ k₂ …: a kernel when all are. */
export function multiply<const K extends readonly Kernel[]>(...kernels: K & NoMixture<K>): ProductKernel<K> {
  return { kind: "product", factors: nonEmpty(kernels, "multiply") };
}

/** c k: a kernel when k is and c ≥ 0. */
export function scale<const K extends Kernel, const C extends number>(factor: C, kernel: K): ScaledKernel<K, C> {
  readNumber(factor, "factor");
  return { kind: "scaled", factor, kernel: requireKernel(kernel, "kernel") };
}

/** kᵖ, p a positive integer: a kernel when k is. */
export function power<const K extends Kernel>(kernel: K & NeedsPoints<K>, exponent: number): PowerKernel<K> {
  return { kind: "power", exponent: readDegree(exponent, "exponent"), kernel: requireKernel(kernel, "kernel") };
}

/** eᵏ: a kernel when k is. */
export function exponentiate<const K extends Kernel>(kernel: K & NeedsPoints<K>): ExponentialKernel<K> {
  return { kind: "exponentiated", kernel: requireKernel(kernel, "kernel") };
}

/** k(x, z)/√(k(x, x) k(z, z)): a kernel when k is, with 1 on the diagonal; 0 where the root is 0. */
export function normalize<const K extends Kernel>(kernel: K & NeedsPoints<K> & NotNegative<K>): NormalizedKernel<K> {
  return { kind: "normalized", kernel: requireKernel(kernel, "kernel") };
}

/** k on the features listed, counted from 0: a kernel when k is. */
export function onColumns<const K extends Kernel, const C extends readonly number[]>(
  columns: C & Columns<C, K>,
  kernel: K & NeedsPoints<K>,
): ColumnsKernel<K, C> {
  const listed = readEach(columns, "columns", "a list of features, counted from 0", readColumn);
  if (listed.length === 0) throw mercerError("argument", "columns is empty; at least one feature is needed", { argument: "columns" });
  return { kind: "onColumns", columns: listed as readonly number[] as C, kernel: requireKernel(kernel, "kernel") };
}

/** The same for columns of a table by name, which become features when the kernel is fitted to one. */
export function onNamedColumns<K extends Kernel>(columns: readonly (number | string)[], kernel: K): NamedColumnsKernel<K> {
  const listed = readEach(columns, "columns", "a list of columns, by name or counted from 0", (column, name) =>
    typeof column === "string" ? column : readColumn(column, name),
  );
  if (listed.length === 0) throw mercerError("argument", "columns is empty; at least one column is needed", { argument: "columns" });
  return { kind: "onColumns", columns: listed, kernel: requireKernel(kernel, "kernel") };
}

function readColumn(column: unknown, name: string): number {
  if (isCount(column)) return column;
  throw mercerError("argument", `${name} must be a feature, counted from 0; it is ${describeNonNumber(column)}`, { argument: "columns" });
}

/** k(φ(x), φ(z)) for a map φ of the points: a kernel when k is. */
export function mapInputs<const K extends Kernel>(map: PointMap, kernel: K & NeedsPoints<K>): MappedKernel<K> {
  return { kind: "mapped", map: readFunction(map, "map"), kernel: requireKernel(kernel, "kernel") };
}

/** f(x) k(x, z) f(z) for a function f of the points: a kernel when k is. */
export function multiplier<const K extends Kernel>(f: (x: Float64Array) => number, kernel: K & NeedsPoints<K>): MultiplierKernel<K> {
  return { kind: "multiplier", f: readFunction(f, "f"), kernel: requireKernel(kernel, "kernel") };
}

function nonEmpty<K extends readonly Kernel[]>(kernels: K, name: string): K {
  if (kernels.length === 0) throw mercerError("argument", `${name} needs at least one kernel`, { argument: "kernels" });
  kernels.forEach((kernel, i) => {
    requireKernel(kernel, `argument ${i + 1} of ${name}`);
  });
  return kernels;
}

/** @throws "kernel" for what is no object with a kind, a constructor that was not called for instance; which kinds there are is told where it is used */
export function requireKernel<K extends Kernel>(kernel: K, name: string): K {
  try {
    if (typeof kernel === "object" && typeof kernel?.kind === "string") return kernel;
  } catch {
    // told below
  }
  const remedy = typeof kernel === "function" ? "call it" : "make one by rbf(), linear() or the like";
  throw mercerError("kernel", `${name} is ${describeValue(kernel)}, which is no kernel; ${remedy}`, { argument: name });
}
