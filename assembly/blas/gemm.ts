import { Address } from "../address";
import { KC, MC, MR, NC, NR, PRODUCT_FIELDS, SC } from "../config";
import { chunkSize, region, scratchOf, TASK } from "../parallel/region";
import { Operand } from "./operand";
import { pack } from "./pack";
import { multiplyRow } from "./tile";

/**
 * C += alpha·A·B for A (m × k), B (k × n), C (m × n), any strides, as it stands in memory: as a task that threads share, or in the scratch
 * of one. C must not overlap A or B.
 *
 * Each element is a sum over blocks of KC, each block k ascending, added to C one after the other.
 */
@unmanaged
@final
export class Product {
  m: i32;
  n: i32;
  k: i32;
  /** Only what is on and below the diagonal of C is read or written; A·B is symmetric. */
  lower: bool;
  alpha: f64;
  a: usize;
  rsa: i32;
  csa: i32;
  b: usize;
  rsb: i32;
  csb: i32;
  c: usize;
  rsc: i32;
  csc: i32;
  scratch: usize;
  /** Rows of C in a chunk, or columns where it has more of them. */
  size: i32;

  /** The product that the threads of a region share. */
  @inline static shared(m: i32, n: i32, k: i32, alpha: f64, lower: bool): Product {
    return Product.at(TASK, m, n, k, alpha, lower);
  }

  /** At the bottom of the scratch of one thread, say. */
  @inline static at(address: usize, m: i32, n: i32, k: i32, alpha: f64, lower: bool): Product {
    const product = changetype<Product>(address);
    product.m = m;
    product.n = n;
    product.k = k;
    product.alpha = alpha;
    product.lower = lower;
    return product;
  }

  /** A·Aᵀ for A (n × k), on and below the diagonal. */
  @inline static square(n: i32, k: i32, alpha: f64): Product {
    return Product.shared(n, n, k, alpha, true);
  }

  /** A·x for A (m × k) and one vector. */
  @inline static vector(m: i32, k: i32, alpha: f64): Product {
    return Product.shared(m, 1, k, alpha, false);
  }

  /** Of matrices that the host wrote. */
  @inline static ofOperands(alpha: f64, A: usize, B: usize, C: usize): Product {
    const a = changetype<Operand>(A);
    const b = changetype<Operand>(B);
    const c = changetype<Operand>(C);
    return Product.shared(a.rows, b.cols, a.cols, alpha, false).of(a.at, a.rs, a.cs, b.at, b.rs, b.cs).into(c.at, c.rs, c.cs);
  }

  @inline of(a: usize, rsa: i32, csa: i32, b: usize, rsb: i32, csb: i32): Product {
    this.a = a;
    this.rsa = rsa;
    this.csa = csa;
    this.b = b;
    this.rsb = rsb;
    this.csb = csb;
    return this;
  }

  /** A and Aᵀ */
  @inline ofOne(a: usize, rs: i32, cs: i32): Product {
    return this.of(a, rs, cs, a, cs, rs);
  }

  @inline into(c: usize, rsc: i32, csc: i32): Product {
    this.c = c;
    this.rsc = rsc;
    this.csc = csc;
    return this;
  }

  /** All tiles of C, or those that touch its lower triangle, by chunks of rows or columns of C; for the shared one. */
  run(scratch: usize): void {
    const lower = this.lower;
    const length = lower ? this.m : max(this.m, this.n);
    const rows = chunkSize(length, (lower ? 1 : 2) * <f64>min(this.m, this.n) * <f64>this.k);
    // the rows of a triangle are half as long, and every chunk packs their columns anew
    const size = lower && rows < length ? 2 * rows : rows;
    this.scratch = scratch;
    this.size = size;
    region((length + size - 1) / size, multiplyChunk);
  }
}

/** C += alpha·A·B for the operands A (m × k), B (k × n) and C (m × n). */
export function gemm(alpha: f64, A: usize, B: usize, C: usize, scratch: usize): void {
  Product.ofOperands(alpha, A, B, C).run(scratch);
}

/** C += alpha·A·Aᵀ for the operands A (n × k) and C (n × n), on and below the diagonal of C; above it C is neither read nor written. */
export function syrk(alpha: f64, A: usize, C: usize, scratch: usize): void {
  const a = changetype<Operand>(A);
  const c = changetype<Operand>(C);
  Product.square(a.rows, a.cols, alpha).ofOne(a.at, a.rs, a.cs).into(c.at, c.rs, c.cs).run(scratch);
}

function multiplyChunk(index: i32, thread: i32): void {
  const product = changetype<Product>(TASK);
  const scratch = scratchOf(product.scratch, thread);
  const m = product.m;
  const n = product.n;
  const size = product.size;
  if (product.lower) {
    // The rows of a triangle are the longer the lower they are: they come first, so that no thread ends alone with them
    const top = size * ((m - 1) / size - index);
    const bottom = min(m, top + size);
    visitTiles(product, top, bottom, 0, bottom, scratch);
    return;
  }
  const start = size * index;
  if (m >= n) visitTiles(product, start, min(m, start + size), 0, n, scratch);
  else visitTiles(product, 0, m, start, min(n, start + size), scratch);
}

/** The five loops around the micro-kernel: over rows `top` to `bottom` and columns `left` to `right` of C; one thread's work. */
export function visitTiles(product: Product, top: i32, bottom: i32, left: i32, right: i32, scratch: usize): void {
  const k = product.k;
  const lower = product.lower;
  const alpha = product.alpha;
  const a = product.a;
  const rsa = product.rsa;
  const csa = product.csa;
  const b = product.b;
  const rsb = product.rsb;
  const csb = product.csb;
  const c = product.c;
  const rsc = product.rsc;
  const csc = product.csc;
  const corner = Address.at(scratch, PRODUCT_FIELDS);
  const packedB = Address.at(corner, MR * NR);
  const packedA = Address.at(packedB, KC * NC);
  // KC of the sum
  for (let p = 0; p < k; p += KC) {
    const kc = min(KC, k - p);
    // NC columns of C and B
    for (let j = left; j < right; j += NC) {
      const nc = min(NC, right - j);
      pack(nc, kc, Address.of(b, rsb, csb, p, j), csb, rsb, 1, packedB);
      // MC rows of C and A
      for (let i = lower ? max(top, j) : top; i < bottom; i += MC) {
        const mc = min(MC, bottom - i);
        pack(mc, kc, Address.of(a, rsa, csa, i, p), rsa, csa, alpha, packedA);
        // SC of the columns
        for (let js = 0; js < nc; js += SC) {
          const sc = min(SC, nc - js);
          const panelsB = Address.at(packedB, js * kc);
          const block = Address.of(c, rsc, csc, i, j + js);
          const below = lower ? i - j - js : sc;
          // MR rows: the panel of A meets every panel of B
          for (let ir = 0; ir < mc; ir += MR) {
            const panelA = Address.at(packedA, ir * kc);
            multiplyRow(min(MR, mc - ir), sc, below + ir, kc, panelA, panelsB, Address.at(block, ir * rsc), rsc, csc, corner);
          }
        }
      }
    }
  }
}
