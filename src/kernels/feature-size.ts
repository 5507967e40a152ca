import { mercerError } from "../errors";
import { choose } from "./binomial";
import { countMonomials, monomialMap, multiplied } from "./monomials";
import { noFeatures } from "./no-features";
import { direction } from "./norm";
import type { SeenPoint } from "./seen-point";
import type { KernelSpec, PolynomialKernel } from "./spec";

type PointFeatures = (point: SeenPoint) => Float64Array;

/** A map of features and what it takes, counted without making it. */
interface FeatureSize {
  /** M */
  readonly dimension: number;
  /** About how many multiplications the features of one point take. */
  readonly cost: number;
  /** Numbers kept for it. */
  readonly table: number;
  /** Whether its weights are finite. */
  readonly finite: boolean;
  /** φ, made now. */
  readonly map: () => PointFeatures;
}

/** Multiplications for one point, and numbers for the map, beyond which the kernel itself is the better way. */
const LARGEST = 2 ** 24;

/** Binomial coefficients of a higher degree overflow. */
const HIGHEST_DEGREE = 1029;

/** Of a resolved kernel that has a finite map, for points like the sample. @throws "kernel" for another */
export function featureSize(kernel: KernelSpec, sample: SeenPoint): FeatureSize {
  const d = sample.features.length;
  switch (kernel.kind) {
    case "linear":
      return sized(d, d, (x) => x.features);
    case "polynomial":
      return ofMonomials(kernel, d);
    case "allSubsets":
      return sized(2 ** d, 2 ** d, (x) => subsets(x.features));
    case "anova": {
      const M = choose(d, kernel.degree);
      return sized(M, M * Math.min(d, kernel.degree), (x) => subsetsOfSize(kernel.degree, x.features));
    }
    case "cosine":
      return sized(d, d, (x) => direction(x.features));
    case "constant":
      return sized(1, 1, () => Float64Array.of(Math.sqrt(kernel.value)));
    case "fromFeatures": {
      const M = sample.image(kernel.map).features.length;
      return sized(M, M, (x) => x.image(kernel.map).features);
    }
    case "sum":
      return kernel.terms.map((term) => featureSize(term, sample)).reduce(sideBySide);
    case "product":
      return kernel.factors.map((factor) => featureSize(factor, sample)).reduce(everyProduct);
    case "power":
      return repeated(featureSize(kernel.kernel, sample), kernel.exponent);
    case "scaled":
      return times(featureSize(kernel.kernel, sample), () => Math.sqrt(kernel.factor));
    case "multiplier":
      // the function sees a copy of the point: it may write into it
      return times(featureSize(kernel.kernel, sample), ({ features }) => kernel.f(features.slice()));
    case "normalized": {
      const inner = featureSize(kernel.kernel, sample);
      return after(inner, inner.dimension, (phi) => direction(phi));
    }
    case "onColumns":
      return seenBy(kernel.kernel, sample, (x) => x.columns(kernel.columns));
    case "mapped":
      return seenBy(kernel.kernel, sample, (x) => x.image(kernel.map));
    default:
      throw noFeatures(kernel);
  }
}

/** Whether the map is made where it is asked for. */
export function hasRoom({ cost, table }: FeatureSize): boolean {
  return cost <= LARGEST && table <= LARGEST;
}

/** @throws "memory" for a map that is too large to be made */
export function requireRoom(size: FeatureSize): void {
  if (hasRoom(size)) return;
  const numbers = Math.max(size.cost, size.table);
  const message = `${size.dimension} features are too many to write out; use the kernel itself, which needs no features`;
  throw mercerError("memory", message, { bytesNeeded: 8 * numbers, bytesAvailable: 8 * LARGEST });
}

function sized(dimension: number, cost: number, map: PointFeatures): FeatureSize {
  return { dimension, cost, table: 0, finite: true, map: () => map };
}

/** The features of a kernel at what it sees of a point. */
function seenBy(kernel: KernelSpec, sample: SeenPoint, see: (x: SeenPoint) => SeenPoint): FeatureSize {
  const inner = featureSize(kernel, see(sample));
  return {
    ...inner,
    map() {
      const phi = inner.map();
      return (x) => phi(see(x));
    },
  };
}

