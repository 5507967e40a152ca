import { mercerError } from "../errors";
import type { Columns, NeedsPoints, NoMixture, NotNegative } from "./compatibility";
import { countedColumn } from "./fields";
import { kernelOf, requireKernel } from "./kernel-of";
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

/**
 * k₁ + k₂ + …: a kernel when all are.
 *
 * @example evaluate(add(linear(), constant(1)), [1, 2], [3, 4]) // 12
 */
export function add<const K extends readonly Kernel[]>(...kernels: K & NoMixture<K>): SumKernel<K> {
  return { kind: "sum", terms: nonEmpty(kernels, "add") };
}

/**
 * k₁ k₂ …: a kernel when all are.
 *
 * @example evaluate(multiply(linear(), constant(2)), [1, 2], [3, 4]) // 22
 */
export function multiply<const K extends readonly Kernel[]>(...kernels: K & NoMixture<K>): ProductKernel<K> {
  return { kind: "product", factors: nonEmpty(kernels, "multiply") };
}

/**
 * c k: a kernel when k is and c ≥ 0.
 *
 * @example evaluate(scale(0.5, linear()), [1, 2], [3, 4]) // 5.5
 */
export function scale<const K extends Kernel, const C extends number>(factor: C, kernel: K): ScaledKernel<K, C> {
  return kernelOf("scaled", { factor, kernel }, requireKernel) as ScaledKernel<K, C>;
}

/**
 * kᵖ, p a positive integer: a kernel when k is.
 *
 * @example evaluate(power(linear(), 2), [1, 2], [3, 4]) // 121
 */
export function power<const K extends Kernel>(kernel: K & NeedsPoints<K>, exponent: number): PowerKernel<K> {
  return kernelOf("power", { exponent, kernel }, requireKernel) as PowerKernel<K>;
}

/**
 * eᵏ: a kernel when k is.
 *
 * @example evaluate(exponentiate(linear()), [0, 1], [1, 0]) // 1
 */
export function exponentiate<const K extends Kernel>(kernel: K & NeedsPoints<K>): ExponentialKernel<K> {
  return kernelOf("exponentiated", { kernel }, requireKernel) as ExponentialKernel<K>;
}

/**
 * k(x, z)/√(k(x, x) k(z, z)): a kernel when k is, with 1 on the diagonal; 0 where the root is 0.
 *
 * @example gramDiagonal(normalize(polynomial()), [[1, 2], [3, 4]]) // [1, 1]
 */
export function normalize<const K extends Kernel>(kernel: K & NeedsPoints<K> & NotNegative<K>): NormalizedKernel<K> {
  return kernelOf("normalized", { kernel }, requireKernel) as NormalizedKernel<K>;
}

/**
 * k on the features listed, counted from 0: a kernel when k is.
 *
 * @example evaluate(onColumns([1], linear()), [1, 2], [3, 4]) // 8
 */
export function onColumns<const K extends Kernel, const C extends readonly number[]>(
  columns: C & Columns<C, K>,
  kernel: K & NeedsPoints<K>,
): ColumnsKernel<K, C> {
  const made = kernelOf("onColumns", { columns, kernel }, requireKernel) as Kernel as ColumnsKernel<K, C>;
  made.columns.forEach((column, k) => {
    countedColumn(column, `columns[${k}]`);
  });
  return made;
}

/** The same for columns of a table by name, which become features when the kernel is fitted to one. */
export function onNamedColumns<K extends Kernel>(columns: readonly (number | string)[], kernel: K): NamedColumnsKernel<K> {
  return kernelOf("onColumns", { columns, kernel }, requireKernel) as Kernel as NamedColumnsKernel<K>;
}

/**
 * k(φ(x), φ(z)) for a map φ of the points: a kernel when k is.
 *
 * @example evaluate(mapInputs(([x]) => [x, x * x], linear()), [2], [3]) // 42
 */
export function mapInputs<const K extends Kernel>(map: PointMap, kernel: K & NeedsPoints<K>): MappedKernel<K> {
  return kernelOf("mapped", { map, kernel }, requireKernel) as MappedKernel<K>;
}

/**
 * f(x) k(x, z) f(z) for a function f of the points: a kernel when k is.
 *
 * @example evaluate(multiplier(([x]) => x, constant(1)), [2], [3]) // 6
 */
export function multiplier<const K extends Kernel>(f: (x: Float64Array) => number, kernel: K & NeedsPoints<K>): MultiplierKernel<K> {
  return kernelOf("multiplier", { f, kernel }, requireKernel) as MultiplierKernel<K>;
}

function nonEmpty<K extends readonly Kernel[]>(kernels: K, name: string): K {
  if (kernels.length === 0) throw mercerError("argument", `${name} needs at least one kernel`, { argument: "kernels" });
  kernels.forEach((kernel, i) => {
    requireKernel(kernel, `argument ${i + 1} of ${name}`);
  });
  return kernels;
}
