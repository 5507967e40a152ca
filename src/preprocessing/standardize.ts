import { mercerError } from "../errors";
import { notMade, readMade, readPoints, readVector, requireFeatures } from "../input";
import { columnOf, type Matrix, type Points } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";
import { exponentOf, timesPowerOfTwo } from "../matrix/powers-of-two";
import { columnMagnitudes } from "../matrix/vectors";

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
  const { cols: d, data } = x;
  const { mean, deviation } = momentsOf(x);
  for (let k = 0; k < d; k++) {
    if (deviation[k] !== 0 && (deviation[k] as number) < SMALLEST) throw tooSmall(k, largestMagnitude(columnOf(data, d, k)));
    deviation[k] = deviation[k] || 1;
  }
  const scaler: Scaler = { kind: "scaler", mean, deviation };
  return { scaler, X: applyScaler(scaler, x) };
}

/** Columns whose largest number lies beyond 2^±400 are scaled, so that squares neither overflow nor vanish. */
const ORDINARY = 400;

/** From here on a mean is rounded to an ulp of the deviation at most. */
const SMALLEST = 2 ** -1022;

/** Of every column; the deviation is 0 for one that is constant up to rounding. */
interface Moments {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Mean and deviation of every column, of a power of two times those whose size asks for it. */
function momentsOf({ rows, cols, data }: Matrix): Moments {
  const exponents = columnMagnitudes(data, cols).map((size) => exponentOf(size || 1));
  if (exponents.every((e) => Math.abs(e) <= ORDINARY)) return ordinaryMoments({ rows, cols, data });
  const shifts = exponents.map((e) => (Math.abs(e) > ORDINARY ? e : 0));
  const scaled = data.map((value, at) => timesPowerOfTwo(value, -(shifts[at % cols] as number)));
  const { mean, deviation } = ordinaryMoments({ rows, cols, data: scaled });
  return {
    mean: mean.map((value, k) => timesPowerOfTwo(value, shifts[k] as number)),
    // a deviation that vanishes is still one
    deviation: deviation.map((value, k) => value && Math.max(timesPowerOfTwo(value, shifts[k] as number), Number.MIN_VALUE)),
  };
}

function ordinaryMoments({ rows: n, cols, data }: Matrix): Moments {
  const sum = new Float64Array(cols);
  const correction = new Float64Array(cols);
  const variance = new Float64Array(cols);
  const differs = new Uint8Array(cols);
  for (let row = 0; row < data.length; row += cols) {
    for (let k = 0; k < cols; k++) {
      const value = data[row + k] as number;
      sum[k] = (sum[k] as number) + value / n;
      if (value !== data[k]) differs[k] = 1;
    }
  }
  for (let row = 0; row < data.length; row += cols) {
    for (let k = 0; k < cols; k++) correction[k] = (correction[k] as number) + ((data[row + k] as number) - (sum[k] as number)) / n;
  }
  const mean = sum.map((value, k) => value + (correction[k] as number));
  for (let row = 0; row < data.length; row += cols) {
    for (let k = 0; k < cols; k++) {
      const difference = (data[row + k] as number) - (mean[k] as number);
      variance[k] = (variance[k] as number) + (difference * difference) / n;
    }
  }
  const deviation = variance.map((value, k) => {
    const noise = n * Number.EPSILON * (mean[k] as number);
    return !differs[k] || value <= n * Number.EPSILON * value + noise * noise ? 0 : Math.sqrt(value);
  });
  return { mean, deviation };
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
  const data = new Float64Array(z.data.length);
  let at = -1;
  for (let row = 0; row < data.length; row += cols) {
    for (let k = 0; k < cols; k++) {
      const value = scaled(z.data[row + k] as number, mean[k] as number, deviation[k] as number);
      data[row + k] = value;
      if (value - value !== 0 && at < 0) at = row + k;
    }
  }
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
