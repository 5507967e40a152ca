import { Address } from "../address";
import { Lanes } from "../lanes";
import { exp } from "../math/exp";
import { Log1p } from "../math/log1p";
import { SIZE } from "./evaluate";
import { Owed } from "./owed";
import { TILE } from "./program";

/**
 * Maps backwards. `a` is the adjoint tile, the derivatives of the result with respect to a map's output ω, and becomes those with respect to its input
 * τ: α ← α dω/dτ. What the operands of the map are owed is added to numbers at `sums`, on the way. Tiles have an even number of columns in use.
 */

/** Below it eˢ is 0: as in maps.ts. */
const FAR: f64 = -1000;

const PI: f64 = 3.141592653589793;

/** Σ α */
export function total(m: i32, n: i32, a: usize, sums: usize): void {
  let sum = Lanes.zero();
  for (let i = 0; i < m; i++) {
    const row = Address.at(a, TILE * i);
    for (let at = row, end = Address.at(row, n); at < end; at += 16) sum = Lanes.add(sum, Lanes.load(at));
  }
  Owed.add(sums, 0, sum);
}

/** Σ α where row and column are the same training point. */
export function trace(m: i32, n: i32, firstRow: i32, firstColumn: i32, a: usize, sums: usize): void {
  for (let i = 0; i < m; i++) {
    const j = firstRow + i - firstColumn;
    if (j >= 0 && j < n) store<f64>(sums, load<f64>(sums) + load<f64>(Address.at(a, TILE * i + j)));
  }
}

/** τ ← α β, 0 where α is */
export function product(m: i32, n: i32, a: usize, b: usize, tile: usize): void {
  for (let i = 0; i < m; i++) {
    const row = Address.at(0, TILE * i);
    for (let at = row, end = Address.at(row, n); at < end; at += 16)
      Lanes.store(tile + at, Owed.weighed(Lanes.load(a + at), Lanes.load(b + at)));
  }
}

/** ω = f τ + b; owed: Σ α τ to f, Σ α to b */
export function affineBack(m: i32, n: i32, f: f64, input: usize, a: usize, sums: usize): void {
  const factor = Lanes.splat(f);
  let sum = Lanes.zero();
  let shift = sum;
  for (let i = 0; i < m; i++) {
    const row = Address.at(0, TILE * i);
    for (let at = row, end = Address.at(row, n); at < end; at += 16) {
      const adjoint = Lanes.load(a + at);
      sum = Lanes.add(sum, Owed.weighed(adjoint, Lanes.load(input + at)));
      shift = Lanes.add(shift, adjoint);
      Lanes.store(a + at, Lanes.mul(adjoint, factor));
    }
  }
  if (!sums) return;
  Owed.add(sums, 0, sum);
  Owed.add(sums, 1, shift);
}

/** ω = τᵖ, dω/dτ = p τᵖ⁻¹ */
export function integerPowerBack(m: i32, n: i32, p: i32, input: usize, a: usize): void {
  const factor = Lanes.splat(<f64>p);
  const q = p - 1;
  const highest = q > 0 ? 30 - clz<i32>(q) : -1;
  for (let i = 0; i < m; i++) {
    const row = Address.at(0, TILE * i);
    for (let at = row, end = Address.at(row, n); at < end; at += 16) {
      const base = Lanes.load(input + at);
      let value = q > 0 ? base : Lanes.splat(1);
      for (let bit = highest; bit >= 0; bit--) {
        value = Lanes.mul(value, value);
        if ((q >> bit) & 1) value = Lanes.mul(value, base);
      }
      Lanes.store(a + at, Owed.weighed(Lanes.load(a + at), Lanes.mul(factor, value)));
    }
  }
}

/** ω = e^(f τ); owed: Σ α τ ω to f */
export function exponentialBack(m: i32, n: i32, f: f64, input: usize, output: usize, a: usize, sums: usize): void {
  const factor = Lanes.splat(f);
  let sum = Lanes.zero();
  for (let i = 0; i < m; i++) {
    const row = Address.at(0, TILE * i);
    for (let at = row, end = Address.at(row, n); at < end; at += 16) {
      const owed = Owed.weighed(Lanes.load(a + at), Lanes.load(output + at));
      sum = Lanes.add(sum, Owed.weighed(owed, Lanes.load(input + at)));
      Lanes.store(a + at, Lanes.mul(owed, factor));
    }
  }
  if (sums) Owed.add(sums, 0, sum);
}

