import { Address } from "../address";
import { KC, MC, MR, NC, NR, SC } from "../config";
import { pack } from "./pack";
import { multiplyRow } from "./tile";

/** Scratch that gemm, syrk and trsm need, in elements: a corner tile, a block of B and a block of A. */
export const PRODUCT_SCRATCH: i32 = MR * NR + KC * NC + KC * MC;

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
  visitTiles(false, m, n, k, alpha, a, rsa, csa, b, rsb, csb, c, rsc, csc, scratch);
}

/**
 * C += alpha·A·Aᵀ for A (n × k), on and below the diagonal of C (n × n); above it C is neither read nor written.
 */
export function syrk(n: i32, k: i32, alpha: f64, a: usize, rsa: i32, csa: i32, c: usize, rsc: i32, csc: i32, scratch: usize): void {
  visitTiles(true, n, n, k, alpha, a, rsa, csa, a, csa, rsa, c, rsc, csc, scratch);
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
  visitTiles(true, n, n, k, alpha, a, rsa, csa, b, rsb, csb, c, rsc, csc, scratch);
}

/** The five loops around the micro-kernel: over all tiles of C, or over those that touch its lower triangle. */
function visitTiles(
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
      for (let i = lower ? j : 0; i < m; i += MC) {
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
