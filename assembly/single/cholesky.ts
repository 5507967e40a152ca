import { Address } from "../address";
import { KC } from "../config";
import { chunkSize, region, scratchOf, TASK, threadCount } from "../parallel/region";
import { BlockRows } from "./block-rows";
import { Quads, TINY } from "./quads";
import { COLUMNS, packEights, packFour, packFours, packPart, ROWS, subtractTiles } from "./tiles";

/** Widths of the block rows inside of those of KC rows, one inside the other: they keep the unblocked part small. */
const MIDDLE: i32 = 64;
const SMALL: i32 = 16;

/** Columns whose panels of 8 are packed at once: 16 KB, which stay in L1 while all rows meet them. */
const GROUP: i32 = 16;

/** Where a thread works, in bytes from its scratch: what is packed, a tile, the rows packed by fours, columns by eights. */
const TILE_AT: usize = 128;
const FOURS_AT: usize = TILE_AT + 128;
const EIGHTS_AT: usize = FOURS_AT + ((<usize>(KC * KC)) << 2);

/** Nothing that a later chunk of the region reads is packed by fours. */
const NOTHING: i32 = -1;

/** P, k rows ld apart, of whose columns those from `from` on are packed by fours in the scratch that this lies at the bottom of. */
@unmanaged
@final
class Packed {
  from: i32;
  k: i32;
  p: usize;
  ld: i32;

  /** Packs n columns. */
  pack(from: i32, n: i32, k: i32, p: usize, ld: i32): void {
    this.from = from;
    this.k = k;
    this.p = p;
    this.ld = ld;
    packFours(n, k, p, ld, changetype<usize>(this) + FOURS_AT);
  }
}

/** What block row j makes of the columns beside it and of the block rows below, as the chunks of a region find it. */
@unmanaged
@final
class Elimination {
  n: i32;
  u: usize;
  alone: bool;
  j: i32;
  /** Columns of a chunk. */
  size: i32;
  scratch: usize;
  /** Positive pivots of the next diagonal block. */
  positive: i32;

  /** The address of u_ic, i being the first row of a block row. */
  @inline at(i: i32, c: i32): usize {
    return Address.index(BlockRows.at(this.n, this.u, this.alone, i), c - i);
  }

  @inline ld(i: i32): i32 {
    return BlockRows.ld(this.n, this.alone, i);
  }

  @inline chunks(columns: i32): i32 {
    return (columns + this.size - 1) / this.size;
  }
}

/**
 * G = UᵀU in single precision, in place: of the n columns of U, of which only what is on and above the diagonal is referenced, the first diagonal block.
 * `alone` says where block rows lie (block-rows.ts).
 *
 * Returns how many of its pivots were positive: all of them on success, otherwise the index of the first that was not.
 */
export function singleCholesky(n: i32, u: usize, alone: bool, scratch: usize): i32 {
  return diagonalBlock(min(KC, n), BlockRows.at(n, u, alone, 0), BlockRows.ld(n, alone, 0), scratch);
}

/**
 * The same from row j on, whose diagonal block of KC rows is factored: block row j is brought to rows of U, what it makes of the others is taken from
 * them, and the next diagonal block is factored, which one thread does while others are still at the rest.
 *
 * Returns how many of the pivots of that block were positive.
 */
export function singleCholeskyStep(n: i32, u: usize, alone: bool, j: i32, scratch: usize): i32 {
  const next = j + KC;
  const step = changetype<Elimination>(TASK);
  step.n = n;
  step.u = u;
  step.alone = alone;
  step.j = j;
  step.scratch = scratch;
  step.positive = 0;
  // U₁₁ᵀU₁₂ = G₁₂
  step.size = chunkSize(n - next, <f64>KC * <f64>KC);
  forgetPacked(scratch);
  region(step.chunks(n - next), solveChunk);
  // G₂₂ − U₁₂ᵀU₁₂
  step.size = chunkSize(n - next, 2 * <f64>KC * <f64>KC);
  let chunks = 1 + step.chunks(max(0, n - next - KC));
  for (let i = next + KC; i < n; i += KC) chunks += step.chunks(n - i);
  forgetPacked(scratch);
  region(chunks, eliminateChunk);
  return step.positive;
}

