import { Address } from "../address";

/**
 * out_ij = step over k ascending of (a_ik, b_jk): a row of register tiles, i = 0…3, j = 0…4·tiles − 1, from packed panels (4 × k, element
 * (i, k) at 4k + i), one of a and `tiles` of b, one after the other.
 *
 * `out` has row stride `ld`; it is combined with what it held when `resume`, otherwise overwritten. `weights` holds one number per k
 * for the pairings that use them. One accumulator per element, k ascending: an element's bits do not depend on where its tile lies.
 *
 * Each of four elements of a, on both lanes, meets the two pairs of b:
 *
 *     r_i0 = (a_i b_0, a_i b_1)      r_i1 = (a_i b_2, a_i b_3)
 *
 * Offsets are part of the instructions: an addition that the engine may not fold would cost as much as a load.
 * One k per iteration on purpose: unrolled, V8 interleaves the steps and spills the accumulators.
 */
export function microkernel<P>(tiles: i32, k: i32, a: usize, b: usize, weights: usize, out: usize, ld: i32, resume: bool): void {
  const pair = changetype<P>(0);
  const row = Address.at(0, ld);
  const depth = (<usize>k) << 5;
  for (const last = out + ((<usize>tiles) << 5); out < last; out += 32) {
    let r00 = pair.start();
    let r01 = r00;
    let r10 = r00;
    let r11 = r00;
    let r20 = r00;
    let r21 = r00;
    let r30 = r00;
    let r31 = r00;
    let x = a;
    let weight = weights;
    for (const end = a + depth; x < end; x += 32, b += 32, weight += 8) {
      const w = pair.weight(weight);
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      const a0 = v128.load64_splat(x);
      r00 = pair.step(r00, a0, b0, w);
      r01 = pair.step(r01, a0, b1, w);
      const a1 = v128.load64_splat(x, 8);
      r10 = pair.step(r10, a1, b0, w);
      r11 = pair.step(r11, a1, b1, w);
      const a2 = v128.load64_splat(x, 16);
      r20 = pair.step(r20, a2, b0, w);
      r21 = pair.step(r21, a2, b1, w);
      const a3 = v128.load64_splat(x, 24);
      r30 = pair.step(r30, a3, b0, w);
      r31 = pair.step(r31, a3, b1, w);
    }
    const row1 = out + row;
    const row2 = row1 + row;
    const row3 = row2 + row;
    // At the end, not at the start: the loads of `out` then wait for nobody.
    if (resume) {
      r00 = pair.combine(v128.load(out), r00);
      r01 = pair.combine(v128.load(out, 16), r01);
      r10 = pair.combine(v128.load(row1), r10);
      r11 = pair.combine(v128.load(row1, 16), r11);
      r20 = pair.combine(v128.load(row2), r20);
      r21 = pair.combine(v128.load(row2, 16), r21);
      r30 = pair.combine(v128.load(row3), r30);
      r31 = pair.combine(v128.load(row3, 16), r31);
    }
    v128.store(out, r00);
    v128.store(out, r01, 16);
    v128.store(row1, r10);
    v128.store(row1, r11, 16);
    v128.store(row2, r20);
    v128.store(row2, r21, 16);
    v128.store(row3, r30);
    v128.store(row3, r31, 16);
  }
}
