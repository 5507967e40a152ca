import { Address } from "../address";
import { Operand } from "../blas/operand";
import { Lanes } from "../lanes";
import { region, scratchOf, TASK } from "../parallel/region";
import { eliminateRows } from "./eliminate-rows";

/** Rows reflected at once: so many of 50 columns, transposed, are 51 KB and stay in L2. */
const ROWS: i32 = 128;

/** Rows of a chunk, a multiple of those, and how many times n at the least: what the chunks leave to be put together is small beside them. */
const CHUNK: i32 = 1024;
const CHUNK_TIMES: i32 = 16;

/** A tall matrix and what stands beside it, as a task that threads share. */
@unmanaged
@final
class Tall {
  m: i32;
  n: i32;
  a: usize;
  lda: i32;
  t: i32;
  y: usize;
  ldy: i32;
  r: usize;
  size: i32;
  scratch: usize;
}

/** How many chunks the rows of an m × n matrix are reduced in, whoever does it. */
export function tallChunks(m: i32, n: i32): i32 {
  return max(1, m / chunkRows(n));
}

function chunkRows(n: i32): i32 {
  return max(CHUNK, (CHUNK_TIMES * n + ROWS - 1) & ~(ROWS - 1));
}

/**
 * [R QᵀY] from A = Q R for the operands A (m × n, m ≥ n) and Y (m × t), rows contiguous: n rows of n + t numbers at `r`, zeros below the diagonal of R. Q is not kept.
 *
 * Each chunk of rows is reduced to a triangle by reflections, 128 rows at a time below it; then the triangles one below the other. The chunks, and so the
 * bits, are the same for any number of threads. `r` has room for n(n + t) numbers for each of `tallChunks`; a thread's scratch holds 128(n + t) and some more.
 * The elements of A are at most about 1 in magnitude.
 *
 * Demmel, Grigori, Hoemmen, Langou, Communication-optimal parallel and sequential QR and LU factorizations, SIAM J. Sci. Comput. 34 (2012).
 */
export function tallQr(A: usize, Y: usize, r: usize, scratch: usize): void {
  const tall = changetype<Tall>(TASK);
  const m = changetype<Operand>(A).rows;
  const n = changetype<Operand>(A).cols;
  const t = changetype<Operand>(Y).cols;
  tall.m = m;
  tall.n = n;
  tall.a = changetype<Operand>(A).at;
  tall.lda = changetype<Operand>(A).rs;
  tall.t = t;
  tall.y = changetype<Operand>(Y).at;
  tall.ldy = changetype<Operand>(Y).rs;
  tall.r = r;
  tall.size = chunkRows(n);
  tall.scratch = scratch;
  const chunks = tallChunks(m, n);
  region(chunks, reduceChunk);
  const width = n + t;
  for (let chunk = 1; chunk < chunks; chunk++) {
    const below = Address.at(r, chunk * n * width);
    for (let i = 0; i < n; i += ROWS) {
      const rows = min(ROWS, n - i);
      const padded = (rows + 3) & ~3;
      transpose(rows, padded, width, Address.at(below, i * width), width, scratch);
      eliminateRows(n, width, padded, r, scratch, Address.at(scratch, width * ROWS));
    }
  }
}

/** The last chunk has all the rows that are left, and comes first, so that no thread ends alone with it. */
function reduceChunk(turn: i32, thread: i32): void {
  const tall = changetype<Tall>(TASK);
  const index = tallChunks(tall.m, tall.n) - 1 - turn;
  const n = tall.n;
  const t = tall.t;
  const width = n + t;
  const r = Address.at(tall.r, index * n * width);
  const columns = scratchOf(tall.scratch, thread);
  const top = index * tall.size;
  const bottom = index + 1 === tallChunks(tall.m, n) ? tall.m : top + tall.size;
  memory.fill(r, 0, (<usize>(n * width)) << 3);
  for (let i = top; i < bottom; i += ROWS) {
    const rows = min(ROWS, bottom - i);
    const padded = (rows + 3) & ~3;
    transpose(rows, padded, n, Address.at(tall.a, i * tall.lda), tall.lda, columns);
    transpose(rows, padded, t, Address.at(tall.y, i * tall.ldy), tall.ldy, Address.at(columns, n * padded));
    eliminateRows(n, width, padded, r, columns, Address.at(columns, width * ROWS));
  }
}

/** Column j of the m × n matrix at `a`, rows ld apart, becomes row j of C, `padded` numbers, zeros at its end. */
function transpose(m: i32, padded: i32, n: i32, a: usize, ld: i32, c: usize): void {
  const even = m & ~1;
  for (let i = 0; i < even; i += 2) {
    const row = Address.at(a, i * ld);
    const next = Address.at(row, ld);
    const to = Address.at(c, i);
    let j = 0;
    for (; j + 1 < n; j += 2) {
      const x = Lanes.load(Address.at(row, j));
      const y = Lanes.load(Address.at(next, j));
      Lanes.store(Address.at(to, j * padded), Lanes.low(x, y));
      Lanes.store(Address.at(to, (j + 1) * padded), Lanes.high(x, y));
    }
    if (j < n) Lanes.store(Address.at(to, j * padded), Lanes.gather(Address.at(row, j), Address.at(next, j)));
  }
  for (let i = even; i < padded; i++) {
    for (let j = 0; j < n; j++) store<f64>(Address.at(c, j * padded + i), i < m ? load<f64>(Address.at(a, i * ld + j)) : 0);
  }
}
