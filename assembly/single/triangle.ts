import { Address } from "../address";
import { region, sizeOfChunk, TASK, threadCount } from "../parallel/region";
import { Quads, Single } from "./quads";

/** Rows that are met at once, and of which the chunks of a block row are whole ones. */
const ROWS: i32 = 4;
const CHUNK_ROWS: i32 = 32;

/** Columns that are worth a thread. */
const SHORTEST: i32 = 128;

/** A block row of U, as the chunks of a region find it. */
@unmanaged
@final
class BlockRow {
  n: i32;
  width: i32;
  u: usize;
  ld: i32;
  y: usize;
  /** Of the columns behind the first n, or of the rows. */
  chunk: i32;

  @inline static task(n: i32, width: i32, u: usize, ld: i32, y: usize): BlockRow {
    const row = changetype<BlockRow>(TASK);
    row.n = n;
    row.width = width;
    row.u = u;
    row.ld = ld;
    row.y = y;
    return row;
  }
}

/** Elements of a solution that are smaller count as 0: they are no part of its digits, and products of subnormal numbers take long. */
const VANISHED: f32 = 1e-30;

/**
 * The largest |x_i|; y ← x divided by it, in single precision. y is 0 where that is 0.
 */
export function singleVector(n: i32, x: usize, y: usize): f64 {
  let largest: f64 = 0;
  for (let i = 0; i < n; i++) largest = max(largest, abs(load<f64>(Address.at(x, i))));
  for (let i = 0; i < n; i++) store<f32>(Address.index(y, i), largest > 0 ? <f32>(load<f64>(Address.at(x, i)) / largest) : 0);
  return largest;
}

/** x ← factor·y */
export function doubleVector(n: i32, factor: f64, y: usize, x: usize): void {
  for (let i = 0; i < n; i++) store<f64>(Address.at(x, i), factor * <f64>load<f32>(Address.index(y, i)));
}

/**
 * Uᵀx = y for a block row of U in single precision, n rows of `width` contiguous elements, ld apart, the first n columns upper triangular: the first n
 * elements of y become x, and what they make of the equations of the other columns is taken from the rest, in chunks that threads share.
 */
export function singleForward(n: i32, width: i32, u: usize, ld: i32, y: usize): void {
  let i = 0;
  for (; i + ROWS <= n; i += ROWS) {
    const u0 = Address.index(u, i * ld);
    const u1 = Address.index(u0, ld);
    const u2 = Address.index(u1, ld);
    const u3 = Address.index(u2, ld);
    const x0 = unknown(Single.get(y, i), u0, i);
    const x1 = unknown(Single.get(y, i + 1) - Single.get(u0, i + 1) * x0, u1, i + 1);
    const x2 = unknown(Single.get(y, i + 2) - Single.get(u0, i + 2) * x0 - Single.get(u1, i + 2) * x1, u2, i + 2);
    const x3 = unknown(
      Single.get(y, i + 3) - Single.get(u0, i + 3) * x0 - Single.get(u1, i + 3) * x1 - Single.get(u2, i + 3) * x2,
      u3,
      i + 3,
    );
    Single.set(y, i, x0);
    Single.set(y, i + 1, x1);
    Single.set(y, i + 2, x2);
    Single.set(y, i + 3, x3);
    subtractRows(i, i + ROWS, n, u0, ld, y);
  }
  for (; i < n; i++) {
    const row = Address.index(u, i * ld);
    const x = unknown(Single.get(y, i), row, i);
    Single.set(y, i, x);
    for (let c = i + 1; c < n; c++) Single.set(y, c, Single.get(y, c) - x * Single.get(row, c));
  }
  const row = BlockRow.task(n, width, u, ld, y);
  // as long as may be: short pieces of many rows lie on as many pages
  row.chunk = max(SHORTEST, ((width - n) / threadCount() + ROWS - 1) & ~(ROWS - 1));
  region((width - n + row.chunk - 1) / row.chunk, subtractColumns);
}

/** Takes what all n unknowns make of the equations from a chunk of those behind them. */
function subtractColumns(index: i32, _: i32): void {
  const row = changetype<BlockRow>(TASK);
  const n = row.n;
  const ld = row.ld;
  const y = row.y;
  const from = n + row.chunk * index;
  const to = min(row.width, from + row.chunk);
  let i = 0;
  for (; i + ROWS <= n; i += ROWS) subtractRows(i, from, to, Address.index(row.u, i * ld), ld, y);
  for (; i < n; i++) {
    const x = Single.get(y, i);
    const u = Address.index(row.u, i * ld);
    for (let c = from; c < to; c++) Single.set(y, c, Single.get(y, c) - x * Single.get(u, c));
  }
}

