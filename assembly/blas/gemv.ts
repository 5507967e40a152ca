import { Address } from "../address";
import { axpy, dot } from "./vector";

/** y += alpha·A·x, A m × n. Along rows of unit stride each element is one dot product; along columns of unit stride, n updates of y. */
export function gemv(m: i32, n: i32, alpha: f64, a: usize, rs: i32, cs: i32, x: usize, incx: i32, y: usize, incy: i32): void {
  if (rs === 1 && cs !== 1) {
    for (let j = 0; j < n; j++) axpy(m, alpha * load<f64>(Address.at(x, j * incx)), Address.at(a, j * cs), 1, y, incy);
    return;
  }
  for (let i = 0; i < m; i++) {
    const address = Address.at(y, i * incy);
    store<f64>(address, load<f64>(address) + alpha * dot(n, Address.at(a, i * rs), cs, x, incx));
  }
}