/** ω = √τ, dω/dτ = 1/(2ω); 0 at 0, where nothing that depends on a parameter has a derivative other than 0. */
export function rootBack(m: i32, n: i32, output: usize, a: usize): void {
  const half = Lanes.splat(0.5);
  for (let i = 0; i < m; i++) {
    const row = Address.at(0, TILE * i);
    for (let at = row, end = Address.at(row, n); at < end; at += 16) {
      const root = Lanes.load(output + at);
      const quotient = Lanes.div(Lanes.mul(Lanes.load(a + at), half), root);
      Lanes.store(a + at, Lanes.where(Lanes.differs(root, Lanes.zero()), quotient));
    }
  }
}

/**
 * ω = (1 − s + b s²) eˢ, s = f √τ; dω/ds = s h with h = (2b − 1 + b s) eˢ, so that dω/dτ = f² h/2 has a value at 0. Owed: Σ α s² h, that is f times
 * the derivative, to f
 */
export function maternBack(m: i32, n: i32, f: f64, b: f64, input: usize, output: usize, a: usize, sums: usize): void {
  const factor = Lanes.splat(f);
  const half = Lanes.splat(0.5 * f * f);
  const square = Lanes.splat(b);
  const one = Lanes.splat(1);
  const constant = Lanes.splat(2 * b - 1);
  const far = Lanes.splat(FAR);
  let sum = Lanes.zero();
  for (let i = 0; i < m; i++) {
    const row = Address.at(0, TILE * i);
    for (let at = row, end = Address.at(row, n); at < end; at += 16) {
      const s = f64x2.pmax(Lanes.mul(Lanes.sqrt(Lanes.load(input + at)), factor), far);
      const s2 = Lanes.mul(s, s);
      const e = Lanes.div(Lanes.load(output + at), Lanes.add(one, Lanes.sub(Lanes.mul(s2, square), s)));
      const owed = Lanes.mul(Lanes.load(a + at), Lanes.mul(Lanes.madd(square, s, constant), e));
      sum = Lanes.madd(owed, s2, sum);
      Lanes.store(a + at, Lanes.mul(owed, half));
    }
  }
  if (sums) Owed.add(sums, 0, sum);
}

/** 1/k for k = 12 … 2: Σ qᵏ⁻²/k is (−ln(1 − q) − q)/q². */
// biome-ignore format: one line
const RECIPROCALS = memory.data<f64>([0.08333333333333333, 0.09090909090909091, 0.1, 0.1111111111111111, 0.125, 0.14285714285714285, 0.16666666666666666, 0.2, 0.25, 0.3333333333333333, 0.5], 16);

/** Up to here the terms that are left out are below 2⁻⁵³ of the sum. */
const SMALL: f64 = 0.03125;

/**
 * ω = (1 + b τ)^(−p), s = b τ, q = s/(1 + s); with c = p b two owed sums, each its number times the derivative: −Σ α p ω q to c while p stays, and
 * −Σ α p ω (ln(1 + s) − q) to p while c stays. It works above its own tile.
 */
export function rationalQuadraticBack(m: i32, n: i32, p: f64, b: f64, input: usize, output: usize, a: usize, sums: usize): void {
  const work = a + SIZE;
  const one = Lanes.splat(1);
  const power = Lanes.splat(-p);
  const factor = Lanes.splat(b);
  let length = Lanes.zero();
  let shape = length;
  for (let i = 0; i < m; i++) {
    const row = Address.at(0, TILE * i);
    for (let at = row, end = Address.at(row, n); at < end; at += 16) {
      const owed = Lanes.mul(Lanes.mul(Lanes.load(a + at), power), Lanes.load(output + at));
      const s = Lanes.mul(Lanes.load(input + at), factor);
      const inverse = Lanes.div(one, Lanes.add(one, s));
      const q = Lanes.mul(s, inverse);
      length = Lanes.add(length, Owed.weighed(owed, q));
      if (sums) shape = Lanes.add(shape, Owed.weighed(owed, logarithmLess(s, q, work)));
      Lanes.store(a + at, Owed.weighed(owed, Lanes.mul(factor, inverse)));
    }
  }
  if (!sums) return;
  Owed.add(sums, 0, length);
  Owed.add(sums, 1, shape);
}

