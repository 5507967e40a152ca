import type { Matrix } from "../matrix";
import { largestMagnitude, powerOfTwo } from "../matrix/magnitude";
import { exponentOf, timesPowerOfTwo } from "../matrix/powers-of-two";
import { columnMagnitudes } from "../matrix/vectors";
import { type Problem, withTargets } from "./problem";

/** A problem whose targets are far from the ends of the range of numbers: column q of y is 2^e_q times its column. */
export interface OrdinaryUnits {
  readonly problem: Problem;
  /** e, one per target. */
  readonly exponents: Int32Array;
}

/** Exponents of targets that are taken as they are. */
const ORDINARY = 400;

/**
 * The problem in units that squares, weights and sums in twice the digits can do with: powers of two, so that no bit changes but the exponents. Null where all targets are ordinary, as they
 * are between 2^±400.
 *
 * Targets that are larger become 2⁴⁰⁰, not 1: of others beside them that are small nothing is lost, unless they are 2¹⁴⁰⁰ times smaller.
 *
 * @param least exponents of targets below which they are brought to 1
 */
export function inOrdinaryUnits(problem: Problem, least = -ORDINARY): OrdinaryUnits | null {
  const { t, Y, centres } = problem;
  const exponents = Int32Array.from(columnMagnitudes(Y.data, t), (size) => {
    const exponent = size === 0 ? 0 : exponentOf(size);
    return exponent > ORDINARY ? exponent - ORDINARY : exponent < least ? exponent : 0;
  });
  if (exponents.every((exponent) => exponent === 0)) return null;
  const inUnits = (data: Float64Array): Float64Array => timesPowers({ cols: t, data }, exponents, -1);
  return { problem: withTargets(problem, { ...Y, data: inUnits(Y.data) }, centres && inUnits(centres)), exponents };
}

/** The problem with all targets divided by one power of two, the `unit`, so that squares of them may be added; 1 where the largest needs no other. */
export function inOneUnit(problem: Problem, needsNone: (size: number) => boolean): { readonly problem: Problem; readonly unit: number } {
  const { Y, centres } = problem;
  const largest = largestMagnitude(Y.data);
  const unit = needsNone(largest) ? 1 : powerOfTwo(largest);
  if (unit === 1) return { problem, unit };
  return { problem: withTargets(problem, { ...Y, data: Y.data.map((value) => value / unit) }, centres), unit };
}

/** 2^(±e_q) times column q. */
export function timesPowers({ cols, data }: Pick<Matrix, "cols" | "data">, exponents: Int32Array, sign: 1 | -1): Float64Array {
  return data.map((value, at) => timesPowerOfTwo(value, sign * (exponents[at % cols] as number)));
}

/** What is said of a solution in ordinary units, said of that in the units of the problem; a bound that is beyond the numbers is none. */
export function inOriginalUnits(
  { losses, errorBound }: { readonly losses: readonly number[]; readonly errorBound: number | null },
  exponents: Int32Array,
): { readonly losses: number[]; readonly errorBound: number | null } {
  const most = exponents.reduce((a, b) => Math.max(a, b));
  const bound = errorBound === null ? Infinity : timesPowerOfTwo(errorBound, most);
  return {
    losses: losses.map((loss, q) => timesPowerOfTwo(loss, 2 * (exponents[q] as number))),
    errorBound: bound < Infinity ? bound : null,
  };
}
