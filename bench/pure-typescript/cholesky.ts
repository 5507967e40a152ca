import { gemm, part, rowMajor, transposed, type View } from "./gemm.ts";
import { solveRight } from "./triangular.ts";

/** Below this order the factor is computed column by column. */
const BASE = 32;

/**
 * A = L Lᵀ, in place: the lower triangle of a row-major A (n × n) becomes L; what is above the diagonal is left undefined.
 *
 * Returns how many pivots were positive: n on success.
 */
export function cholesky(n: number, a: Float64Array): number {
  return factor(n, rowMajor(a, n));
}

function factor(n: number, a: View): number {
  if (n <= BASE) return factorBase(n, a);
  const h = (n >> 1) & ~3;
  // [A₁₁ ·; A₂₁ A₂₂] = [L₁₁ 0; L₂₁ L₂₂] [L₁₁ᵀ L₂₁ᵀ; 0 L₂₂ᵀ]
  const first = factor(h, a);
  if (first < h) return first;
  const a21 = part(a, h, 0);
  const a22 = part(a, h, h);
  solveRight(n - h, h, a, a21);
  gemm(n - h, n - h, h, -1, a21, transposed(a21), a22, true);
  return h + factor(n - h, a22);
}

/** Column by column, four rows at once: their sums do not wait for each other, and all have the same length. */
function factorBase(n: number, { data, at, rs }: View): number {
  for (let j = 0; j < n; j++) {
    const row = at + j * rs;
    let pivot = data[row + j];
    for (let p = row; p < row + j; p++) pivot -= data[p] * data[p];
    if (!(pivot > 0)) return j;
    const root = Math.sqrt(pivot);
    const reciprocal = 1 / root;
    data[row + j] = root;
    let i = j + 1;
    for (; i + 4 <= n; i += 4) {
      const r0 = at + i * rs;
      const r1 = r0 + rs;
      const r2 = r1 + rs;
      const r3 = r2 + rs;
      let s0 = data[r0 + j];
      let s1 = data[r1 + j];
      let s2 = data[r2 + j];
      let s3 = data[r3 + j];
      for (let p = 0; p < j; p++) {
        const factor = data[row + p];
        s0 -= data[r0 + p] * factor;
        s1 -= data[r1 + p] * factor;
        s2 -= data[r2 + p] * factor;
        s3 -= data[r3 + p] * factor;
      }
      data[r0 + j] = s0 * reciprocal;
      data[r1 + j] = s1 * reciprocal;
      data[r2 + j] = s2 * reciprocal;
      data[r3 + j] = s3 * reciprocal;
    }
    for (; i < n; i++) {
      const other = at + i * rs;
      let sum = data[other + j];
      for (let p = 0; p < j; p++) sum -= data[other + p] * data[row + p];
      data[other + j] = sum * reciprocal;
    }
  }
  return n;
}
