import { mercerError } from "../errors";
import { requireFeatures } from "../gram/gram";
import { notMade, readMade, readPoints, readVector } from "../input";
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
 * A constant column gets deviation 1, so it becomes 0. Fit the scaler on training data only.
 */
export function standardize(X: Points): { readonly scaler: Scaler; readonly X: Matrix } {
  const x = readPoints(X, "X");
  const { rows: n, cols: d, data } = x;
  const mean = new Float64Array(d);
  const deviation = new Float64Array(d);
  for (let k = 0; k < d; k++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (data[i * d + k] as number) / n;
    let correction = 0;
    for (let i = 0; i < n; i++) correction += ((data[i * d + k] as number) - sum) / n;
    const centre = sum + correction;
    let variance = 0;
    for (let i = 0; i < n; i++) {
      const difference = (data[i * d + k] as number) - centre;
      variance += (difference * difference) / n;
    }
    mean[k] = centre;
    deviation[k] = isConstant(x, k) ? 1 : Math.sqrt(variance) || 1;
  }
  const scaler: Scaler = { kind: "scaler", mean, deviation };
  return { scaler, X: applyScaler(scaler, x) };
}

/** New points as the scaler's training points were: (z − mean) / deviation. */
export function applyScaler(scaler: Scaler, Z: Points): Matrix {
  const { mean, deviation } = readScaler(scaler);
  const z = readPoints(Z, "Z");
  const { rows, cols } = z;
  requireFeatures(z, mean.length, "Z");
  const data = z.data.map((value, i) => (value - (mean[i % cols] as number)) / (deviation[i % cols] as number));
  return { rows, cols, data };
}

/** @throws "argument" for what is no scaler, and for one whose arrays went through JSON as objects; "shape" where they differ in length */
function readScaler(scaler: Scaler): { readonly mean: Float64Array; readonly deviation: Float64Array } {
  const { kind, mean: m, deviation: s } = readMade(scaler, "scaler", "standardize");
  if (kind !== "scaler") throw notMade(scaler, "scaler", "standardize");
  const [mean, deviation] = [readVector(m, "scaler.mean"), readVector(s, "scaler.deviation")];
  if (mean.length === deviation.length) return { mean, deviation };
  const message = `scaler.deviation has ${deviation.length} elements, scaler.mean has ${mean.length}`;
  throw mercerError("shape", message, { argument: "scaler.deviation" });
}

function isConstant({ rows, cols, data }: Matrix, k: number): boolean {
  for (let i = 1; i < rows; i++) if (data[i * cols + k] !== data[k]) return false;
  return true;
}
