/**
 * Slow oracles on row-major arrays. Sums that judge the library are compensated, so that their own error does not count.
 */

/** C + A·B for A (m × k) and B (k × n), by the definition. */
export function product(
  m: number,
  n: number,
  k: number,
  A: Float64Array,
  B: Float64Array,
  C: Float64Array = new Float64Array(m * n),
): Float64Array {
  const result = C.slice();
  const finite = B.every(Number.isFinite);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const a = A[i * k + p] as number;
      if (a === 0 && finite) continue;
      for (let j = 0; j < n; j++) result[i * n + j] = (result[i * n + j] as number) + a * (B[p * n + j] as number);
    }
  }
  return result;
}

export function transpose(rows: number, cols: number, A: Float64Array): Float64Array {
  return A.map((_, at) => A[(at % rows) * cols + Math.floor(at / rows)] as number);
}

const SPLITTER = 2 ** 27 + 1;

/**
 * c + Σ a_i b_i as if computed in twice the working precision and rounded once.
 *
 * Source: Ogita, Rump, Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26 (2005), algorithm 5.3.
 */
export function compensatedDot(c: number, length: number, a: (i: number) => number, b: (i: number) => number): number {
  const vector = (element: (i: number) => number): Float64Array => Float64Array.from({ length }, (_, i) => element(i));
  return compensatedVectorDot(c, vector(a), vector(b));
}

/** The same of vectors. */
export function compensatedVectorDot(c: number, a: Float64Array, b: Float64Array): number {
  let sum = c;
  let lost = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    const p = x * y;
    const bigX = SPLITTER * x;
    const bigY = SPLITTER * y;
    const xHigh = bigX - (bigX - x);
    const yHigh = bigY - (bigY - y);
    const xLow = x - xHigh;
    const yLow = y - yHigh;
    const productError = xLow * yLow - (p - xHigh * yHigh - xLow * yHigh - xHigh * yLow);
    const total = sum + p;
    const z = total - sum;
    lost += sum - (total - z) + (p - z) + productError;
    sum = total;
  }
  return sum + lost;
}

/** C + A·Bᵀ for A (m × k), B (n × k), compensated. */
export function compensatedProduct(m: number, n: number, k: number, A: Float64Array, B: Float64Array, C?: Float64Array): Float64Array {
  const result = new Float64Array(m * n);
  const [rows, others] = [rowsOf(m, k, A), rowsOf(n, k, B)];
  rows.forEach((a, i) => {
    others.forEach((b, j) => {
      // what is left out is a sum of zeros
      const length = Math.min(a.reach, b.reach);
      const c = C ? (C[i * n + j] as number) : 0;
      result[i * n + j] = compensatedVectorDot(c, length === k ? a.row : a.row.subarray(0, length), b.row);
    });
  });
  return result;
}

/** Each row, and how far its elements matter: to the last that is not 0, or all of them where one is not finite in any row. */
function rowsOf(rows: number, k: number, A: Float64Array): { readonly row: Float64Array; readonly reach: number }[] {
  const finite = A.every(Number.isFinite);
  return Array.from({ length: rows }, (_, i) => {
    const row = A.subarray(i * k, (i + 1) * k);
    let reach = k;
    while (finite && reach > 0 && row[reach - 1] === 0) reach--;
    return { row, reach };
  });
}

/** C − A·B for A (m × k), B (k × n), compensated. */
export function residual(m: number, n: number, k: number, A: Float64Array, B: Float64Array, C: Float64Array): Float64Array {
  return compensatedProduct(
    m,
    n,
    k,
    A.map((a) => -a),
    transpose(k, n, B),
    C,
  );
}

/** max_j Σ_i |a_ij| */
export function oneNorm(rows: number, cols: number, A: Float64Array): number {
  return infinityNorm(cols, rows, transpose(rows, cols, A));
}

/** max_i Σ_j |a_ij|; NaN if there is one. */
export function infinityNorm(rows: number, cols: number, A: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < rows; i++) {
    const sum = A.subarray(i * cols, (i + 1) * cols).reduce((total, a) => total + Math.abs(a), 0);
    largest = Math.max(largest, sum);
  }
  return largest;
}

/** A⁻¹B for B (n × t) by Gaussian elimination with partial pivoting. */
export function gaussSolve(n: number, A: Float64Array, t: number, B: Float64Array): Float64Array {
  const width = n + t;
  const rows: Float64Array[] = Array.from({ length: n }, (_, i) =>
    Float64Array.of(...A.subarray(i * n, (i + 1) * n), ...B.subarray(i * t, (i + 1) * t)),
  );
  for (let k = 0; k < n; k++) {
    const column = rows.map((row, i) => (i < k ? -1 : Math.abs(row[k] as number)));
    const p = column.indexOf(Math.max(...column));
    [rows[k], rows[p]] = [rows[p] as Float64Array, rows[k] as Float64Array];
    const pivot = rows[k] as Float64Array;
    for (const row of rows.slice(k + 1)) {
      const factor = (row[k] as number) / (pivot[k] as number);
      if (factor === 0) continue;
      for (let j = k; j < width; j++) row[j] = (row[j] as number) - factor * (pivot[j] as number);
    }
  }
  const X = new Float64Array(n * t);
  for (let i = n - 1; i >= 0; i--) {
    const row = rows[i] as Float64Array;
    for (let q = 0; q < t; q++) {
      let sum = row[n + q] as number;
      for (let j = i + 1; j < n; j++) sum -= (row[j] as number) * (X[j * t + q] as number);
      X[i * t + q] = sum / (row[i] as number);
    }
  }
  return X;
}

/** A⁻¹ for A (n × n). */
export function inverse(n: number, A: Float64Array): Float64Array {
  return gaussSolve(n, A, n, identity(n));
}

export function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
}

/** L of A = L Lᵀ, zeros above the diagonal. */
export function choleskyFactor(n: number, A: Float64Array): Float64Array {
  const L = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = A[i * n + j] as number;
      for (let p = 0; p < j; p++) sum -= (L[i * n + p] as number) * (L[j * n + p] as number);
      L[i * n + j] = i === j ? Math.sqrt(sum) : sum / (L[j * n + j] as number);
    }
  }
  return L;
}

/** Distance from |x| to the next larger double: 2ᵉ⁻⁵² for 2ᵉ ≤ |x| < 2ᵉ⁺¹, and 2⁻¹⁰⁷⁴ below 2⁻¹⁰²¹. */
export function ulp(x: number): number {
  const exponent = new DataView(new Float64Array([x]).buffer).getUint16(6, true) & 0x7ff0;
  return 2 ** (Math.max(exponent >> 4, 1) - 1075);
}
