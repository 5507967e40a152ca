const bits = new DataView(new ArrayBuffer(8));

/** The e with 2ᵉ ≤ |x| < 2ᵉ⁺¹; −∞ for 0. */
export function exponentOf(x: number): number {
  const size = Math.abs(x);
  if (size < 2 ** -1022) return size === 0 ? -Infinity : exponentOf(size * 2 ** 60) - 60;
  bits.setFloat64(0, size);
  return (bits.getUint16(0) >> 4) - 1023;
}

/** x·2ᵉ, rounded once, for any whole e. */
export function timesPowerOfTwo(x: number, e: number): number {
  // what is left of whole steps comes first: only the last product can round to a number other than 0
  const rest = e % STEP;
  let result = rest === 0 ? x : x * power(rest);
  for (let left = e - rest; left > 0; left -= STEP) result *= 2 ** STEP;
  for (let left = e - rest; left < 0; left += STEP) result *= 2 ** -STEP;
  return result;
}

/** 2ᵉx_k, one e for all or one for each. */
export function timesPowersOfTwo(x: Float64Array, exponents: number | readonly number[]): Float64Array {
  if (typeof exponents === "number" && Math.abs(exponents) < STEP) {
    const factor = power(exponents);
    return x.map((value) => value * factor);
  }
  return x.map((value, k) => timesPowerOfTwo(value, typeof exponents === "number" ? exponents : (exponents[k] as number)));
}

const STEP = 1000;

/** 2ᵉ for |e| < 1022, by its bits. */
function power(e: number): number {
  bits.setUint32(0, (e + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** Exponents within which products of a few numbers, and quotients, neither overflow nor lose digits: what lies inside is computed as it is. */
const LEAST = 2 ** -200;
const MOST = 2 ** 200;

/** Whether |x| lies in 2^±200, or is 0. */
export function isOrdinary(x: number): boolean {
  const size = Math.abs(x);
  return size === 0 || (size >= LEAST && size < MOST);
}

/** The same for all of them. */
export function areOrdinary(x: Float64Array): boolean {
  for (let i = 0; i < x.length; i++) if (!isOrdinary(x[i] as number)) return false;
  return true;
}
