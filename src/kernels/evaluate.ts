import { mercerError } from "../errors";
import { readNumber, readVector } from "../input";
import type { Values } from "../matrix";
import { timesPowersOfTwo } from "../matrix/powers-of-two";
import { homogeneity, moderateExponent } from "./homogeneous";
import { direction, euclideanNorm } from "./norm";
import { ordinary } from "./ordinary";
import { resolveGamma, resolveKernel } from "./resolve";
import { requireNonNegative, unitScaled } from "./rows";
import { applyMap, pickColumns, seenPoint } from "./seen-point";
import type { ArdRbfKernel, Gamma, Kernel, KernelSpec, LengthScale } from "./spec";

/**
 * k(x, z) for one pair of points, by the formula as it stands in the books: the documentation of every kernel, and the oracle of the core.
 *
 * @throws "shape" when x and z differ in length, "kernel" for a precomputed kernel, "not-finite" where the kernel overflows
 * @example evaluate(polynomial({ gamma: 1, degree: 2 }), [1, 2], [3, 4]) // 144
 */
export function evaluate(kernel: Kernel, x: Values, z: Values): number {
  const a = readVector(x, "x");
  const b = readVector(z, "z");
  if (a.length !== b.length || a.length === 0) {
    throw mercerError("shape", `x has ${a.length} features, z has ${b.length}; both need the same number, at least one`, { argument: "z" });
  }
  const value = formula(resolveKernel(kernel, seenPoint(a)), a, b);
  if (Number.isFinite(value)) return value;
  const message = "the kernel overflows at this pair of points; scale the features down, for instance with standardize: true";
  throw mercerError("not-finite", message, { value });
}

/** On points of ordinary size for the kernel. */
function formula(given: KernelSpec, x: Float64Array, z: Float64Array): number {
  const { kernel, points, differences } = ordinary(given);
  if (points === 0) return plainFormula(kernel, x, z, 2 ** differences);
  for (const point of given.kind === "chi2" ? [x, z] : []) requireNonNegative({ rows: 1, cols: point.length, data: point });
  return plainFormula(kernel, ...images((point) => timesPowersOfTwo(point, points), x, z), 1);
}

/** `stretch`: what differences are multiplied by. */
function plainFormula(kernel: KernelSpec, x: Float64Array, z: Float64Array, stretch: number): number {
  const d = x.length;
  switch (kernel.kind) {
    case "linear":
      return inner(kernel.metric ? times(kernel.metric, x) : x, z);
    case "polynomial":
      return (gammaTimes(kernel.gamma, inner(x, z), d) + kernel.coef0) ** kernel.degree;
    case "rbf":
      if ("gamma" in kernel) return Math.exp(-gammaTimes(kernel.gamma, squaredDistance(x, z, 1, stretch), d));
      return Math.exp(-0.5 * squaredDistance(x, z, (kernel as ArdRbfKernel).lengthScale, stretch));
    case "laplacian":
      return Math.exp(
        -gammaTimes(
          kernel.gamma,
          sum(x, z, (a, b) => Math.abs(a - b)),
          d,
        ),
      );
    case "matern":
      return matern(kernel.nu, Math.sqrt(squaredDistance(x, z, kernel.lengthScale, stretch)));
    case "rationalQuadratic": {
      const t = (squaredDistance(x, z, kernel.lengthScale, stretch) * 0.5) / kernel.alpha;
      return Math.exp(-kernel.alpha * (t < Infinity ? Math.log1p(t) : logarithmOfFar(x, z, kernel.lengthScale, stretch, kernel.alpha)));
    }
    case "periodic": {
      const wave = (r: number): number => -2 * (Math.sin(Math.PI * (((r * stretch) / kernel.period) % 1)) / kernel.lengthScale) ** 2;
      if (kernel.metric === "euclidean") return Math.exp(wave(euclideanNorm(x.map((a, k) => a - (z[k] as number)))));
      return Math.exp(sum(x, z, (a, b) => wave(Math.abs(a - b))));
    }
    case "sigmoid":
      return Math.tanh(gammaTimes(kernel.gamma, inner(x, z), d) + kernel.coef0);
    case "cosine":
      return inner(direction(x), direction(z));
    case "chi2":
      return Math.exp(-kernel.gamma * chiSquare(x, z));
    case "additiveChi2":
      return -chiSquare(x, z);
    case "allSubsets":
      return x.reduce((product, a, k) => product * (1 + a * (z[k] as number)), 1);
    case "anova":
      return elementarySymmetric(kernel.degree, x, z);
    case "constant":
      return kernel.value;
    case "white":
      return 0;
    case "precomputed":
      throw mercerError("kernel", "a precomputed kernel has no formula; it is its own Gram matrix", { kind: kernel.kind });
    case "custom":
      return readNumber(kernel.evaluate(x.slice(), z.slice()), "the value of the custom kernel");
    case "fromFeatures":
      return inner(applyMap(kernel.map, x), applyMap(kernel.map, z));
    case "sum":
      return kernel.terms.reduce((total, term) => total + formula(term, x, z), 0);
    case "product":
      return kernel.factors.reduce((total, factor) => total * formula(factor, x, z), 1);
    case "scaled":
      return kernel.factor * formula(kernel.kernel, x, z);
    case "power":
      return formula(kernel.kernel, x, z) ** kernel.exponent;
    case "exponentiated":
      return Math.exp(formula(kernel.kernel, x, z));
    case "normalized": {
      const degree = homogeneity(kernel.kernel);
      const [a, b] = degree ? images((point) => moderate(point, degree), x, z) : [x, z];
      const u = formula(kernel.kernel, a, a);
      // one value for a point and itself: three at every level of kernels within kernels would be 3, 9, 27 …
      const [k, v] = a === b ? [u, u] : [formula(kernel.kernel, a, b), formula(kernel.kernel, b, b)];
      return quotient(k, rootOfProduct(u, v));
    }
    case "onColumns":
      return formula(kernel.kernel, ...images((point) => pickColumns(kernel.columns, point), x, z));
    case "mapped":
      return formula(kernel.kernel, ...images((point) => applyMap(kernel.map, point), x, z));
    case "multiplier":
      return formula(kernel.kernel, x, z) * (kernel.f(x.slice()) * kernel.f(z.slice()));
    default:
      return kernel satisfies never;
  }
}

