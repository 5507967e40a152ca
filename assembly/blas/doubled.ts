import { Address } from "../address";
import { Lanes } from "../lanes";
import { region, shares, sizeOfChunk, TASK } from "../parallel/region";
import { Operand } from "./operand";

/** 2²⁷ + 1: x·SPLITTER separates the upper 26 bits of x from the rest. */
const SPLITTER: f64 = 134217729;

/** Products and sums of two lanes with what their roundings lost. Ogita, Rump, Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26 (2005). */
class Doubled {
  /** x·y + p without error, for p = −fl(x·y). Algorithm 3.3 there. */
  @inline static productError(x: v128, y: v128, p: v128): v128 {
    const splitter = Lanes.splat(SPLITTER);
    const bigX = Lanes.mul(splitter, x);
    const bigY = Lanes.mul(splitter, y);
    const highX = Lanes.sub(bigX, Lanes.sub(bigX, x));
    const highY = Lanes.sub(bigY, Lanes.sub(bigY, y));
    const lowX = Lanes.sub(x, highX);
    const lowY = Lanes.sub(y, highY);
    const high = Lanes.madd(highX, highY, p);
    const middle = Lanes.madd(highX, lowY, Lanes.madd(lowX, highY, high));
    return Lanes.madd(lowX, lowY, middle);
  }

  /** x + y − s without error, for s = fl(x + y). Algorithm 3.1 there. */
  @inline static sumError(x: v128, y: v128, s: v128): v128 {
    const q = Lanes.sub(s, x);
    return Lanes.add(Lanes.sub(x, Lanes.sub(s, q)), Lanes.sub(y, q));
  }

  /** Two sums less the products of two pairs. */
  @inline static subtractPair(x: v128, y: v128, sum: usize, lost: usize): void {
    const p = Lanes.negate(Lanes.mul(x, y));
    const before = Lanes.load(sum);
    const s = Lanes.add(before, p);
    Lanes.store(sum, s);
    Lanes.store(lost, Lanes.add(Lanes.load(lost), Lanes.sub(Doubled.sumError(before, p, s), Doubled.productError(x, y, p))));
  }

  /** One sum less the product of one pair, which stands in both lanes. */
  @inline static subtractOne(x: v128, y: v128, sum: usize, lost: usize): void {
    const p = Lanes.negate(Lanes.mul(x, y));
    const before = Lanes.spread(sum);
    const s = Lanes.add(before, p);
    store<f64>(sum, Lanes.first(s));
    store<f64>(lost, load<f64>(lost) + Lanes.first(Lanes.sub(Doubled.sumError(before, p, s), Doubled.productError(x, y, p))));
  }

  /** One sum and a number. */
  @inline static addOne(value: f64, sum: usize, lost: usize): void {
    const before = load<f64>(sum);
    const s = before + value;
    const q = s - before;
    store<f64>(sum, s);
    store<f64>(lost, load<f64>(lost) + (before - (s - q) + (value - q)));
  }
}

/** Y ← Y − Z − A·X as it stands in memory, as a task that threads share; `size` rows of Y are a chunk. */
@unmanaged
@final
class Difference {
  m: i32;
  n: i32;
  t: i32;
  a: usize;
  rsa: i32;
  csa: i32;
  x: usize;
  rsx: i32;
  csx: i32;
  z: usize;
  y: usize;
  rsy: i32;
  csy: i32;
  size: i32;
}

/** Flops of one product that is added in twice the digits. */
const FLOPS: i32 = 25;

/**
 * Y ← Y − Z − A·X, summed in twice the digits and rounded once, for the operands A (m × n), X (n × t), Y and Z (m × t, the same strides). Z may be Y where
 * that is 0.
 *
 * Ogita, Rump, Oishi, algorithm 5.3.
 */
export function subtractDoubled(A: usize, X: usize, Z: usize, Y: usize): void {
  const a = changetype<Operand>(A);
  const x = changetype<Operand>(X);
  const y = changetype<Operand>(Y);
  const m = a.rows;
  const task = changetype<Difference>(TASK);
  task.m = m;
  task.n = a.cols;
  task.t = x.cols;
  task.a = a.at;
  task.rsa = a.rs;
  task.csa = a.cs;
  task.x = x.at;
  task.rsx = x.rs;
  task.csx = x.cs;
  task.z = changetype<Operand>(Z).at;
  task.y = y.at;
  task.rsy = y.rs;
  task.csy = y.cs;
  task.size = shares(m, <f64>FLOPS * <f64>a.cols * <f64>x.cols) ? sizeOfChunk(m, 2) : max(1, m);
  region((m + task.size - 1) / task.size, subtractChunk);
}

