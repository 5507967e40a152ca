import { isOfHistograms, type Kernel, type LeafKernel, type RidgeKernel } from "./kernels.ts";

/** Uniform on [0, 1): mulberry32, the same stream for the same seed on every machine. */
export function stream(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** `count` numbers uniform on [−1, 1). */
export function uniform(count: number, seed: number): Float64Array {
  const next = stream(seed);
  return Float64Array.from({ length: count }, () => 2 * next() - 1);
}

/** `count` standard normal numbers: sums of twelve uniform ones, which is near enough for timing. */
export function normal(count: number, seed: number): Float64Array {
  const next = stream(seed);
  return Float64Array.from({ length: count }, () => {
    let sum = -6;
    for (let i = 0; i < 12; i++) sum += next();
    return sum;
  });
}

/** A symmetric n × n matrix, uniform: about as many eigenvalues on either side of 0. */
export function symmetric(n: number, seed: number): Float64Array {
  const a = uniform(n * n, seed);
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[j * n + i] = a[i * n + j];
  return a;
}

/** A symmetric n × n matrix, uniform off the diagonal and n on it: positive definite by diagonal dominance. */
export function positiveDefinite(n: number, seed: number): Float64Array {
  const a = uniform(n * n, seed);
  for (let i = 0; i < n; i++) {
    a[i * n + i] = n;
    for (let j = 0; j < i; j++) a[j * n + i] = a[i * n + j];
  }
  return a;
}

export interface Points {
  readonly n: number;
  readonly d: number;
  readonly x: Float64Array;
  readonly kernel: Kernel;
}

export interface Regression extends Points {
  readonly kernel: RidgeKernel;
  readonly y: Float64Array;
  readonly lambda: number;
}

/** Ridge regression with any kernel of one formula, of more points than plain loops factor. */
export interface Large extends Points {
  readonly kernel: LeafKernel;
  readonly y: Float64Array;
  readonly lambda: number;
}

/** A Gaussian process with the covariance `factor` times the kernel. */
export interface Process extends Points {
  readonly y: Float64Array;
  readonly factor: number;
  readonly noise: number;
  readonly trend: "none" | "constant";
}

export interface Classification extends Points {
  readonly kernel: { readonly kind: "rbf"; readonly gamma: number };
  /** ±1 */
  readonly y: Float64Array;
  /** 1/(2C) */
  readonly lambda: number;
}

/** n normal points of d features, their absolute values for a kernel of histograms. */
export function points(n: number, d: number, kernel: Kernel, seed = 1): Points {
  const x = normal(n * d, seed);
  return { n, d, x: isOfHistograms(kernel) ? x.map(Math.abs) : x, kernel };
}

/** y = Σ_p sin(x_p) + noise, Gaussian kernel, λ = 0.1. */
export function regression(n: number, d: number, seed = 2): Regression {
  const kernel: RidgeKernel = { kind: "rbf", gamma: 1 / d };
  const base = points(n, d, kernel, seed);
  const noise = normal(n, seed + 1);
  const y = noise.map((value, i) => {
    let sum = 0.1 * value;
    for (let p = 0; p < d; p++) sum += Math.sin(base.x[i * d + p]);
    return sum;
  });
  return { ...base, kernel, y, lambda: 0.1 };
}

/** y = ±1, the side on which x₀² + x₁ + noise lies of its mean, Gaussian kernel. */
export function classification(n: number, d: number, lambda: number, seed = 2): Classification {
  const kernel = { kind: "rbf", gamma: 1 / d } as const;
  const base = points(n, d, kernel, seed);
  const noise = normal(n, seed + 1);
  return { ...base, kernel, y: noise.map((value, i) => (base.x[i * d] ** 2 + base.x[i * d + 1] + 0.3 * value > 1 ? 1 : -1)), lambda };
}

/** y = sin(x₀) + noise, of variance 0.1; a length scale a feature unless another kernel is given. */
export function process(n: number, d: number, kernel?: Kernel, trend: Process["trend"] = "none", seed = 4): Process {
  const lengthScales = Array.from({ length: d }, (_, k) => 3 + 0.2 * k);
  const base = points(n, d, kernel ?? { kind: "ard", lengthScales }, seed);
  const noise = normal(n, seed + 1);
  const y = noise.map((value, i) => Math.sin(base.x[i * d]) + Math.sqrt(0.1) * value);
  return { ...base, y, factor: 1.5, noise: 0.1, trend };
}
