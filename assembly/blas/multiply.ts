import { Product } from "./gemm";
import { gemv } from "./gemv";

/** A shared product, without packing where B has one column. */
export function multiply(p: Product, scratch: usize): void {
  if (p.n === 1) gemv(p.m, p.k, p.alpha, p.a, p.rsa, p.csa, p.b, p.rsb, p.c, p.rsc);
  else p.run(scratch);
}
