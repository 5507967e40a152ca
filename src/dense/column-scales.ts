import type { Matrix } from "../matrix";

/** For each column the power of two that brings its largest element to [½, 1); 1 for a column of zeros. */
export function columnScales({ rows, cols, data }: Matrix): Float64Array {
  const largest = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const value = Math.abs(data[i * cols + j] as number);
      if (value > (largest[j] as number)) largest[j] = value;
    }
  }
  return largest.map(scaleOf);
}

/** The same power of two for every column: that of the largest element of all. */
export function commonScales({ cols, data }: Matrix): Float64Array {
  return new Float64Array(cols).fill(scaleOf(data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)));
}

/** Writes A with column j times scales[j]. */
export function scaleColumns({ rows, cols, data }: Matrix, scales: Float64Array, target: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) target[i * cols + j] = (data[i * cols + j] as number) * (scales[j] as number);
  }
}

function scaleOf(value: number): number {
  if (value === 0) return 1;
  let scale = 1;
  while (value * scale >= 1) scale /= 2;
  while (value * scale < 0.5 && scale < 2 ** 1000) scale *= 2;
  return scale;
}
