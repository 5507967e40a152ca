import { Address } from "../address";
import { axpy, dot } from "../blas/vector";
import { Lanes } from "../lanes";
import { region, TASK } from "../parallel/region";

/** Rows up to which a strip is not worth a thread of its own, a power of two. */
const SHORTEST: i32 = 128;

/** Strips at the most; src/core/eigen.ts makes room for their sums. */
const MOST_STRIPS: i32 = 8;

/** A matrix and the vectors of a pass, as the strips of a region find them. */
@unmanaged
@final
class Pass {
  n: i32;
  ld: i32;
  strips: i32;
  a: usize;
  x: usize;
  y: usize;
  v: usize;
  p: usize;
  work: usize;

  /** The row after the last of a strip: strips of the same area, whole pairs of rows. */
  @inline end(strip: i32): i32 {
    if (strip === this.strips - 1) return this.n;
    return 2 * <i32>(<f64>(this.n / 2) * sqrt(<f64>(strip + 1) / <f64>this.strips));
  }

  /** Where a strip adds up; the last in p itself. */
  @inline sums(strip: i32): usize {
    return strip === this.strips - 1 ? this.p : Address.at(this.work, this.n * strip);
  }
}

/**
 * A −= x yᵀ + y xᵀ and p = A v for the symmetric A (n × n, row stride ld) known by its lower triangle, in one pass.
 *
 * Threads share the strips of rows, of which there are as many whoever works; `work` has room for the sums of all but the last, 7n.
 */
export function updateAndMultiply(n: i32, ld: i32, a: usize, x: usize, y: usize, v: usize, p: usize, work: usize): void {
  const pass = changetype<Pass>(TASK);
  const strips = n < SHORTEST ? 1 : min(MOST_STRIPS, max(2, 1 << (31 - clz(n / SHORTEST))));
  pass.n = n;
  pass.ld = ld;
  pass.strips = strips;
  pass.a = a;
  pass.x = x;
  pass.y = y;
  pass.v = v;
  pass.p = p;
  pass.work = work;
  region(strips, passStrip);
  for (let strip = 0; strip < strips - 1; strip++) axpy(pass.end(strip), 1, pass.sums(strip), 1, p, 1);
}

/** A strip of the pass: two rows at a time, an odd one at the end. */
function passStrip(strip: i32, _: i32): void {
  const pass = changetype<Pass>(TASK);
  const n = pass.end(strip);
  const ld = pass.ld;
  const x = pass.x;
  const y = pass.y;
  const v = pass.v;
  const p = pass.sums(strip);
  const from = strip > 0 ? pass.end(strip - 1) : 0;
  const end = (<usize>(n & ~1)) << 3;
  memory.fill(p, 0, (<usize>from) << 3);
  let row = Address.at(pass.a, from * ld);
  for (let j = (<usize>from) << 3; j < end; j += 16) {
    const next = Address.at(row, ld);
    const x0 = Lanes.negate(Lanes.spread(x + j));
    const y0 = Lanes.negate(Lanes.spread(y + j));
    const v0 = Lanes.spread(v + j);
    const x1 = Lanes.negate(Lanes.spread(x + j + 8));
    const y1 = Lanes.negate(Lanes.spread(y + j + 8));
    const v1 = Lanes.spread(v + j + 8);
    let s0 = Lanes.zero();
    let s1 = s0;
    for (let c: usize = 0; c < j; c += 16) {
      const xc = Lanes.load(x + c);
      const yc = Lanes.load(y + c);
      const vc = Lanes.load(v + c);
      const a0 = Lanes.madd(x0, yc, Lanes.madd(y0, xc, Lanes.load(row + c)));
      const a1 = Lanes.madd(x1, yc, Lanes.madd(y1, xc, Lanes.load(next + c)));
      Lanes.store(row + c, a0);
      Lanes.store(next + c, a1);
      s0 = Lanes.madd(a0, vc, s0);
      s1 = Lanes.madd(a1, vc, s1);
      Lanes.store(p + c, Lanes.madd(v1, a1, Lanes.madd(v0, a0, Lanes.load(p + c))));
    }
    // on the diagonal: above it the first row has what the second has beside it
    const first = load<f64>(row + j) - 2 * load<f64>(x + j) * load<f64>(y + j);
    store<f64>(row + j, first);
    const second = Lanes.madd(x1, Lanes.load(y + j), Lanes.madd(y1, Lanes.load(x + j), Lanes.load(next + j)));
    Lanes.store(next + j, second);
    const vj = Lanes.load(v + j);
    store<f64>(p + j, Lanes.sum(s0) + Lanes.sum(Lanes.mul(Lanes.pair(first, Lanes.first(second)), vj)));
    store<f64>(p + j + 8, Lanes.sum(Lanes.madd(second, vj, s1)));
    row = Address.at(next, ld);
  }
  if (n & 1) {
    axpy(n, -load<f64>(y + end), x, 1, row, 1);
    axpy(n, -load<f64>(x + end), y, 1, row, 1);
    store<f64>(p + end, dot(n, row, 1, v, 1));
    axpy(n - 1, load<f64>(v + end), row, 1, p, 1);
  }
}
