import { gemm, part, rowMajor, transposed, type View } from "./gemm.ts";
import { solveRight } from "./triangular.ts";

/** Below this order the factor is computed by dot products. */
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

function factorBase(n: number, { data, at, rs }: View): number {
  for (let j = 0; j < n; j++) {
    const row = at + j * rs;
    let pivot = data[row + j];
    for (let p = 0; p < j; p++) pivot -= data[row + p] * data[row + p];
    if (!(pivot > 0)) return j;
    const root = Math.sqrt(pivot);
    data[row + j] = root;
    for (let i = j + 1; i < n; i++) {
      const other = at + i * rs;
      let sum = data[other + j];
      for (let p = 0; p < j; p++) sum -= data[other + p] * data[row + p];
      data[other + j] = sum / root;
    }
  }
  return n;
}
