import type { RidgeKernel } from "../kernels.ts";
import { exponentiate, gaussianPoint } from "./exponential.ts";

/** k(z_i, x_j) for j < count, without packing: one point against few. */
export function kernelRow(
  kernel: RidgeKernel,
  d: number,
  z: Float64Array,
  i: number,
  x: Float64Array,
  count: number,
  k: Float64Array,
  at: number,
): void {
  const point = i * d;
  switch (kernel.kind) {
    case "rbf":
      gaussianPoint(kernel.gamma, d, z, point, x, count, k, at);
      return;
    case "laplacian":
      manhattanDistances(d, z, point, x, count, k, at);
      exponentiate(k, at, count, -kernel.gamma, 0);
      return;
    case "polynomial":
      products(d, z, point, x, count, k, at);
      polynomialRow(k, at, count, kernel.gamma, kernel.coef0, kernel.degree);
      return;
    case "linear":
      products(d, z, point, x, count, k, at);
      return;
    case "allSubsets":
      subsets(d, z, point, x, count, k, at);
  }
}

function manhattanDistances(d: number, z: Float64Array, point: number, x: Float64Array, count: number, k: Float64Array, at: number): void {
  for (let j = 0, q = 0; j < count; j++) {
    let sum = 0;
    for (let p = 0; p < d; p++, q++) sum += Math.abs(z[point + p] - x[q]);
    k[at + j] = sum;
  }
}

function products(d: number, z: Float64Array, point: number, x: Float64Array, count: number, k: Float64Array, at: number): void {
  for (let j = 0, q = 0; j < count; j++) {
    let sum = 0;
    for (let p = 0; p < d; p++, q++) sum += z[point + p] * x[q];
    k[at + j] = sum;
  }
}

function subsets(d: number, z: Float64Array, point: number, x: Float64Array, count: number, k: Float64Array, at: number): void {
  for (let j = 0, q = 0; j < count; j++) {
    let value = 1;
    for (let p = 0; p < d; p++, q++) value *= 1 + z[point + p] * x[q];
    k[at + j] = value;
  }
}

/** x ← (γ x + c)^degree for `count` elements from `at`. */
export function polynomialRow(k: Float64Array, at: number, count: number, gamma: number, coef0: number, degree: number): void {
  for (let j = at; j < at + count; j++) {
    const base = gamma * k[j] + coef0;
    let value = base;
    for (let power = 1; power < degree; power++) value *= base;
    k[j] = value;
  }
}
