import { Address } from "../address";
import { Quads, Single } from "./quads";

/** Elements of a solution that are smaller count as 0: they are no part of its digits, and products of subnormal numbers take long. */
const VANISHED: f32 = 1e-30;

/**
 * The largest |x_i|; y ← x divided by it, in single precision. y is 0 where that is 0.
 */
export function singleVector(n: i32, x: usize, y: usize): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < n; i++) largest = max(largest, abs(load<f64>(Address.at(x, i))));
  for (let i = 0; i < n; i++) store<f32>(Address.index(y, i), largest > 0 ? <f32>(load<f64>(Address.at(x, i)) / largest) : 0);
  return largest;
}

/** x ← factor·y */
export function doubleVector(n: i32, factor: f64, y: usize, x: usize): void {
  for (let i = 0; i < n; i++) store<f64>(Address.at(x, i), factor * <f64>load<f32>(Address.index(y, i)));
}

/**
 * Uᵀx = y for a block row of U in single precision, n rows of `width` contiguous elements, ld apart, the first n columns upper triangular: the first n
 * elements of y become x, and what they make of the equations of the other columns is taken from the rest. Four rows at a time.
 */
export function singleForward(n: i32, width: i32, u: usize, ld: i32, y: usize): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const u0 = Address.index(u, i * ld);
    const u1 = Address.index(u0, ld);
    const u2 = Address.index(u1, ld);
    const u3 = Address.index(u2, ld);
    const x0 = unknown(Single.get(y, i), u0, i);
    const x1 = unknown(Single.get(y, i + 1) - Single.get(u0, i + 1) * x0, u1, i + 1);
    const x2 = unknown(Single.get(y, i + 2) - Single.get(u0, i + 2) * x0 - Single.get(u1, i + 2) * x1, u2, i + 2);
    const x3 = unknown(
      Single.get(y, i + 3) - Single.get(u0, i + 3) * x0 - Single.get(u1, i + 3) * x1 - Single.get(u2, i + 3) * x2,
      u3,
      i + 3,
    );
    Single.set(y, i, x0);
    Single.set(y, i + 1, x1);
    Single.set(y, i + 2, x2);
    Single.set(y, i + 3, x3);
    const v0 = Quads.splat(x0);
    const v1 = Quads.splat(x1);
    const v2 = Quads.splat(x2);
    const v3 = Quads.splat(x3);
    let c = i + 4;
    for (; c + 4 <= width; c += 4) {
      const even = Quads.madd(v1, Quads.load(Address.index(u1, c)), Quads.mul(v0, Quads.load(Address.index(u0, c))));
      const odd = Quads.madd(v3, Quads.load(Address.index(u3, c)), Quads.mul(v2, Quads.load(Address.index(u2, c))));
      const address = Address.index(y, c);
      Quads.store(address, Quads.sub(Quads.load(address), Quads.add(even, odd)));
    }
    for (; c < width; c++)
      Single.set(
        y,
        c,
        Single.get(y, c) - (x0 * Single.get(u0, c) + x1 * Single.get(u1, c) + (x2 * Single.get(u2, c) + x3 * Single.get(u3, c))),
      );
  }
  for (; i < n; i++) {
    const row = Address.index(u, i * ld);
    const x = unknown(Single.get(y, i), row, i);
    Single.set(y, i, x);
    for (let c = i + 1; c < width; c++) Single.set(y, c, Single.get(y, c) - x * Single.get(row, c));
  }
}

/** Ux = y for the same block row: the elements of y behind the first n are solved for already, and the first n become x. Four rows at a time. */
export function singleBackward(n: i32, width: i32, u: usize, ld: i32, y: usize): void {
  const whole = n & ~3;
  for (let i = n - 1; i >= whole; i--) {
    const row = Address.index(u, i * ld);
    let sum = Single.get(y, i);
    for (let c = i + 1; c < width; c++) sum -= Single.get(row, c) * Single.get(y, c);
    Single.set(y, i, unknown(sum, row, i));
  }
  for (let i = whole - 4; i >= 0; i -= 4) {
    const u0 = Address.index(u, i * ld);
    const u1 = Address.index(u0, ld);
    const u2 = Address.index(u1, ld);
    const u3 = Address.index(u2, ld);
    let v0 = Quads.zero();
    let v1 = v0;
    let v2 = v0;
    let v3 = v0;
    let c = i + 4;
    for (; c + 4 <= width; c += 4) {
      const x = Quads.load(Address.index(y, c));
      v0 = Quads.madd(Quads.load(Address.index(u0, c)), x, v0);
      v1 = Quads.madd(Quads.load(Address.index(u1, c)), x, v1);
      v2 = Quads.madd(Quads.load(Address.index(u2, c)), x, v2);
      v3 = Quads.madd(Quads.load(Address.index(u3, c)), x, v3);
    }
    let s0 = Quads.sum(v0);
    let s1 = Quads.sum(v1);
    let s2 = Quads.sum(v2);
    let s3 = Quads.sum(v3);
    for (; c < width; c++) {
      const x = Single.get(y, c);
      s0 += Single.get(u0, c) * x;
      s1 += Single.get(u1, c) * x;
      s2 += Single.get(u2, c) * x;
      s3 += Single.get(u3, c) * x;
    }
    const x3 = unknown(Single.get(y, i + 3) - s3, u3, i + 3);
    const x2 = unknown(Single.get(y, i + 2) - s2 - Single.get(u2, i + 3) * x3, u2, i + 2);
    const x1 = unknown(Single.get(y, i + 1) - s1 - Single.get(u1, i + 2) * x2 - Single.get(u1, i + 3) * x3, u1, i + 1);
    const x0 = unknown(Single.get(y, i) - s0 - Single.get(u0, i + 1) * x1 - Single.get(u0, i + 2) * x2 - Single.get(u0, i + 3) * x3, u0, i);
    Single.set(y, i, x0);
    Single.set(y, i + 1, x1);
    Single.set(y, i + 2, x2);
    Single.set(y, i + 3, x3);
  }
}

/** What is left of an equation over its pivot. */
function unknown(left: f32, row: usize, i: i32): f32 {
  return Single.flushed(left / Single.get(row, i), VANISHED);
}
