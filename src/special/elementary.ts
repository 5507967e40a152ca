/**
 * The functions of assembly/math in TypeScript, one number at a time: the same operations in the same order, so the same bits. How each works is said
 * there.
 */

const bits = new DataView(new ArrayBuffer(8));

/** The number made of two halves of 32 bits. */
function assemble(high: number, low: number): number {
  bits.setInt32(0, high);
  bits.setInt32(4, low);
  return bits.getFloat64(0);
}

function highWord(x: number): number {
  bits.setFloat64(0, x);
  return bits.getInt32(0);
}

/** x without its last 27 bits. */
function upper(x: number): number {
  const high = highWord(x);
  return assemble(high, bits.getInt32(4) & -0x8000000);
}

/** 2ᵏ for an integer k between −1022 and 1023. */
function powerOfTwo(k: number): number {
  return assemble((k + 1023) << 20, 0);
}

/** The nearest integer, the even one of two. */
function nearest(x: number): number {
  const whole = x < 0 ? -(2 ** 52) : 2 ** 52;
  return Math.abs(x) < 2 ** 52 ? x + whole - whole : x;
}

/** c₀ + c₁v, from the coefficient at `from` on. */
function pair(c: readonly number[], from: number, v: number): number {
  return (c[from + 1] as number) * v + (c[from] as number);
}

/** 1/ln 2; ln 2 in two parts */
// biome-ignore lint/suspicious/noApproximativeNumericConstant: what the core has, not what the host has
const LN2 = [1.4426950408889634, 0.6931471803691238, 1.9082149292705877e-10] as const;
const EXP = [
  0.5000000000000011, 0.16666666666666413, 0.04166666666653027, 0.008333333333494846, 0.0013888888943635502, 0.00019841269505769998,
  2.480149306509727e-5, 2.7557586991680545e-6, 2.763026870272278e-7, 2.4999915664062427e-8,
];

/** eˣ */
export function exp(x: number): number {
  return expOfSum(x, 0);
}

/** e^(x + low), |low| at most an ulp of x. */
export function expOfSum(x: number, low: number): number {
  const bounded = Math.max(Math.min(x, 800), -800);
  const k = multiples(bounded);
  const mantissa = 1 + lessOne(bounded, k, k * LN2[2] - low);
  if (Math.abs(k) < 1022) return mantissa * powerOfTwo(k);
  const half = nearest(k * 0.5);
  return mantissa * powerOfTwo(half) * powerOfTwo(k - half);
}

/** round(x/ln 2) */
function multiples(x: number): number {
  return x * LN2[0] + 6755399441055744 - 6755399441055744;
}

/** eʳ − 1 for r = x − k ln 2, the second part of k ln 2 being the correction. */
function lessOne(x: number, k: number, correction: number): number {
  const high = x - k * LN2[1];
  const r = high - correction;
  const r2 = r * r;
  const r4 = r2 * r2;
  const q = (pair(EXP, 8, r) * r4 + (pair(EXP, 6, r) * r2 + pair(EXP, 4, r))) * r4 + (pair(EXP, 2, r) * r2 + pair(EXP, 0, r));
  return high + (r2 * q - correction);
}

/** 1/(1 + e^−h) */
export function logistic(h: number): number {
  const e = exp(-Math.abs(h));
  return (h < 0 ? e : 1) / (1 + e);
}

const TANH_P = [-1.0, -0.06150439669709891, -0.0005978885549878201] as const;
const TANH_Q = [3.0, 1.384513190091293, 0.0698846559873306, 0.0006199808227264203];

export function tanh(x: number): number {
  const y = Math.min(Math.abs(x), 20);
  const y2 = y * y;
  let start = y;
  let quotient: number;
  let correction = 0;
  if (y <= 0.5625) {
    const P = (TANH_P[2] * y2 + TANH_P[1]) * y2 + TANH_P[0];
    quotient = (y * y2 * P) / (pair(TANH_Q, 2, y2) * (y2 * y2) + pair(TANH_Q, 0, y2));
  } else {
    const k = multiples(y + y);
    const power = powerOfTwo(k);
    const fraction = power * lessOne(y + y, k, k * LN2[2]);
    const whole = power + 1;
    const D = whole + fraction;
    start = 1;
    quotient = -2 / D;
    correction = quotient * quotient * ((fraction - (D - whole)) * 0.5);
  }
  const value = start + quotient;
  const result = value + (quotient - (value - start) + correction);
  return x < 0 ? -result : result;
}

