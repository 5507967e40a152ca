import { Address } from "../address";
import { Product } from "../blas/gemm";
import { System } from "../blas/trsm";
import { dot } from "../blas/vector";

/** Widths of the block columns inside of those of `choleskyColumns`, one inside the other: they keep the unblocked part small. */
const MIDDLE: i32 = 64;
const SMALL: i32 = 16;

/**
 * A = L Lᵀ, in place, for one block column: the lower triangle of A (n × n) becomes L; the strict upper triangle is neither read nor written. The first
 * `done` rows are those of L already.
 *
 * Returns how many pivots were positive: n on success, otherwise the index of the first that was not (its value stands in its place).
 */
export function cholesky(n: i32, done: i32, a: usize, rs: i32, cs: i32, scratch: usize): i32 {
  if (n <= SMALL) return choleskyUnblocked(n, done, a, rs, cs);
  const width = n > MIDDLE ? MIDDLE : SMALL;
  for (let j = 0; j < n; j += width) {
    const reached = choleskyColumns(n, j, min(width, n - j), done, a, rs, cs, scratch);
    if (reached < min(n, j + width)) return reached;
  }
  return n;
}

/**
 * One block column of the same, the columns before j being done: columns j to j + nb of L, and the part of A right of them brought up to date, both below the
 * first `done` rows. An element is made of the same sums wherever the rows that are done end: rows that are added later have the bits of a factorisation
 * of all rows at once.
 *
 * Returns j + nb, or the index of the first pivot that was not positive.
 */
export function choleskyColumns(n: i32, j: i32, nb: i32, done: i32, a: usize, rs: i32, cs: i32, scratch: usize): i32 {
  const next = j + nb;
  const below = max(next, done);
  const rest = n - below;
  const a11 = Address.of(a, rs, cs, j, j);
  const a21 = Address.of(a, rs, cs, below, j);
  if (done < next) {
    // L₁₁ L₁₁ᵀ = A₁₁
    const positive = cholesky(nb, max(0, done - j), a11, rs, cs, scratch);
    if (positive < nb) return j + positive;
  }
  // L₂₁ L₁₁ᵀ = A₂₁
  System.shared(rest, nb, false).by(a11, rs, cs).into(a21, rs, cs).run(scratch);
  // A₂₂ −= L₂₁ L₂₁ᵀ, its columns above the first new row apart
  if (below > next) {
    const known = Address.of(a, rs, cs, next, j);
    const beside = Address.of(a, rs, cs, below, next);
    Product.shared(rest, below - next, nb, -1, false)
      .of(a21, rs, cs, known, cs, rs)
      .into(beside, rs, cs)
      .run(scratch);
  }
  Product.square(rest, nb, -1)
    .ofOne(a21, rs, cs)
    .into(Address.of(a, rs, cs, below, below), rs, cs)
    .run(scratch);
  return next;
}

/** l_jj² = a_jj − Σ l_jp², l_ij = (a_ij − Σ l_ip l_jp) / l_jj. The comparison is written so that NaN fails it. */
function choleskyUnblocked(n: i32, done: i32, a: usize, rs: i32, cs: i32): i32 {
  for (let j = 0; j < n; j++) {
    const rowJ = Address.at(a, j * rs);
    const diagonal = Address.at(rowJ, j * cs);
    if (j >= done) {
      const square = load<f64>(diagonal) - dot(j, rowJ, cs, rowJ, cs);
      if (!(square > 0)) {
        store<f64>(diagonal, square);
        return j;
      }
      store<f64>(diagonal, sqrt(square));
    }
    const pivot = load<f64>(diagonal);
    for (let i = max(done, j + 1); i < n; i++) {
      const rowI = Address.at(a, i * rs);
      const address = Address.at(rowI, j * cs);
      store<f64>(address, (load<f64>(address) - dot(j, rowI, cs, rowJ, cs)) / pivot);
    }
  }
  return n;
}
