import { Address } from "../address";
import { mirror } from "../blas/mirror";
import { dot } from "../blas/vector";
import { Lanes } from "../lanes";
import { evaluate } from "./evaluate";
import { TILE } from "./program";
import { position } from "./refusal";

/** Bytes of a row of a tile. */
const WIDTH: usize = (<usize>TILE) << 3;

/**
 * H = K·X for the symmetric K (n × n) and t vectors: X and H are t × n, a vector after the other.
 *
 * Each tile on or below the diagonal is met once and serves its mirror image too: T x_J goes to h_I, Tᵀ x_I to h_J. Tiles come from K
 * stored at `gram` (row stride n), of which nothing above the tiles of the diagonal is read, or, where `gram` is 0, from the program,
 * one after the other at `tile`: the same bits either way. `absolute` takes the |k_ij| of a program in place of the k_ij. `sums` has 2·TILE·t elements.
 *
 * Returns −1, or i·n + j for an element that a check of the program refused.
 */
export function gramProduct(
  gram: usize,
  program: usize,
  n: i32,
  t: i32,
  x: usize,
  h: usize,
  absolute: bool,
  tile: usize,
  sums: usize,
): f64 {
  const ld = gram ? n : TILE;
  memory.fill(h, 0, (<usize>(n * t)) << 3);
  for (let i = 0; i < n; i += TILE) {
    const rows = min(TILE, n - i);
    memory.fill(sums, 0, (<usize>(2 * TILE * t)) << 3);
    for (let j = 0; j <= i; j += TILE) {
      let source = Address.of(gram, n, 1, i, j);
      if (!gram) {
        source = tile;
        const refused = evaluate(program, i, j, rows, min(TILE, n - j), tile);
        if (refused >= 0) return position(i, j, n, refused);
        if (i === j) mirror(rows, tile, 1, TILE);
        if (absolute) magnitudes(tile);
      }
      for (let q = 0; q < t; q++) {
        const vector = Address.at(x, q * n);
        const out = Address.at(h, q * n);
        if (i === j) ofDiagonal(rows, source, ld, Address.at(vector, i), Address.at(out, i));
        else ofTile(rows, source, ld, Address.at(vector, i), Address.at(vector, j), Address.at(sums, 2 * TILE * q), Address.at(out, j));
      }
    }
    for (let q = 0; q < t; q++) {
      for (let r = 0; r < rows; r++) {
        const address = Address.at(h, q * n + i + r);
        store<f64>(address, load<f64>(address) + Lanes.sum(Lanes.load(Address.at(sums, 2 * (TILE * q + r)))));
      }
    }
  }
  return -1;
}

/** τ ← |τ| */
function magnitudes(tile: usize): void {
  for (const end = Address.at(tile, TILE * TILE); tile < end; tile += 16) Lanes.store(tile, Lanes.abs(Lanes.load(tile)));
}

function ofDiagonal(n: i32, a: usize, ld: i32, x: usize, h: usize): void {
  for (let i = 0; i < n; i++) {
    const address = Address.at(h, i);
    store<f64>(address, load<f64>(address) + dot(n, Address.at(a, ld * i), 1, x, 1));
  }
}

/** sums += T x_J on two lanes for each of m rows, h_J += Tᵀ x_I, for a tile of TILE columns; four rows at a time. */
function ofTile(m: i32, a: usize, ld: i32, xi: usize, xj: usize, sums: usize, h: usize): void {
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
