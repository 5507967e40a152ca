import { Address } from "../address";
import { Quads } from "./quads";

/** Rows and columns of a register tile: 4 × 8 are 8 accumulators, half of the 16 registers of SSE2. */
export const ROWS: i32 = 4;
export const COLUMNS: i32 = 8;

/**
 * C ← C − Σ_k a_k b_kᵀ, k ascending, for a row of `tiles` tiles of 4 × 8: a packed by fours (element (i, k) at 4k + i), b by eights (element (k, j) at
 * 8k + j), one panel of a and `tiles` of b, one after the other. The rows of C are ld apart. All numbers are f32.
 *
 * The sum is taken first and then subtracted once: the bits of an element do not depend on where its tile lies.
 */
export function subtractTiles(tiles: i32, k: i32, a: usize, b: usize, c: usize, ld: i32): void {
  const row = Address.index(0, ld);
  const depth = (<usize>k) << 4;
  for (const last = c + ((<usize>tiles) << 5); c < last; c += 32) {
    let s00 = Quads.zero();
    let s01 = s00;
    let s10 = s00;
    let s11 = s00;
    let s20 = s00;
    let s21 = s00;
    let s30 = s00;
    let s31 = s00;
    let x = a;
    for (const end = a + depth; x < end; x += 16, b += 32) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      const a0 = v128.load32_splat(x);
      const a1 = v128.load32_splat(x, 4);
      const a2 = v128.load32_splat(x, 8);
      const a3 = v128.load32_splat(x, 12);
      s00 = Quads.fuse(a0, b0, s00);
      s01 = Quads.fuse(a0, b1, s01);
      s10 = Quads.fuse(a1, b0, s10);
      s11 = Quads.fuse(a1, b1, s11);
      s20 = Quads.fuse(a2, b0, s20);
      s21 = Quads.fuse(a2, b1, s21);
      s30 = Quads.fuse(a3, b0, s30);
      s31 = Quads.fuse(a3, b1, s31);
    }
    const c1 = c + row;
    const c2 = c1 + row;
    const c3 = c2 + row;
    v128.store(c, Quads.sub(v128.load(c), s00));
    v128.store(c, Quads.sub(v128.load(c, 16), s01), 16);
    v128.store(c1, Quads.sub(v128.load(c1), s10));
    v128.store(c1, Quads.sub(v128.load(c1, 16), s11), 16);
    v128.store(c2, Quads.sub(v128.load(c2), s20));
    v128.store(c2, Quads.sub(v128.load(c2, 16), s21), 16);
    v128.store(c3, Quads.sub(v128.load(c3), s30));
    v128.store(c3, Quads.sub(v128.load(c3, 16), s31), 16);
  }
}

/** Packs k rows of n ≤ 4 contiguous elements, rows ld apart, by fours; what is missing is 0. */
export function packFour(n: i32, k: i32, p: usize, ld: i32, panel: usize): void {
  const step = Address.index(0, ld);
  const end = panel + ((<usize>k) << 4);
  if (n === ROWS) {
    for (; panel < end; panel += 16, p += step) v128.store(panel, v128.load(p));
    return;
  }
  for (; panel < end; panel += 16, p += step) packPart(n, ROWS, p, panel);
}

/** The same for n columns: panels of k rows one after the other. Four of them at a time, a line of memory of every row. */
export function packFours(n: i32, k: i32, p: usize, ld: i32, panels: usize): void {
  const depth = (<usize>k) << 4;
  const step = Address.index(0, ld);
  let i = 0;
  for (; i + 4 * ROWS <= n; i += 4 * ROWS) {
    let source = Address.index(p, i);
    let panel = panels + <usize>(i / ROWS) * depth;
    for (const end = panel + depth; panel < end; panel += 16, source += step) {
      v128.store(panel, v128.load(source));
      v128.store(panel + depth, v128.load(source, 16));
      v128.store(panel + 2 * depth, v128.load(source, 32));
      v128.store(panel + 3 * depth, v128.load(source, 48));
    }
  }
  for (; i < n; i += ROWS) packFour(min(ROWS, n - i), k, Address.index(p, i), ld, panels + <usize>(i / ROWS) * depth);
}

/** The same for n columns, by eights: panels of k rows one after the other. */
export function packEights(n: i32, k: i32, p: usize, ld: i32, panels: usize): void {
  const depth = (<usize>k) << 5;
  const step = Address.index(0, ld);
  const whole = n & ~(COLUMNS - 1);
  // row after row, so that the lines of memory that panels share are read once
  for (let q = 0; q < k; q++, p += step, panels += 32) {
    let source = p;
    let panel = panels;
    for (const end = Address.index(p, whole); source < end; source += 32, panel += depth) {
      v128.store(panel, v128.load(source));
      v128.store(panel, v128.load(source, 16), 16);
    }
    if (whole < n) packPart(n - whole, COLUMNS, source, panel);
  }
}

/** n elements, and 0 up to `width`. */
export function packPart(n: i32, width: i32, source: usize, target: usize): void {
  for (let j = 0; j < width; j++) store<f32>(Address.index(target, j), j < n ? load<f32>(Address.index(source, j)) : 0);
}