/** π in two parts, the first with 26 bits */
const PI = [3.1415926218032837, 3.178650954705639e-8] as const;
const SINE = [
  -5.16771278004997, 2.55016403987737, -0.5992645293209792, 0.08214588656094399, -0.007370428859737495, 0.0004662679989810268,
  -2.164678452217751e-5,
] as const;
const COSINE = [
  -4.934802200544677, 4.058712126415667, -1.3352627686606386, 0.23533061460697027, -0.02580624316262302, 0.0019164250048673552,
] as const;

/** sin πx; 0 at every integer, never −0. */
export function sine(x: number): number {
  const signed = x - 2 * nearest(x * 0.5);
  const distance = Math.abs(signed);
  const z = Math.min(distance, 1 - distance);
  const value = z <= 0.3125 ? sineNear(z) : cosineNear(0.5 - z);
  return (signed < 0 ? -value : value) + 0;
}

function sineNear(z: number): number {
  const z2 = z * z;
  const z4 = z2 * z2;
  const zHigh = upper(z);
  const remainder = (z - zHigh) * PI[0] + z * PI[1];
  const s = (SINE[6] * z4 + pair(SINE, 4, z2)) * (z4 * z4) + (pair(SINE, 2, z2) * z4 + pair(SINE, 0, z2));
  return zHigh * PI[0] + (z * z2 * s + remainder);
}

function cosineNear(w: number): number {
  const w2 = w * w;
  const w4 = w2 * w2;
  return w2 * (pair(COSINE, 4, w2) * (w4 * w4) + (pair(COSINE, 2, w2) * w4 + pair(COSINE, 0, w2))) + 1;
}

const PI2 = [9.869604349136353, 5.195300607977199e-8] as const;
const SQUARE = [
  -32.46969701133415, 42.728408603347646, -30.12232068603399, 13.21312839702223, -3.951768329826778, 0.8571968759520581,
  -0.14099439210468606, 0.017875872829933567,
] as const;

/** sin² πx */
export function squaredSine(x: number): number {
  const z = Math.abs(x - nearest(x));
  const opposite = 0.5 - z;
  const w = Math.min(opposite, z);
  const w2 = w * w;
  const w4 = w2 * w2;
  const wHigh = upper(w);
  const square = wHigh * wHigh;
  const v = upper(square);
  const vLow = (w - wHigh) * (w + wHigh) + (square - v);
  const upperHalf = SQUARE[7] * w4 + pair(SQUARE, 5, w2);
  const s = w2 * (upperHalf * (w4 * w4) + (pair(SQUARE, 3, w2) * w4 + pair(SQUARE, 1, w2))) + SQUARE[0];
  const S = v * PI2[0] + (w4 * s + (vLow * PI2[0] + w2 * PI2[1]));
  return z <= opposite ? S : 1 - S;
}

const LN2_LONG = [0.6931471805598903, 5.497923018708371e-14] as const;
const LOG = [
  0.3333333333333333, -0.24999999999999997, 0.2000000000003311, -0.16666666666750135, 0.14285713607832987, -0.12499998943558192,
  0.11115552260829474, -0.10005089114095571,
];

/** Of the numbers that share their first bits with c: 1/c, rounded to 10 bits, and ln c in two parts, the first a multiple of 2⁻⁴². */
type Cell = readonly [inverse: number, logarithm: number, logarithmLow: number];
const cells: Cell[] = [];

/** Cell i of 32, computed once: ln 1024/n = 2 artanh x, x = (1024 − n)/(1024 + n), by its series in units of 2⁻¹⁶⁰, which tells the nearest numbers. */
export function cellOf(i: number): Cell {
  const known = cells[i];
  if (known) return known;
  const n = nearest(1024 / assemble(FIRST_CELL + (i << 15) + (1 << 14), 0));
  const [p, q] = [BigInt(1024 - n), BigInt(1024 + n)];
  let sum = 0n;
  let power = (p << 161n) / q;
  for (let k = 1n; power; k += 2n) {
    sum += power / k;
    power = (power * p * p) / (q * q);
  }
  const logarithm = (sum + (1n << 117n)) >> 118n;
  const cell = [n / 1024, Number(logarithm) / 2 ** 42, Number(sum - (logarithm << 118n)) / 2 ** 160] as const;
  cells[i] = cell;
  return cell;
}

