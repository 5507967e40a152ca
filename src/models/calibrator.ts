import { describeValue, mercerError } from "../errors";
import { readMade } from "../input";
import type { Matrix, Targets } from "../matrix";
import { float64Of } from "../matrix/numbers";
import { logistic } from "../special/elementary";

/** Platt's scaling of every column of decision values: p = 1/(1 + e^−(slope h + offset)). */
export interface PlattCalibrator {
  readonly kind: "platt";
  readonly slope: Float64Array;
  readonly offset: Float64Array;
}

/** A curve that never falls: values of h, ascending, and the probability at each. */
export interface CalibrationCurve {
  readonly h: Float64Array;
  readonly p: Float64Array;
}

/** One curve for every column of decision values: straight between its values of h, level beyond. */
export interface IsotonicCalibrator {
  readonly kind: "isotonic";
  readonly curves: readonly CalibrationCurve[];
}

/** From decision values to probabilities, as plain data. */
export type Calibrator = PlattCalibrator | IsotonicCalibrator;

/** Probabilities of the class of each column alone; of the second of two classes where there is one column. */
export function calibrated(calibrator: Calibrator, values: Targets): Matrix {
  const { rows, cols, data } = values instanceof Float64Array ? { rows: values.length, cols: 1, data: values } : values;
  const curves = curvesOf(calibrator, cols);
  return { rows, cols, data: data.map((h, at) => (curves[at % cols] as (h: number) => number)(h)) };
}

/** @throws "argument" for what is no calibrator of so many columns of decision values */
function curvesOf(given: Calibrator, cols: number): ((h: number) => number)[] {
  const calibrator = readMade(given, "calibrator", "fitCalibrator");
  switch (calibrator.kind) {
    case "platt": {
      const [slope, offset] = [numbersOf(calibrator.slope), numbersOf(calibrator.offset)];
      if (slope?.length !== cols || offset?.length !== cols) throw noCalibrator(calibrator, cols);
      return Array.from(slope, (a, c) => (h: number) => logistic(a * h + (offset[c] as number)));
    }
    case "isotonic": {
      const { curves } = calibrator;
      if (!Array.isArray(curves) || curves.length !== cols) throw noCalibrator(calibrator, cols);
      return curves.map((curve: CalibrationCurve | null) => {
        const [h, p] = [numbersOf(curve?.h), numbersOf(curve?.p)];
        if (!h?.length || p?.length !== h.length) throw noCalibrator(calibrator, cols);
        return (value: number) => interpolated(h, p, value);
      });
    }
    default:
      calibrator satisfies never;
      throw noCalibrator(calibrator, cols);
  }
}

/** An array of finite numbers, of this realm. */
function numbersOf(value: unknown): Float64Array | null {
  const numbers = float64Of(value);
  return numbers?.every(Number.isFinite) ? numbers : null;
}

function noCalibrator(value: unknown, cols: number): Error {
  const message = `calibrator must be made by fitCalibrator, of ${cols} columns of decision values; it is ${describeValue(value)}`;
  return mercerError("argument", message, { argument: "calibrator" });
}

/** The polygon through (h_i, p_i), level beyond its ends. */
function interpolated(h: Float64Array, p: Float64Array, value: number): number {
  let [low, high] = [0, h.length - 1];
  if (value <= (h[low] as number)) return p[low] as number;
  if (value >= (h[high] as number)) return p[high] as number;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((h[middle] as number) <= value) low = middle;
    else high = middle;
  }
  const [from, to] = [p[low] as number, p[high] as number];
  return from + (to - from) * ((value - (h[low] as number)) / ((h[high] as number) - (h[low] as number)));
}

/** Probabilities of all classes from those of each alone: divided by their sum, equal shares where all are 0. */
export function sharesOfAlone(alone: Matrix): Matrix {
  if (alone.cols === 1) {
    const data = new Float64Array(2 * alone.rows);
    alone.data.forEach((p, i) => {
      data[2 * i] = 1 - p;
      data[2 * i + 1] = p;
    });
    return { rows: alone.rows, cols: 2, data };
  }
  return { ...alone, data: normalizedRows(alone.data.slice(), alone.cols) };
}

/** Rows divided by their sums, in place; equal shares where all are 0. */
export function normalizedRows(data: Float64Array, cols: number): Float64Array {
  for (let from = 0; from < data.length; from += cols) {
    const row = data.subarray(from, from + cols);
    const sum = row.reduce((total, p) => total + p, 0);
    row.forEach((p, c) => {
      row[c] = sum > 0 ? p / sum : 1 / cols;
    });
  }
  return data;
}
