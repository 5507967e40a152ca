import { mercerError } from "../errors";
import { readVector } from "../input";
import type { Vector } from "../matrix";
import { resolveGamma, resolveKernel } from "./resolve";
import type { Kernel, VectorKernel } from "./spec";

/**
 * k(x, z) for one pair of points, by the formula as it stands in the books: the documentation of every kernel, and the oracle of the core.
 *
 * @throws "shape" when x and z differ in length, "kernel" for a precomputed kernel
 */
export function evaluate(kernel: Kernel, x: Vector, z: Vector): number {
  const a = readVector(x, "x");
  const b = readVector(z, "z");
  if (a.length !== b.length || a.length === 0) {
    throw mercerError("shape", `x has ${a.length} features, z has ${b.length}; both need the same number, at least one`, { argument: "z" });
  }
  return formula(resolveKernel(kernel, a.length), a, b);
}

function formula(kernel: VectorKernel, x: Float64Array, z: Float64Array): number {
  switch (kernel.kind) {
    case "linear":
      return sum(x, z, (a, b) => a * b);
    case "polynomial":
      return (resolveGamma(kernel.gamma, x.length) * sum(x, z, (a, b) => a * b) + kernel.coef0) ** kernel.degree;
    case "rbf": {
      if (!("lengthScale" in kernel)) return Math.exp(-resolveGamma(kernel.gamma, x.length) * sum(x, z, (a, b) => (a - b) ** 2));
      const { lengthScale } = kernel;
      return Math.exp(-0.5 * sum(x, z, (a, b, k) => ((a - b) / (lengthScale[k] as number)) ** 2));
    }
    case "laplacian":
      return Math.exp(-resolveGamma(kernel.gamma, x.length) * sum(x, z, (a, b) => Math.abs(a - b)));
    case "allSubsets":
      return x.reduce((product, a, k) => product * (1 + a * (z[k] as number)), 1);
    default:
      return kernel satisfies never;
  }
}

function sum(x: Float64Array, z: Float64Array, term: (a: number, b: number, k: number) => number): number {
  return x.reduce((total, a, k) => total + term(a, z[k] as number, k), 0);
}
