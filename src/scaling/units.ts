import { mercerError } from "../errors";
import type { Matrix } from "../matrix";

/** x ↦ (x − center) / spread, column by column: from raw units to standard ones. */
export interface Scaling {
  readonly center: Float64Array;
  /** Above 0. */
  readonly spread: Float64Array;
}

/** The standard units of a model: of its features, and of its targets; null where they are the raw ones. */
export interface Units {
  readonly X: Scaling | null;
  readonly y: Scaling | null;
}

/**
 * (x − center) / spread
 *
 * @throws "not-finite" with row and column where the quotient overflows
 */
export function toStandardUnits({ rows, cols, data: raw }: Matrix, { center, spread }: Scaling, name: string): Matrix {
  const data = new Float64Array(raw.length);
  let at = -1;
  for (let row = 0; row < data.length; row += cols) {
    for (let k = 0; k < cols; k++) {
      const value = standard(raw[row + k] as number, center[k] as number, spread[k] as number);
      data[row + k] = value;
      if (value - value !== 0 && at < 0) at = row + k;
    }
  }
  if (at < 0) return { rows, cols, data };
  const [row, column] = [Math.floor(at / cols), at % cols];
  const message = `${name} at row ${row}, column ${column} is ${raw[at]}: less the mean and divided by the deviation ${spread[column]} it overflows`;
  throw mercerError("not-finite", message, { argument: name, row, column, value: raw[at] });
}

function standard(value: number, center: number, spread: number): number {
  const difference = value - center;
  if (difference - difference === 0) return difference / spread;
  return ((value / 2 - center / 2) / spread) * 2;
}

/** center + spread·v, for values row by row, as many to a row as there are centers; the values themselves are changed. */
export function toRawUnits(values: Float64Array, { center, spread }: Scaling): Float64Array {
  const t = center.length;
  for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) * (spread[i % t] as number) + (center[i % t] as number);
  return values;
}

/** The spread of the one target; 1 of several, whose units differ, so that what is summed over them stays in standard units. */
export function spreadOfTarget(units: Units | null | undefined): number {
  return units?.y?.spread.length === 1 ? (units.y.spread[0] as number) : 1;
}
