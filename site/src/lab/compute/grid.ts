import { type Matrix, matrix } from "mercer";
import type { LabState } from "../model/state";

/** Where the function is drawn. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly Z: Matrix;
}

/** A line of points over the frame for one feature, a lattice of cells for two. */
export function gridOf({ points, frame: [left, right, bottom, top] }: LabState, fine: boolean): Grid {
  if (points.d === 1) {
    // a season of many years needs more places than a smooth curve
    const columns = fine ? 961 : 241;
    const data = Float64Array.from({ length: columns }, (_, i) => left + ((right - left) * i) / (columns - 1));
    return { columns, rows: 1, Z: matrix(data, columns, 1) };
  }
  const [columns, rows] = fine ? [72, 54] : [40, 30];
  const data = new Float64Array(2 * columns * rows);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      data[2 * (r * columns + c)] = left + ((right - left) * (c + 0.5)) / columns;
      data[2 * (r * columns + c) + 1] = bottom + ((top - bottom) * (r + 0.5)) / rows;
    }
  }
  return { columns, rows, Z: matrix(data, columns * rows, 2) };
}

/** The points as mercer takes them. */
export function inputsOf({ points: { d, x, y } }: LabState): { readonly X: Matrix; readonly y: Float64Array } {
  return { X: matrix(Float64Array.from(x), y.length, d), y: Float64Array.from(y) };
}
