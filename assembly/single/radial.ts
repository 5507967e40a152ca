import { Address } from "../address";
import { region, scratchOf, TASK } from "../parallel/region";
import { Quads, Single } from "./quads";
import { mapSquares } from "./radial-maps";
import { COLUMNS, ROWS } from "./tiles";
import { singleVector } from "./triangle";

/** Rows and columns of a tile of K: 8 KB, which stay in L1 beside the points. */
const HEIGHT: i32 = 32;
const WIDTH: i32 = 64;

/** Sums that a product is gathered in: row I of tiles adds to the one of index I mod PARTS, whoever works. */
const PARTS: i32 = 16;

/** K_ij = f(‖y_i − y_j‖²) in single precision, f(0) = 1, that multiplies t vectors; one float64 word for each field in this order (src/core/single-radial.ts writes them). */
@unmanaged
export class RadialOperator {
  n: f64;
  d: f64;
  /** f, a RadialMap */
  map: f64;
  /** y, packed by eights: coordinate k of point i at f32 index 8d⌊i/8⌋ + 8k + i mod 8, up to a multiple of WIDTH points. */
  points: f64;
  t: f64;
  /** X, a vector after the other. */
  x: f64;
  /** n′t(PARTS + ½) + t elements, n′ being n rounded up to a multiple of WIDTH. */
  work: f64;
}

/** The same, and the vectors, as the chunks of a region find them. */
@unmanaged
@final
class Product {
  n: i32;
  /** n rounded up. */
  width: i32;
  d: i32;
  map: i32;
  t: i32;
  /** The first row of tiles of the call, a multiple of PARTS, and the one after the last. */
  from: i32;
  to: i32;
  points: usize;
  sums: usize;
  /** The unit of each vector. */
  units: usize;
  /** t vectors in single precision, each of its own unit. */
  vectors: usize;
  scratch: usize;

  @inline panel(i: i32): usize {
    return Address.index(this.points, i * this.d);
  }

  @inline vector(q: i32): usize {
    return Address.index(this.vectors, this.width * q);
  }

  @inline sumsOf(part: i32, q: i32): usize {
    return Address.at(this.sums, this.width * (this.t * part + q));
  }
}

/** y ← X (n × d, row-major) rounded and packed by eights; points up to `width` are 0. */
export function packSingle(n: i32, d: i32, width: i32, X: usize, points: usize): void {
  for (let i = 0; i < width; i++) {
    const panel = Address.index(points, (i >> 3) * COLUMNS * d + (i & 7));
    for (let k = 0; k < d; k++) Single.set(panel, COLUMNS * k, i < n ? <f32>load<f64>(Address.at(X, i * d + k)) : 0);
  }
}

function productOf(operator: usize): Product {
  const given = changetype<RadialOperator>(operator);
  const product = changetype<Product>(TASK);
  const n = <i32>given.n;
  const t = <i32>given.t;
  product.n = n;
  product.width = (n + WIDTH - 1) & ~(WIDTH - 1);
  product.d = <i32>given.d;
  product.map = <i32>given.map;
  product.t = t;
  product.points = <usize>given.points;
  product.sums = <usize>given.work;
  product.units = Address.at(product.sums, product.width * t * PARTS);
  product.vectors = Address.at(product.units, t);
  return product;
}

/**
 * Rows `from` to `to` of tiles of H = K·X. Elements of K and sums of at most 64 of their products are of single precision, sums of these of double. Only
 * pairs i > j are met, each for both of its uses. `from` is a multiple of 16; where it is 0 the vectors are rounded. All rows in turn, then `gatherSingle`,
 * give H. Threads share the parts, of which there are as many whoever works.
 */
export function singleProduct(operator: usize, from: i32, to: i32, scratch: usize): void {
  const product = productOf(operator);
  const width = product.width;
  const t = product.t;
  product.from = from;
  product.to = to;
  product.scratch = scratch;
  if (from === 0) {
    memory.fill(product.sums, 0, (<usize>(width * t * PARTS)) << 3);
    const n = product.n;
    const x = <usize>changetype<RadialOperator>(operator).x;
    for (let q = 0; q < t; q++) {
      const vector = product.vector(q);
      store<f64>(Address.at(product.units, q), singleVector(n, Address.at(x, q * n), vector));
      memory.fill(Address.index(vector, n), 0, (<usize>(width - n)) << 2);
    }
  }
  region(PARTS, multiplyPart);
}

/** H = the parts added up in their order, in the units of the vectors. */
export function gatherSingle(operator: usize, h: usize): void {
  const product = productOf(operator);
  const n = product.n;
  for (let q = 0; q < product.t; q++) {
    const unit = load<f64>(Address.at(product.units, q));
    for (let i = 0; i < n; i++) {
      let sum: f64 = 0;
      for (let part = 0; part < PARTS; part++) sum += load<f64>(Address.at(product.sumsOf(part, q), i));
      store<f64>(Address.at(h, q * n + i), unit * sum);
    }
  }
}

/** k(y_i, y_j) for every i and one j; `room` has 16 bytes. */
export function singleColumn(operator: usize, j: i32, column: usize, room: usize): void {
  const product = productOf(operator);
  const n = product.n;
  const d = product.d;
  const one = Address.index(product.panel(j & ~7), j & 7);
  for (let i = 0; i < n; i += 4) {
    let y = Address.index(product.panel(i & ~7), i & 7);
    let s = Quads.zero();
    for (let k = 0; k < d; k++, y += 32) {
      const difference = Quads.sub(Quads.load(y), v128.load32_splat(Address.index(one, COLUMNS * k)));
      s = Quads.madd(difference, difference, s);
    }
    Quads.store(room, s);
    mapSquares(product.map, room, 16);
    for (let lane = 0; lane < min(4, n - i); lane++) store<f64>(Address.at(column, i + lane), <f64>Single.get(room, lane));
  }
}

