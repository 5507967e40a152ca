import { mercerError } from "../errors";
import { readPoints } from "../input";
import { type Matrix, type Points, rowOf } from "../matrix";
import type { NotNegative } from "./compatibility";
import { applyMap, pickColumns, resolveGamma, resolveKernel } from "./resolve";
import type { Kernel, KernelSpec, PointMap, PolynomialKernel } from "./spec";

/** A kernel with finitely many features stands for its explicit map φ, φ(x)·φ(z) = k(x, z); or the map itself. */
export type FeatureMap = Kernel | PointMap;

/**
 * Φ, n × M: the features φ(x_i) of every point, so that ΦΦᵀ is the Gram matrix.
 *
 *     linear        x
 *     polynomial    √(multinomial · γ^|e| c^(p−|e|)) Π x_k^e_k, the exponents e in lexicographic order, the last feature fastest
 *     all-subsets   Π of a subset of the features; the column is the bitmask of the subset, bit k for feature k
 *     ANOVA         the same for the subsets of p features, by increasing bitmask
 *     sum           side by side
 *     product       every product of a feature of the one and a feature of the other, the last factor fastest
 *
 * @throws "kernel" for a kernel with infinitely many features, or none that are real; "memory" when Φ has more than 2³¹ elements
 */
export function featureMatrix<F extends FeatureMap>(features: F & NotNegative<F>, X: Points): Matrix {
  const x = readPoints(X, "X");
  const { map, dimension } = explicitMap(features, rowOf(x, 0));
  if (x.rows * dimension > 2 ** 31) {
    const message = `Φ would be ${x.rows} × ${dimension}; use the kernel itself, which needs no features`;
    throw mercerError("memory", message, { bytesNeeded: 8 * x.rows * dimension, bytesAvailable: 8 * 2 ** 31 });
  }
  const data = new Float64Array(x.rows * dimension);
  for (let i = 0; i < x.rows; i++) data.set(map(rowOf(x, i)), i * dimension);
  return { rows: x.rows, cols: dimension, data };
}

/** M of a resolved kernel, for points like the sample: infinite where there is no finite map. */
export function featureDimension(kernel: KernelSpec, sample: Float64Array): number {
  return hasFeatures(kernel) ? mapOf(kernel, sample).dimension : Infinity;
}

/** φ for points like the sample. The features of every point are as many, and finite. */
export function explicitMap(features: FeatureMap, sample: Float64Array): ExplicitMap {
  return typeof features === "function" ? ofFunction(features, sample) : mapOf(resolveKernel(features, sample), sample);
}

export interface ExplicitMap {
  readonly dimension: number;
  readonly map: (x: Float64Array) => Float64Array;
}

function ofFunction(f: PointMap, sample: Float64Array): ExplicitMap {
  const dimension = applyMap(f, sample).length;
  const map = (point: Float64Array): Float64Array => {
    const image = applyMap(f, point);
    if (image.length === dimension) return image;
    throw mercerError("shape", `the map gives ${image.length} features for one point and ${dimension} for another`, {
      argument: "features",
    });
  };
  return { dimension, map };
}

function hasFeatures(kernel: KernelSpec): boolean {
  switch (kernel.kind) {
    case "linear":
      return kernel.metric === undefined;
    case "polynomial":
      return kernel.coef0 >= 0;
    case "allSubsets":
    case "anova":
    case "cosine":
    case "fromFeatures":
      return true;
    case "constant":
      return kernel.value >= 0;
    case "sum":
      return kernel.terms.every(hasFeatures);
    case "product":
      return kernel.factors.every(hasFeatures);
    case "scaled":
      return kernel.factor >= 0 && hasFeatures(kernel.kernel);
    case "power":
    case "normalized":
    case "onColumns":
    case "mapped":
    case "multiplier":
      return hasFeatures(kernel.kernel);
    default:
      return false;
  }
}

/** The map of a resolved kernel; the sample tells how many features the images of a map have. */
function mapOf(kernel: KernelSpec, sample: Float64Array): ExplicitMap {
  const d = sample.length;
  if (!hasFeatures(kernel)) {
    throw mercerError("kernel", `a kernel with a part of kind "${kernel.kind}" has no finite map of real features`, { kind: kernel.kind });
  }
  switch (kernel.kind) {
    case "linear":
      return { dimension: d, map: (x) => x };
    case "polynomial":
      return monomials(kernel, d);
    case "allSubsets":
      return subsets(d, () => true);
    case "anova":
      return subsets(d, (size) => size === kernel.degree);
    case "cosine":
      return unit({ dimension: d, map: (x) => x });
    case "fromFeatures":
      return { dimension: applyMap(kernel.map, sample).length, map: (x) => applyMap(kernel.map, x) };
    case "constant":
      return { dimension: 1, map: () => Float64Array.of(Math.sqrt(kernel.value)) };
    case "sum":
      return kernel.terms.map((term) => mapOf(term, sample)).reduce(sideBySide);
    case "product":
      return kernel.factors.map((factor) => mapOf(factor, sample)).reduce(everyProduct);
    case "scaled":
      return times(mapOf(kernel.kernel, sample), () => Math.sqrt(kernel.factor));
    case "power":
      return Array.from({ length: kernel.exponent }, () => mapOf(kernel.kernel, sample)).reduce(everyProduct);
    case "normalized":
      return unit(mapOf(kernel.kernel, sample));
    case "onColumns": {
      const inner = mapOf(kernel.kernel, pickColumns(kernel.columns, sample));
      return { ...inner, map: (x) => inner.map(pickColumns(kernel.columns, x)) };
    }
    case "mapped": {
      const inner = mapOf(kernel.kernel, applyMap(kernel.map, sample));
      return { ...inner, map: (x) => inner.map(applyMap(kernel.map, x)) };
    }
    case "multiplier":
      return times(mapOf(kernel.kernel, sample), kernel.f);
    default:
      throw mercerError("kernel", `kernel "${kernel.kind}" has no finite map of features`, { kind: kernel.kind });
  }
}

