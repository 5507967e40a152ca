import { gemm, part, transposed, type View } from "./gemm.ts";

/**
 * Below this order the triangle is solved by dot products: 32 × 32 doubles are 8 kB, and only 1.6 % of a factorisation of
 * n = 2000 is spent here.
 */
const BASE = 32;

/** X ← X L⁻ᵀ, X m × n, L n × n lower with its diagonal: the panel below a Cholesky factor. Row-major rows (cs = 1). */
export function solveRight(m: number, n: number, l: View, x: View): void {
  if (n > BASE) {
    const h = (n >> 1) & ~3;
    // [X₁ X₂] [L₁₁ᵀ L₂₁ᵀ; 0 L₂₂ᵀ] = [B₁ B₂]
    solveRight(m, h, l, x);
    gemm(m, n - h, h, -1, x, transposed(part(l, h, 0)), part(x, 0, h));
    solveRight(m, n - h, part(l, h, h), part(x, 0, h));
    return;
  }
  const t = l.data;
  const data = x.data;
  // Four rows at once: four independent sums hide the latency of the addition.
  let i = 0;
  for (; i + 4 <= m; i += 4) {
    const r0 = x.at + i * x.rs;
    const r1 = r0 + x.rs;
    const r2 = r1 + x.rs;
    const r3 = r2 + x.rs;
    for (let j = 0; j < n; j++) {
      const row = l.at + j * l.rs;
      let s0 = data[r0 + j];
      let s1 = data[r1 + j];
      let s2 = data[r2 + j];
      let s3 = data[r3 + j];
      for (let p = 0; p < j; p++) {
        const factor = t[row + p];
        s0 -= data[r0 + p] * factor;
        s1 -= data[r1 + p] * factor;
        s2 -= data[r2 + p] * factor;
        s3 -= data[r3 + p] * factor;
      }
      const pivot = t[row + j];
      data[r0 + j] = s0 / pivot;
      data[r1 + j] = s1 / pivot;
      data[r2 + j] = s2 / pivot;
      data[r3 + j] = s3 / pivot;
    }
  }
  for (; i < m; i++) {
    const to = x.at + i * x.rs;
    for (let j = 0; j < n; j++) {
      const row = l.at + j * l.rs;
      let sum = data[to + j];
      for (let p = 0; p < j; p++) sum -= data[to + p] * t[row + p];
      data[to + j] = sum / t[row + j];
    }
  }
}

/** X ← L⁻¹ X, X n × m, L n × n unit lower: the panel right of an LU factor. Row-major rows (cs = 1). */
export function solveUnitLeft(n: number, m: number, l: View, x: View): void {
  if (n > BASE) {
    const h = (n >> 1) & ~3;
    solveUnitLeft(h, m, l, x);
    gemm(n - h, m, h, -1, part(l, h, 0), x, part(x, h, 0));
    solveUnitLeft(n - h, m, part(l, h, h), part(x, h, 0));
    return;
  }
  const t = l.data;
  const data = x.data;
  for (let i = 1; i < n; i++) {
    const to = x.at + i * x.rs;
    const row = l.at + i * l.rs;
    // Two rows of X a pass: one load and one store of row i for four operations.
    let p = 0;
    for (; p + 2 <= i; p += 2) {
      const f0 = t[row + p];
      const f1 = t[row + p + 1];
      const r0 = x.at + p * x.rs;
      const r1 = r0 + x.rs;
      for (let j = 0; j < m; j++) data[to + j] -= f0 * data[r0 + j] + f1 * data[r1 + j];
    }
    if (p < i) {
      const f0 = t[row + p];
      const r0 = x.at + p * x.rs;
      for (let j = 0; j < m; j++) data[to + j] -= f0 * data[r0 + j];
    }
  }
}

/** b ← L⁻ᵀ L⁻¹ b for a row-major lower L (n × n): both sweeps read L by rows. */
export function solveFactored(n: number, l: Float64Array, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    const row = i * n;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let p = 0;
    for (; p + 4 <= i; p += 4) {
      s0 += l[row + p] * b[p];
      s1 += l[row + p + 1] * b[p + 1];
      s2 += l[row + p + 2] * b[p + 2];
      s3 += l[row + p + 3] * b[p + 3];
    }
    for (; p < i; p++) s0 += l[row + p] * b[p];
    b[i] = (b[i] - (s0 + s1 + (s2 + s3))) / l[row + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = i * n;
    const value = b[i] / l[row + i];
    b[i] = value;
    for (let p = 0; p < i; p++) b[p] -= value * l[row + p];
  }
}
