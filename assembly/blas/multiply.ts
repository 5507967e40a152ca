import { Product } from "./gemm";
import { gemv } from "./gemv";

/** A shared product, without packing where B has one column. */
export function run(p: Product, scratch: usize): void {
  if (p.n === 1) gemv(p);
  else p.run(scratch);
}

/** Y += alpha·A·X for the operands A (m × n), X (n × t) and Y (m × t). */
export function multiply(alpha: f64, A: usize, X: usize, Y: usize, scratch: usize): void {
  run(Product.ofOperands(alpha, A, X, Y), scratch);
}
