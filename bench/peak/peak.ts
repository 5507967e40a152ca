/**
 * The roof of strict f64 arithmetic in Wasm SIMD: three fixed programs, independent of the library's own micro-kernel, and three
 * of memory traffic. They stay as they are when the library is tuned. Compiled by asc, not by tsc.
 *
 * | program  | flops a repeat | why it is a roof                                                         |
 * |----------|----------------|--------------------------------------------------------------------------|
 * | tile4x4  | 2 · 4 · 4 · k  | panels in L1, 8 accumulators: all in registers, 6 loads for 16 operations |
 * | tile6x4  | 2 · 6 · 4 · k  | panels in L1, 12 accumulators: 8 loads for 24 operations                  |
 * | loadFree | 2 · 2 · 12     | nothing but mul and add; 12 chains hide a latency of 6 cycles at 4 a cycle |
 */

/** Two f64 lanes. */
class Lanes {
  /** c + a b, rounded twice. */
  @inline static madd(c: v128, a: v128, b: v128): v128 {
    return f64x2.add(c, f64x2.mul(a, b));
  }
}

/** C += A B, `repeats` times; A is a packed panel of k columns of 4, B of k rows of 4, C is 4 × 4 by columns. */
export function tile4x4(k: i32, a: usize, b: usize, c: usize, repeats: i32): void {
  for (let repeat = 0; repeat < repeats; repeat++) {
    let c00 = v128.load(c, 0);
    let c20 = v128.load(c, 16);
    let c01 = v128.load(c, 32);
    let c21 = v128.load(c, 48);
    let c02 = v128.load(c, 64);
    let c22 = v128.load(c, 80);
    let c03 = v128.load(c, 96);
    let c23 = v128.load(c, 112);
    const end = a + ((<usize>k) << 5);
    for (let p = a, q = b; p < end; p += 32, q += 32) {
      const a0 = v128.load(p, 0);
      const a2 = v128.load(p, 16);
      const b0 = v128.load64_splat(q, 0);
      c00 = Lanes.madd(c00, a0, b0);
      c20 = Lanes.madd(c20, a2, b0);
      const b1 = v128.load64_splat(q, 8);
      c01 = Lanes.madd(c01, a0, b1);
      c21 = Lanes.madd(c21, a2, b1);
      const b2 = v128.load64_splat(q, 16);
      c02 = Lanes.madd(c02, a0, b2);
      c22 = Lanes.madd(c22, a2, b2);
      const b3 = v128.load64_splat(q, 24);
      c03 = Lanes.madd(c03, a0, b3);
      c23 = Lanes.madd(c23, a2, b3);
    }
    v128.store(c, c00, 0);
    v128.store(c, c20, 16);
    v128.store(c, c01, 32);
    v128.store(c, c21, 48);
    v128.store(c, c02, 64);
    v128.store(c, c22, 80);
    v128.store(c, c03, 96);
    v128.store(c, c23, 112);
  }
}

/** C += A B, `repeats` times; A is a packed panel of k columns of 6, B of k rows of 4, C is 6 × 4 by rows. */
export function tile6x4(k: i32, a: usize, b: usize, c: usize, repeats: i32): void {
  for (let repeat = 0; repeat < repeats; repeat++) {
    let c00 = v128.load(c, 0);
    let c02 = v128.load(c, 16);
    let c10 = v128.load(c, 32);
    let c12 = v128.load(c, 48);
    let c20 = v128.load(c, 64);
    let c22 = v128.load(c, 80);
    let c30 = v128.load(c, 96);
    let c32 = v128.load(c, 112);
    let c40 = v128.load(c, 128);
    let c42 = v128.load(c, 144);
    let c50 = v128.load(c, 160);
    let c52 = v128.load(c, 176);
    const end = b + ((<usize>k) << 5);
    for (let p = a, q = b; q < end; p += 48, q += 32) {
      const b0 = v128.load(q, 0);
      const b2 = v128.load(q, 16);
      const a0 = v128.load64_splat(p, 0);
      c00 = Lanes.madd(c00, a0, b0);
      c02 = Lanes.madd(c02, a0, b2);
      const a1 = v128.load64_splat(p, 8);
      c10 = Lanes.madd(c10, a1, b0);
      c12 = Lanes.madd(c12, a1, b2);
      const a2 = v128.load64_splat(p, 16);
      c20 = Lanes.madd(c20, a2, b0);
      c22 = Lanes.madd(c22, a2, b2);
      const a3 = v128.load64_splat(p, 24);
      c30 = Lanes.madd(c30, a3, b0);
      c32 = Lanes.madd(c32, a3, b2);
      const a4 = v128.load64_splat(p, 32);
      c40 = Lanes.madd(c40, a4, b0);
      c42 = Lanes.madd(c42, a4, b2);
      const a5 = v128.load64_splat(p, 40);
      c50 = Lanes.madd(c50, a5, b0);
      c52 = Lanes.madd(c52, a5, b2);
    }
    v128.store(c, c00, 0);
    v128.store(c, c02, 16);
    v128.store(c, c10, 32);
    v128.store(c, c12, 48);
    v128.store(c, c20, 64);
    v128.store(c, c22, 80);
    v128.store(c, c30, 96);
    v128.store(c, c32, 112);
    v128.store(c, c40, 128);
    v128.store(c, c42, 144);
    v128.store(c, c50, 160);
    v128.store(c, c52, 176);
  }
}

