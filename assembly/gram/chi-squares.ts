import { Address } from "../address";
import { MR } from "../config";
import { Lanes } from "../lanes";
import { TILE } from "./program";

/** Between them products of three features neither overflow nor vanish: 2⁻³⁰⁰ and 2³⁰⁰. */
const SMALL: f64 = 4.909093465297727e-91;
const LARGE: f64 = 2.037035976334486e90;

/** The largest finite number. */
const LARGEST: f64 = 1.7976931348623157e308;

/**
 * Σ_k a_k²/s_k, a = x − z and s = x + z, terms with s = 0 being 0, for m × n pairs of packed points of d features ≥ 0; the same bits for (x, z) and
 * (z, x). Divisions are what takes the time, so one serves two features:
 *
 *     a²/s + b²/t = (a² t + b² s)/(s t)
 *
 * where all features of both points are 0 or between SMALL and LARGE, which makes s = 0 the only s below SMALL. `work` has room for two rows.
 */
export function chiSquares(m: i32, n: i32, d: i32, x: usize, z: usize, tile: usize, work: usize): void {
  const columns = Address.at(work, TILE);
  markModerate(m, d, x, work);
  markModerate(n, d, z, columns);
  for (let i = 0; i < m; i += MR) {
    const panel = Address.at(x, i * d);
    for (let j = 0; j < n; j += 2) {
      const pair = Address.at(z, (j & ~(MR - 1)) * d + (j & (MR - 1)));
      const moderate = Lanes.load(Address.at(columns, j));
      for (let r = 0; r < MR; r++) {
        const point = Address.at(panel, r);
        const both = v128.and(moderate, Lanes.spread(Address.at(work, i + r)));
        let sum = inTwos(d, point, pair);
        if (i64x2.bitmask(both) !== 3) sum = v128.bitselect(sum, oneByOne(d, point, pair), both);
        Lanes.store(Address.at(tile, TILE * (i + r) + j), sum);
      }
    }
  }
}

/** All ones for points whose features are 0 or between SMALL and LARGE, zero for the others. */
function markModerate(n: i32, d: i32, x: usize, marks: usize): void {
  for (let i = 0; i < n; i += 2) {
    let point = Address.at(x, (i & ~(MR - 1)) * d + (i & (MR - 1)));
    let moderate = i64x2.splat(-1);
    for (const end = Address.at(point, MR * d); point < end; point += 32) {
      const value = Lanes.load(point);
      const isZero = f64x2.eq(value, Lanes.zero());
      const isBetween = v128.and(f64x2.ge(value, Lanes.splat(SMALL)), f64x2.le(value, Lanes.splat(LARGE)));
      moderate = v128.and(moderate, v128.or(isZero, isBetween));
    }
    Lanes.store(Address.at(marks, i), moderate);
  }
}

/** One point against two, moderate ones. */
function inTwos(d: i32, x: usize, z: usize): v128 {
  const small = Lanes.splat(SMALL);
  const end = Address.at(x, MR * d);
  let sum = Lanes.zero();
  if (d & 1) {
    sum = oneByOne(1, x, z);
    x += 32;
    z += 32;
  }
  for (; x < end; x += 64, z += 64) {
    const x0 = Lanes.spread(x);
    const z0 = Lanes.load(z);
    const x1 = Lanes.spread(x + 32);
    const z1 = Lanes.load(z + 32);
    const a = Lanes.sub(x0, z0);
    const b = Lanes.sub(x1, z1);
    const s = f64x2.pmax(Lanes.add(x0, z0), small);
    const t = f64x2.pmax(Lanes.add(x1, z1), small);
    sum = Lanes.add(sum, Lanes.div(Lanes.madd(Lanes.mul(a, a), t, Lanes.mul(Lanes.mul(b, b), s)), Lanes.mul(s, t)));
  }
  return sum;
}

/** One point against two. Where a sum overflows it is halved, and the quotient with it. */
function oneByOne(d: i32, x: usize, z: usize): v128 {
  const half = Lanes.splat(0.5);
  let sum = Lanes.zero();
  for (const end = Address.at(x, MR * d); x < end; x += 32, z += 32) {
    const first = Lanes.spread(x);
    const second = Lanes.load(z);
    const a = Lanes.sub(first, second);
    const s = Lanes.add(first, second);
    let term = Lanes.mul(a, Lanes.div(a, s));
    const over = Lanes.exceeds(s, Lanes.splat(LARGEST));
    if (v128.any_true(over)) {
      const halved = Lanes.madd(first, half, Lanes.mul(second, half));
      term = Lanes.select(over, Lanes.mul(a, Lanes.mul(Lanes.div(a, halved), half)), term);
    }
    sum = Lanes.add(sum, Lanes.where(Lanes.differs(s, Lanes.zero()), term));
  }
  return sum;
}
