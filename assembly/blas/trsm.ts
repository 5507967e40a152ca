import { Address } from "../address";
import { KC, MR, NR, PRODUCT_FIELDS, PRODUCT_SCRATCH } from "../config";
import { Lanes } from "../lanes";
import { chunkSize, region, scratchOf, TASK } from "../parallel/region";
import { Product, visitTiles } from "./gemm";
import { microkernel } from "./microkernel";
import { Operand } from "./operand";
import { pack } from "./pack";
import { InnerProduct } from "./pairing";

/**
 * X Lᵀ = B for operands: the rows of B (m × n) become X. L is n × n lower triangular, its diagonal read as 1 when `unit`; above it L is not referenced.
 *
 * The other three triangular systems are this one seen through strides: L X = B by Bᵀ, and Lᵀ X = B by running both backwards from their
 * last element with strides −cs, −rs. A zero on the diagonal gives the quotients of IEEE arithmetic.
 */
export function trsm(unit: bool, L: usize, B: usize, scratch: usize): void {
  const l = changetype<Operand>(L);
  const b = changetype<Operand>(B);
  System.shared(b.rows, l.rows, unit).by(l.at, l.rs, l.cs).into(b.at, b.rs, b.cs).run(scratch);
}

/** A triangular system as it stands in memory, as a task that threads share; `size` rows of B are a chunk. */
@unmanaged
@final
export class System {
  m: i32;
  n: i32;
  unit: bool;
  l: usize;
  rsl: i32;
  csl: i32;
  b: usize;
  rsb: i32;
  csb: i32;
  scratch: usize;
  size: i32;

  @inline static shared(m: i32, n: i32, unit: bool): System {
    const system = changetype<System>(TASK);
    system.m = m;
    system.n = n;
    system.unit = unit;
    return system;
  }

  @inline by(l: usize, rs: i32, cs: i32): System {
    this.l = l;
    this.rsl = rs;
    this.csl = cs;
    return this;
  }

  /** The rows of B, which become those of X. */
  @inline into(b: usize, rs: i32, cs: i32): System {
    this.b = b;
    this.rsb = rs;
    this.csb = cs;
    return this;
  }

  run(scratch: usize): void {
    const size = chunkSize(this.m, <f64>this.n * <f64>this.n);
    this.scratch = scratch;
    this.size = size;
    region((this.m + size - 1) / size, solveChunk);
  }
}

function solveChunk(index: i32, thread: i32): void {
  const system = changetype<System>(TASK);
  const start = index * system.size;
  const m = min(system.m - start, system.size);
  const n = system.n;
  const l = system.l;
  const rsl = system.rsl;
  const csl = system.csl;
  const rsb = system.rsb;
  const csb = system.csb;
  const b = Address.at(system.b, start * rsb);
  const scratch = scratchOf(system.scratch, thread);
  for (let q = 0; q < n; q += KC) {
    const nb = min(KC, n - q);
    const bq = Address.of(b, rsb, csb, 0, q);
    // B₁ −= X₀ L₁₀ᵀ
    const product = Product.at(scratch, m, nb, q, -1, false)
      .of(b, rsb, csb, Address.of(l, rsl, csl, q, 0), csl, rsl)
      .into(bq, rsb, csb);
    visitTiles(product, 0, m, 0, nb, scratch);
    // X₁ L₁₁ᵀ = B₁
    solveBlock(system, m, nb, Address.of(l, rsl, csl, q, q), bq, scratch);
  }
}