/** y_c −= Σ x_r u_rc over the rows i to i + 3, the first of them at `u0`, for c from `from` to `to`. */
function subtractRows(i: i32, from: i32, to: i32, u0: usize, ld: i32, y: usize): void {
  const u1 = Address.index(u0, ld);
  const u2 = Address.index(u1, ld);
  const u3 = Address.index(u2, ld);
  const x0 = Single.get(y, i);
  const x1 = Single.get(y, i + 1);
  const x2 = Single.get(y, i + 2);
  const x3 = Single.get(y, i + 3);
  const v0 = Quads.splat(x0);
  const v1 = Quads.splat(x1);
  const v2 = Quads.splat(x2);
  const v3 = Quads.splat(x3);
  let c = from;
  for (; c + 4 <= to; c += 4) {
    const even = Quads.madd(v1, Quads.load(Address.index(u1, c)), Quads.mul(v0, Quads.load(Address.index(u0, c))));
    const odd = Quads.madd(v3, Quads.load(Address.index(u3, c)), Quads.mul(v2, Quads.load(Address.index(u2, c))));
    const address = Address.index(y, c);
    Quads.store(address, Quads.sub(Quads.load(address), Quads.add(even, odd)));
  }
  for (; c < to; c++)
    Single.set(
      y,
      c,
      Single.get(y, c) - (x0 * Single.get(u0, c) + x1 * Single.get(u1, c) + (x2 * Single.get(u2, c) + x3 * Single.get(u3, c))),
    );
}

/**
 * Ux = y for the same block row: the elements of y behind the first n are solved for already, and the first n become x. What is known is taken from the
 * equations first, in chunks of rows that threads share.
 */
export function singleBackward(n: i32, width: i32, u: usize, ld: i32, y: usize): void {
  const row = BlockRow.task(n, width, u, ld, y);
  row.chunk = sizeOfChunk(n, CHUNK_ROWS);
  if (width > n) region((n + row.chunk - 1) / row.chunk, subtractKnown);
  const whole = n & ~(ROWS - 1);
  for (let i = n - 1; i >= whole; i--) {
    const row = Address.index(u, i * ld);
    Single.set(y, i, unknown(Single.get(y, i) - sumOfRow(row, i + 1, n, y), row, i));
  }
  for (let i = whole - ROWS; i >= 0; i -= ROWS) {
    const u0 = Address.index(u, i * ld);
    const u1 = Address.index(u0, ld);
    const u2 = Address.index(u1, ld);
    const u3 = Address.index(u2, ld);
    subtractSums(i, i + ROWS, n, u0, ld, y);
    const x3 = unknown(Single.get(y, i + 3), u3, i + 3);
    const x2 = unknown(Single.get(y, i + 2) - Single.get(u2, i + 3) * x3, u2, i + 2);
    const x1 = unknown(Single.get(y, i + 1) - Single.get(u1, i + 2) * x2 - Single.get(u1, i + 3) * x3, u1, i + 1);
    const x0 = unknown(Single.get(y, i) - Single.get(u0, i + 1) * x1 - Single.get(u0, i + 2) * x2 - Single.get(u0, i + 3) * x3, u0, i);
    Single.set(y, i, x0);
    Single.set(y, i + 1, x1);
    Single.set(y, i + 2, x2);
    Single.set(y, i + 3, x3);
  }
}

/** Takes what the unknowns behind the first n make of the equations from a chunk of these. */
function subtractKnown(index: i32, _: i32): void {
  const row = changetype<BlockRow>(TASK);
  const n = row.n;
  const ld = row.ld;
  const y = row.y;
  const end = min(n, row.chunk * (index + 1));
  let i = row.chunk * index;
  for (; i + ROWS <= end; i += ROWS) subtractSums(i, n, row.width, Address.index(row.u, i * ld), ld, y);
  for (; i < end; i++) Single.set(y, i, Single.get(y, i) - sumOfRow(Address.index(row.u, i * ld), n, row.width, y));
}

/** y_r −= Σ u_rc y_c over c from `from` to `to`, for the rows i to i + 3, the first of them at `u0`. */
function subtractSums(i: i32, from: i32, to: i32, u0: usize, ld: i32, y: usize): void {
  const u1 = Address.index(u0, ld);
  const u2 = Address.index(u1, ld);
  const u3 = Address.index(u2, ld);
  let v0 = Quads.zero();
  let v1 = v0;
  let v2 = v0;
  let v3 = v0;
  let c = from;
  for (; c + 4 <= to; c += 4) {
    const x = Quads.load(Address.index(y, c));
    v0 = Quads.madd(Quads.load(Address.index(u0, c)), x, v0);
    v1 = Quads.madd(Quads.load(Address.index(u1, c)), x, v1);
    v2 = Quads.madd(Quads.load(Address.index(u2, c)), x, v2);
    v3 = Quads.madd(Quads.load(Address.index(u3, c)), x, v3);
  }
  Single.set(y, i, Single.get(y, i) - (Quads.sum(v0) + sumOfRow(u0, c, to, y)));
  Single.set(y, i + 1, Single.get(y, i + 1) - (Quads.sum(v1) + sumOfRow(u1, c, to, y)));
  Single.set(y, i + 2, Single.get(y, i + 2) - (Quads.sum(v2) + sumOfRow(u2, c, to, y)));
  Single.set(y, i + 3, Single.get(y, i + 3) - (Quads.sum(v3) + sumOfRow(u3, c, to, y)));
}

/** Σ u_c y_c over c from `from` to `to`. */
function sumOfRow(u: usize, from: i32, to: i32, y: usize): f32 {
  let sum: f32 = 0;
  for (let c = from; c < to; c++) sum += Single.get(u, c) * Single.get(y, c);
  return sum;
}

/** What is left of an equation over its pivot. */
function unknown(left: f32, row: usize, i: i32): f32 {
  return Single.flushed(left / Single.get(row, i), VANISHED);
}
