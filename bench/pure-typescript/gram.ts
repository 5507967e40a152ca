import type { Kernel, LeafKernel, RidgeKernel } from "../kernels.ts";
import { gemm, rowMajor, transposed } from "./gemm.ts";
import { kernelRow } from "./kernel-row.ts";
import { mapRow, pairingOf, type Seen, see } from "./leaf.ts";
import { mirror } from "./mirror.ts";

/** 64 rows of 2000 are 1 MB: products, map and mirror of one strip meet in L2 (31 → 27 ms for n = 2000, d = 20 against whole passes). */
const STRIP = 64;

/** Up to this many points packing costs more than it saves. */
const SMALL = 48;

/** K_ij = k(x_i, x_j), x n × d by rows, for a fit: the lower triangle, without packing where points are few. */
export function ridgeGram(kernel: RidgeKernel, n: number, d: number, x: Float64Array, k: Float64Array): void {
  if (n > SMALL) gram(kernel, n, d, x, k, false);
  else for (let i = 0; i < n; i++) kernelRow(kernel, d, x, i, x, i + 1, k, i * n);
}

/** K_ij = k(x_i, x_j), x n × d by rows; the strict upper triangle is undefined unless `both` are wanted. */
export function gram(kernel: Kernel, n: number, d: number, x: Float64Array, k: Float64Array, both = true): void {
  const isComposed = "parts" in kernel;
  const [first, second] = "parts" in kernel ? kernel.parts : [kernel, kernel];
  const seen = see(first, n, d, x);
  const seenToo = isComposed ? see(second, n, d, x) : seen;
  // Parts that are made of the same products share them.
  const isShared = seenToo.x === seen.x && pairingOf(second) === pairingOf(first);
  const other = isComposed ? new Float64Array(STRIP * n) : k;
  for (let top = 0; top < n; top += STRIP) {
    const bottom = Math.min(n, top + STRIP);
    pair(first, seen, n, top, bottom, k, top * n);
    if (isComposed) {
      if (isShared) other.set(k.subarray(top * n, bottom * n));
      else pair(second, seenToo, n, top, bottom, other, 0);
    }
    for (let i = top; i < bottom; i++) {
      mapRow(first, k, i * n, i + 1, seen.norms[i], seen.norms);
      if (!isComposed) continue;
      mapRow(second, other, (i - top) * n, i + 1, seenToo.norms[i], seenToo.norms);
      if (kernel.kind === "sum") addRow(i + 1, other, (i - top) * n, k, i * n);
      else multiplyRow(i + 1, other, (i - top) * n, k, i * n);
    }
    if (both) mirror(n, k, top, bottom);
  }
}

/** Rows `top` to `bottom` of the pairings, up to the diagonal, at element `at` of k. */
function pair(kernel: LeafKernel, { d, x }: Seen, n: number, top: number, bottom: number, k: Float64Array, at: number): void {
  const pairing = pairingOf(kernel);
  k.fill(pairing === "subsets" ? 1 : 0, at, at + (bottom - top) * n);
  const columns = transposed(rowMajor(x, d));
  gemm(bottom - top, bottom, d, 1, rowMajor(x, d, top * d), columns, rowMajor(k, n, at), false, pairing);
}

function addRow(count: number, from: Float64Array, at: number, k: Float64Array, to: number): void {
  for (let j = 0; j < count; j++) k[to + j] += from[at + j];
}

function multiplyRow(count: number, from: Float64Array, at: number, k: Float64Array, to: number): void {
  for (let j = 0; j < count; j++) k[to + j] *= from[at + j];
}
