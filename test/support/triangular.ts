import { integers, type Random } from "./generator";

/**
 * A lower triangular matrix of small whole numbers whose diagonal is ±1, ±2 or ±4: divisions by it are exact. Above it: NaN; on the
 * diagonal too when `unit`, which then stands for 1.
 */
export function lowerTriangle(source: Random, n: number, unit: boolean): Float64Array {
  const L = integers(source, n * n, -3, 3);
  for (let i = 0; i < n; i++) {
    L[i * n + i] = unit ? Number.NaN : 2 ** source.integer(0, 2) * (source.uniform() < 0.5 ? -1 : 1);
    L.fill(Number.NaN, i * n + i + 1, (i + 1) * n);
  }
  return L;
}

/** The same with what it stands for: 0 above the diagonal, and 1 on it when `unit`. */
export function meaningOf(n: number, L: Float64Array, unit: boolean): Float64Array {
  return L.map((value, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return j > i ? 0 : i === j && unit ? 1 : value;
  });
}
