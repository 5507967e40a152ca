import { Address } from "../address";
import { axpy, dot, scale } from "../blas/vector";
import { Lanes } from "../lanes";

/** A sum of squares whose terms may have lost their digits to underflow. Beside a column of length 1 its root, 10⁻¹³⁵, is 0. */
const NEGLIGIBLE: f64 = 1e-270;

/** Reflections that are applied to the other columns together. */
const PANEL: i32 = 4;

/**
 * [R; C] = Q [R'; 0]: the rows of C go into R. R is upper triangular, n rows of `width` ≥ n numbers, what is right of its columns being taken along; C has `width` columns
 * of m numbers, m a multiple of 4, one after the other, and is overwritten. `work` has room for PANEL(PANEL + 3) numbers.
 *
 *     H_k = I − v vᵀ/β,  v = (e_k, v_k),  β = ½vᵀv
 *
 * Four reflections H_1 … H_4 take V Z from the columns right of them, L Z = (R, C)ᵀV with the β on the diagonal of L and v_iᵀv_l below it.
 */
export function eliminateRows(n: i32, width: i32, m: i32, r: usize, c: usize, work: usize): void {
  const l = work;
  const z = Address.at(l, PANEL * PANEL);
  for (let k = 0; k < n; k += PANEL) {
    const p = min(PANEL, n - k);
    const v = Address.at(c, k * m);
    let any = false;
    for (let i = 0; i < p; i++) {
      const own = Address.at(v, i * m);
      const row = Address.of(r, width, 1, k + i, k);
      const beta = reflectOnto(m, Address.at(row, i), own);
      any = any || beta < Infinity;
      Address.set(l, PANEL, 1, i, i, beta);
      for (let q = 0; q < i; q++) Address.set(l, PANEL, 1, i, q, dot(m, own, 1, Address.at(v, q * m), 1));
      for (let j = i + 1; j < p; j++) {
        const column = Address.at(v, j * m);
        const share = (load<f64>(Address.at(row, j)) + dot(m, own, 1, column, 1)) / beta;
        store<f64>(Address.at(row, j), load<f64>(Address.at(row, j)) - share);
        axpy(m, -share, own, 1, column, 1);
      }
    }
    // nothing was below these columns of R
    if (!any) continue;
    const heads = Address.of(r, width, 1, k, 0);
    let j = k + p;
    if (p === PANEL) {
      for (; j + 1 < width; j += 2) {
        const pair = Address.at(c, j * m);
        multiplyFour(m, v, pair, z);
        solvePanel(p, l, Address.at(heads, j), width, z, 2);
        solvePanel(p, l, Address.at(heads, j + 1), width, z + 8, 2);
        subtractFour(m, v, pair, z);
      }
    }
    for (; j < width; j++) {
      const column = Address.at(c, j * m);
      for (let i = 0; i < p; i++) store<f64>(Address.at(z, i), dot(m, Address.at(v, i * m), 1, column, 1));
      solvePanel(p, l, Address.at(heads, j), width, z, 1);
      for (let i = 0; i < p; i++) axpy(m, -load<f64>(Address.at(z, i)), Address.at(v, i * m), 1, column, 1);
    }
  }
}

/** (r, x) ← (r', v) with H (r, x) = (r', 0), v = (1, v). Returns β; ∞, for no reflection, where x is 0. */
function reflectOnto(m: i32, head: usize, x: usize): f64 {
  const rest = dot(m, x, 1, x, 1);
  if (rest < NEGLIGIBLE) {
    memory.fill(x, 0, (<usize>m) << 3);
    return Infinity;
  }
  const first = load<f64>(head);
  const length = sqrt(first * first + rest);
  // of the other sign, so that nothing cancels
  const r = first > 0 ? -length : length;
  store<f64>(head, r);
  scale(m, 1 / (first - r), x, 1);
  return 0.5 * (1 + dot(m, x, 1, x, 1));
}

