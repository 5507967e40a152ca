import { Address } from "../address";
import { Lanes } from "../lanes";
import { region, TASK } from "../parallel/region";

/** A matrix and the vectors that it meets, as the chunks of a region find them. */
@unmanaged
@final
class Product {
  n: i32;
  strips: i32;
  a: usize;
  diagonal: usize;
  x: usize;
  h: usize;
  work: usize;

  /** Where a strip adds up; the last in h itself. */
  @inline sums(strip: i32): usize {
    return strip === this.strips - 1 ? this.h : Address.at(this.work, this.n * strip);
  }

  /** The row after the last of a strip: strips of the same area, whole fours of rows. */
  @inline end(strip: i32): i32 {
    if (strip === this.strips - 1) return this.n;
    return 4 * <i32>(<f64>(this.n / 4) * sqrt(<f64>(strip + 1) / <f64>this.strips));
  }
}

/**
 * h = A·x for the symmetric A (n × n, rows one after the other) given by its strict lower triangle and its diagonal (apart, n values).
 *
 * The diagonal of A and what is above it are not referenced. Each element is met once, for both of its uses. Threads share the strips, of which there
 * are as many whoever works; `work` has n·(strips − 1) elements.
 */
export function symmetricVector(n: i32, a: usize, diagonal: usize, x: usize, h: usize, strips: i32, work: usize): void {
  const product = changetype<Product>(TASK);
  product.n = n;
  product.strips = strips;
  product.a = a;
  product.diagonal = diagonal;
  product.x = x;
  product.h = h;
  product.work = work;
  region(strips, multiplyStrip);
  for (let strip = 0; strip < strips - 1; strip++) {
    const part = product.sums(strip);
    const end = product.end(strip);
    for (let i = 0; i < end; i++) {
      const address = Address.at(h, i);
      store<f64>(address, load<f64>(address) + load<f64>(Address.at(part, i)));
    }
  }
}

function multiplyStrip(strip: i32, _: i32): void {
  const product = changetype<Product>(TASK);
  const n = product.n;
  const x = product.x;
  const h = product.sums(strip);
  const end = product.end(strip);
  memory.fill(h, 0, (<usize>end) << 3);
  let i = strip > 0 ? product.end(strip - 1) : 0;
  for (; i + 4 <= end; i += 4) {
    const rows = Address.at(product.a, i * n);
    fourRows(i, rows, n, x, h);
    // the corner of four
    for (let r = 1; r < 4; r++) {
      for (let c = 0; c < r; c++) one(Address.get(rows, n, 1, r, i + c), i + r, i + c, x, h);
    }
  }
  for (; i < end; i++) {
    const row = Address.at(product.a, i * n);
    for (let j = 0; j < i; j++) one(load<f64>(Address.at(row, j)), i, j, x, h);
  }
  for (i = strip > 0 ? product.end(strip - 1) : 0; i < end; i++) {
    const address = Address.at(h, i);
    store<f64>(address, load<f64>(address) + load<f64>(Address.at(product.diagonal, i)) * load<f64>(Address.at(x, i)));
  }
}

/** The first i columns, an even number, of the rows i to i + 3. */
function fourRows(i: i32, a: usize, n: i32, x: usize, h: usize): void {
  const xi = Address.at(x, i);
  const x0 = Lanes.spread(xi);
  const x1 = Lanes.spread(xi + 8);
  const x2 = Lanes.spread(xi + 16);
  const x3 = Lanes.spread(xi + 24);
  let s0 = Lanes.zero();
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const stride = (<usize>n) << 3;
  const a1 = a + stride;
  const a2 = a1 + stride;
  const a3 = a2 + stride;
  for (let c: usize = 0, width = (<usize>i) << 3; c < width; c += 16) {
    const v = Lanes.load(x + c);
    const k0 = Lanes.load(a + c);
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
  const hi = Address.at(h, i);
  store<f64>(hi, load<f64>(hi) + Lanes.sum(s0));
  store<f64>(hi, load<f64>(hi, 8) + Lanes.sum(s1), 8);
  store<f64>(hi, load<f64>(hi, 16) + Lanes.sum(s2), 16);
  store<f64>(hi, load<f64>(hi, 24) + Lanes.sum(s3), 24);
}

/** a_ij x_j to h_i, and a_ij x_i to h_j. */
function one(value: f64, i: i32, j: i32, x: usize, h: usize): void {
  const hi = Address.at(h, i);
  const hj = Address.at(h, j);
  store<f64>(hi, load<f64>(hi) + value * load<f64>(Address.at(x, j)));
  store<f64>(hj, load<f64>(hj) + value * load<f64>(Address.at(x, i)));
}
