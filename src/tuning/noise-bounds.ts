import type { Noise } from "../gaussian/noise";
import { seenPoint } from "../kernels/seen-point";
import { trendBasis } from "../kernels/trend";
import { rowOf } from "../matrix";
import { log } from "../special/elementary";
import { noise as ofVariance, type Range, type Scales } from "./bounds";

/** By how much one basis function may change log σ² over the points: by a factor of 10⁴. */
const CHANGE = 4 * log(10);

/**
 * Bounds of the numbers of the noise, by path:
 *
 *     a variance       10⁻⁸ … once the variance of y
 *     γ of a constant  the logarithms of these, in units of it
 *     another γ        as much as changes σ² by a factor of 10⁴ from where its function is least to where it is most
 */
export function noiseBounds(noise: Noise, scales: Scales): readonly (readonly [string, Range])[] {
  if (typeof noise === "number") return [["noise", ofVariance(scales)]];
  if (!("kind" in noise)) return [];
  switch (noise.kind) {
    case "groupedNoise":
      return noise.variances.map((_, group) => [`noise.variances.${group}`, ofVariance(scales)]);
    case "logLinearNoise": {
      const { rows, cols, data } = trendBasis(noise.basis, scales.points, (row) => seenPoint(rowOf(scales.points, row)));
      return noise.coefficients.map((_, k) => {
        let [least, most] = [Infinity, -Infinity];
        for (let i = 0; i < rows; i++) {
          least = Math.min(least, data[i * cols + k] as number);
          most = Math.max(most, data[i * cols + k] as number);
        }
        return [`noise.coefficients.${k}`, least < most ? [-CHANGE / (most - least), CHANGE / (most - least)] : ofConstant(most, scales)];
      });
    }
    default:
      return noise satisfies never;
  }
}

function ofConstant(value: number, scales: Scales): Range {
  if (value === 0) return [-1, 1];
  const [lower, upper] = ofVariance(scales).map((variance) => log(variance) / value) as [number, number];
  return [Math.min(lower, upper), Math.max(lower, upper)];
}