/** A diagonal block, as `singleCholesky` has it. */
function diagonalBlock(n: i32, u: usize, ld: i32, scratch: usize): i32 {
  if (n <= SMALL) return unblocked(n, u, ld);
  const width = n > MIDDLE ? MIDDLE : SMALL;
  for (let j = 0; j < n; j += width) {
    const nb = min(width, n - j);
    const rest = n - j - nb;
    const corner = Address.index(u, j * ld + j);
    const positive = diagonalBlock(nb, corner, ld, scratch);
    if (positive < nb) return j + positive;
    const right = Address.index(corner, nb);
    packTriangle(nb, corner, ld, scratch);
    solveColumns(nb, rest, right, ld, scratch);
    changetype<Packed>(scratch).pack(NOTHING, rest, nb, right, ld);
    eliminateColumns(rest, Address.index(right, nb * ld), ld, 0, rest, scratch);
  }
  return n;
}

/** u_jj² = g_jj, u_ji = g_ji / u_jj, g_ik −= u_ji u_jk. The comparison is written so that NaN fails it. */
function unblocked(n: i32, u: usize, ld: i32): i32 {
  for (let j = 0; j < n; j++) {
    const rowJ = Address.index(u, j * ld);
    const diagonal = Address.index(rowJ, j);
    const square = load<f32>(diagonal);
    if (!(square > 0)) return j;
    const pivot = sqrt<f32>(square);
    store<f32>(diagonal, pivot);
    for (let i = j + 1; i < n; i++) {
      const address = Address.index(rowJ, i);
      const value = load<f32>(address) / pivot;
      store<f32>(address, abs(value) < TINY ? 0 : value);
    }
    for (let i = j + 1; i < n; i++) {
      const factor = load<f32>(Address.index(rowJ, i));
      const rowI = Address.index(u, i * ld);
      for (let c = i; c < n; c++) {
        const address = Address.index(rowI, c);
        store<f32>(address, load<f32>(address) - factor * load<f32>(Address.index(rowJ, c)));
      }
    }
  }
  return n;
}

function solveChunk(index: i32, thread: i32): void {
  const step = changetype<Elimination>(TASK);
  const j = step.j;
  const ld = step.ld(j);
  const left = j + KC + index * step.size;
  const scratch = scratchOf(step.scratch, thread);
  const u = step.at(j, j);
  const packed = changetype<Packed>(scratch);
  if (packed.from !== j) packTriangle(KC, u, ld, scratch);
  packed.from = j;
  solveColumns(KC, min(step.size, step.n - left), step.at(j, left), ld, scratch);
}

/** P₁₁ᵀX = C for n columns of C, k rows, P₁₁ being packed: eight columns at a time, four rows of X from those above. */
function solveColumns(k: i32, n: i32, c: usize, ld: i32, scratch: usize): void {
  const fours = scratch + FOURS_AT;
  const solved = scratch + EIGHTS_AT;
  for (let j = 0; j < n; j += COLUMNS) {
    const columns = min(COLUMNS, n - j);
    for (let i = 0; i < k; i += ROWS) {
      const rows = min(ROWS, k - i);
      const tile = Address.index(solved, COLUMNS * i);
      const source = Address.index(c, i * ld + j);
      const panel = Address.index(fours, i * k);
      for (let r = 0; r < ROWS; r++)
        packPart(r < rows ? columns : 0, COLUMNS, Address.index(source, r * ld), Address.index(tile, COLUMNS * r));
      subtractTiles(1, i, panel, solved, tile, COLUMNS);
      solveTile(rows, Address.index(panel, ROWS * i), tile);
      for (let r = 0; r < rows; r++) copyRow(columns, Address.index(tile, COLUMNS * r), Address.index(source, r * ld));
    }
  }
}

/** The upper triangle of n rows by fours: panels of n rows, of which the first are filled, down to the diagonal. */
function packTriangle(n: i32, u: usize, ld: i32, scratch: usize): void {
  const fours = scratch + FOURS_AT;
  for (let i = 0; i < n; i += ROWS) packFour(min(ROWS, n - i), min(i + ROWS, n), Address.index(u, i), ld, Address.index(fours, i * n));
}

/** U₁₁ᵀT = T for a tile T, U₁₁ packed by fours. */
function solveTile(n: i32, u: usize, tile: usize): void {
  const least = Quads.splat(TINY);
  for (let r = 0; r < n; r++) {
    const row = Address.index(tile, COLUMNS * r);
    let x0 = v128.load(row);
    let x1 = v128.load(row, 16);
    for (let s = 0; s < r; s++) {
      const factor = v128.load32_splat(Address.index(u, ROWS * s + r));
      const earlier = Address.index(tile, COLUMNS * s);
      x0 = Quads.sub(x0, Quads.mul(factor, v128.load(earlier)));
      x1 = Quads.sub(x1, Quads.mul(factor, v128.load(earlier, 16)));
    }
    const pivot = v128.load32_splat(Address.index(u, ROWS * r + r));
    v128.store(row, Quads.flushed(Quads.div(x0, pivot), least));
    v128.store(row, Quads.flushed(Quads.div(x1, pivot), least), 16);
  }
}

