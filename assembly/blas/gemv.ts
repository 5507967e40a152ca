import { Address } from "../address";
import { Product } from "./gemm";
import { axpy, dot } from "./vector";

/** y += alpha·A·x, a product with one column. Along rows of unit stride each element is one dot product; along columns of unit stride, n updates of y. */
export function gemv(p: Product): void {
  const a = p.a;
  const rs = p.rsa;
  const cs = p.csa;
  const alpha = p.alpha;
  if (rs === 1 && cs !== 1) {
    for (let j = 0; j < p.k; j++) axpy(p.m, alpha * load<f64>(Address.at(p.b, j * p.rsb)), Address.at(a, j * cs), 1, p.c, p.rsc);
    return;
  }
  for (let i = 0; i < p.m; i++) {
    const address = Address.at(p.c, i * p.rsc);
    store<f64>(address, load<f64>(address) + alpha * dot(p.k, Address.at(a, i * rs), cs, p.b, p.rsb));
  }
}
