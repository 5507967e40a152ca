import { noFeatures } from "./no-features";
import type { SeenPoint } from "./seen-point";
import type { KernelSpec } from "./spec";

/** u: the largest relative error of one rounding. */
export const UNIT_ROUNDOFF = 2 ** -53;

/**
 * η with |k̂(x, z) − k(x, z)| ≤ η √(k(x, x) k(z, z)) for the k̂ that the core computes, k being positive semi-definite; null where none is known.
 *
 * A product of d terms errs by d·u of Σ|x_k z_k| ≤ ‖x‖‖z‖. A function f of a squared distance s errs by max|s f′(s)| times the relative error of s,
 * and by its own rounding. Sums and products follow by Cauchy and Schwarz: Σ√(k_i(x, x) k_i(z, z)) ≤ √(k(x, x) k(z, z)). What a function of the
 * caller's gives is taken as meant.
 *
 * Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.1; the constants are rounded up.
 *
 * @param sample a point, which tells how many features there are
 * @param diameter a bound of the distance of two points, asked for where it counts
 */
export function kernelRounding(kernel: KernelSpec, sample: SeenPoint, diameter: () => number): number | null {
  const units = unitsOf(kernel, sample, diameter);
  return units === null || !Number.isFinite(units) ? null : units * UNIT_ROUNDOFF;
}

/** η in units of u. */
function unitsOf(kernel: KernelSpec, sample: SeenPoint, diameter: () => number): number | null {
  const d = sample.features.length;
  const inner = (part: KernelSpec): number | null => unitsOf(part, sample, diameter);
  switch (kernel.kind) {
    case "linear":
      return kernel.metric ? null : d;
    case "polynomial":
      return kernel.coef0 >= 0 ? kernel.degree * (d + 4) : null;
    case "rbf":
    case "laplacian":
    case "chi2":
      return 0.37 * (d + 8) + 2;
    case "matern":
      return 0.61 * (d + 8) + 6;
    case "rationalQuadratic":
      return d + 12;
    case "periodic":
      // the error of πr/p grows with it, and max_s |d/ds e^(−2 sin²(s)/ℓ²)| ≤ 1.22/ℓ; 1.22π < 3.84
      if (kernel.metric === "euclidean" || d === 1) return (3.84 * (d + 6) * diameter()) / (kernel.period * kernel.lengthScale) + 4;
      // sines and cosines within 3u, so that s_x c_z − c_x s_z is within 11u: 1.22 · 11 √d/ℓ, and the sum of the squares
      return (13.5 * Math.sqrt(d)) / kernel.lengthScale + 0.37 * (d + 8) + 4;
    case "cosine":
      return 2 * d + 6;
    case "allSubsets":
      return 3 * d;
    case "anova":
      return d + 2 * kernel.degree;
    case "constant":
    case "white":
    case "custom":
      return 0;
    case "fromFeatures":
      return sample.image(kernel.map).features.length;
    case "sigmoid":
    case "additiveChi2":
    case "precomputed":
      return null;
    case "exponentiated": {
      const [part, most] = [inner(kernel.kernel), largestDiagonal(kernel.kernel)];
      return part === null || most === null ? null : most * part + 2;
    }
    case "mapped":
      return unitsOf(kernel.kernel, sample.image(kernel.map), () => Infinity);
    case "sum":
      return combine(kernel.terms.map(inner), Math.max, kernel.terms.length);
    case "product":
      return combine(kernel.factors.map(inner), (a, b) => a + b, kernel.factors.length);
    case "scaled":
      return combine([inner(kernel.kernel)], Math.max, 1);
    case "power":
      return combine([inner(kernel.kernel)], (a) => a, 1, kernel.exponent);
    case "normalized":
      return combine([inner(kernel.kernel)], (a) => a, 2, 2);
    case "multiplier":
      return combine([inner(kernel.kernel)], (a) => a, 2);
    case "onColumns":
      return unitsOf(kernel.kernel, sample.columns(kernel.columns), diameter);
    default:
      return kernel satisfies never;
  }
}

/** The largest k(x, x) of a kernel that has one; null where it grows with the points, or is not known. */
function largestDiagonal(kernel: KernelSpec): number | null {
  switch (kernel.kind) {
    case "rbf":
    case "laplacian":
    case "matern":
    case "rationalQuadratic":
    case "periodic":
    case "cosine":
    case "chi2":
    case "normalized":
      return 1;
    case "constant":
      return kernel.value;
    case "white":
      return 0;
    case "scaled":
      return product([kernel.factor, largestDiagonal(kernel.kernel)]);
    case "product":
      return product(kernel.factors.map(largestDiagonal));
    case "onColumns":
    case "mapped":
      return largestDiagonal(kernel.kernel);
    default:
      return null;
  }
}

function product(values: readonly (number | null)[]): number | null {
  return values.reduce((a, b) => (a === null || b === null ? null : a * b));
}

/** times·(the parts joined + roundings of their joining); null where one of the parts is. */
function combine(parts: readonly (number | null)[], join: (a: number, b: number) => number, roundings: number, times = 1): number | null {
  let joined = 0;
  for (const part of parts) {
    if (part === null) return null;
    joined = join(joined, part);
  }
  return times * (joined + roundings);
}

/** The same for the features of a kernel that has an explicit map: |φ̂_j(x) − φ_j(x)| ≤ η |φ_j(x)|, η in units of u; features of the caller's own are what they are. @throws "kernel" for another */
export function featureRounding(kernel: KernelSpec, d: number): number {
  switch (kernel.kind) {
    case "linear":
    case "fromFeatures":
      return 0;
    case "constant":
      return 1;
    case "polynomial":
      return 3 * kernel.degree + 6;
    case "allSubsets":
    case "anova":
      return d;
    case "sum":
      return kernel.terms.reduce((largest, term) => Math.max(largest, featureRounding(term, d)), 0);
    case "product":
      return kernel.factors.reduce((total, factor) => total + featureRounding(factor, d) + 1, 0);
    case "power":
      return kernel.exponent * (featureRounding(kernel.kernel, d) + 1);
    case "onColumns":
    case "scaled":
    case "multiplier":
    case "mapped":
      return featureRounding(kernel.kernel, d) + 2;
    case "cosine":
    case "normalized":
      // unit features: a norm of as many terms
      return 3 * d + 64;
    default:
      throw noFeatures(kernel);
  }
}
