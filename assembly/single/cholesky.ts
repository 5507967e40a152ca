import { Address } from "../address";
import { KC } from "../config";
import { chunkSize, region, scratchOf, TASK } from "../parallel/region";
import { Quads, TINY } from "./quads";
import { COLUMNS, packEights, packFour, packPart, ROWS, subtractTiles } from "./tiles";

/** Widths of the block rows inside of those of `choleskyRows`, one inside the other: they keep the unblocked part small. */
const MIDDLE: i32 = 64;
const SMALL: i32 = 16;

/** Columns whose panels of 8 are packed at once: 16 KB, which stay in L1 while all rows meet them. */
const GROUP: i32 = 16;

/** Where a thread works, in bytes from its scratch: a step that is not shared, a tile, the rows packed by fours, columns by eights. */
const TILE_AT: usize = 128;
const FOURS_AT: usize = TILE_AT + 128;
const EIGHTS_AT: usize = FOURS_AT + ((<usize>(KC * KC)) << 2);

/** P, k × at least n, and C, n columns: what a step of a factorisation does with them says its chunk. Rows are contiguous, ldp and ldc apart. */
@unmanaged
@final
class Step {
  /** Rows of C. */
  m: i32;
  n: i32;
  k: i32;
  p: usize;
  ldp: i32;
  c: usize;
  ldc: i32;
  scratch: usize;
  /** Columns of a chunk. */
  size: i32;

  @inline static at(address: usize, m: i32, n: i32, k: i32): Step {
    const step = changetype<Step>(address);
    step.m = m;
    step.n = n;
    step.k = k;
    return step;
  }

  @inline by(p: usize, ld: i32): Step {
    this.p = p;
    this.ldp = ld;
    return this;
  }

  @inline into(c: usize, ld: i32): Step {
    this.c = c;
    this.ldc = ld;
    return this;
  }

  /** Cuts the columns for the threads; returns the number of chunks. */
  @inline cut(flops: f64, scratch: usize): i32 {
    const size = chunkSize(this.n, flops);
    this.scratch = scratch;
    this.size = size;
    return (this.n + size - 1) / size;
  }
}

/**
 * G = UᵀU in single precision, in place, for one block row: the first n ≤ KC of `width` columns are those of a diagonal block, of which only what is on
 * and above the diagonal is referenced; all are brought to rows of U. Rows are contiguous, ld apart.
 *
 * Returns how many pivots were positive: n on success, otherwise the index of the first that was not.
 */
export function singleCholeskyRows(n: i32, width: i32, u: usize, ld: i32, scratch: usize): i32 {
  // U₁₁ᵀU₁₁ = G₁₁
  const positive = diagonalBlock(n, u, ld, scratch);
  if (positive < n || n === width) return positive;
  // U₁₁ᵀU₁₂ = G₁₂
  const step = Step.at(TASK, n, width - n, n)
    .by(u, ld)
    .into(Address.index(u, n), ld);
  region(step.cut(<f64>n * <f64>n, scratch), solveChunk);
  return n;
}

/** C ← C − PᵀP on and above the diagonal, for the first m ≤ KC rows of the n columns of C and the n columns of P (k ≤ KC rows): rows contiguous. */
export function singleEliminate(m: i32, n: i32, k: i32, p: usize, ldp: i32, c: usize, ldc: i32, scratch: usize): void {
  const step = Step.at(TASK, m, n, k).by(p, ldp).into(c, ldc);
  region(step.cut(2 * <f64>m * <f64>k, scratch), eliminateChunk);
}

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
    solveColumns(Step.at(scratch, nb, rest, nb).by(corner, ld).into(right, ld), 0, rest, scratch);
    eliminateColumns(
      Step.at(scratch, rest, rest, nb)
        .by(right, ld)
        .into(Address.index(right, nb * ld), ld),
      0,
      rest,
      scratch,
    );
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
  const step = changetype<Step>(TASK);
  const left = index * step.size;
  solveColumns(step, left, min(step.n, left + step.size), scratchOf(step.scratch, thread));
}

/** P₁₁ᵀX = C for columns `left` to `right` of C, m = k rows: eight columns at a time, four rows of X from those above. */
function solveColumns(step: Step, left: i32, right: i32, scratch: usize): void {
  const n = step.k;
  const u = step.p;
  const ldu = step.ldp;
  const ld = step.ldc;
  const fours = scratch + FOURS_AT;
  const solved = scratch + EIGHTS_AT;
  for (let i = 0; i < n; i += ROWS) packFour(min(ROWS, n - i), min(i + ROWS, n), Address.index(u, i), ldu, Address.index(fours, i * n));
  for (let j = left; j < right; j += COLUMNS) {
    const columns = min(COLUMNS, right - j);
    for (let i = 0; i < n; i += ROWS) {
      const rows = min(ROWS, n - i);
      const tile = Address.index(solved, COLUMNS * i);
      const source = Address.index(step.c, i * ld + j);
      const panel = Address.index(fours, i * n);
      for (let r = 0; r < ROWS; r++)
        packPart(r < rows ? columns : 0, COLUMNS, Address.index(source, r * ld), Address.index(tile, COLUMNS * r));
      subtractTiles(1, i, panel, solved, tile, COLUMNS);
      solveTile(rows, Address.index(panel, ROWS * i), tile);
      for (let r = 0; r < rows; r++) copyRow(columns, Address.index(tile, COLUMNS * r), Address.index(source, r * ld));
    }
  }
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

function eliminateChunk(index: i32, thread: i32): void {
  const step = changetype<Step>(TASK);
  const left = index * step.size;
  eliminateColumns(step, left, min(step.n, left + step.size), scratchOf(step.scratch, thread));
}

/** Columns `left` to `right`, `left` a multiple of 64: each tile on or above the diagonal is met once. */
function eliminateColumns(step: Step, left: i32, right: i32, scratch: usize): void {
  const k = step.k;
  const p = step.p;
  const ldp = step.ldp;
  const ld = step.ldc;
  const m = min(step.m, right);
  const fours = scratch + FOURS_AT;
  const eights = scratch + EIGHTS_AT;
  for (let i = 0; i < m; i += ROWS) packFour(min(ROWS, m - i), k, Address.index(p, i), ldp, Address.index(fours, i * k));
  for (let j = left; j < right; j += GROUP) {
    const columns = min(GROUP, right - j);
    packEights(columns, k, Address.index(p, j), ldp, eights);
    const bottom = min(m, j + columns);
    for (let i = 0; i < bottom; i += ROWS) {
      const rows = min(ROWS, m - i);
      const panel = Address.index(fours, i * k);
      const row = Address.index(step.c, i * ld + j);
      // the first tile that reaches the diagonal, which passes through it where there is one
      let c = max(0, i - j) & ~(COLUMNS - 1);
      const whole = rows === ROWS ? columns & ~(COLUMNS - 1) : 0;
      if (i >= j) {
        subtractTiles(1, k, panel, Address.index(eights, c * k), cleared(scratch), COLUMNS);
        addCorner(rows, min(COLUMNS, columns - c), i - j - c, Address.index(row, c), ld, scratch);
        c += COLUMNS;
      }
      if (c < whole) {
        subtractTiles((whole - c) / COLUMNS, k, panel, Address.index(eights, c * k), Address.index(row, c), ld);
        c = whole;
      }
      for (; c < columns; c += COLUMNS) {
        subtractTiles(1, k, panel, Address.index(eights, c * k), cleared(scratch), COLUMNS);
        addCorner(rows, min(COLUMNS, columns - c), i - j - c, Address.index(row, c), ld, scratch);
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
