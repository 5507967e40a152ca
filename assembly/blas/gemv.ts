import { Address } from "../address";
import { region, shares, sizeOfChunk, TASK } from "../parallel/region";
import { Product } from "./gemm";
import { axpy, dot } from "./vector";

/** y += alpha·A·x, a product with one column. Along rows of unit stride each element is one dot product; along columns of unit stride, n updates of y. */
export function gemv(p: Product): void {
  p.size = shares(p.m, 2 * <f64>p.k) ? sizeOfChunk(p.m) : max(1, p.m);
  region((p.m + p.size - 1) / p.size, multiplyChunk);
}

/** The elements of a chunk, a multiple of 64 from the first: the same bits as those of the whole. */
function multiplyChunk(index: i32, _: i32): void {
  const p = changetype<Product>(TASK);
  const a = p.a;
  const rs = p.rsa;
  const cs = p.csa;
  const alpha = p.alpha;
  const top = index * p.size;
  const bottom = min(p.m, top + p.size);
  if (rs === 1 && cs !== 1) {
    for (let j = 0; j < p.k; j++) {
      axpy(
        bottom - top,
        alpha * load<f64>(Address.at(p.b, j * p.rsb)),
        Address.at(a, top + j * cs),
        1,
        Address.at(p.c, top * p.rsc),
        p.rsc,
      );
    }
    return;
  }
  for (let i = top; i < bottom; i++) {
    const address = Address.at(p.c, i * p.rsc);
    store<f64>(address, load<f64>(address) + alpha * dot(p.k, Address.at(a, i * rs), cs, p.b, p.rsb));
  }
}
