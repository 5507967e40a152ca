import { Address } from "../address";
import { dot } from "../blas/vector";
import { Lanes } from "../lanes";
import { TILE } from "./program";

/** Bytes of a row of a tile. */
const WIDTH: usize = (<usize>TILE) << 3;

/** h_I += T x_I for the n × n tile on the diagonal. */
export function ofDiagonal(n: i32, a: usize, ld: i32, x: usize, h: usize): void {
  for (let i = 0; i < n; i++) {
    const address = Address.at(h, i);
    store<f64>(address, load<f64>(address) + dot(n, Address.at(a, ld * i), 1, x, 1));
  }
}

/** sums += T x_J on two lanes for each of m rows, h_J += Tᵀ x_I, for a tile of TILE columns; four rows at a time. */
export function ofTile(m: i32, a: usize, ld: i32, xi: usize, xj: usize, sums: usize, h: usize): void {
  const stride = (<usize>ld) << 3;
  let r = 0;
  for (; r <= m - 4; r += 4) {
    const x0 = Lanes.spread(xi);
    const x1 = Lanes.spread(xi + 8);
    const x2 = Lanes.spread(xi + 16);
    const x3 = Lanes.spread(xi + 24);
    let s0 = Lanes.load(sums);
    let s1 = Lanes.load(sums + 16);
    let s2 = Lanes.load(sums + 32);
    let s3 = Lanes.load(sums + 48);
    const a0 = a;
    const a1 = a + stride;
    const a2 = a1 + stride;
    const a3 = a2 + stride;
    for (let c: usize = 0; c < WIDTH; c += 16) {
      const v = Lanes.load(xj + c);
      const k0 = Lanes.load(a0 + c);
      const k1 = Lanes.load(a1 + c);
      const k2 = Lanes.load(a2 + c);
      const k3 = Lanes.load(a3 + c);
      s0 = Lanes.madd(k0, v, s0);
      s1 = Lanes.madd(k1, v, s1);
      s2 = Lanes.madd(k2, v, s2);
      s3 = Lanes.madd(k3, v, s3);
      const u = Lanes.add(Lanes.madd(k1, x1, Lanes.mul(k0, x0)), Lanes.madd(k3, x3, Lanes.mul(k2, x2)));
      Lanes.store(h + c, Lanes.add(Lanes.load(h + c), u));
    }
    Lanes.store(sums, s0);
    Lanes.store(sums + 16, s1);
    Lanes.store(sums + 32, s2);
    Lanes.store(sums + 48, s3);
    a = a3 + stride;
    xi += 32;
    sums += 64;
  }
  for (; r < m; r++) {
    const x0 = Lanes.spread(xi);
    let s0 = Lanes.load(sums);
    for (let c: usize = 0; c < WIDTH; c += 16) {
      const k0 = Lanes.load(a + c);
      s0 = Lanes.madd(k0, Lanes.load(xj + c), s0);
      Lanes.store(h + c, Lanes.madd(k0, x0, Lanes.load(h + c)));
    }
    Lanes.store(sums, s0);
    a += stride;
    xi += 8;
    sums += 16;
  }
}
