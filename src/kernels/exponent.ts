const bits = new DataView(new ArrayBuffer(8));

/** The e with 2ᵉ ≤ |x| < 2ᵉ⁺¹, for finite x ≠ 0. */
export function exponentOf(x: number): number {
  bits.setFloat64(0, x);
  const biased = (bits.getUint16(0) >> 4) & 0x7ff;
  return biased === 0 ? exponentOf(x * 2 ** 64) - 64 : biased - 1023;
}

/** 2ᵉx for an integer e from −2044 to 2044: exact unless the result leaves the normal numbers. By two factors, as one alone may be beyond the numbers. */
export function timesPowerOfTwo(x: number, e: number): number {
  const half = Math.floor(e / 2);
  return x * 2 ** half * 2 ** (e - half);
}

/** 2ᵉx_k, one e for all or one for each. */
export function timesPowersOfTwo(x: Float64Array, exponents: number | readonly number[]): Float64Array {
  return x.map((value, k) => timesPowerOfTwo(value, typeof exponents === "number" ? exponents : (exponents[k] as number)));
}

/** The largest |x|, 0 for none. */
export function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i] as number));
  return largest;
}
