import { gemm } from "./gemm";
import { gemv } from "./gemv";

/** Y += alpha·A·X for A (m × k), X (k × t) and Y (m × t), the rows of X and Y contiguous: without packing where t is 1. */
export function multiply(
  m: i32,
  t: i32,
  k: i32,
  alpha: f64,
  a: usize,
  rs: i32,
  cs: i32,
  x: usize,
  ldx: i32,
  y: usize,
  ldy: i32,
  scratch: usize,
): void {
  if (t === 1) gemv(m, k, alpha, a, rs, cs, x, ldx, y, ldy);
  else gemm(m, t, k, alpha, a, rs, cs, x, ldx, 1, y, ldy, 1, scratch);
}