function multiplyPart(part: i32, thread: i32): void {
  const product = changetype<Product>(TASK);
  const t = product.t;
  const tile = scratchOf(product.scratch, thread);
  const sums = product.sumsOf(part, 0);
  for (let row = product.from + part; row < product.to; row += PARTS) {
    const i = HEIGHT * row;
    for (let j = 0; j < i + HEIGHT; j += WIDTH) {
      makeTile(product, i, j, tile);
      if (j + WIDTH > i) clearAbove(i - j, tile);
      for (let q = 0; q < t; q++) applyTile(i, j, tile, product.vector(q), Address.at(sums, product.width * q));
    }
    for (let q = 0; q < t; q++) {
      const own = Address.at(sums, product.width * q);
      for (let r = i; r < i + HEIGHT; r++) {
        const address = Address.at(own, r);
        store<f64>(address, load<f64>(address) + <f64>Single.get(product.vector(q), r));
      }
    }
  }
}

/** f(‖y_i − y_j‖²) for HEIGHT rows from i and WIDTH columns from j on, 4 × 8 at a time. */
function makeTile(product: Product, i: i32, j: i32, tile: usize): void {
  const d = product.d;
  for (let r = 0; r < HEIGHT; r += ROWS) {
    const rows = Address.index(product.panel((i + r) & ~7), (i + r) & 7);
    for (let c = 0; c < WIDTH; c += COLUMNS) fourByEight(d, rows, product.panel(j + c), Address.index(tile, WIDTH * r + c));
  }
  mapSquares(product.map, tile, 4 * HEIGHT * WIDTH);
}

function fourByEight(d: i32, a: usize, b: usize, out: usize): void {
  let s00 = Quads.zero();
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  for (const end = b + ((<usize>d) << 5); b < end; a += 32, b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    const a1 = v128.load32_splat(a, 4);
    const a2 = v128.load32_splat(a, 8);
    const a3 = v128.load32_splat(a, 12);
    s00 = Distance.step(s00, b0, a0);
    s01 = Distance.step(s01, b1, a0);
    s10 = Distance.step(s10, b0, a1);
    s11 = Distance.step(s11, b1, a1);
    s20 = Distance.step(s20, b0, a2);
    s21 = Distance.step(s21, b1, a2);
    s30 = Distance.step(s30, b0, a3);
    s31 = Distance.step(s31, b1, a3);
  }
  v128.store(out, s00);
  v128.store(out, s01, 16);
  v128.store(out, s10, 4 * WIDTH);
  v128.store(out, s11, 4 * WIDTH + 16);
  v128.store(out, s20, 8 * WIDTH);
  v128.store(out, s21, 8 * WIDTH + 16);
  v128.store(out, s30, 12 * WIDTH);
  v128.store(out, s31, 12 * WIDTH + 16);
}

class Distance {
  @inline static step(s: v128, y: v128, z: v128): v128 {
    const difference = Quads.sub(y, z);
    return Quads.madd(difference, difference, s);
  }
}

/** 0 on and above the diagonal of K, which in row r is column `diagonal` + r of the tile. */
function clearAbove(diagonal: i32, tile: usize): void {
  for (let r = 0; r < HEIGHT; r++) {
    for (let c = max(0, diagonal + r); c < WIDTH; c++) Single.set(tile, WIDTH * r + c, 0);
  }
}

/** h_I += T x_J and h_J += Tᵀ x_I, four rows at a time; the products of a tile are summed before they are added to h. */
function applyTile(i: i32, j: i32, tile: usize, x: usize, h: usize): void {
  const columns = Address.index(tile, HEIGHT * WIDTH);
  memory.fill(columns, 0, 4 * WIDTH);
  const xj = Address.index(x, j);
  for (let r = 0; r < HEIGHT; r += ROWS) {
    const xi = Address.index(x, i + r);
    const x0 = v128.load32_splat(xi);
    const x1 = v128.load32_splat(xi, 4);
    const x2 = v128.load32_splat(xi, 8);
    const x3 = v128.load32_splat(xi, 12);
    let s0 = Quads.zero();
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    const a = Address.index(tile, WIDTH * r);
    for (let c: usize = 0; c < 4 * WIDTH; c += 16) {
      const v = v128.load(xj + c);
      const k0 = v128.load(a + c);
      const k1 = v128.load(a + c, 4 * WIDTH);
      const k2 = v128.load(a + c, 8 * WIDTH);
      const k3 = v128.load(a + c, 12 * WIDTH);
      s0 = Quads.madd(k0, v, s0);
      s1 = Quads.madd(k1, v, s1);
      s2 = Quads.madd(k2, v, s2);
      s3 = Quads.madd(k3, v, s3);
      const u = Quads.add(Quads.madd(k1, x1, Quads.mul(k0, x0)), Quads.madd(k3, x3, Quads.mul(k2, x2)));
      v128.store(columns + c, Quads.add(v128.load(columns + c), u));
    }
    const hi = Address.at(h, i + r);
    store<f64>(hi, load<f64>(hi) + <f64>Quads.sum(s0));
    store<f64>(hi, load<f64>(hi, 8) + <f64>Quads.sum(s1), 8);
    store<f64>(hi, load<f64>(hi, 16) + <f64>Quads.sum(s2), 16);
    store<f64>(hi, load<f64>(hi, 24) + <f64>Quads.sum(s3), 24);
  }
  for (let c = 0; c < WIDTH; c++) {
    const address = Address.at(h, j + c);
    store<f64>(address, load<f64>(address) + <f64>Single.get(columns, c));
  }
}