/** ln(1 + s) − q, q = s/(1 + s): by its series where the difference would lose digits. */
function logarithmLess(s: v128, q: v128, work: usize): v128 {
  let series = Lanes.zero();
  for (let k = 0; k < 11; k++) series = Lanes.madd(series, q, Lanes.spread(Address.at(RECIPROCALS, k)));
  const high = Log1p.any(s, Lanes.zero(), work);
  const difference = Lanes.add(Lanes.sub(high, q), Lanes.load(work));
  return Lanes.select(Lanes.exceeds(Lanes.splat(SMALL), s), Lanes.mul(Lanes.mul(q, q), series), difference);
}

/** ω = sin²(π τ/p), dω/dτ = π/p sin(2π τ/p); owed: −Σ α π τ/p sin(2π τ/p), that is p times the derivative, to p */
export function squaredSineBack(m: i32, n: i32, p: f64, input: usize, a: usize, sums: usize): void {
  const period = Lanes.splat(p);
  const factor = Lanes.splat(PI / p);
  let sum = Lanes.zero();
  for (let i = 0; i < m; i++) {
    const row = Address.at(0, TILE * i);
    for (let at = row, end = Address.at(row, n); at < end; at += 16) {
      const t = Lanes.div(Lanes.load(input + at), period);
      const owed = Lanes.mul(Lanes.load(a + at), Owed.sineOfTwice(t));
      sum = Lanes.madd(owed, t, sum);
      Lanes.store(a + at, Lanes.mul(owed, factor));
    }
  }
  if (sums) Owed.add(sums, 0, Lanes.mul(sum, Lanes.splat(-PI)));
}

/**
 * ω = tanh s, s = f τ + b; dω/ds = 4e/(1 + e)² with e = e^(−2|s|), which keeps its digits where ω is near ±1. Owed: Σ α τ dω/ds to f, Σ α dω/ds to b.
 * `work` has room for a row.
 */
export function sigmoidBack(m: i32, n: i32, f: f64, b: f64, input: usize, a: usize, sums: usize, work: usize): void {
  const factor = Lanes.splat(f);
  const shift = Lanes.splat(b);
  const one = Lanes.splat(1);
  const four = Lanes.splat(4);
  let sum = Lanes.zero();
  let rest = sum;
  for (let i = 0; i < m; i++) {
    const row = Address.at(a, TILE * i);
    const from = Address.at(input, TILE * i);
    for (let j = 0; j < n; j += 2) {
      Lanes.store(Address.at(work, j), Lanes.abs(Lanes.madd(Lanes.load(Address.at(from, j)), factor, shift)));
    }
    exp(n, -2, work);
    for (let j = 0; j < n; j += 2) {
      const address = Address.at(row, j);
      const e = Lanes.load(Address.at(work, j));
      const above = Lanes.add(one, e);
      const owed = Lanes.mul(Lanes.load(address), Lanes.div(Lanes.mul(four, e), Lanes.mul(above, above)));
      sum = Lanes.add(sum, Owed.weighed(owed, Lanes.load(Address.at(from, j))));
      rest = Lanes.add(rest, owed);
      Lanes.store(address, Lanes.mul(owed, factor));
    }
  }
  if (!sums) return;
  Owed.add(sums, 0, sum);
  Owed.add(sums, 1, rest);
}

/** Σ α ω by rows and by columns: what a normalisation owes to the u_i and the v_j, but for the factors −½/u_i and −½/v_j. */
export function marginsBack(m: i32, n: i32, output: usize, a: usize, rows: usize, columns: usize): void {
  for (let i = 0; i < m; i++) {
    const row = Address.at(0, TILE * i);
    let sum = Lanes.zero();
    let column = columns;
    for (let at = row, end = Address.at(row, n); at < end; at += 16, column += 16) {
      const owed = Owed.weighed(Lanes.load(a + at), Lanes.load(output + at));
      sum = Lanes.add(sum, owed);
      if (columns) Lanes.store(column, Lanes.add(Lanes.load(column), owed));
    }
    Owed.add(rows, i, sum);
  }
}
