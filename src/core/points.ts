import type { Matrix } from "../matrix";

/** Points in the order the micro-kernel reads them, from `at` on: panels of 4 points, feature by feature; what fills up the last panel is not written. */
export function writePacked(panels: Float64Array, at: number, { rows, cols, data }: Matrix): void {
  for (let i = 0; i < rows; i++) {
    const panel = at + (i & ~3) * cols + (i & 3);
    for (let k = 0; k < cols; k++) panels[panel + 4 * k] = data[i * cols + k] as number;
  }
}

/** Elements that n packed points of d features take. */
export function packedLength(n: number, d: number): number {
  return 4 * Math.ceil(n / 4) * d;
}
