import type { Descent } from "../jobs/work.ts";

/** α ← α − 2s (K α − y), step by step: functional descent on the squared loss. `residual` (n) is scratch. */
export function descend({ n, k, y, step, steps }: Descent, residual: Float64Array, alpha: Float64Array): void {
  for (let t = 0; t < steps; t++) {
    for (let i = 0; i < n; i++) residual[i] = -y[i];
    multiplyAdd(n, k, alpha, residual);
    for (let i = 0; i < n; i++) alpha[i] -= 2 * step * residual[i];
  }
}

/** r ← r + K a, four rows at once: an element of a is loaded once for four sums, which do not wait for each other. */
function multiplyAdd(n: number, k: Float64Array, a: Float64Array, r: Float64Array): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const row0 = i * n;
    const row1 = row0 + n;
    const row2 = row1 + n;
    const row3 = row2 + n;
    let s0 = r[i];
    let s1 = r[i + 1];
    let s2 = r[i + 2];
    let s3 = r[i + 3];
    for (let j = 0; j < n; j++) {
      const value = a[j];
      s0 += k[row0 + j] * value;
      s1 += k[row1 + j] * value;
      s2 += k[row2 + j] * value;
      s3 += k[row3 + j] * value;
    }
    r[i] = s0;
    r[i + 1] = s1;
    r[i + 2] = s2;
    r[i + 3] = s3;
  }
  for (; i < n; i++) for (let j = 0; j < n; j++) r[i] += k[i * n + j] * a[j];
}