/** The same for m rows and n ≤ KC columns of a system: four rows of B at a time, their solutions kept negated in a packed panel that the next products read. */
function solveBlock(system: System, m: i32, n: i32, l: usize, b: usize, scratch: usize): void {
  const unit = system.unit;
  const rsl = system.rsl;
  const csl = system.csl;
  const rsb = system.rsb;
  const csb = system.csb;
  const tile = Address.at(scratch, PRODUCT_FIELDS);
  const solved = Address.at(scratch, PRODUCT_SCRATCH);
  const packedL = Address.at(solved, MR * KC);
  // Panels of L below each other, each only as deep as its diagonal tile reaches
  for (let j = 0; j < n; j += NR)
    pack(min(NR, n - j), min(j + NR, n), Address.of(l, rsl, csl, j, 0), rsl, csl, 1, Address.at(packedL, j * n));
  for (let i = 0; i < m; i += MR) {
    const rows = min(MR, m - i);
    for (let j = 0; j < n; j += NR) {
      const columns = min(NR, n - j);
      const bij = Address.of(b, rsb, csb, i, j);
      const panel = Address.at(packedL, j * n);
      loadTransposed(rows, columns, bij, rsb, csb, tile);
      microkernel<InnerProduct>(1, j, panel, solved, 0, tile, MR, true);
      solveTile(columns, unit, Address.at(panel, NR * j), tile, Address.at(solved, MR * j));
      storeTransposed(rows, columns, tile, bij, rsb, csb);
    }
  }
}

/** T L₁₁ᵀ = T for the rows of a tile that holds unknowns in its rows, right-hand sides in its columns; −T goes to `solved`. */
function solveTile(n: i32, unit: bool, l: usize, tile: usize, solved: usize): void {
  for (let c = 0; c < n; c++) {
    const row = Address.at(tile, MR * c);
    let x0 = Lanes.load(row);
    let x1 = Lanes.load(row + 16);
    for (let p = 0; p < c; p++) {
      const factor = Lanes.spread(Address.at(l, NR * p + c));
      const earlier = Address.at(solved, MR * p);
      x0 = Lanes.madd(factor, Lanes.load(earlier), x0);
      x1 = Lanes.madd(factor, Lanes.load(earlier + 16), x1);
    }
    if (!unit) {
      const pivot = Lanes.spread(Address.at(l, NR * c + c));
      x0 = Lanes.div(x0, pivot);
      x1 = Lanes.div(x1, pivot);
    }
    Lanes.store(row, x0);
    Lanes.store(row + 16, x1);
    const negated = Address.at(solved, MR * c);
    Lanes.store(negated, Lanes.negate(x0));
    Lanes.store(negated + 16, Lanes.negate(x1));
  }
}

/** T_ci = B_ic; the right-hand sides beyond m are 0. */
function loadTransposed(m: i32, n: i32, b: usize, rs: i32, cs: i32, tile: usize): void {
  if (m === MR && n === NR && cs === 1) {
    transpose(b, rs, tile, MR);
    return;
  }
  for (let c = 0; c < n; c++) {
    for (let i = 0; i < MR; i++) store<f64>(Address.at(tile, MR * c + i), i < m ? Address.get(b, rs, cs, i, c) : 0);
  }
}

/** B_ic = T_ci */
function storeTransposed(m: i32, n: i32, tile: usize, b: usize, rs: i32, cs: i32): void {
  if (m === MR && n === NR && cs === 1) {
    transpose(tile, MR, b, rs);
    return;
  }
  for (let c = 0; c < n; c++) {
    for (let i = 0; i < m; i++) Address.set(b, rs, cs, i, c, load<f64>(Address.at(tile, MR * c + i)));
  }
}

/** The transpose of a 4 × 4 tile, by its four 2 × 2 blocks; rows are contiguous, the row strides given. */
function transpose(source: usize, from: i32, target: usize, to: i32): void {
  for (let i = 0; i < 4; i += 2) {
    for (let j = 0; j < 4; j += 2) {
      const block = Address.of(source, from, 1, i, j);
      const row0 = Lanes.load(block);
      const row1 = Lanes.load(Address.at(block, from));
      const image = Address.of(target, to, 1, j, i);
      Lanes.store(image, Lanes.low(row0, row1));
      Lanes.store(Address.at(image, to), Lanes.high(row0, row1));
    }
  }
}
