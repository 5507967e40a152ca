import { evaluate, type Kernel } from "../../src/entries/index";
import { resolveGamma, resolveKernel } from "../../src/kernels/resolve";
import { applyMap, pickColumns, seenPoint } from "../../src/kernels/seen-point";
import type { KernelSpec, LengthScale } from "../../src/kernels/spec";
import { ROUNDOFF } from "./precision";

/** A value and how far from the true one it may be, by a first-order analysis of the formula with a unit roundoff for every rounding. */
interface Rounded {
  readonly value: number;
  readonly error: number;
}

/** Bound of the difference of two computations of k(x, z), each of which rounds every operation, in any order of its sums. */
export function roundingBound(kernel: Kernel, x: Float64Array, z: Float64Array): number {
  return 2 * rounded(resolveKernel(kernel, seenPoint(x)), x, z).error + Number.MIN_VALUE;
}

function rounded(kernel: KernelSpec, x: Float64Array, z: Float64Array): Rounded {
  const value = evaluate(kernel, x, z);
  return { value, error: errorOf(kernel, x, z, value) };
}

function errorOf(kernel: KernelSpec, x: Float64Array, z: Float64Array, value: number): number {
  const d = x.length;
  const each = (d + 6) * ROUNDOFF;
  const products = (): number => sum(x, z, (a, b) => Math.abs(a * b));
  const part = (inner: KernelSpec): Rounded => rounded(inner, x, z);
  switch (kernel.kind) {
    case "linear":
      return each * (kernel.metric ? d * magnitude(kernel.metric.flat()) * norm(x) * norm(z) : products());
    case "polynomial": {
      const size = resolveGamma(kernel.gamma, d) * products() + Math.abs(kernel.coef0);
      return powerError(size, each * size, kernel.degree);
    }
    case "rbf":
      return exponentialError(value, each * exponentOf(value));
    case "laplacian":
    case "chi2":
      return exponentialError(value, each * exponentOf(value));
    case "matern": {
      const s = Math.sqrt(2 * kernel.nu) * Math.sqrt(squaredDistance(x, z, kernel.lengthScale));
      return value * each * (s + 4);
    }
    case "rationalQuadratic":
      return exponentialError(value, each * exponentOf(value));
    case "periodic": {
      const r = kernel.metric === "per-feature" ? sum(x, z, (a, b) => Math.abs(a - b)) : Math.sqrt(squaredDistance(x, z, 1));
      return exponentialError(value, (each * (2 * Math.PI * (r / kernel.period) + 2 * d)) / kernel.lengthScale ** 2);
    }
    case "sigmoid":
      return each * (resolveGamma(kernel.gamma, d) * products() + Math.abs(kernel.coef0)) + 4 * ROUNDOFF * Math.abs(value);
    case "cosine":
      return each * (products() === 0 ? 0 : ratio(x, z)) + each * Math.abs(value);
    case "additiveChi2":
      return each * Math.abs(value);
    case "allSubsets":
      return 2 * each * x.reduce((product, a, k) => product * (1 + Math.abs(a * (z[k] as number))), 1);
    case "anova":
      return 2 * (each + kernel.degree * ROUNDOFF) * Math.abs(evaluate(kernel, x.map(Math.abs), z.map(Math.abs)));
    case "constant":
    case "white":
    case "precomputed":
    case "custom":
      return 0;
    case "fromFeatures": {
      const [u, v] = [applyMap(kernel.map, x), applyMap(kernel.map, z)];
      return (u.length + 6) * ROUNDOFF * sum(u, v, (a, b) => Math.abs(a * b));
    }
    case "sum":
      return kernel.terms.map(part).reduce((total, term) => total + term.error + kernel.terms.length * ROUNDOFF * Math.abs(term.value), 0);
    case "product":
      return productError(kernel.factors.map(part));
    case "scaled":
      return productError([part(kernel.kernel), { value: kernel.factor, error: 0 }]);
    case "power": {
      const inner = part(kernel.kernel);
      return powerError(Math.abs(inner.value), inner.error, kernel.exponent);
    }
    case "exponentiated":
      return exponentialError(value, part(kernel.kernel).error);
    case "normalized": {
      const [atX, atZ] = [rounded(kernel.kernel, x, x), rounded(kernel.kernel, z, z)];
      const scale = Math.sqrt(atX.value * atZ.value);
      if (scale === 0) return 0;
      return part(kernel.kernel).error / scale + Math.abs(value) * (relative(atX) + relative(atZ) + 4 * ROUNDOFF);
    }
    case "onColumns":
      return rounded(kernel.kernel, pickColumns(kernel.columns, x), pickColumns(kernel.columns, z)).error;
    case "mapped":
      return rounded(kernel.kernel, applyMap(kernel.map, x), applyMap(kernel.map, z)).error;
    case "multiplier":
      return productError([part(kernel.kernel), { value: kernel.f(x), error: 0 }, { value: kernel.f(z), error: 0 }]);
    default:
      return kernel satisfies never;
  }
}

/** e^u for an u that is off by `error`, the exponential itself within 2 ulp. */
function exponentialError(value: number, error: number): number {
  return Math.abs(value) * (Math.expm1(error) + 4 * ROUNDOFF) + Number.MIN_VALUE;
}

/** −ln of a value in (0, 1], as far as it counts: the value of a larger one is 0 on both sides, or the smallest number. */
function exponentOf(value: number): number {
  return value > 0 ? -Math.log(value) + 1 : 750;
}

function powerError(size: number, error: number, p: number): number {
  return p * (size + error) ** (p - 1) * error + 2 * p * ROUNDOFF * size ** p;
}

function productError(factors: readonly Rounded[]): number {
  const exact = factors.reduce((product, { value }) => product * Math.abs(value), 1);
  const most = factors.reduce((product, { value, error }) => product * (Math.abs(value) + error), 1);
  const firstOrder = factors.reduce(
    (total, { error }, at) => total + factors.reduce((product, { value }, k) => product * (k === at ? error : Math.abs(value)), 1),
    0,
  );
  return Math.max(most - exact, firstOrder) + factors.length * ROUNDOFF * exact;
}

function relative({ value, error }: Rounded): number {
  return value === 0 ? 0 : error / Math.abs(value);
}

function ratio(x: Float64Array, z: Float64Array): number {
  const [u, v] = [norm(x), norm(z)];
  return sum(x, z, (a, b) => Math.abs((a / u) * (b / v)));
}

function norm(x: Float64Array): number {
  return Math.hypot(...x);
}

function magnitude(x: ArrayLike<number>): number {
  return Array.from(x).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function squaredDistance(x: Float64Array, z: Float64Array, lengthScale: LengthScale): number {
  return sum(x, z, (a, b, k) => ((a - b) / (typeof lengthScale === "number" ? lengthScale : (lengthScale[k] as number))) ** 2);
}

function sum(x: Float64Array, z: Float64Array, term: (a: number, b: number, k: number) => number): number {
  let total = 0;
  for (let k = 0; k < x.length; k++) total += term(x[k] as number, z[k] as number, k);
  return total;
}