function copyRow(n: i32, source: usize, target: usize): void {
  if (n === COLUMNS) {
    v128.store(target, v128.load(source));
    v128.store(target, v128.load(source, 16), 16);
    return;
  }
  for (let j = 0; j < n; j++) store<f32>(Address.index(target, j), load<f32>(Address.index(source, j)));
}

/** The next diagonal block first, which is then factored; the other columns of its block row; then one block row after the other. */
function eliminateChunk(index: i32, thread: i32): void {
  const step = changetype<Elimination>(TASK);
  const n = step.n;
  const size = step.size;
  const scratch = scratchOf(step.scratch, thread);
  let i = step.j + KC;
  if (index === 0) {
    const k = min(KC, n - i);
    eliminateRows(step, i, i, i + k, scratch);
    step.positive = diagonalBlock(k, step.at(i, i), step.ld(i), scratch);
    return;
  }
  let chunk = index - 1;
  let left = i + KC;
  for (let here = step.chunks(max(0, n - left)); chunk >= here; here = step.chunks(n - i)) {
    chunk -= here;
    i += KC;
    left = i;
  }
  left += chunk * size;
  eliminateRows(step, i, left, min(n, left + size), scratch);
}

/** Columns `left` to `right` of block row i. */
function eliminateRows(step: Elimination, i: i32, left: i32, right: i32, scratch: usize): void {
  const j = step.j;
  const m = min(KC, step.n - i);
  const packed = changetype<Packed>(scratch);
  if (packed.from !== i) packed.pack(i, m, KC, step.at(j, i), step.ld(j));
  eliminateColumns(min(m, right - i), step.at(i, i), step.ld(i), left - i, right - i, scratch);
}

/** A region that begins reads another P. */
function forgetPacked(scratch: usize): void {
  for (let thread = 0, threads = threadCount(); thread < threads; thread++) changetype<Packed>(scratchOf(scratch, thread)).from = NOTHING;
}

/**
 * C ← C − PᵀP for m rows of C and its columns from `left`, a multiple of 64, to `right`: each tile on or above the diagonal is met once. P is that
 * of the scratch, and has as many columns as C.
 */
function eliminateColumns(m: i32, c: usize, ld: i32, left: i32, right: i32, scratch: usize): void {
  const packed = changetype<Packed>(scratch);
  const k = packed.k;
  const p = packed.p;
  const ldp = packed.ld;
  const fours = scratch + FOURS_AT;
  const eights = scratch + EIGHTS_AT;
  for (let j = left; j < right; j += GROUP) {
    const columns = min(GROUP, right - j);
    packEights(columns, k, Address.index(p, j), ldp, eights);
    const bottom = min(m, j + columns);
    for (let i = 0; i < bottom; i += ROWS) {
      const rows = min(ROWS, m - i);
      const panel = Address.index(fours, i * k);
      const row = Address.index(c, i * ld + j);
      // the first tile that reaches the diagonal, which passes through it where there is one
      let at = max(0, i - j) & ~(COLUMNS - 1);
      const whole = rows === ROWS ? columns & ~(COLUMNS - 1) : 0;
      if (i >= j) {
        subtractTiles(1, k, panel, Address.index(eights, at * k), cleared(scratch), COLUMNS);
        addCorner(rows, min(COLUMNS, columns - at), i - j - at, Address.index(row, at), ld, scratch);
        at += COLUMNS;
      }
      if (at < whole) {
        subtractTiles((whole - at) / COLUMNS, k, panel, Address.index(eights, at * k), Address.index(row, at), ld);
        at = whole;
      }
      for (; at < columns; at += COLUMNS) {
        subtractTiles(1, k, panel, Address.index(eights, at * k), cleared(scratch), COLUMNS);
        addCorner(rows, min(COLUMNS, columns - at), i - j - at, Address.index(row, at), ld, scratch);
      }
    }
  }
}

/** The tile of a scratch, all of it 0. */
function cleared(scratch: usize): usize {
  const tile = scratch + TILE_AT;
  memory.fill(tile, 0, 4 * ROWS * COLUMNS);
  return tile;
}

/** C ← C + T for m rows and n columns of the tile in `scratch`, in row r from column `below` + r on. */
function addCorner(m: i32, n: i32, below: i32, c: usize, ld: i32, scratch: usize): void {
  for (let r = 0; r < m; r++) {
    for (let q = max(0, below + r); q < n; q++) {
      const address = Address.index(c, r * ld + q);
      store<f32>(address, load<f32>(address) + load<f32>(Address.index(scratch + TILE_AT, COLUMNS * r + q)));
    }
  }
}
