import { allSubsets, type Kernel, laplacian, linear, polynomial, rbf } from "../../src";

/** Every kernel of vectors, each with a bound of |k(x, z) − formula| from the rounding of either side, d features. */
export interface KernelCase {
  readonly name: string;
  readonly kernel: (d: number) => Kernel;
  readonly bound: (x: ArrayLike<number>, z: ArrayLike<number>, value: number) => number;
}

const EPSILON = Number.EPSILON;

/** γ_n ≈ n ε/2 per side, on sums of n positive terms. */
const sumBound = (x: ArrayLike<number>, terms: (k: number) => number): number => {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += Math.abs(terms(k));
  return (x.length + 2) * EPSILON * sum;
};

const inner = (x: ArrayLike<number>, z: ArrayLike<number>): number => sumBound(x, (k) => (x[k] as number) * (z[k] as number));
const squares = (x: ArrayLike<number>, z: ArrayLike<number>): number => sumBound(x, (k) => ((x[k] as number) - (z[k] as number)) ** 2);
const lengths = (x: ArrayLike<number>, z: ArrayLike<number>): number => sumBound(x, (k) => (x[k] as number) - (z[k] as number));

/** e^u with the error of u, of the product that makes it and of two exponentials, each within an ulp. */
const exponential = (value: number, error: number): number => value * (2 * error + 6 * EPSILON) + Number.MIN_VALUE;

const power = (x: ArrayLike<number>, z: ArrayLike<number>, { gamma, coef0, degree }: { gamma: number; coef0: number; degree: number }) => {
  const base = sumBound(x, (k) => gamma * (x[k] as number) * (z[k] as number)) / ((x.length + 2) * EPSILON) + Math.abs(coef0);
  return degree * (x.length + 6) * EPSILON * base ** degree;
};

export const VECTOR_KERNELS: readonly KernelCase[] = [
  { name: "linear", kernel: () => linear(), bound: inner },
  {
    name: "polynomial",
    kernel: () => polynomial({ gamma: 0.5, coef0: 1, degree: 3 }),
    bound: (x, z) => power(x, z, { gamma: 0.5, coef0: 1, degree: 3 }),
  },
  {
    name: "polynomial of degree 1",
    kernel: () => polynomial({ gamma: 2, coef0: 0, degree: 1 }),
    bound: (x, z) => power(x, z, { gamma: 2, coef0: 0, degree: 1 }),
  },
  {
    name: "polynomial of degree 7",
    kernel: () => polynomial({ gamma: 0.25, coef0: 0.5, degree: 7 }),
    bound: (x, z) => power(x, z, { gamma: 0.25, coef0: 0.5, degree: 7 }),
  },
  { name: "rbf", kernel: () => rbf({ gamma: 0.7 }), bound: (x, z, value) => exponential(value, 0.7 * squares(x, z)) },
  {
    name: "rbf with sigma",
    kernel: () => rbf({ sigma: 2 }),
    bound: (x, z, value) => exponential(value, 0.25 * squares(x, z)),
  },
  {
    name: "rbf with a length scale per feature",
    kernel: (d) => rbf({ lengthScale: Array.from({ length: d }, (_, k) => 1 + (k % 3)) }),
    bound: (x, z, value) => exponential(value, 2 * squares(x, z)),
  },
  { name: "laplacian", kernel: () => laplacian({ gamma: 0.3 }), bound: (x, z, value) => exponential(value, 0.3 * lengths(x, z)) },
  {
    name: "all subsets",
    kernel: () => allSubsets(),
    bound: (x, z) => 3 * x.length * EPSILON * Array.from(x, (a, k) => 1 + Math.abs(a * (z[k] as number))).reduce((p, f) => p * f, 1),
  },
];

/** The translation-invariant ones: k(x, x) = 1. */
export const STATIONARY: readonly KernelCase[] = VECTOR_KERNELS.filter(({ name }) => name.startsWith("rbf") || name === "laplacian");
