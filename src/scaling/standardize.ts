import { mercerError } from "../errors";
import { notMade, readMade, readPoints, readVector, requireFeatures } from "../input";
import type { Matrix, Points } from "../matrix";
import { momentsOf, requireDigits } from "./moments";
import { toStandardUnits } from "./units";

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
 * @example standardize([[1, 5], [3, 5]]).X.data // [-1, 0, 1, 0]
 */
export function standardize(X: Points): { readonly scaler: Scaler; readonly X: Matrix } {
  const x = readPoints(X, "X");
  const { mean, deviation: found } = momentsOf(x, null);
  requireDigits(x, found, "X");
  const deviation = found.map((value) => value || 1);
  const scaler: Scaler = { kind: "scaler", mean, deviation };
  return { scaler, X: applyScaler(scaler, x) };
}

/**
 * New points as the scaler's training points were: (z − mean) / deviation.
 *
 * @throws "argument" unless the scaler has a mean and a deviation above 0 for every feature; "not-finite" with row and column where the quotient overflows
 * @example
 * const { scaler } = standardize(X);
 * const inTheSameUnits = applyScaler(scaler, Z);
 */
export function applyScaler(scaler: Scaler, Z: Points): Matrix {
  const { mean, deviation } = readScaler(scaler);
  const z = readPoints(Z, "Z");
  requireFeatures(z, mean.length, "Z");
  return toStandardUnits(z, { center: mean, spread: deviation }, "Z");
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
