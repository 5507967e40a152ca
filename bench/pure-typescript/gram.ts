import { exponentiate, gaussianRow } from "./exponential.ts";
import { gemm, type Pairing, rowMajor, transposed } from "./gemm.ts";
import { type Kernel, kernelRow, polynomialRow } from "./kernel-row.ts";
import { mirror } from "./mirror.ts";

/** 64 rows of 2000 are 1 MB: products, map and mirror of one strip meet in L2 (31 → 27 ms for n = 2000, d = 20 against whole passes). */
const STRIP = 64;

/** Up to this many points packing costs more than it saves. */
const SMALL = 48;

/** K_ij = k(x_i, x_j), x n × d by rows, norms (n) scratch; the strict upper triangle is undefined unless `both` are wanted. */
export function gram(kernel: Kernel, n: number, d: number, x: Float64Array, norms: Float64Array, k: Float64Array, both = true): void {
  if (n <= SMALL) {
    for (let i = 0; i < n; i++) kernelRow(kernel, d, x, i, x, i + 1, k, i * n);
    if (both) mirror(n, k);
    return;
  }
  if (kernel.kind === "rbf") squaredNorms(n, d, x, norms);
  const points = rowMajor(x, d);
  const pairing = pairingOf(kernel);
  for (let top = 0; top < n; top += STRIP) {
    const rows = Math.min(STRIP, n - top);
    const columns = top + rows;
    k.fill(pairing === "subsets" ? 1 : 0, top * n, columns * n);
    gemm(rows, columns, d, 1, rowMajor(x, d, top * d), transposed(points), rowMajor(k, n, top * n), false, pairing);
    for (let i = top; i < columns; i++) mapRow(kernel, k, i * n, i + 1, norms[i], norms);
    if (both) mirror(n, k, top, columns);
  }
}

/** Σ_j x_ij². */
export function squaredNorms(n: number, d: number, x: Float64Array, norms: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let p = 0; p < d; p++) sum += x[i * d + p] * x[i * d + p];
    norms[i] = sum;
  }
}

export function pairingOf(kernel: Kernel): Pairing {
  if (kernel.kind === "laplacian") return "manhattan";
  return kernel.kind === "allSubsets" ? "subsets" : "product";
}

/** A row of pairings becomes a row of kernel values, in place. */
export function mapRow(kernel: Kernel, k: Float64Array, at: number, count: number, norm: number, norms: Float64Array): void {
  if (kernel.kind === "rbf") gaussianRow(k, at, count, kernel.gamma, norm, norms);
  else if (kernel.kind === "laplacian") exponentiate(k, at, count, -kernel.gamma, 0);
  else if (kernel.kind === "polynomial") polynomialRow(k, at, count, kernel.gamma, kernel.coef0, kernel.degree);
}
