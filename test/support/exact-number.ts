/**
 * The number m·2^e. Sums and products are exact; quotients, roots and exponentials are rounded to 2^-`PRECISION` of themselves, about 154 digits,
 * and so is what `rounded` is asked to shorten.
 */
export interface Exact {
  readonly m: bigint;
  readonly e: number;
}

/** Bits of a rounded result. */
export const PRECISION = 512;

export const ZERO: Exact = { m: 0n, e: 0 };
export const ONE: Exact = { m: 1n, e: 0 };

/** A double as it is. */
export function exactly(x: number): Exact {
  if (!Number.isFinite(x)) throw new Error(`${x} is not a number with an exact value`);
  if (Number.isSafeInteger(x)) return { m: BigInt(x), e: 0 };
  const bits = new DataView(new Float64Array([x]).buffer).getBigUint64(0, true);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = exponent === 0 ? fraction : fraction | 0x10000000000000n;
  return trimmed({ m: x < 0 ? -magnitude : magnitude, e: Math.max(exponent, 1) - 1075 });
}

export function plus(a: Exact, b: Exact): Exact {
  if (a.m === 0n) return b;
  if (b.m === 0n) return a;
  if (a.e === b.e) return { m: a.m + b.m, e: a.e };
  return a.e > b.e ? { m: (a.m << BigInt(a.e - b.e)) + b.m, e: b.e } : { m: a.m + (b.m << BigInt(b.e - a.e)), e: a.e };
}

export function negative({ m, e }: Exact): Exact {
  return { m: -m, e };
}

export function minus(a: Exact, b: Exact): Exact {
  return plus(a, negative(b));
}

export function times(a: Exact, b: Exact): Exact {
  return { m: a.m * b.m, e: a.e + b.e };
}

export function magnitude(a: Exact): Exact {
  return a.m < 0n ? negative(a) : a;
}

/** The sign of a − b, −1, 0 or 1. */
export function compare(a: Exact, b: Exact): number {
  const { m } = minus(a, b);
  return m === 0n ? 0 : m > 0n ? 1 : -1;
}

export function largest(values: readonly Exact[]): Exact {
  return values.reduce((best, value) => (compare(magnitude(value), best) > 0 ? magnitude(value) : best), ZERO);
}

/** Σ a_i b_i. */
export function innerProduct(a: readonly Exact[], b: readonly Exact[]): Exact {
  return a.reduce((sum, value, i) => plus(sum, times(value, b[i] as Exact)), ZERO);
}

/** aᵖ for a whole p ≥ 0. */
export function powerOf(a: Exact, p: number): Exact {
  return { m: a.m ** BigInt(p), e: a.e * p };
}

/** Shortened to so many bits, towards −∞. */
export function rounded(a: Exact, bits = PRECISION): Exact {
  const excess = bitLength(a.m) - bits;
  return excess > 0 ? { m: a.m >> BigInt(excess), e: a.e + excess } : a;
}

/** a + b shortened, where one may be too small to count. */
export function sum(a: Exact, b: Exact): Exact {
  if (a.m === 0n || b.m === 0n) return plus(a, b);
  const gap = orderOf(a) - orderOf(b);
  if (Math.abs(gap) > 2 * PRECISION) return gap > 0 ? a : b;
  return rounded(plus(a, b));
}

export function over(a: Exact, b: Exact, bits = PRECISION): Exact {
  if (b.m === 0n) throw new Error("division by 0");
  const shift = Math.max(0, bits + 2 + bitLength(b.m) - bitLength(a.m));
  return rounded({ m: (a.m << BigInt(shift)) / b.m, e: a.e - b.e - shift }, bits);
}

/** √a by Newton's iteration on whole numbers. */
export function rootOf(a: Exact, bits = PRECISION): Exact {
  if (a.m < 0n) throw new Error("the root of a negative number");
  if (a.m === 0n) return ZERO;
  let shift = Math.max(0, 2 * bits + 4 - bitLength(a.m));
  if ((a.e - shift) % 2 !== 0) shift++;
  const m = a.m << BigInt(shift);
  let x = 1n << BigInt(Math.ceil(bitLength(m) / 2));
  for (;;) {
    const next = (x + m / x) >> 1n;
    if (next >= x) return rounded({ m: x, e: (a.e - shift) / 2 }, bits);
    x = next;
  }
}

/** Work is done with so many more. */
const GUARD = 128;

/** eᵃ for |a| < 10⁶, by its series after halving the argument until that is below 2⁻¹⁶; 0 below −10⁶. */
export function exponential(a: Exact): Exact {
  if (a.m === 0n) return ONE;
  if (toNumber(a) < -1e6) return ZERO;
  const halvings = Math.max(0, orderOf(a) + 16);
  const bits = PRECISION + GUARD + halvings;
  const x = fixed({ m: a.m, e: a.e - halvings }, bits);
  const one = 1n << BigInt(bits);
  let total = one;
  let term = one;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    term = ((term * x) >> BigInt(bits)) / k;
    total += term;
  }
  let result: Exact = { m: total, e: -bits };
  for (let i = 0; i < halvings; i++) result = rounded(times(result, result), bits);
  return rounded(result);
}

/** ⌊a·2^bits⌋ */
function fixed({ m, e }: Exact, bits: number): bigint {
  const shift = BigInt(e + bits);
  return shift >= 0n ? m << shift : m >> -shift;
}

/** The nearest double, or where that is subnormal one beside it; ±∞ beyond the range. */
export function toNumber(a: Exact): number {
  const excess = bitLength(a.m) - 64;
  if (excess <= 0) return scaledBy(Number(a.m), a.e);
  const head = a.m >> BigInt(excess);
  const sticky = head << BigInt(excess) === a.m ? 0n : 1n;
  return scaledBy(Number((head << 1n) | sticky), a.e + excess - 1);
}

/** x·2^e without leaving the range on the way. */
function scaledBy(x: number, e: number): number {
  let [value, rest] = [x, e];
  while (rest > 500 && Number.isFinite(value)) [value, rest] = [value * 2 ** 500, rest - 500];
  while (rest < -500 && value !== 0) [value, rest] = [value * 2 ** -500, rest + 500];
  return value === 0 || !Number.isFinite(value) ? value : value * 2 ** rest;
}

/** ⌊log₂|a|⌋ + 1 */
export function orderOf({ m, e }: Exact): number {
  return bitLength(m) + e;
}

export function bitLength(m: bigint): number {
  if (m === 0n) return 0;
  const digits = (m < 0n ? -m : m).toString(16);
  return 4 * digits.length - Math.clz32(Number.parseInt(digits[0] as string, 16)) + 28;
}

/** The same with as few bits as it needs. */
function trimmed({ m, e }: Exact): Exact {
  if (m === 0n) return ZERO;
  let [odd, exponent] = [m, e];
  while ((odd & 1n) === 0n) [odd, exponent] = [odd >> 1n, exponent + 1];
  return { m: odd, e: exponent };
}
