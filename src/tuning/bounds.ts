import type { KernelSpec } from "../kernels/spec";
import type { Matrix } from "../matrix";
import { type Extent, extentOf } from "./extent";

/** Between what a parameter is looked for. */
export type Range = readonly [lower: number, upper: number];

/** What the bounds are taken from. */
export interface Scales {
  readonly points: Matrix;
  /** The largest variance of the targets; 1 where there is none. */
  readonly variance: number;
}

/** A range for a number of which nothing is known but its present value. */
function around(value: number): Range {
  return [value / 1000, value * 1000];
}

/**
 * Bounds of the parameters of a kernel, by path, from the points and the targets:
 *
 *     a length            half the least distance of two points … ten times their extent; of one feature a hundred times, so that it can cease to count
 *     a variance          a thousandth … a thousand times that of y; of white noise 10⁻⁸ … once
 *     a period            the least distance … twice the extent
 *     γ                   as the length that it stands for, or (of products x·z) a thousandth … a thousand times 1/mean ‖x‖²
 *
 * A parameter inside a function of the caller's, whose points are not seen here, is looked for within a factor of a thousand.
 */
export function kernelBounds(kernel: KernelSpec, scales: Scales): ReadonlyMap<string, Range> {
  const bounds = new Map<string, Range>();
  const every = Array.from({ length: scales.points.cols }, (_, k) => k);
  collect(kernel, "", every, scales, bounds);
  return bounds;
}

/** @param columns of the points that the kernel sees; null where a function has made others of them */
function collect(kernel: KernelSpec, prefix: string, columns: readonly number[] | null, scales: Scales, bounds: Map<string, Range>): void {
  const inside = (part: KernelSpec, path: string, seen = columns): void => collect(part, `${prefix}${path}.`, seen, scales, bounds);
  const set = (path: string, value: number, range: (extent: Extent) => Range): void => {
    bounds.set(prefix + path, columns ? range(extentOf(scales.points, columns)) : around(value));
  };
  switch (kernel.kind) {
    case "sum":
      for (const [i, term] of kernel.terms.entries()) inside(term, `terms.${i}`);
      break;
    case "product":
      for (const [i, factor] of kernel.factors.entries()) inside(factor, `factors.${i}`);
      break;
    case "scaled":
      bounds.set(`${prefix}factor`, variance(scales));
      inside(kernel.kernel, "kernel");
      break;
    case "onColumns":
      inside(kernel.kernel, "kernel", columns && kernel.columns.map((k) => columns[k] as number));
      break;
    case "mapped":
      inside(kernel.kernel, "kernel", null);
      break;
    case "power":
    case "exponentiated":
    case "normalized":
    case "multiplier":
      inside(kernel.kernel, "kernel");
      break;
    case "constant":
      bounds.set(`${prefix}value`, variance(scales));
      break;
    case "white":
      bounds.set(`${prefix}variance`, noise(scales));
      break;
    case "rbf":
      if ("lengthScale" in kernel) lengths(kernel.lengthScale, prefix, columns, scales, bounds);
      else if ("sigma" in kernel) set("sigma", kernel.sigma as number, length);
      else if (kernel.gamma !== "auto") set("gamma", kernel.gamma as number, inverseSquare);
      break;
    case "matern":
      lengths(kernel.lengthScale, prefix, columns, scales, bounds);
      break;
    case "rationalQuadratic":
      bounds.set(`${prefix}alpha`, [1e-2, 1e3]);
      lengths(kernel.lengthScale, prefix, columns, scales, bounds);
      break;
    case "laplacian":
      if (kernel.gamma !== "auto") set("gamma", kernel.gamma, inverse);
      break;
    case "periodic":
      set("period", kernel.period, ({ gap, diameter }) => [gap, 2 * diameter]);
      // of a sine, whatever the points are
      bounds.set(`${prefix}lengthScale`, [1e-2, 1e2]);
      break;
    case "polynomial":
    case "sigmoid":
      if (kernel.gamma !== "auto") set("gamma", kernel.gamma, ({ square }) => [1e-3 / square, 1e3 / square]);
      break;
    case "chi2":
      bounds.set(`${prefix}gamma`, around(kernel.gamma));
      break;
    case "linear":
    case "cosine":
    case "additiveChi2":
    case "allSubsets":
    case "anova":
    case "precomputed":
    case "custom":
    case "fromFeatures":
      break;
    default:
      kernel satisfies never;
  }
}

/** One length for all features, or one for each. */
function lengths(
  lengthScale: number | readonly number[],
  prefix: string,
  columns: readonly number[] | null,
  { points }: Scales,
  bounds: Map<string, Range>,
): void {
  const path = `${prefix}lengthScale`;
  if (typeof lengthScale === "number") {
    bounds.set(path, columns ? length(extentOf(points, columns)) : around(lengthScale));
    return;
  }
  lengthScale.forEach((value, k) => {
    const column = columns?.[k];
    if (column === undefined) bounds.set(`${path}.${k}`, around(value));
    else {
      const { gap, diameter } = extentOf(points, [column]);
      bounds.set(`${path}.${k}`, [gap / 2, 100 * diameter]);
    }
  });
}

function length({ gap, diameter }: Extent): Range {
  return [gap / 2, 10 * diameter];
}

/** γ = 1/(2ℓ²) */
function inverseSquare(extent: Extent): Range {
  const [shortest, longest] = length(extent);
  return [1 / (2 * longest * longest), 1 / (2 * shortest * shortest)];
}

/** γ = 1/ℓ */
function inverse(extent: Extent): Range {
  const [shortest, longest] = length(extent);
  return [1 / longest, 1 / shortest];
}

function variance({ variance: v }: Scales): Range {
  return [v / 1000, v * 1000];
}

/** Of the noise of an observation. */
export function noise({ variance: v }: Scales): Range {
  return [1e-8 * v, v];
}
