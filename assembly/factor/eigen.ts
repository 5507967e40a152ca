import { Address } from "../address";
import { Lanes } from "../lanes";

/** Columns of W that a strip of rotations works on: a row of it is one cache line, and four registers carry it from rotation to rotation. */
const STRIP: i32 = 8;

/** QL steps spent on one eigenvalue at the most; two are usual. */
const STEPS: i32 = 60;

/**
 * Eigenvalues of a symmetric tridiagonal matrix (n diagonal elements, n − 1 beside them, the latter with room for n) by the implicit QL method,
 * in place of the diagonal and in no order; the rotations are applied to the rows of W (n rows, n columns rounded up to a multiple of 8, row stride ld).
 *
 * Rotations are kept in `rotations` (room for `capacity` ≥ 2n + 2 numbers) and applied many sweeps at a time, strip by strip, so that W is read
 * from memory once for all of them. Returns n, or how many eigenvalues were found when one did not converge.
 *
 * Source: Bowdler, Martin, Reinsch, Wilkinson, The QR and QL algorithms for symmetric matrices, Numer. Math. 11 (1968); the delayed rotations are
 * those of Van Zee, van de Geijn, Quintana-Ortí, Restructuring the tridiagonal and bidiagonal QR algorithms, ACM TOMS 40 (2014).
 */
export function tridiagonalEigen(n: i32, d: usize, e: usize, w: usize, ld: i32, rotations: usize, capacity: i32): i32 {
  if (n > 0) Address.set(e, 1, 0, n - 1, 0, 0);
  let used = 0;
  for (let l = 0; l < n; l++) {
    for (let step = 0; ; step++) {
      const m = split(n, l, d, e);
      if (m === l) break;
      if (step === STEPS) {
        rotate(n, w, ld, rotations, used);
        return l;
      }
      if (used + 2 * (m - l) + 2 > capacity) {
        rotate(n, w, ld, rotations, used);
        used = 0;
      }
      used += sweep(l, m, d, e, Address.at(rotations, used));
    }
  }
  rotate(n, w, ld, rotations, used);
  return n;
}

/** The first m ≥ l where the matrix falls apart: |e_m| ≤ ε(|d_m| + |d_(m+1)|), or n − 1. */
function split(n: i32, l: i32, d: usize, e: usize): i32 {
  let m = l;
  for (; m < n - 1; m++) {
    const size = abs(load<f64>(Address.at(d, m))) + abs(load<f64>(Address.at(d, m + 1)));
    if (abs(load<f64>(Address.at(e, m))) <= f64.EPSILON * 0.5 * size) break;
  }
  return m;
}

/** One QL step on rows l to m, shifted by the eigenvalue of the leading 2 × 2 nearer to d_l. Writes m, the number of rotations, and their (c, s); returns how many numbers. */
function sweep(l: i32, m: i32, d: usize, e: usize, out: usize): i32 {
  const first = load<f64>(Address.at(d, l));
  const beside = load<f64>(Address.at(e, l));
  const half = (load<f64>(Address.at(d, l + 1)) - first) / (2 * beside);
  const root = abs(half) > 1e150 ? abs(half) : sqrt(half * half + 1);
  let g = load<f64>(Address.at(d, m)) - first + beside / (half + (half < 0 ? -root : root));
  let s: f64 = 1;
  let c: f64 = 1;
  let p: f64 = 0;
  let next = Address.at(out, 2);
  for (let i = m - 1; i >= l; i--) {
    const ei = load<f64>(Address.at(e, i));
    const f = s * ei;
    const b = c * ei;
    const r = length(f, g);
    store<f64>(Address.at(e, i + 1), r);
    const below = Address.at(d, i + 1);
    if (r === 0) {
      // the rotation before may have been one of c = −1
      store<f64>(Address.at(e, i), b);
      store<f64>(below, load<f64>(below) - p);
      store<f64>(Address.at(e, m), 0);
      return close(out, m, next);
    }
    s = f / r;
    c = g / r;
    g = load<f64>(below) - p;
    const q = (load<f64>(Address.at(d, i)) - g) * s + 2 * c * b;
    p = s * q;
    store<f64>(below, g + p);
    g = c * q - b;
    store<f64>(next, c);
    store<f64>(next, s, 8);
    next += 16;
  }
  store<f64>(Address.at(d, l), load<f64>(Address.at(d, l)) - p);
  store<f64>(Address.at(e, l), g);
  store<f64>(Address.at(e, m), 0);
  return close(out, m, next);
}

/** √(f² + g²), also where the squares would lose their digits; 0 where f and g are all but 0. */
function length(f: f64, g: f64): f64 {
  const square = f * f + g * g;
  if (square > 1e-270) return sqrt(square);
  const x = f * 1e200;
  const y = g * 1e200;
  const scaled = x * x + y * y;
  return scaled > 1e-180 ? sqrt(scaled) * 1e-200 : 0;
}

/** The head of a sweep's record; returns its length. */
function close(out: usize, m: i32, end: usize): i32 {
  const length = <i32>((end - out) >> 3);
  store<f64>(out, m);
  store<f64>(out, (length - 2) / 2, 8);
  return length;
}

/** Applies the sweeps recorded, in order: (w_i, w_(i+1)) ← (c w_i − s w_(i+1), s w_i + c w_(i+1)) for i = m − 1, m − 2, … */
function rotate(n: i32, w: usize, ld: i32, rotations: usize, used: i32): void {
  const row = Address.at(0, ld);
  const end = Address.at(rotations, used);
  for (let j = 0; j < n; j += STRIP) {
    for (let next = rotations; next < end; ) {
      let at = Address.at(w, <i32>load<f64>(next) * ld + j);
      const count = <i32>load<f64>(next, 8);
      next += 16;
      let x0 = Lanes.load(at);
      let x1 = Lanes.load(at + 16);
      let x2 = Lanes.load(at + 32);
      let x3 = Lanes.load(at + 48);
      for (const stop = next + ((<usize>count) << 4); next < stop; next += 16) {
        const c = Lanes.spread(next);
        const s = Lanes.spread(next + 8);
        const above = at - row;
        const y0 = Lanes.load(above);
        const y1 = Lanes.load(above + 16);
        const y2 = Lanes.load(above + 32);
        const y3 = Lanes.load(above + 48);
        Lanes.store(at, Lanes.madd(s, y0, Lanes.mul(c, x0)));
        Lanes.store(at + 16, Lanes.madd(s, y1, Lanes.mul(c, x1)));
        Lanes.store(at + 32, Lanes.madd(s, y2, Lanes.mul(c, x2)));
        Lanes.store(at + 48, Lanes.madd(s, y3, Lanes.mul(c, x3)));
        x0 = Lanes.sub(Lanes.mul(c, y0), Lanes.mul(s, x0));
        x1 = Lanes.sub(Lanes.mul(c, y1), Lanes.mul(s, x1));
        x2 = Lanes.sub(Lanes.mul(c, y2), Lanes.mul(s, x2));
        x3 = Lanes.sub(Lanes.mul(c, y3), Lanes.mul(s, x3));
        at = above;
      }
      Lanes.store(at, x0);
      Lanes.store(at + 16, x1);
      Lanes.store(at + 32, x2);
      Lanes.store(at + 48, x3);
    }
  }
}
