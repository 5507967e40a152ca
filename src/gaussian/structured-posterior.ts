import { seenPoint } from "../kernels/seen-point";
import { trendBasis } from "../kernels/trend";
import { type Matrix, rowOf } from "../matrix";
import { kernelPoints } from "../problem/points";
import { watch } from "../progress";
import type { Process } from "./posterior";
import type { Structure } from "./structure";
import { structured } from "./structured";

/** The variances of the function at rows of z, as computed, of a process whose covariance has structure: the factor is made once. */
export function structuredPosterior({ kernel, points, noise, trend }: Process, structure: Structure): (z: Matrix) => Float64Array {
  const training = kernelPoints(kernel, points, {});
  const { n, side } = training;
  const F = trendBasis(trend, points, (row) => side.pointAt(row));
  const atPoints = typeof noise === "number" ? new Float64Array(n).fill(noise) : noise;
  const { factor, trend: factors } = structured({ points: training, structure, noise: atPoints, F }, true, watch({}));
  const p = F.cols;
  const known = factor.known(factors?.columns ?? new Float64Array(0), p);
  return (z) => {
    const { variance, shares } = known(z);
    if (!factors) return variance;
    const whitened = factors.whitened(trendBasis(trend, z, (row) => seenPoint(rowOf(z, row))));
    return variance.map((value, i) => {
      let sum = value;
      for (let at = i * p; at < (i + 1) * p; at++) {
        const rest = (whitened[at] as number) - (shares[at] as number);
        sum += rest * rest;
      }
      return sum;
    });
  };
}
