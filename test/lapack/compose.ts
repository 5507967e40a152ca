/** U diag(values) Vᵀ for U (m × m) and V (n × n), row-major: column k of both belongs to value k. */
export function composed(m: number, n: number, U: Float64Array, values: Float64Array, V: Float64Array): Float64Array {
  const A = new Float64Array(m * n);
  const share = new Float64Array(values.length);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < values.length; k++) share[k] = (U[i * m + k] as number) * (values[k] as number);
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < values.length; k++) sum += (share[k] as number) * (V[j * n + k] as number);
      A[i * n + j] = sum;
    }
  }
  return A;
}

/** The same for V = U, symmetric bit for bit. */
export function symmetricOf(n: number, U: Float64Array, values: Float64Array): Float64Array {
  return mirrored(n, composed(n, n, U, values, U));
}

/** The symmetric matrix that the lower triangle of A is one half of. */
export function mirrored(n: number, A: Float64Array): Float64Array {
  return A.map((value, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return j > i ? (A[j * n + i] as number) : value;
  });
}

export function elements(m: number, n: number, value: (i: number, j: number) => number): Float64Array {
  return Float64Array.from({ length: m * n }, (_, at) => value(Math.floor(at / n), at % n));
}

export function scaled(A: Float64Array, factor: number): Float64Array {
  return A.map((value) => value * factor);
}
