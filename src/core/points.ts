import type { Matrix } from "../matrix";

/** Points in the order the micro-kernel reads them: panels of 4 points, feature by feature, the last panel filled up with zeros. */
export function writePacked(panels: Float64Array, { rows, cols, data }: Matrix): void {
  panels.fill(0);
  for (let i = 0; i < rows; i++) {
    const panel = (i & ~3) * cols + (i & 3);
    for (let k = 0; k < cols; k++) panels[panel + 4 * k] = data[i * cols + k] as number;
  }
}

/** Elements that n packed points of d features take. */
export function packedLength(n: number, d: number): number {
  return 4 * Math.ceil(n / 4) * d;
}
