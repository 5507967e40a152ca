import { Address } from "../address";
import { Lanes } from "../lanes";

/**
 * out_ij = Σ_k (a_ik b_j,k+1 − a_i,k+1 b_jk)² over k = 0, 2, 4 … below an even number of features: a row of register tiles, read and combined with `out` as
 * the micro-kernel does. Exactly 0 for equal points, and the same bits for (a, b) and (b, a): both products are rounded before they meet, in every build.
 *
 * Two rows at a time: four sums, four pairs of b and four numbers of a are what the registers hold.
 */
export function squaredCrossProducts(tiles: i32, k: i32, a: usize, b: usize, out: usize, ld: i32, resume: bool): void {
  const row = Address.at(0, ld);
  const depth = (<usize>k) << 5;
  for (const last = out + ((<usize>tiles) << 5); out < last; out += 32, b += depth) {
    ofTwoRows(a, b, depth, out, out + row, resume);
    ofTwoRows(a + 16, b, depth, out + 2 * row, out + 3 * row, resume);
  }
}

function ofTwoRows(a: usize, b: usize, depth: usize, row0: usize, row1: usize, resume: bool): void {
  let r00 = Lanes.zero();
  let r01 = r00;
  let r10 = r00;
  let r11 = r00;
  for (const end = a + depth; a < end; a += 64, b += 64) {
    const s0 = v128.load(b);
    const s1 = v128.load(b, 16);
    const c0 = v128.load(b, 32);
    const c1 = v128.load(b, 48);
    let s = v128.load64_splat(a);
    let c = v128.load64_splat(a, 32);
    const t00 = Lanes.sub(Lanes.mul(s, c0), Lanes.mul(c, s0));
    const t01 = Lanes.sub(Lanes.mul(s, c1), Lanes.mul(c, s1));
    r00 = Lanes.fuse(t00, t00, r00);
    r01 = Lanes.fuse(t01, t01, r01);
    s = v128.load64_splat(a, 8);
    c = v128.load64_splat(a, 40);
    const t10 = Lanes.sub(Lanes.mul(s, c0), Lanes.mul(c, s0));
    const t11 = Lanes.sub(Lanes.mul(s, c1), Lanes.mul(c, s1));
    r10 = Lanes.fuse(t10, t10, r10);
    r11 = Lanes.fuse(t11, t11, r11);
  }
  if (resume) {
    r00 = Lanes.add(v128.load(row0), r00);
    r01 = Lanes.add(v128.load(row0, 16), r01);
    r10 = Lanes.add(v128.load(row1), r10);
    r11 = Lanes.add(v128.load(row1, 16), r11);
  }
  v128.store(row0, r00);
  v128.store(row0, r01, 16);
  v128.store(row1, r10);
  v128.store(row1, r11, 16);
}
