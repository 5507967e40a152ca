import { largestMagnitude, powerOfTwo } from "../matrix/magnitude";
import { sumOfMagnitudes } from "../matrix/vectors";
import type { Spectrum } from "../solvers/ridge/spectrum";

/** The least λ of a grid, as a share of the largest eigenvalue: below it errors lose the digits that would tell them apart. */
const LEAST = 2 ** -36;

/** The largest, as a share of the trace: a thousandth of a degree of freedom is left. */
const BEYOND = 1024;

const MOST = 2 ** 1000;

/** So far below the least eigenvalue a λ changes nothing. */
const BELOW = 1 / 16;

/**
 * Powers of two, the least first: up to a thousand times the trace of K; from 2⁻³⁶ of its largest eigenvalue, or a
 * sixteenth of its least where that is more; above the size of its negative eigenvalues.
 */
export function gridOf({ values }: Pick<Spectrum, "values">): Float64Array {
  return gridBetween({ largest: largestMagnitude(values), trace: sumOfMagnitudes(values), least: values[0] as number });
}

/** The same from what is known of the eigenvalues. */
export function gridBetween({ largest, trace, least }: Readonly<Record<"largest" | "trace" | "least", number>>): Float64Array {
  if (largest === 0) return Float64Array.of(1);
  const from = Math.max(LEAST * largest, BELOW * least, -2 * least, 1 / MOST);
  const grid: number[] = [];
  const top = Math.min(BEYOND * powerOfTwo(trace), MOST);
  for (let lambda = top; lambda >= Math.min(from, top); lambda /= 2) grid.push(lambda);
  return Float64Array.from(grid.reverse());
}
