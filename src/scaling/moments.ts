import { mercerError } from "../errors";
import { columnOf, type Matrix } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";
import { exponentOf, timesPowerOfTwo } from "../matrix/powers-of-two";
import { columnMagnitudes, sumOf } from "../matrix/vectors";

/** Columns whose largest number lies beyond 2^±400 are scaled, so that squares neither overflow nor vanish. */
const ORDINARY = 400;

/** From here on a mean is rounded to an ulp of the deviation at most. */
const SMALLEST = 2 ** -1022;

/** Of every column; the deviation is 0 for one that is constant up to rounding. */
export interface Moments {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/**
 * Mean and population deviation of every column, weighted where there are weights; of a power of two times those whose size asks for it. The deviation is 0 for a constant column, and for one whose
 * variance v is rounding, v ≤ n ε v + (n ε mean)².
 */
export function momentsOf({ rows, cols, data }: Matrix, weights: Float64Array | null): Moments {
  const exponents = columnMagnitudes(data, cols).map((size) => exponentOf(size || 1));
  if (exponents.every((e) => Math.abs(e) <= ORDINARY)) return ordinaryMoments({ rows, cols, data }, weights);
  const shifts = exponents.map((e) => (Math.abs(e) > ORDINARY ? e : 0));
  const scaled = data.map((value, at) => timesPowerOfTwo(value, -(shifts[at % cols] as number)));
  const { mean, deviation } = ordinaryMoments({ rows, cols, data: scaled }, weights);
  return {
    mean: mean.map((value, k) => timesPowerOfTwo(value, shifts[k] as number)),
    // a deviation that vanishes is still one
    deviation: deviation.map((value, k) => value && Math.max(timesPowerOfTwo(value, shifts[k] as number), Number.MIN_VALUE)),
  };
}

function ordinaryMoments({ rows: n, cols, data }: Matrix, weights: Float64Array | null): Moments {
  const whole = weights ? sumOf(weights) : n;
  const first = weights ? weights.findIndex((w) => w > 0) : 0;
  // Σ_i w_i f(x_ik) / Σ_i w_i of every column k, over the rows that count
  const mean = (f: (value: number, k: number) => number): Float64Array => {
    const sums = new Float64Array(cols);
    for (let i = first; i < n; i++) {
      const w = weights ? (weights[i] as number) : 1;
      if (w === 0) continue;
      for (let k = 0; k < cols; k++) sums[k] = (sums[k] as number) + (w * f(data[i * cols + k] as number, k)) / whole;
    }
    return sums;
  };
  const differs = new Uint8Array(cols);
  const rough = mean((value, k) => {
    if (value !== data[first * cols + k]) differs[k] = 1;
    return value;
  });
  const correction = mean((value, k) => value - (rough[k] as number));
  const means = rough.map((value, k) => value + (correction[k] as number));
  const variance = mean((value, k) => (value - (means[k] as number)) * (value - (means[k] as number)));
  const deviation = variance.map((value, k) => {
    const noise = n * Number.EPSILON * (means[k] as number);
    return !differs[k] || value <= n * Number.EPSILON * value + noise * noise ? 0 : Math.sqrt(value);
  });
  return { mean: means, deviation };
}

/** @throws "not-finite" for a column whose spread has no digits left at the least numbers */
export function requireDigits(m: Matrix, spread: Float64Array, name: string): void {
  const column = spread.findIndex((value) => value !== 0 && value < SMALLEST);
  if (column < 0) return;
  const value = largestMagnitude(columnOf(m.data, m.cols, column));
  const message = `column ${column} of ${name} has numbers up to ${value}, where its mean has no digits left; multiply it by a large power of 2 first`;
  throw mercerError("not-finite", message, { argument: name, column, value });
}
