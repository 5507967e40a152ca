import { mercerError } from "../errors";
import { requireFeatures } from "../gram/gram";
import { notMade, readMade, readPoints, readVector } from "../input";
import { exponentOf, largestOf, timesPowerOfTwo } from "../kernels/exponent";
import type { Matrix, Points } from "../matrix";

/** x ↦ (x − mean) / deviation, feature by feature, as plain data. */
export interface Scaler {
  readonly kind: "scaler";
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/**
 * Points with mean 0 and (population) standard deviation 1 in every column, and the scaler that does the same to new points.
 *
 * A constant column gets deviation 1, so it becomes 0; so does one whose variance v is rounding, v ≤ n ε v + (n ε mean)². Fit the scaler on training
 * data only.
 *
 * @throws "not-finite" for a column whose mean or deviation has no digits left at the least numbers
 */
export function standardize(X: Points): { readonly scaler: Scaler; readonly X: Matrix } {
  const x = readPoints(X, "X");
  const { rows: n, cols: d, data } = x;
  const mean = new Float64Array(d);
  const deviation = new Float64Array(d);
  for (let k = 0; k < d; k++) {
    const column = Float64Array.from({ length: n }, (_, i) => data[i * d + k] as number);
    const moments = momentsOf(column);
    if (moments.deviation !== 0 && moments.deviation < SMALLEST) throw tooSmall(k, largestOf(column));
    mean[k] = moments.mean;
    deviation[k] = moments.deviation || 1;
  }
  const scaler: Scaler = { kind: "scaler", mean, deviation };
  return { scaler, X: applyScaler(scaler, x) };
}

/** Columns whose largest number lies beyond 2^±400 are scaled, so that squares neither overflow nor vanish. */
const ORDINARY = 400;

/** From here on a mean is rounded to an ulp of the deviation at most. */
const SMALLEST = 2 ** -1022;

/** Mean and deviation, of a power of two times the column where its size asks for it; the deviation is 0 for a column that is constant up to rounding. */
function momentsOf(column: Float64Array): { readonly mean: number; readonly deviation: number } {
  const e = exponentOf(largestOf(column) || 1);
  if (Math.abs(e) > ORDINARY) {
    const { mean, deviation } = momentsOf(column.map((value) => timesPowerOfTwo(value, -e)));
    return { mean: timesPowerOfTwo(mean, e), deviation: deviation && Math.max(timesPowerOfTwo(deviation, e), Number.MIN_VALUE) };
  }
  const n = column.length;
  let sum = 0;
  for (const value of column) sum += value / n;
  let correction = 0;
  for (const value of column) correction += (value - sum) / n;
  const mean = sum + correction;
  let variance = 0;
  for (const value of column) variance += ((value - mean) * (value - mean)) / n;
  const noise = n * Number.EPSILON * mean;
  const isConstant = variance <= n * Number.EPSILON * variance + noise * noise || column.every((value) => value === column[0]);
  return { mean, deviation: isConstant ? 0 : Math.sqrt(variance) };
}

function tooSmall(column: number, value: number): Error {
  const message = `column ${column} of X has numbers up to ${value}, where its mean has no digits left; multiply it by a large power of 2 first`;
  return mercerError("not-finite", message, { argument: "X", column, value });
}

/**
 * New points as the scaler's training points were: (z − mean) / deviation.
 *
 * @throws "argument" unless the scaler has a mean and a deviation above 0 for every feature; "not-finite" with row and column where the quotient overflows
 */
export function applyScaler(scaler: Scaler, Z: Points): Matrix {
  const { mean, deviation } = readScaler(scaler);
  const z = readPoints(Z, "Z");
  const { rows, cols } = z;
  requireFeatures(z, mean.length, "Z");
  const data = z.data.map((value, i) => scaled(value, mean[i % cols] as number, deviation[i % cols] as number));
  const at = data.findIndex((value) => value - value !== 0);
  if (at < 0) return { rows, cols, data };
  const [row, column] = [Math.floor(at / cols), at % cols];
  const message = `Z at row ${row}, column ${column} is ${z.data[at]}: less the mean and divided by the deviation ${deviation[column]} it overflows`;
  throw mercerError("not-finite", message, { argument: "Z", row, column, value: z.data[at] });
}

function scaled(value: number, mean: number, deviation: number): number {
  const difference = value - mean;
  if (difference - difference === 0) return difference / deviation;
  return ((value / 2 - mean / 2) / deviation) * 2;
}

/**
 * @throws "argument" for what is no scaler, for one whose arrays went through JSON as objects, and for a deviation that is not above 0; "shape" where they
 * differ in length
 */
function readScaler(scaler: Scaler): { readonly mean: Float64Array; readonly deviation: Float64Array } {
  const { kind, mean: m, deviation: s } = readMade(scaler, "scaler", "standardize");
  if (kind !== "scaler") throw notMade(scaler, "scaler", "standardize");
  const [mean, deviation] = [readVector(m, "scaler.mean"), readVector(s, "scaler.deviation")];
  if (mean.length !== deviation.length) {
    const message = `scaler.deviation has ${deviation.length} elements, scaler.mean has ${mean.length}`;
    throw mercerError("shape", message, { argument: "scaler.deviation" });
  }
  const zero = deviation.findIndex((value) => !(value > 0));
  if (zero < 0) return { mean, deviation };
  const message = `scaler.deviation[${zero}] is ${deviation[zero]}; it must be above 0`;
  throw mercerError("argument", message, { argument: "scaler.deviation", value: deviation[zero] });
}
