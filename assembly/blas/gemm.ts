import { Address } from "../address";
import { KC, MC, MR, NC, NR, SC } from "../config";
import { chunkSize, region, scratchOf, TASK } from "../parallel/region";
import { pack } from "./pack";
import { multiplyRow } from "./tile";

/**
 * C += alpha·A·B for A (m × k), B (k × n), C (m × n), any strides. C must not overlap A or B.
 *
 * Each element is a sum over blocks of KC, each block k ascending, added to C one after the other.
 */
export function gemm(
  m: i32,
  n: i32,
  k: i32,
  alpha: f64,
  a: usize,
  rsa: i32,
  csa: i32,
  b: usize,
  rsb: i32,
  csb: i32,
  c: usize,
  rsc: i32,
  csc: i32,
  scratch: usize,
): void {
  multiplyTiles(false, m, n, k, alpha, a, rsa, csa, b, rsb, csb, c, rsc, csc, scratch);
}

/**
 * C += alpha·A·Aᵀ for A (n × k), on and below the diagonal of C (n × n); above it C is neither read nor written.
 */
export function syrk(n: i32, k: i32, alpha: f64, a: usize, rsa: i32, csa: i32, c: usize, rsc: i32, csc: i32, scratch: usize): void {
  multiplyTiles(true, n, n, k, alpha, a, rsa, csa, a, csa, rsa, c, rsc, csc, scratch);
}

/** C += alpha·A·B on and below the diagonal of C (n × n), for an A (n × k) and a B (k × n) whose product is symmetric; above it C is neither read nor written. */
export function symmetricProduct(
  n: i32,
  k: i32,
  alpha: f64,
  a: usize,
  rsa: i32,
  csa: i32,
  b: usize,
  rsb: i32,
  csb: i32,
  c: usize,
  rsc: i32,
  csc: i32,
  scratch: usize,
): void {
  multiplyTiles(true, n, n, k, alpha, a, rsa, csa, b, rsb, csb, c, rsc, csc, scratch);
}

/** What the chunks of a product read. */
@unmanaged
@final
class Product {
  lower: bool;
  m: i32;
  n: i32;
  k: i32;
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
}

/** All tiles of C, or those that touch its lower triangle, by chunks of rows or columns of C. */
function multiplyTiles(
  lower: bool,
  m: i32,
  n: i32,
  k: i32,
  alpha: f64,
  a: usize,
  rsa: i32,
  csa: i32,
  b: usize,
  rsb: i32,
  csb: i32,
  c: usize,
  rsc: i32,
  csc: i32,
  scratch: usize,
): void {
  const product = changetype<Product>(TASK);
  const length = lower ? m : max(m, n);
  const size = chunkSize(length, (lower ? 1 : 2) * <f64>min(m, n) * <f64>k);
  product.lower = lower;
  product.m = m;
  product.n = n;
  product.k = k;
  product.alpha = alpha;
  product.a = a;
  product.rsa = rsa;
  product.csa = csa;
  product.b = b;
  product.rsb = rsb;
  product.csb = csb;
  product.c = c;
  product.rsc = rsc;
  product.csc = csc;
  product.scratch = scratch;
  product.size = size;
  region((length + size - 1) / size, multiplyChunk);
}

function multiplyChunk(index: i32, thread: i32): void {
  const product = changetype<Product>(TASK);
  const lower = product.lower;
  const rows = product.m;
  const columns = product.n;
  const size = product.size;
  const byRows = lower || rows >= columns;
  // The rows of a triangle are the longer the lower they are: they come first, so that no thread ends alone with them
  const chunk = lower ? (rows - 1) / size - index : index;
  const start = size * chunk;
  const top = byRows ? start : 0;
  const left = byRows ? 0 : start;
  const m = byRows ? min(rows, start + size) : rows;
  const n = lower ? m : byRows ? columns : min(columns - start, size);
  const a = product.a;
  const b = Address.at(product.b, left * product.csb);
  const c = Address.at(product.c, left * product.csc);
  const scratch = scratchOf(product.scratch, thread);
  visitTiles(
    lower,
    top,
    m,
    n,
    product.k,
    product.alpha,
    a,
    product.rsa,
    product.csa,
    b,
    product.rsb,
    product.csb,
    c,
    product.rsc,
    product.csc,
    scratch,
  );
}

/** The five loops around the micro-kernel: over the tiles of C from row `top` on, or over those of them that touch its lower triangle; one thread's work. */
export function visitTiles(
  lower: bool,
  top: i32,
  m: i32,
  n: i32,
  k: i32,
  alpha: f64,
  a: usize,
  rsa: i32,
  csa: i32,
  b: usize,
  rsb: i32,
  csb: i32,
  c: usize,
  rsc: i32,
  csc: i32,
  scratch: usize,
): void {
  const packedB = Address.at(scratch, MR * NR);
  const packedA = Address.at(packedB, KC * NC);
  // KC of the sum
  for (let p = 0; p < k; p += KC) {
    const kc = min(KC, k - p);
    // NC columns of C and B
    for (let j = 0; j < n; j += NC) {
      const nc = min(NC, n - j);
      pack(nc, kc, Address.of(b, rsb, csb, p, j), csb, rsb, 1, packedB);
      // MC rows of C and A
      for (let i = lower ? max(top, j) : top; i < m; i += MC) {
        const mc = min(MC, m - i);
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
            multiplyRow(min(MR, mc - ir), sc, below + ir, kc, panelA, panelsB, Address.at(block, ir * rsc), rsc, csc, scratch);
          }
        }
      }
    }
  }
}
