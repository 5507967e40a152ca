/** Exact arithmetic on float64 numbers: every one is a whole multiple of 2⁻¹⁰⁷⁴. */

/** A number as such a multiple. */
export function whole(x: number): bigint {
  let mantissa = x;
  let exponent = 1074;
  for (; !Number.isInteger(mantissa); exponent--) mantissa *= 2;
  return BigInt(mantissa) << BigInt(exponent);
}

/** p/q, q > 0 */
export interface Fraction {
  readonly p: bigint;
  readonly q: bigint;
}

export function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** p/q = m·2ᵉ with ½ ≤ |m| ≤ 1, to the digits of a number; (0, 0) for 0. */
export function split({ p, q }: Fraction): { readonly m: number; readonly e: number } {
  if (p === 0n) return { m: 0, e: 0 };
  const e = bits(p) - bits(q) + 1;
  const shift = 80 - e;
  const scaled = shift >= 0 ? (p << BigInt(shift)) / q : p / (q << BigInt(-shift));
  return { m: Number(scaled) / 2 ** 80, e };
}

/** The number next to p/q, or the next but one; ±∞ where it is beyond the largest. */
export function toNumber(fraction: Fraction): number {
  const { m, e } = split(fraction);
  const half = Math.trunc(e / 2);
  return m * 2 ** half * 2 ** (e - half);
}

/** ln |p/q| */
export function logOf(fraction: Fraction): number {
  const { m, e } = split(fraction);
  return m === 0 ? -Infinity : Math.log(Math.abs(m)) + e * Math.LN2;
}

/**
 * A⁻¹B and det A for n × n and n × t numbers, by Bareiss' elimination without fractions; null for a singular A. The determinant is that of
 * `whole` numbers, 2^(1074 n) times A's.
 */
export function exactSolve(n: number, A: Float64Array, B: Float64Array): { readonly X: Fraction[]; readonly determinant: bigint } | null {
  const t = B.length / n;
  const rows = Array.from({ length: n }, (_, i) => [
    ...Array.from(A.subarray(i * n, (i + 1) * n), whole),
    ...Array.from(B.subarray(i * t, (i + 1) * t), whole),
  ]);
  const at = (i: number, j: number): bigint => (rows[i] as bigint[])[j] as bigint;
  let previous = 1n;
  let sign = 1n;
  for (let k = 0; k < n; k++) {
    const p = rows.findIndex((row, i) => i >= k && row[k] !== 0n);
    if (p < 0) return null;
    if (p !== k) {
      [rows[k], rows[p]] = [rows[p] as bigint[], rows[k] as bigint[]];
      sign = -sign;
    }
    const pivot = at(k, k);
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = at(i, k);
      for (let j = 0; j < n + t; j++) (rows[i] as bigint[])[j] = (pivot * at(i, j) - factor * at(k, j)) / previous;
    }
    previous = pivot;
  }
  const X = Array.from({ length: n * t }, (_, index) => {
    const [i, q] = [Math.floor(index / t), index % t];
    return previous < 0n ? { p: -at(i, n + q), q: -previous } : { p: at(i, n + q), q: previous };
  });
  return { X, determinant: sign * previous };
}

/** ‖A‖∞‖A⁻¹‖∞ of a regular matrix. */
export function exactCondition(n: number, A: Float64Array): Fraction {
  const identity = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
  const { X } = exactSolve(n, A, identity) as { X: Fraction[] };
  const q = (X[0] as Fraction).q;
  const largest = (elements: readonly bigint[]): bigint => {
    let most = 0n;
    for (let i = 0; i < n; i++) {
      const sum = elements.slice(i * n, (i + 1) * n).reduce((total, value) => total + abs(value), 0n);
      if (sum > most) most = sum;
    }
    return most;
  };
  return { p: largest(Array.from(A, whole)) * largest(X.map(({ p }) => p)), q: q << 1074n };
}

function bits(value: bigint): number {
  return abs(value).toString(2).length;
}
