import { mercerError } from "../errors";
import { choose } from "./binomial";
import { countMonomials, multiplied } from "./monomials";
import type { SeenPoint } from "./seen-point";
import type { KernelSpec, PolynomialKernel } from "./spec";

/** What a map of features takes, counted without making it. */
interface FeatureSize {
  /** M */
  readonly dimension: number;
  /** About how many multiplications the features of one point take. */
  readonly cost: number;
  /** Numbers kept for it. */
  readonly table: number;
  /** Whether its weights are finite. */
  readonly finite: boolean;
}

/** Multiplications for one point, and numbers for the map, beyond which the kernel itself is the better way. */
const LARGEST = 2 ** 24;

/** Binomial coefficients of a higher degree overflow. */
const HIGHEST_DEGREE = 1029;

/** Of a resolved kernel that has a finite map, for points like the sample. */
export function featureSize(kernel: KernelSpec, sample: SeenPoint): FeatureSize {
  const d = sample.features.length;
  switch (kernel.kind) {
    case "polynomial":
      return ofMonomials(kernel, d);
    case "allSubsets":
      return sized(2 ** d, 2 ** d);
    case "anova": {
      const M = choose(d, kernel.degree);
      return sized(M, M * Math.min(d, kernel.degree));
    }
    case "constant":
      return sized(1, 1);
    case "fromFeatures": {
      const M = sample.image(kernel.map).features.length;
      return sized(M, M);
    }
    case "sum":
      return kernel.terms.map((term) => featureSize(term, sample)).reduce((a, b) => joined(a, b, a.dimension + b.dimension));
    case "product":
      return kernel.factors.map((factor) => featureSize(factor, sample)).reduce((a, b) => joined(a, b, a.dimension * b.dimension));
    case "power": {
      const inner = featureSize(kernel.kernel, sample);
      const M = multiplied(1, inner.dimension, kernel.exponent);
      return { ...inner, dimension: M, cost: inner.cost + (inner.dimension === 1 ? Math.min(kernel.exponent, 1024) : 2 * M) };
    }
    case "scaled":
    case "normalized":
    case "multiplier": {
      const inner = featureSize(kernel.kernel, sample);
      return { ...inner, cost: inner.cost + inner.dimension };
    }
    case "onColumns":
      return featureSize(kernel.kernel, sample.columns(kernel.columns));
    case "mapped":
      return featureSize(kernel.kernel, sample.image(kernel.map));
    default:
      return sized(d, d);
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

function sized(dimension: number, cost: number): FeatureSize {
  return { dimension, cost, table: 0, finite: true };
}

function joined(a: FeatureSize, b: FeatureSize, dimension: number): FeatureSize {
  return { dimension, cost: a.cost + b.cost + dimension, table: a.table + b.table, finite: a.finite && b.finite };
}

function ofMonomials(kernel: PolynomialKernel, d: number): FeatureSize {
  const M = countMonomials(kernel, d);
  const alone = M === 1;
  return {
    dimension: M,
    cost: M * (alone ? Math.min(kernel.degree, 1024) : kernel.degree),
    table: 2 * M * Math.min(d, kernel.degree),
    finite: alone || kernel.degree <= HIGHEST_DEGREE,
  };
}
