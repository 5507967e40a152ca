import type { Regression } from "../data.ts";
import { cholesky } from "./cholesky.ts";
import { gemm, rowMajor, transposed } from "./gemm.ts";
import { ridgeGram } from "./gram.ts";
import { kernelRow } from "./kernel-row.ts";
import { mapRow, pairingOf, squaredNorms } from "./leaf.ts";
import { solveFactored } from "./triangular.ts";

/** Fewer new points than this do not repay the packing of X. */
const FEW = 8;

/** What a prediction needs beside its arguments; made once, outside the timed call. */
export interface Scratch {
  /** STRIP × n */
  readonly matrix: Float64Array;
  readonly norms: Float64Array;
  readonly otherNorms: Float64Array;
}

/** One block of A of the product: the strip of k(Z, X) is made, mapped and consumed before the next. */
export const STRIP = 128;

/** α = (K + λI)⁻¹ y; k (n × n) is scratch. */
export function fitRidge(problem: Regression, k: Float64Array, alpha: Float64Array): void {
  const { kernel, lambda, n, d, x, y } = problem;
  ridgeGram(kernel, n, d, x, k);
  for (let i = 0; i < n; i++) k[i * n + i] += lambda;
  if (cholesky(n, k) < n) throw new Error("K + λI is not positive definite");
  alpha.set(y);
  solveFactored(n, k, alpha);
}

/** h(z_i) = Σ_j α_j k(z_i, x_j) for the points z; k(Z, X) is never stored whole. */
export function predictRidge(problem: Regression, alpha: Float64Array, z: Float64Array, scratch: Scratch, h: Float64Array): void {
  const { kernel, n, d, x } = problem;
  const m = h.length;
  const strip = scratch.matrix;
  if (m < FEW) {
    for (let i = 0; i < m; i++) {
      kernelRow(kernel, d, z, i, x, n, strip, 0);
      h[i] = dot(n, strip, 0, alpha);
    }
    return;
  }
  const pairing = pairingOf(kernel);
  squaredNorms(n, d, x, scratch.norms);
  squaredNorms(m, d, z, scratch.otherNorms);
  for (let top = 0; top < m; top += STRIP) {
    const rows = Math.min(STRIP, m - top);
    strip.fill(pairing === "subsets" ? 1 : 0, 0, rows * n);
    gemm(rows, n, d, 1, rowMajor(z, d, top * d), transposed(rowMajor(x, d)), rowMajor(strip, n), false, pairing);
    for (let i = 0; i < rows; i++) {
      mapRow(kernel, strip, i * n, n, scratch.otherNorms[top + i], scratch.norms);
      h[top + i] = dot(n, strip, i * n, alpha);
    }
  }
}

/** Σ a b with four independent sums: one alone waits for each addition. */
export function dot(n: number, a: Float64Array, at: number, b: Float64Array): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    s0 += a[at + j] * b[j];
    s1 += a[at + j + 1] * b[j + 1];
    s2 += a[at + j + 2] * b[j + 2];
    s3 += a[at + j + 3] * b[j + 3];
  }
  for (; j < n; j++) s0 += a[at + j] * b[j];
  return s0 + s1 + (s2 + s3);
}