/** cᵢ ← cᵢ factor + term on 12 independent pairs, `repeats` times; returns the sum of all 24, so that none can be dropped. */
export function loadFree(factor: f64, term: f64, repeats: i32): f64 {
  const x = f64x2.splat(factor);
  const y = f64x2.splat(term);
  let c0 = f64x2(0, 1);
  let c1 = f64x2(2, 3);
  let c2 = f64x2(4, 5);
  let c3 = f64x2(6, 7);
  let c4 = f64x2(8, 9);
  let c5 = f64x2(10, 11);
  let c6 = f64x2(12, 13);
  let c7 = f64x2(14, 15);
  let c8 = f64x2(16, 17);
  let c9 = f64x2(18, 19);
  let c10 = f64x2(20, 21);
  let c11 = f64x2(22, 23);
  for (let repeat = 0; repeat < repeats; repeat++) {
    c0 = Lanes.madd(y, c0, x);
    c1 = Lanes.madd(y, c1, x);
    c2 = Lanes.madd(y, c2, x);
    c3 = Lanes.madd(y, c3, x);
    c4 = Lanes.madd(y, c4, x);
    c5 = Lanes.madd(y, c5, x);
    c6 = Lanes.madd(y, c6, x);
    c7 = Lanes.madd(y, c7, x);
    c8 = Lanes.madd(y, c8, x);
    c9 = Lanes.madd(y, c9, x);
    c10 = Lanes.madd(y, c10, x);
    c11 = Lanes.madd(y, c11, x);
  }
  const even = f64x2.add(f64x2.add(f64x2.add(c0, c2), f64x2.add(c4, c6)), f64x2.add(c8, c10));
  const odd = f64x2.add(f64x2.add(f64x2.add(c1, c3), f64x2.add(c5, c7)), f64x2.add(c9, c11));
  const sum = f64x2.add(even, odd);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Σ x over n (a multiple of 8) elements: 8 n bytes of traffic. */
export function read(n: usize, x: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let i: usize = 0; i < n << 3; i += 64) {
    s0 = f64x2.add(s0, v128.load(x + i, 0));
    s1 = f64x2.add(s1, v128.load(x + i, 16));
    s2 = f64x2.add(s2, v128.load(x + i, 32));
    s3 = f64x2.add(s3, v128.load(x + i, 48));
  }
  const sum = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** z = x over n (a multiple of 4) elements: 16 n bytes of traffic. */
export function copy(n: usize, x: usize, z: usize): void {
  for (let i: usize = 0; i < n << 3; i += 32) {
    v128.store(z + i, v128.load(x + i, 0), 0);
    v128.store(z + i, v128.load(x + i, 16), 16);
  }
}

/** z = x + factor y over n (a multiple of 4) elements: 24 n bytes of traffic. */
export function triad(n: usize, x: usize, y: usize, factor: f64, z: usize): void {
  const s = f64x2.splat(factor);
  for (let i: usize = 0; i < n << 3; i += 32) {
    v128.store(z + i, Lanes.madd(v128.load(x + i, 0), v128.load(y + i, 0), s), 0);
    v128.store(z + i, Lanes.madd(v128.load(x + i, 16), v128.load(y + i, 16), s), 16);
  }
}
