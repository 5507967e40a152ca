/** A = L Lᵀ, in place in the lower triangle of a row-major A (n × n): L_ij = (A_ij − Σ_p L_ip L_jp) / L_jj, by rows. */
export function cholesky(n: number, a: Float64Array): number {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let p = 0; p < j; p++) sum -= a[i * n + p] * a[j * n + p];
      if (j < i) a[i * n + j] = sum / a[j * n + j];
      else if (sum > 0) a[i * n + i] = Math.sqrt(sum);
      else return i;
    }
  }
  return n;
}

/** P A = L U with partial pivoting, in place; row i was exchanged with row pivots[i]. */
export function lu(n: number, a: Float64Array, pivots: Int32Array): void {
  for (let j = 0; j < n; j++) {
    let pivot = j;
    for (let i = j + 1; i < n; i++) if (Math.abs(a[i * n + j]) > Math.abs(a[pivot * n + j])) pivot = i;
    pivots[j] = pivot;
    if (pivot !== j) {
      for (let p = 0; p < n; p++) {
        const kept = a[j * n + p];
        a[j * n + p] = a[pivot * n + p];
        a[pivot * n + p] = kept;
      }
    }
    for (let i = j + 1; i < n; i++) {
      const multiplier = a[i * n + j] / a[j * n + j];
      a[i * n + j] = multiplier;
      for (let p = j + 1; p < n; p++) a[i * n + p] -= multiplier * a[j * n + p];
    }
  }
}

/** b ← L⁻ᵀ L⁻¹ b for a row-major lower L (n × n). */
export function solveFactored(n: number, l: Float64Array, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = b[i];
    for (let p = 0; p < i; p++) sum -= l[i * n + p] * b[p];
    b[i] = sum / l[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    b[i] /= l[i * n + i];
    for (let p = 0; p < i; p++) b[p] -= b[i] * l[i * n + p];
  }
}

/**
 * A = Q R in place for A (m × n, m ≥ n): R on and above the diagonal, below it the v of the reflections I − 2vvᵀ/vᵀv, their heads, 1, left out. `y`, if
 * given, becomes Qᵀ y.
 */
export function qr(m: number, n: number, a: Float64Array, y?: Float64Array): void {
  const along = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    let square = 0;
    for (let i = k; i < m; i++) square += a[i * n + k] * a[i * n + k];
    const length = Math.sqrt(square);
    const r = a[k * n + k] > 0 ? -length : length;
    const head = a[k * n + k] - r;
    const factor = head / -r;
    a[k * n + k] = r;
    for (let i = k + 1; i < m; i++) a[i * n + k] /= head;
    for (let j = k + 1; j < n; j++) along[j] = a[k * n + j];
    for (let i = k + 1; i < m; i++) for (let j = k + 1; j < n; j++) along[j] += a[i * n + k] * a[i * n + j];
    for (let j = k + 1; j < n; j++) a[k * n + j] -= factor * along[j];
    for (let i = k + 1; i < m; i++) for (let j = k + 1; j < n; j++) a[i * n + j] -= factor * a[i * n + k] * along[j];
    if (!y) continue;
    let share = y[k];
    for (let i = k + 1; i < m; i++) share += a[i * n + k] * y[i];
    y[k] -= factor * share;
    for (let i = k + 1; i < m; i++) y[i] -= factor * share * a[i * n + k];
  }
}

/** The first n elements of y become R⁻¹ times themselves, R being the upper triangle of the first n rows of A (n columns). */
export function solveUpper(n: number, a: Float64Array, y: Float64Array): void {
  for (let k = n - 1; k >= 0; k--) {
    for (let j = k + 1; j < n; j++) y[k] -= a[k * n + j] * y[j];
    y[k] /= a[k * n + k];
  }
}
