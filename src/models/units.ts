import { mercerError } from "../errors";
import { requireFeatures } from "../input";
import type { Matrix, Targets } from "../matrix";
import { allFinite } from "../matrix/vectors";
import { toRawUnits, toStandardUnits, type Units } from "../scaling/units";
import { readVectorOf } from "./parts";

/** A model that may have units of its own. */
export interface InUnits {
  readonly scaling?: Units | undefined;
}

/** Points in the units of the model. @throws "shape" unless they have its features */
export function standardPoints({ scaling }: InUnits, z: Matrix, name: string): Matrix {
  if (!scaling?.X) return z;
  requireFeatures(z, scaling.X.center.length, name);
  return toStandardUnits(z, scaling.X, name);
}

/**
 * Predictions in raw units, in the place of those in the units of the model.
 *
 * @throws "not-finite" with the row of one that is beyond the numbers
 */
export function rawPredictions({ scaling }: InUnits, predictions: Matrix): void {
  if (!scaling?.y) return;
  const { cols, data } = predictions;
  toRawUnits(data, scaling.y);
  if (allFinite(data)) return;
  const at = data.findIndex((value) => !Number.isFinite(value));
  throw beyondNumbers(Math.floor(at / cols), at % cols);
}

export function beyondNumbers(row: number, column: number): Error {
  const message = `the prediction at row ${row}, target ${column}, is beyond the numbers; fit to targets that are scaled down`;
  return mercerError("not-finite", message, { row, column });
}

/** Derivatives by the features, in raw units, of what is `unit` times as large in these. */
export function rawSlopes({ scaling }: InUnits, { rows, cols, data }: Matrix, unit: number): Matrix {
  const spread = scaling?.X?.spread;
  return { rows, cols, data: data.map((slope, at) => (slope * unit) / ((spread?.[at % cols] as number | undefined) ?? 1)) };
}

/** The units of a model as they are handed in, for d features (null where that is not known) and as many targets as there are columns of coefficients. */
export function readUnitsOf(value: unknown, d: number | null, coefficients: Targets, name: string): Units {
  const { X, y } = Object(value) as Partial<Units>;
  const t = "cols" in coefficients ? coefficients.cols : 1;
  return { X: readScalingOf(X, d, `${name}.scaling.X`), y: readScalingOf(y, t, `${name}.scaling.y`) };
}

function readScalingOf(value: unknown, length: number | null, name: string): Units["X"] {
  if (value === null || value === undefined) return null;
  const { center, spread } = value as NonNullable<Units["X"]>;
  const scaling = { center: readVectorOf(center, length, `${name}.center`), spread: readVectorOf(spread, length, `${name}.spread`) };
  if (scaling.center.length === scaling.spread.length && scaling.spread.every((s) => s > 0)) return scaling;
  throw mercerError("argument", `${name}.spread must have a number above 0 for each of center`, { argument: `${name}.spread` });
}
