import { largestMagnitude } from "../../matrix/magnitude";
import { exponentOf, timesPowerOfTwo } from "../../matrix/powers-of-two";

/**
 * Sums of numbers without rounding, element by element: Σ_k counts_k·2^e_k, the counts being whole numbers.
 *
 * Every number added is divided into digits of 34 bits, |digit| ≤ 2³³, and each digit is added to the count of its place. Up to 2²⁰ numbers the counts stay whole numbers
 * below 2⁵³: then sums are the same bits in any order, and what was added can be taken away as if it had never been.
 */
export interface ExactSum {
  readonly length: number;
  /** By ascending exponent; none of them all 0. */
  readonly limbs: readonly Limb[];
}

export interface Limb {
  readonly exponent: number;
  readonly counts: Float64Array;
}

/** Bits from one limb to the next. */
export const LIMB_BITS = 34;

/** As many numbers may be added to an element. */
export const MOST_TERMS = 2 ** 20;

/** The lowest and the highest place: 2^−986 and 2^986. Below half of the lowest a number counts as 0. */
const ENDS = 29;

/** Rounds |x| < 2⁵¹ to a whole number, ties to even. */
const ROUNDER = 1.5 * 2 ** 52;

/** Numbers as a sum of one term each. */
export function exactly(values: Float64Array): ExactSum {
  const rest = values.slice();
  const limbs: Limb[] = [];
  for (let k = Math.min(ENDS, Math.floor((exponentOf(largestMagnitude(rest)) + 1) / LIMB_BITS)); k >= -ENDS; k--) {
    const exponent = LIMB_BITS * k;
    const counts = carry(rest, exponent);
    if (counts) limbs.unshift({ exponent, counts });
  }
  return { length: values.length, limbs };
}

/** The counts of a place, taken out of `rest`; null where all are 0. */
function carry(rest: Float64Array, exponent: number): Float64Array | null {
  const [unit, inverse] = [2 ** exponent, 2 ** -exponent];
  let counts: Float64Array | null = null;
  for (let i = 0; i < rest.length; i++) {
    const value = rest[i] as number;
    const count = value * inverse + ROUNDER - ROUNDER;
    if (count === 0) continue;
    counts ??= new Float64Array(rest.length);
    counts[i] = count;
    rest[i] = value - count * unit;
  }
  return counts;
}

/** No terms. */
export function emptySum(length: number): ExactSum {
  return { length, limbs: [] };
}

/** a + b, or a − b */
export function combined(a: ExactSum, b: ExactSum, sign: 1 | -1): ExactSum {
  const exponents = [...new Set([...a.limbs, ...b.limbs].map(({ exponent }) => exponent))].sort((x, y) => x - y);
  const limbs = exponents.map((exponent) => {
    const counts = a.limbs.find((limb) => limb.exponent === exponent)?.counts.slice() ?? new Float64Array(a.length);
    const others = b.limbs.find((limb) => limb.exponent === exponent)?.counts;
    // + 0: never −0
    if (others) for (let i = 0; i < counts.length; i++) counts[i] = (counts[i] as number) + sign * (others[i] as number) + 0;
    return { exponent, counts };
  });
  return { length: a.length, limbs: limbs.filter(hasCounts) };
}

export function hasCounts({ counts }: Limb): boolean {
  return counts.some((count) => count !== 0);
}

/** The sums as numbers, from the lowest place to the highest. */
export function numbersOf({ length, limbs }: ExactSum): Float64Array {
  const values = new Float64Array(length);
  for (const { exponent, counts } of limbs) {
    for (let i = 0; i < length; i++) values[i] = (values[i] as number) + timesPowerOfTwo(counts[i] as number, exponent);
  }
  return values;
}