/** The same features, each of which takes part in one operation more; `cost` multiplications more. */
function after(
  inner: FeatureSize,
  cost: number,
  f: (phi: Float64Array, x: SeenPoint) => Float64Array,
  dimension = inner.dimension,
): FeatureSize {
  return {
    ...inner,
    dimension,
    cost: inner.cost + cost,
    map() {
      const phi = inner.map();
      return (x) => f(phi(x), x);
    },
  };
}

function times(inner: FeatureSize, factor: (x: SeenPoint) => number): FeatureSize {
  return after(inner, inner.dimension, (phi, x) => {
    const by = factor(x);
    return phi.map((value) => by * value);
  });
}

/** φ ⊗ … ⊗ φ, p times, from the left. */
function repeated(inner: FeatureSize, p: number): FeatureSize {
  const M = multiplied(1, inner.dimension, p);
  if (inner.dimension === 1) {
    return after(inner, Math.min(p, 1024), ([value]) => Float64Array.of(multiplied(value as number, value as number, p - 1)), M);
  }
  const power = (phi: Float64Array): Float64Array => {
    let result = phi;
    for (let k = 1; k < p && result.length > 0; k++) result = products(result, phi);
    return result;
  };
  return after(inner, 2 * M, power, M);
}

function sideBySide(a: FeatureSize, b: FeatureSize): FeatureSize {
  return joined(a, b, a.dimension + b.dimension, (phi, psi) => {
    const features = new Float64Array(phi.length + psi.length);
    features.set(phi);
    features.set(psi, phi.length);
    return features;
  });
}

function everyProduct(a: FeatureSize, b: FeatureSize): FeatureSize {
  return joined(a, b, a.dimension * b.dimension, products);
}

function joined(a: FeatureSize, b: FeatureSize, dimension: number, f: (a: Float64Array, b: Float64Array) => Float64Array): FeatureSize {
  return {
    dimension,
    cost: a.cost + b.cost + dimension,
    table: a.table + b.table,
    finite: a.finite && b.finite,
    map() {
      const [phi, psi] = [a.map(), b.map()];
      return (x) => f(phi(x), psi(x));
    },
  };
}

function ofMonomials(kernel: PolynomialKernel, d: number): FeatureSize {
  const M = countMonomials(kernel, d);
  const alone = M === 1;
  return {
    dimension: M,
    cost: M * (alone ? Math.min(kernel.degree, 1024) : kernel.degree),
    table: 2 * M * Math.min(d, kernel.degree),
    finite: alone || kernel.degree <= HIGHEST_DEGREE,
    map() {
      const map = monomialMap(kernel, d);
      return ({ features }) => map(features);
    },
  };
}

/** Products of all subsets, that of a bitmask from that of the mask without its lowest bit. */
function subsets(x: Float64Array): Float64Array {
  const products = new Float64Array(2 ** x.length).fill(1);
  for (let mask = 1; mask < products.length; mask++) {
    const lowest = 31 - Math.clz32(mask & -mask);
    products[mask] = (products[mask & (mask - 1)] as number) * (x[lowest] as number);
  }
  return products;
}

/** Products of the subsets of p features: the highest slowest, which is the order of their bitmasks. */
function subsetsOfSize(p: number, x: Float64Array): Float64Array {
  const products = new Float64Array(choose(x.length, p));
  let at = 0;
  const visit = (below: number, left: number, product: number): void => {
    if (left === 0) products[at++] = product;
    else for (let k = left - 1; k < below; k++) visit(k, left - 1, product * (x[k] as number));
  };
  visit(x.length, p, 1);
  return products;
}

/** Every product of an element of the one and an element of the other, the second fastest. */
function products(a: Float64Array, b: Float64Array): Float64Array {
  const result = new Float64Array(a.length * b.length);
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) result[i * b.length + j] = (a[i] as number) * (b[j] as number);
  }
  return result;
}
