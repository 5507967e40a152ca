/** A block of 8 × 8 is 8 lines read and 8 written: all stay in L1 until every element of a line has been used. */
const BLOCK = 8;

/** A_ij ← A_ji for j > i and top ≤ j < bottom: rows of the lower triangle of a row-major n × n matrix are copied to columns of the upper. */
export function mirror(n: number, a: Float64Array, top = 0, bottom = n): void {
  for (let i0 = top; i0 < bottom; i0 += BLOCK) {
    const i1 = Math.min(bottom, i0 + BLOCK);
    for (let j0 = 0; j0 < i1; j0 += BLOCK) {
      for (let j = j0, j1 = Math.min(i1, j0 + BLOCK); j < j1; j++) {
        for (let i = Math.max(i0, j + 1); i < i1; i++) a[j * n + i] = a[i * n + j];
      }
    }
  }
}
