/** C = A B, row-major, A m × k, B k × n; the loop order i, p, j reads B and C along their rows. */
export function product(m: number, n: number, k: number, a: Float64Array, b: Float64Array, c: Float64Array): void {
  c.fill(0);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const factor = a[i * k + p];
      for (let j = 0; j < n; j++) c[i * n + j] += factor * b[p * n + j];
    }
  }
}

/** C = X Xᵀ, row-major, X n × d: dot products of rows on and below the diagonal, each stored twice. */
export function selfProduct(n: number, d: number, x: Float64Array, c: Float64Array): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let p = 0; p < d; p++) sum += x[i * d + p] * x[j * d + p];
      c[i * n + j] = sum;
      c[j * n + i] = sum;
    }
  }
}
