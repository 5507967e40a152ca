import type { Matrix } from "../matrix";
import { largestMagnitude } from "../matrix/magnitude";
import { columnMagnitudes } from "../matrix/vectors";

/** Whether every column gets its own scale, so that units do not decide about the rank, or all the same. */
export type ColumnScaling = "own" | "common";

/** For each column the power of two that brings its largest element to [½, 1); 1 for a column of zeros. */
export function columnScales({ cols, data }: Matrix): Float64Array {
  return scalesOf(columnMagnitudes(data, cols), "own");
}

/** The same power of two for every column: that of the largest element of all. */
export function commonScales({ cols, data }: Matrix): Float64Array {
  return scalesOf(columnMagnitudes(data, cols), "common");
}

/** Either, from the largest magnitudes of the columns. */
export function scalesOf(magnitudes: Float64Array, scaling: ColumnScaling): Float64Array {
  return scaling === "own" ? magnitudes.map(scaleOf) : magnitudes.slice().fill(scaleOf(largestMagnitude(magnitudes)));
}

/** Writes A with column j times scales[j]. */
export function scaleColumns({ rows, cols, data }: Matrix, scales: Float64Array, target: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) target[i * cols + j] = (data[i * cols + j] as number) * (scales[j] as number);
  }
}

/** Row i times scales[i], in place. */
export function scaleRows({ rows, cols, data }: Matrix, scales: Float64Array): void {
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) data[i * cols + j] = (data[i * cols + j] as number) * (scales[i] as number);
}

function scaleOf(value: number): number {
  if (value === 0) return 1;
  let scale = 1;
  while (value * scale >= 1) scale /= 2;
  while (value * scale < 0.5 && scale < 2 ** 1000) scale *= 2;
  return scale;
}