/** The images of a pair; one and the same where the points are. */
function images(map: (point: Float64Array) => Float64Array, x: Float64Array, z: Float64Array): [Float64Array, Float64Array] {
  const image = map(x);
  return [image, x === z ? image : map(z)];
}

/** γv, 0 for γ = 0 even where v overflows. */
function gammaTimes(gamma: Gamma, v: number, d: number): number {
  return gamma === 0 ? 0 : resolveGamma(gamma, d) * v;
}

function moderate(x: Float64Array, degree: number): Float64Array {
  return unitScaled({ rows: 1, cols: x.length, data: x }, moderateExponent(degree)).data;
}

/** √(uv), by the product unless that leaves the normal numbers. */
function rootOfProduct(u: number, v: number): number {
  const product = u * v;
  return product > 1e-290 && product < Infinity ? Math.sqrt(product) : Math.sqrt(u) * Math.sqrt(v);
}

function matern(nu: 0.5 | 1.5 | 2.5, r: number): number {
  if (nu === 0.5) return Math.exp(-r);
  const s = Math.min(Math.sqrt(2 * nu) * r, 1000);
  return (nu === 1.5 ? 1 + s : 1 + s + (s * s) / 3) * Math.exp(-s);
}

function squaredDistance(x: Float64Array, z: Float64Array, lengthScale: LengthScale, stretch = 1): number {
  return sum(x, z, (a, b, k) => (((a - b) * stretch) / lengthOf(lengthScale, k)) ** 2);
}

function lengthOf(lengthScale: LengthScale, k: number): number {
  return typeof lengthScale === "number" ? lengthScale : (lengthScale[k] as number);
}

/** ln(r²/(2α)) where r² overflows: from 2⁻¹⁰⁶⁰ of the halves of the differences. */
function logarithmOfFar(x: Float64Array, z: Float64Array, lengthScale: LengthScale, stretch: number, alpha: number): number {
  const parts = x.map((a, k) => (((a / 2 - (z[k] as number) / 2) * 2 ** -530) / (lengthOf(lengthScale, k) * 2 ** 530)) * stretch);
  return 2 * (Math.log(euclideanNorm(parts)) + 1061 * Math.LN2) - Math.LN2 - Math.log(alpha);
}

function chiSquare(x: Float64Array, z: Float64Array): number {
  requireNonNegative({ rows: 1, cols: x.length, data: x });
  requireNonNegative({ rows: 1, cols: z.length, data: z });
  return sum(x, z, (a, b) => {
    if (a + b === 0) return 0;
    return a + b < Infinity ? (a - b) * ((a - b) / (a + b)) : (a - b) * ((a - b) / (a / 2 + b / 2) / 2);
  });
}

/** e_p of the products x_k z_k, by e_q ← e_q + x_k z_k e_(q−1). */
function elementarySymmetric(p: number, x: Float64Array, z: Float64Array): number {
  const e = [1, ...new Array<number>(p).fill(0)];
  x.forEach((a, k) => {
    for (let q = p; q > 0; q--) e[q] = (e[q] as number) + a * (z[k] as number) * (e[q - 1] as number);
  });
  return e[p] as number;
}

function inner(x: Float64Array, z: Float64Array): number {
  return sum(x, z, (a, b) => a * b);
}

function times(A: readonly (readonly number[])[], x: Float64Array): Float64Array {
  return Float64Array.from(A, (row) => inner(Float64Array.from(row), x));
}

function sum(x: Float64Array, z: Float64Array, term: (a: number, b: number, k: number) => number): number {
  return x.reduce((total, a, k) => total + term(a, z[k] as number, k), 0);
}

function quotient(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}
