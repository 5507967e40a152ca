import { mercerError } from "../errors";
import { readPoints } from "../input";
import { cloned, type Matrix, type Points, rowOf } from "../matrix";
import type { NotNegative } from "./compatibility";
import { featureSize, hasRoom, requireRoom } from "./feature-size";
import { noFeatures } from "./no-features";
import { type ResolvedKernel, resolveKernel } from "./resolve";
import { type SeenPoint, seenPoint } from "./seen-point";
import type { Kernel, KernelSpec, PointMap } from "./spec";

/** A kernel with finitely many features stands for its explicit map φ, φ(x)·φ(z) = k(x, z); or the map itself. */
export type FeatureMap = Kernel | PointMap;

/** The same, resolved. */
type ResolvedFeatures = ResolvedKernel | PointMap;

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
 * @throws "kernel" for a kernel with infinitely many features, or none that are real; "memory" when Φ has more than 2³¹ elements, or the map itself
 * takes too much; "not-finite" with row and column where a feature overflows
 * @example featureMatrix(allSubsets(), [[2, 3]]).data // [1, 2, 3, 6]
 */
export function featureMatrix<F extends FeatureMap>(features: F & NotNegative<F>, X: Points): Matrix {
  const x = readPoints(X, "X");
  const first = seenPoint(rowOf(x, 0));
  const phi = featuresOf(resolveFeatures(features, first), x, (i) => (i === 0 ? first : seenPoint(rowOf(x, i))));
  return phi === x ? cloned(x) : phi;
}

/** A map as it is, or the resolved kernel. */
export function resolveFeatures(features: FeatureMap, sample: SeenPoint): ResolvedFeatures {
  return typeof features === "function" ? features : resolveKernel(features, sample);
}

/** The same for a resolved kernel, or a map, and the points as they are seen; the points themselves where they are the features. */
export function featuresOf(features: ResolvedFeatures, x: Matrix, pointAt: (row: number) => SeenPoint): Matrix {
  if (isIdentity(features)) return x;
  const { map, dimension } = explicitMap(features, pointAt(0));
  if (x.rows * dimension > 2 ** 31) {
    const message = `Φ would be ${x.rows} × ${dimension}; use the kernel itself, which needs no features`;
    throw mercerError("memory", message, { bytesNeeded: 8 * x.rows * dimension, bytesAvailable: 8 * 2 ** 31 });
  }
  const data = new Float64Array(x.rows * dimension);
  for (let i = 0; i < x.rows; i++) {
    const phi = map(pointAt(i));
    requireFinite(phi, i);
    data.set(phi, i * dimension);
  }
  return { rows: x.rows, cols: dimension, data };
}

/** Whether the features are the columns as they are. */
function isIdentity(features: ResolvedFeatures): boolean {
  return typeof features !== "function" && features.kind === "linear" && features.metric === undefined;
}

/** @throws "not-finite" for the feature that is infinite or not a number */
function requireFinite(phi: Float64Array, row: number): void {
  let column = 0;
  while (column < phi.length && (phi[column] as number) - (phi[column] as number) === 0) column++;
  if (column === phi.length) return;
  const message = `feature ${column} overflows at row ${row}; scale the columns down, for instance with standardize, or use a lower degree`;
  throw mercerError("not-finite", message, { row, column, value: phi[column] });
}

/** M of a resolved kernel, for points like the sample: infinite where there is no finite map, or none that can be made. Counted, not made. */
export function featureDimension(kernel: KernelSpec, sample: SeenPoint): number {
  return featureCost(kernel, sample) < Infinity ? featureSize(kernel, sample).dimension : Infinity;
}

/**
 * About how many multiplications the features of one point like the sample take, where there is a finite map that can be made; else infinite. n times
 * that is what Φ costs, beside n²d for the Gram matrix.
 */
export function featureCost(kernel: KernelSpec, sample: SeenPoint): number {
  if (!hasFeatures(kernel)) return Infinity;
  const size = featureSize(kernel, sample);
  return size.finite && hasRoom(size) ? size.cost : Infinity;
}

/** φ of a resolved kernel, or a map, for points like the sample. The features of every point are as many, and finite. */
export function explicitMap(features: ResolvedFeatures, sample: SeenPoint): ExplicitMap {
  return typeof features === "function" ? ofFunction(features, sample) : mapOf(features, sample);
}

export interface ExplicitMap {
  readonly dimension: number;
  readonly map: (point: SeenPoint) => Float64Array;
}

function ofFunction(f: PointMap, sample: SeenPoint): ExplicitMap {
  const dimension = sample.image(f).features.length;
  const map = (point: SeenPoint): Float64Array => {
    const image = point.image(f).features;
    if (image.length === dimension) return image;
    throw mercerError("shape", `the map gives ${image.length} features for one point and ${dimension} for another`, {
      argument: "features",
    });
  };
  return { dimension, map };
}

/** Whether a kernel in its canonical form has finitely many features, all of them real. */
export function hasFeatures(kernel: KernelSpec): boolean {
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
    case "rbf":
    case "laplacian":
    case "matern":
    case "rationalQuadratic":
    case "periodic":
    case "sigmoid":
    case "chi2":
    case "additiveChi2":
    case "white":
    case "precomputed":
    case "custom":
    case "exponentiated":
      return false;
    default:
      return kernel satisfies never;
  }
}

/** The map of a resolved kernel, made where it is not too large; the sample tells how many features the images of a map have. */
function mapOf(kernel: KernelSpec, sample: SeenPoint): ExplicitMap {
  if (!hasFeatures(kernel)) throw noFeatures(kernel);
  const size = featureSize(kernel, sample);
  requireRoom(size);
  return { dimension: size.dimension, map: size.map() };
}