/** The upper half of 0.6953125, where the cells of a binade begin. */
const FIRST_CELL = 0x3fe64000;
const HUGE = 1.0715086071862673e301;

/** ln x, at most 0.51 ulp from the true value; −∞ at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : Number.NaN;
  if (x < 2 ** -1022) return scaledLog(x * 2 ** 54, -54);
  return scaledLog(x, 0);
}

/** ln x + k ln 2 for a normal number x = 2ᵉm: ln m + (e + k) ln 2. */
function scaledLog(x: number, k: number): number {
  const word = highWord(x);
  const low = bits.getInt32(4);
  const exponent = (word - FIRST_CELL) & -0x100000;
  const [high, rest] = log1pScaled(assemble(word - exponent, low) - 1, 0, (exponent >> 20) + k);
  return high + rest;
}

/** ln(1 + x), at most 0.51 ulp from the true value; −∞ at −1, NaN below. */
export function log1p(x: number): number {
  if (!(x > -1)) return x === -1 ? -Infinity : Number.NaN;
  const [high, low] = log1pOfSum(x, 0);
  return high + low;
}

/** ln(1 + x + rest) for x > −1 in two parts. */
function log1pOfSum(x: number, rest: number): readonly [number, number] {
  if (!(x < Infinity)) return [x, 0];
  return x < HUGE ? log1pScaled(x, rest, 0) : log1pScaled(x * 2.938735877055719e-39, rest * 2.938735877055719e-39, 128);
}

/** The same plus k ln 2, k being `more`, for x that is not huge. */
function log1pScaled(x: number, rest: number, more: number): readonly [number, number] {
  const u = 1 + x;
  const lost = Math.min(1, x) - (u - Math.max(1, x));
  const word = highWord(u);
  const low = bits.getInt32(4);
  const steps = word - FIRST_CELL;
  const exponent = steps & -0x100000;
  const m = assemble(word - exponent, low);
  const scale = assemble(0x3ff00000 - exponent, 0);
  const k = ((exponent + 0x40000000) >>> 20) - 1024 + more;
  const [inverse, logarithm, logarithmLow] = cellOf((steps >>> 15) & 31);

  const mHigh = upper(m + (m < 1 ? 2 ** -27 : 2 ** -26));
  const a = mHigh * inverse - 1;
  const b = (lost * scale + (m - mHigh)) * inverse;
  const r = a + b;
  const rLow = rest * scale * inverse + (b - (r - a));

  const base = k * LN2_LONG[0] + logarithm;
  const baseLow = k * LN2_LONG[1] + logarithmLow;
  const sum = base + r;
  const sumLow = r - (sum - base);
  const rHigh = upper(r);
  const square = rHigh * 0.5 * rHigh;
  const squareLow = (r - rHigh + rLow) * 0.5 * (r + rHigh);
  const high = sum - square;
  const highLow = sum - high - square;

  const r2 = r * r;
  const q = (pair(LOG, 6, r) * r2 + pair(LOG, 4, r)) * (r2 * r2) + (pair(LOG, 2, r) * r2 + pair(LOG, 0, r));
  return [high, r * r2 * q + (baseLow + sumLow + rLow + (highLow - squareLow))];
}

/** x·y − product, what x·y lost by rounding. */
export function lostBy(x: number, y: number, product: number): number {
  const [xHigh, yHigh] = [upper(x), upper(y)];
  const [xLow, yLow] = [x - xHigh, y - yHigh];
  return xLow * yLow + (xLow * yHigh + (xHigh * yLow + (xHigh * yHigh - product)));
}

/** (1 + c t)^(−a) for t ≥ 0 */
export function rationalQuadratic(t: number, a: number, c: number): number {
  const x = t * c;
  const [high, low] = log1pOfSum(x, lostBy(t, c, x));
  const log = high + low;
  const z = log * -a;
  const zLow = (low - (log - high)) * -a + lostBy(log, -a, z);
  return expOfSum(z, Math.abs(z) < 800 ? zLow : 0);
}