function subtractChunk(index: i32, _thread: i32): void {
  const task = changetype<Difference>(TASK);
  const top = index * task.size;
  const bottom = min(task.m, top + task.size);
  for (let q = 0; q < task.t; q++) {
    const x = Address.at(task.x, q * task.csx);
    for (let i = top; i < bottom; i += 2) {
      // the last row twice where they are odd
      const below = i + 1 < bottom ? 1 : 0;
      const at = i * task.rsy + q * task.csy;
      subtractRows(task, Address.at(task.a, i * task.rsa), below, x, Address.at(task.z, at), Address.at(task.y, at));
    }
  }
}

/** One element of Y, and the one below it unless `below` is 0: two lanes. */
function subtractRows(task: Difference, a: usize, below: i32, x: usize, z: usize, y: usize): void {
  const n = task.n;
  const cs = (<usize>task.csa) << 3;
  const inc = (<usize>task.rsx) << 3;
  const next = Address.at(y, below * task.rsy);
  let row = a;
  let other = Address.at(a, below * task.rsa);
  let sum = Lanes.gather(y, next);
  let lost = Lanes.zero();
  let left = Lanes.gather(z, Address.at(z, below * task.rsy));
  let right = Lanes.splat(1);
  for (let j = 0; ; j++) {
    const p = Lanes.negate(Lanes.mul(left, right));
    const e = Doubled.productError(left, right, p);
    const s = Lanes.add(sum, p);
    lost = Lanes.add(lost, Lanes.sub(Doubled.sumError(sum, p, s), e));
    sum = s;
    if (j === n) break;
    left = Lanes.gather(row, other);
    right = Lanes.spread(x);
    row += cs;
    other += cs;
    x += inc;
  }
  const total = Lanes.add(sum, lost);
  store<f64>(next, Lanes.second(total));
  store<f64>(y, Lanes.first(total));
}

/**
 * y ← y − A·x, summed in twice the digits and rounded once, for the symmetric A (n × n, row stride ld) given by its strict upper triangle, or its strict
 * lower one where `lower`, and its diagonal (apart, n values). `lost` has room for n numbers. The other triangle and the diagonal of A are not
 * referenced: they may hold a factor.
 */
export function subtractSymmetricDoubled(n: i32, a: usize, ld: i32, lower: bool, diagonal: usize, x: usize, y: usize, lost: usize): void {
  memory.fill(lost, 0, (<usize>n) << 3);
  for (let i = 0; i < n; i++) {
    const xi = Lanes.spread(Address.at(x, i));
    const yi = Address.at(y, i);
    const li = Address.at(lost, i);
    Doubled.subtractOne(Lanes.spread(Address.at(diagonal, i)), xi, yi, li);
    const row = Address.at(a, i * ld);
    let sum = Lanes.zero();
    let rest = Lanes.zero();
    let j = lower ? 0 : i + 1;
    const end = lower ? i : n;
    for (; j + 1 < end; j += 2) {
      // row i meets x_j, and by symmetry the rows j meet x_i
      const element = Lanes.load(Address.at(row, j));
      Doubled.subtractPair(element, xi, Address.at(y, j), Address.at(lost, j));
      const xj = Lanes.load(Address.at(x, j));
      const p = Lanes.negate(Lanes.mul(element, xj));
      const s = Lanes.add(sum, p);
      rest = Lanes.add(rest, Lanes.sub(Doubled.sumError(sum, p, s), Doubled.productError(element, xj, p)));
      sum = s;
    }
    if (j < end) {
      const element = Lanes.spread(Address.at(row, j));
      Doubled.subtractOne(element, xi, Address.at(y, j), Address.at(lost, j));
      Doubled.subtractOne(element, Lanes.spread(Address.at(x, j)), yi, li);
    }
    Doubled.addOne(Lanes.first(sum), yi, li);
    Doubled.addOne(Lanes.second(sum), yi, li);
    store<f64>(li, load<f64>(li) + Lanes.sum(rest));
  }
  for (let i = 0; i < n; i++) {
    const address = Address.at(y, i);
    store<f64>(address, load<f64>(address) + load<f64>(Address.at(lost, i)));
  }
}
