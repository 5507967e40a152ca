import { gemm, part, rowMajor, type View } from "./gemm.ts";
import { solveUnitLeft } from "./triangular.ts";

/** Below this width a panel is factored column by column: 8 columns of a row are one cache line. */
const BASE = 8;

/**
 * P A = L U with partial pivoting, in place: a row-major A (n × n) becomes U above and on the diagonal, the unit lower L below it;
 * row i was exchanged with row pivots[i], in this order.
 */
export function lu(n: number, a: Float64Array, pivots: Int32Array): void {
  factor(n, n, rowMajor(a, n), pivots, 0);
}

/** The panel A (m × n, m ≥ n), whose first row is row `top` of the whole: pivots are counted from the panel's first row. */
function factor(m: number, n: number, a: View, pivots: Int32Array, top: number): void {
  if (n <= BASE) {
    factorBase(m, n, a, pivots, top);
    return;
  }
  const h = n > 2 * BASE ? (n >> 1) & ~(BASE - 1) : BASE;
  // [A₁ A₂]: factor A₁, exchange the rows of A₂, U₁₂ = L₁₁⁻¹ A₁₂, A₂₂ ← A₂₂ − L₂₁ U₁₂, factor A₂₂
  factor(m, h, a, pivots, top);
  const right = part(a, 0, h);
  exchange(h, n - h, right, pivots, top);
  solveUnitLeft(h, n - h, a, right);
  const a22 = part(a, h, h);
  gemm(m - h, n - h, h, -1, part(a, h, 0), right, a22);
  factor(m - h, n - h, a22, pivots, top + h);
  exchange(n - h, h, part(a, h, 0), pivots, top + h);
  for (let i = top + h; i < top + n; i++) pivots[i] += h;
}

/** Rows i and pivots[top + i] of a view of `columns` columns change places, for i < count. */
function exchange(count: number, columns: number, { data, at, rs }: View, pivots: Int32Array, top: number): void {
  for (let i = 0; i < count; i++) {
    const other = pivots[top + i];
    if (other === i) continue;
    const x = at + i * rs;
    const y = at + other * rs;
    for (let j = 0; j < columns; j++) {
      const kept = data[x + j];
      data[x + j] = data[y + j];
      data[y + j] = kept;
    }
  }
}

function factorBase(m: number, n: number, { data, at, rs }: View, pivots: Int32Array, top: number): void {
  for (let j = 0; j < n; j++) {
    let largest = -1;
    let pivot = j;
    for (let i = j; i < m; i++) {
      const size = Math.abs(data[at + i * rs + j]);
      if (size > largest) {
        largest = size;
        pivot = i;
      }
    }
    pivots[top + j] = pivot;
    const row = at + j * rs;
    if (pivot !== j) {
      const other = at + pivot * rs;
      for (let p = 0; p < n; p++) {
        const kept = data[row + p];
        data[row + p] = data[other + p];
        data[other + p] = kept;
      }
    }
    const reciprocal = 1 / data[row + j];
    for (let i = j + 1; i < m; i++) {
      const target = at + i * rs;
      const multiplier = data[target + j] * reciprocal;
      data[target + j] = multiplier;
      for (let p = j + 1; p < n; p++) data[target + p] -= multiplier * data[row + p];
    }
  }
}
