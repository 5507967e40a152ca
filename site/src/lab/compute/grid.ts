import { type Matrix, matrix } from "mercer";
import type { Frame, LabState } from "../model/state";

/** Where the function is drawn. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly Z: Matrix;
}

/** A line of points over the frame for one feature, a lattice of cells for two. */
export function gridOf({ points, frame }: LabState, fine: boolean): Grid {
  // a season of many years needs more places than a smooth curve
  if (points.d === 1) return lineOf(frame, fine ? 961 : 241);
  return fine ? latticeOf(frame, 72, 54) : latticeOf(frame, 40, 30);
}

/** Where draws are taken: fewer places, since every one of them goes with every other. */
export function sparseGridOf({ points, frame }: LabState): Grid {
  return points.d === 1 ? lineOf(frame, 121) : latticeOf(frame, 28, 21);
}

function lineOf([left, right]: Frame, columns: number): Grid {
  const data = Float64Array.from({ length: columns }, (_, i) => left + ((right - left) * i) / (columns - 1));
  return { columns, rows: 1, Z: matrix(data, columns, 1) };
}

/** The middles of cells, row by row from the bottom. */
function latticeOf([left, right, bottom, top]: Frame, columns: number, rows: number): Grid {
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
