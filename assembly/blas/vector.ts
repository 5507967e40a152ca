import { Address } from "../address";
import { Lanes } from "../lanes";

/** Σ x_i y_i. Contiguous vectors: four two-lane sums over i mod 8, added pairwise, then the rest in order. */
export function dot(n: i32, x: usize, incx: i32, y: usize, incy: i32): f64 {
  if (incx === -1 && incy === -1) {
    return dot(n, Address.at(x, 1 - n), 1, Address.at(y, 1 - n), 1);
  }
  let sum: f64 = 0;
  let i = 0;
  if (incx === 1 && incy === 1) {
    let s0 = Lanes.zero();
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (; i <= n - 8; i += 8) {
      s0 = Lanes.fuse(Lanes.load(x), Lanes.load(y), s0);
      s1 = Lanes.fuse(Lanes.load(x + 16), Lanes.load(y + 16), s1);
      s2 = Lanes.fuse(Lanes.load(x + 32), Lanes.load(y + 32), s2);
      s3 = Lanes.fuse(Lanes.load(x + 48), Lanes.load(y + 48), s3);
      x += 64;
      y += 64;
    }
    sum = Lanes.sum(Lanes.add(Lanes.add(s0, s1), Lanes.add(s2, s3)));
  }
  for (; i < n; i++) {
    sum += load<f64>(x) * load<f64>(y);
    x = Address.at(x, incx);
    y = Address.at(y, incy);
  }
  return sum;
}

/** y ← y + alpha·x */
export function axpy(n: i32, alpha: f64, x: usize, incx: i32, y: usize, incy: i32): void {
  if (incx === -1 && incy === -1) {
    axpy(n, alpha, Address.at(x, 1 - n), 1, Address.at(y, 1 - n), 1);
    return;
  }
  let i = 0;
  if (incx === 1 && incy === 1) {
    const factor = Lanes.splat(alpha);
    for (; i <= n - 4; i += 4) {
      Lanes.store(y, Lanes.fuse(factor, Lanes.load(x), Lanes.load(y)));
      Lanes.store(y + 16, Lanes.fuse(factor, Lanes.load(x + 16), Lanes.load(y + 16)));
      x += 32;
      y += 32;
    }
  }
  for (; i < n; i++) {
    store<f64>(y, load<f64>(y) + alpha * load<f64>(x));
    x = Address.at(x, incx);
    y = Address.at(y, incy);
  }
}

/** x ← alpha·x */
export function scale(n: i32, alpha: f64, x: usize, incx: i32): void {
  for (let i = 0; i < n; i++) {
    store<f64>(x, alpha * load<f64>(x));
    x = Address.at(x, incx);
  }
}

/** x ← alpha·x∘y, element by element, for contiguous vectors; x ← alpha·x where y is 0. */
export function hadamard(n: i32, alpha: f64, x: usize, y: usize): void {
  if (y === 0) {
    scale(n, alpha, x, 1);
    return;
  }
  const factor = Lanes.splat(alpha);
  let i = 0;
  for (; i <= n - 2; i += 2) {
    const at = Address.at(x, i);
    Lanes.store(at, Lanes.mul(Lanes.mul(factor, Lanes.load(at)), Lanes.load(Address.at(y, i))));
  }
  if (i < n) store<f64>(Address.at(x, i), alpha * load<f64>(Address.at(x, i)) * load<f64>(Address.at(y, i)));
}

/** Column j of A (m × n, rows contiguous and rs apart) times s_j. */
export function scaleColumns(m: i32, n: i32, a: usize, rs: i32, s: usize): void {
  for (let i = 0; i < m; i++) hadamard(n, 1, Address.at(a, i * rs), s);
}

/** most_j = max_i |a_ij| for A (m × n, rows contiguous and rs apart). */
export function columnMagnitudes(m: i32, n: i32, a: usize, rs: i32, most: usize): void {
  memory.fill(most, 0, (<usize>n) << 3);
  for (let i = 0; i < m; i++) {
    const row = Address.at(a, i * rs);
    let j = 0;
    for (; j <= n - 2; j += 2) {
      const at = Address.at(most, j);
      Lanes.store(at, Lanes.max(Lanes.load(at), Lanes.abs(Lanes.load(Address.at(row, j)))));
    }
    if (j < n) store<f64>(Address.at(most, j), max(load<f64>(Address.at(most, j)), abs(load<f64>(Address.at(row, j)))));
  }
}

/** x ↔ y */
export function swap(n: i32, x: usize, incx: i32, y: usize, incy: i32): void {
  for (let i = 0; i < n; i++) {
    const value = load<f64>(x);
    store<f64>(x, load<f64>(y));
    store<f64>(y, value);
    x = Address.at(x, incx);
    y = Address.at(y, incy);
  }
}
