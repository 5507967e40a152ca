import type { Matrix } from "../matrix";
import { kernelBounds, type Range, type Scales } from "./bounds";
import type { TunedSpec } from "./criterion";
import { noiseBounds } from "./noise-bounds";

/** Bounds of every parameter of an estimator, by path, from the data; Y is null for labels. λ of ridge regression is in the units of the kernel, so it is looked for from 10⁻¹⁰ to 1000. */
export function spread(spec: TunedSpec, points: Matrix, Y: Matrix | null): ReadonlyMap<string, Range> {
  const scales: Scales = { points, variance: Y ? varianceOf(Y) : 1 };
  const bounds = new Map<string, Range>([["lambda", [1e-10, 1e3]], ...("noise" in spec ? noiseBounds(spec.noise, scales) : [])]);
  for (const [path, range] of kernelBounds(spec.kernel, scales)) bounds.set(`kernel.${path}`, range);
  return bounds;
}

/** The largest variance of a column; 1 where all are constant. */
function varianceOf({ rows, cols, data }: Matrix): number {
  let largest = 0;
  for (let q = 0; q < cols; q++) {
    let [mean, variance] = [0, 0];
    for (let i = 0; i < rows; i++) mean += (data[i * cols + q] as number) / rows;
    for (let i = 0; i < rows; i++) {
      const difference = (data[i * cols + q] as number) - mean;
      variance += (difference * difference) / rows;
    }
    largest = Math.max(largest, variance);
  }
  return largest > 0 && largest < Infinity ? largest : 1;
}