/** z ← L⁻¹(heads + z), inc apart, and the heads, width apart, less z. */
function solvePanel(p: i32, l: usize, heads: usize, width: i32, z: usize, inc: i32): void {
  for (let i = 0; i < p; i++) {
    const head = Address.at(heads, i * width);
    const own = Address.at(z, i * inc);
    const first = load<f64>(head);
    let share = first + load<f64>(own);
    for (let q = 0; q < i; q++) share -= Address.get(l, PANEL, 1, i, q) * load<f64>(Address.at(z, q * inc));
    share /= Address.get(l, PANEL, 1, i, i);
    store<f64>(own, share);
    store<f64>(head, first - share);
  }
}

/** z_i = (v_iᵀc, v_iᵀc') for four columns from v on and two from c on, m numbers each. */
function multiplyFour(m: i32, v: usize, c: usize, z: usize): void {
  let v0 = v;
  let v1 = Address.at(v0, m);
  let v2 = Address.at(v1, m);
  let v3 = Address.at(v2, m);
  let c1 = Address.at(c, m);
  let s0 = Lanes.zero();
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let t0 = s0;
  let t1 = s0;
  let t2 = s0;
  let t3 = s0;
  for (const end = Address.at(c, m); c < end; c += 16) {
    const x = Lanes.load(c);
    const y = Lanes.load(c1);
    const a = Lanes.load(v0);
    s0 = Lanes.fuse(a, x, s0);
    t0 = Lanes.fuse(a, y, t0);
    const b = Lanes.load(v1);
    s1 = Lanes.fuse(b, x, s1);
    t1 = Lanes.fuse(b, y, t1);
    const d = Lanes.load(v2);
    s2 = Lanes.fuse(d, x, s2);
    t2 = Lanes.fuse(d, y, t2);
    const e = Lanes.load(v3);
    s3 = Lanes.fuse(e, x, s3);
    t3 = Lanes.fuse(e, y, t3);
    v0 += 16;
    v1 += 16;
    v2 += 16;
    v3 += 16;
    c1 += 16;
  }
  Lanes.store(z, Lanes.add(Lanes.low(s0, t0), Lanes.high(s0, t0)));
  Lanes.store(z + 16, Lanes.add(Lanes.low(s1, t1), Lanes.high(s1, t1)));
  Lanes.store(z + 32, Lanes.add(Lanes.low(s2, t2), Lanes.high(s2, t2)));
  Lanes.store(z + 48, Lanes.add(Lanes.low(s3, t3), Lanes.high(s3, t3)));
}

/** c ← c − Σ v_i z_i, and the same for the column after it. */
function subtractFour(m: i32, v: usize, c: usize, z: usize): void {
  let v0 = v;
  let v1 = Address.at(v0, m);
  let v2 = Address.at(v1, m);
  let v3 = Address.at(v2, m);
  let c1 = Address.at(c, m);
  const x0 = Lanes.negate(Lanes.spread(z));
  const y0 = Lanes.negate(Lanes.spread(z + 8));
  const x1 = Lanes.negate(Lanes.spread(z + 16));
  const y1 = Lanes.negate(Lanes.spread(z + 24));
  const x2 = Lanes.negate(Lanes.spread(z + 32));
  const y2 = Lanes.negate(Lanes.spread(z + 40));
  const x3 = Lanes.negate(Lanes.spread(z + 48));
  const y3 = Lanes.negate(Lanes.spread(z + 56));
  for (const end = Address.at(c, m); c < end; c += 16) {
    const a = Lanes.load(v0);
    let x = Lanes.fuse(a, x0, Lanes.load(c));
    let y = Lanes.fuse(a, y0, Lanes.load(c1));
    const b = Lanes.load(v1);
    x = Lanes.fuse(b, x1, x);
    y = Lanes.fuse(b, y1, y);
    const d = Lanes.load(v2);
    x = Lanes.fuse(d, x2, x);
    y = Lanes.fuse(d, y2, y);
    const e = Lanes.load(v3);
    Lanes.store(c, Lanes.fuse(e, x3, x));
    Lanes.store(c1, Lanes.fuse(e, y3, y));
    v0 += 16;
    v1 += 16;
    v2 += 16;
    v3 += 16;
    c1 += 16;
  }
}
