import { Address } from "../address";
import { Lanes } from "../lanes";

/**
 * out_ij = step over k ascending of (a_ik, b_jk): a row of register tiles, i = 0…3, j = 0…4·tiles − 1, from packed panels (4 × k, element
 * (i, k) at 4k + i), one of a and `tiles` of b, one after the other.
 *
 * `out` has row stride `ld`; it is combined with what it held when `resume`, otherwise overwritten. `weights` holds one number per k
 * for the pairings that use them. One accumulator per element, k ascending: an element's bits do not depend on where its tile lies.
 *
 * Two lanes of a meet two lanes of b straight (s) and swapped (x), so a step needs four loads and two swaps instead of six loads:
 *
 *     s_ij = (a_2i b_2j,    a_2i+1 b_2j+1)      x_ij = (a_2i b_2j+1,  a_2i+1 b_2j)
 *
 * One k per iteration on purpose: unrolled, V8 interleaves the steps and spills the accumulators.
 */
export function microkernel<P>(tiles: i32, k: i32, a: usize, b: usize, weights: usize, out: usize, ld: i32, resume: bool): void {
  const pair = changetype<P>(0);
  const row = Address.at(0, ld);
  const depth = (<usize>k) << 5;
  for (const last = out + ((<usize>tiles) << 5); out < last; out += 32) {
    let s00 = pair.start();
    let s01 = s00;
    let s10 = s00;
    let s11 = s00;
    let x00 = s00;
    let x01 = s00;
    let x10 = s00;
    let x11 = s00;
    let x = a;
    let weight = weights;
    for (const end = a + depth; x < end; x += 32, b += 32, weight += 8) {
      const w = pair.weight(weight);
      const a0 = Lanes.load(x);
      const a1 = Lanes.load(x + 16);
      const b0 = Lanes.load(b);
      const b1 = Lanes.load(b + 16);
      s00 = pair.step(s00, a0, b0, w);
      s01 = pair.step(s01, a0, b1, w);
      s10 = pair.step(s10, a1, b0, w);
      s11 = pair.step(s11, a1, b1, w);
      const b0x = Lanes.swap(b0);
      const b1x = Lanes.swap(b1);
      x00 = pair.step(x00, a0, b0x, w);
      x01 = pair.step(x01, a0, b1x, w);
      x10 = pair.step(x10, a1, b0x, w);
      x11 = pair.step(x11, a1, b1x, w);
    }
    const row1 = out + row;
    const row2 = row1 + row;
    const row3 = row2 + row;
    let r00 = Lanes.low(s00, x00);
    let r01 = Lanes.low(s01, x01);
    let r10 = Lanes.high(x00, s00);
    let r11 = Lanes.high(x01, s01);
    let r20 = Lanes.low(s10, x10);
    let r21 = Lanes.low(s11, x11);
    let r30 = Lanes.high(x10, s10);
    let r31 = Lanes.high(x11, s11);
    // At the end, not at the start: the loads of `out` then wait for nobody.
    if (resume) {
      r00 = pair.combine(Lanes.load(out), r00);
      r01 = pair.combine(Lanes.load(out + 16), r01);
      r10 = pair.combine(Lanes.load(row1), r10);
      r11 = pair.combine(Lanes.load(row1 + 16), r11);
      r20 = pair.combine(Lanes.load(row2), r20);
      r21 = pair.combine(Lanes.load(row2 + 16), r21);
      r30 = pair.combine(Lanes.load(row3), r30);
      r31 = pair.combine(Lanes.load(row3 + 16), r31);
    }
    Lanes.store(out, r00);
    Lanes.store(out + 16, r01);
    Lanes.store(row1, r10);
    Lanes.store(row1 + 16, r11);
    Lanes.store(row2, r20);
    Lanes.store(row2 + 16, r21);
    Lanes.store(row3, r30);
    Lanes.store(row3 + 16, r31);
  }
}
