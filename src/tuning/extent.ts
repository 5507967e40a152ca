import type { Matrix } from "../matrix";

/** How far points reach in some of their columns. */
export interface Extent {
  /** The diagonal of the box of the points; 1 where they are all the same. */
  readonly diameter: number;
  /** The least distance of two points that differ, among some of them; a thousandth of the diameter at least. */
  readonly gap: number;
  /** The mean of ‖x‖²; 1 where it is 0. */
  readonly square: number;
}

/** So many points are compared with all others. */
const COMPARED = 64;

/** The extent of the points in the columns, each at most once. */
export function extentOf({ rows, cols, data }: Matrix, columns: readonly number[]): Extent {
  const at = (i: number, k: number): number => data[i * cols + k] as number;
  let [diameter, square] = [0, 0];
  for (const k of columns) {
    let [least, most] = [Infinity, -Infinity];
    for (let i = 0; i < rows; i++) {
      least = Math.min(least, at(i, k));
      most = Math.max(most, at(i, k));
      square += (at(i, k) * at(i, k)) / rows;
    }
    diameter += (most - least) * (most - least);
  }
  const step = Math.ceil(rows / COMPARED);
  let nearest = Infinity;
  for (let i = 0; i < rows; i += step) {
    for (let j = 0; j < rows; j++) {
      let distance = 0;
      for (const k of columns) distance += (at(i, k) - at(j, k)) * (at(i, k) - at(j, k));
      if (distance > 0) nearest = Math.min(nearest, distance);
    }
  }
  const reach = diameter > 0 && diameter < Infinity ? Math.sqrt(diameter) : 1;
  return { diameter: reach, gap: Math.max(nearest < Infinity ? Math.sqrt(nearest) : 0, reach / 1000), square: square > 0 ? square : 1 };
}