/** (γ xᵀz + c)ᵖ = Σ over e of p!/(e! (p−|e|)!) γ^|e| c^(p−|e|) x^e z^e. */
function monomials({ gamma, degree, coef0 }: PolynomialKernel, d: number): ExplicitMap {
  const g = resolveGamma(gamma, d);
  requireRoom(d * countMonomials(d, degree), `the exponents of ${countMonomials(d, degree)} monomials`);
  const exponents = exponentVectors(d, degree).filter((e) => coef0 > 0 || total(e) === degree);
  const weights = exponents.map((e) => {
    const rest = degree - total(e);
    return Math.sqrt(multiplied(multiplied(multinomial(e, rest), g, total(e)), coef0, rest));
  });
  const map = (x: Float64Array): Float64Array =>
    Float64Array.from(exponents, (e, column) =>
      e.reduce((product, exponent, k) => multiplied(product, x[k] as number, exponent), weights[column] as number),
    );
  return { dimension: exponents.length, map };
}

/** product · xᵖ, factor by factor: powers of the host differ between engines in the last bit. */
function multiplied(product: number, x: number, p: number): number {
  let result = product;
  for (let k = 0; k < p; k++) result *= x;
  return result;
}

/** Numbers that making a map may take; beyond it the kernel is the better way, and counted before anything is built. */
const LARGEST_TABLE = 2 ** 24;

function requireRoom(numbers: number, what: string): void {
  if (numbers <= LARGEST_TABLE) return;
  throw mercerError("memory", `${what} are too many to write out; use the kernel itself, which needs no features`, {
    bytesNeeded: 8 * numbers,
    bytesAvailable: 8 * LARGEST_TABLE,
  });
}

/** (d + p choose p), the number of monomials of d variables up to degree p. */
function countMonomials(d: number, p: number): number {
  let count = 1;
  for (let i = 1; i <= Math.min(d, p); i++) count *= (d + p + 1 - i) / i;
  return Math.round(count);
}

/** All vectors of d exponents with sum at most p, in lexicographic order. */
function exponentVectors(d: number, p: number): number[][] {
  if (d === 0) return [[]];
  return Array.from({ length: p + 1 }, (_, first) => exponentVectors(d - 1, p - first).map((rest) => [first, ...rest])).flat();
}

function total(exponents: readonly number[]): number {
  return exponents.reduce((sum, exponent) => sum + exponent, 0);
}

/** (rest + Σe)!/(rest! Π e_k!), as a product of binomial coefficients: exact as long as it is below 2⁵³. */
function multinomial(exponents: readonly number[], rest: number): number {
  let among = rest;
  let ways = 1;
  for (const exponent of exponents) {
    for (let k = 1; k <= exponent; k++) ways = (ways * ++among) / k;
  }
  return ways;
}

/** Products of the subsets of d features, of those sizes that are wanted. */
function subsets(d: number, wanted: (size: number) => boolean): ExplicitMap {
  requireRoom(2 ** d, `2^${d} subsets`);
  const masks = Array.from({ length: 2 ** d }, (_, mask) => mask).filter((mask) => wanted(sizeOf(mask)));
  const map = (x: Float64Array): Float64Array => {
    const products = new Float64Array(2 ** d).fill(1);
    for (let mask = 1; mask < products.length; mask++) {
      const lowest = 31 - Math.clz32(mask & -mask);
      products[mask] = (products[mask & (mask - 1)] as number) * (x[lowest] as number);
    }
    return Float64Array.from(masks, (mask) => products[mask] as number);
  };
  return { dimension: masks.length, map };
}

function sizeOf(mask: number): number {
  return mask === 0 ? 0 : 1 + sizeOf(mask & (mask - 1));
}

function sideBySide(a: ExplicitMap, b: ExplicitMap): ExplicitMap {
  return { dimension: a.dimension + b.dimension, map: (x) => Float64Array.of(...a.map(x), ...b.map(x)) };
}

function everyProduct(a: ExplicitMap, b: ExplicitMap): ExplicitMap {
  const map = (x: Float64Array): Float64Array => {
    const second = b.map(x);
    return Float64Array.from(Array.from(a.map(x), (value) => Array.from(second, (other) => value * other)).flat());
  };
  return { dimension: a.dimension * b.dimension, map };
}

function times(inner: ExplicitMap, factor: (x: Float64Array) => number): ExplicitMap {
  return {
    ...inner,
    map: (x) => {
      const by = factor(x);
      return inner.map(x).map((value) => by * value);
    },
  };
}

/** φ/‖φ‖, 0 where φ is 0. */
function unit(inner: ExplicitMap): ExplicitMap {
  return {
    ...inner,
    map: (x) => {
      const features = inner.map(x);
      const norm = euclideanNorm(features);
      return norm === 0 ? features : features.map((value) => value / norm);
    },
  };
}

/** ‖x‖ by √ alone, whose bits are the same everywhere; scaled, so that no square overflows or vanishes. */
function euclideanNorm(x: readonly number[] | Float64Array): number {
  let largest = 0;
  for (const value of x) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return 0;
  let sum = 0;
  for (const value of x) sum += (value / largest) * (value / largest);
  return largest * Math.sqrt(sum);
}
