import { gemm, rowMajor, transposed } from "./gemm.ts";
import { mirror } from "./mirror.ts";

/** C = A B, row-major, A m × k, B k × n. */
export function product(m: number, n: number, k: number, a: Float64Array, b: Float64Array, c: Float64Array): void {
  c.fill(0);
  gemm(m, n, k, 1, rowMajor(a, k), rowMajor(b, n), rowMajor(c, n));
}

/** C = X Xᵀ, row-major, X n × d: the lower triangle is computed, the upper mirrored. */
export function selfProduct(n: number, d: number, x: Float64Array, c: Float64Array): void {
  c.fill(0);
  const points = rowMajor(x, d);
  gemm(n, n, d, 1, points, transposed(points), rowMajor(c, n), true);
  mirror(n, c);
}
