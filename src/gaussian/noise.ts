import { mercerError } from "../errors";
import type { KernelPoints } from "../problem/points";

/** The variance of the noise, one for all points or one per point. */
export type Noise = number | readonly number[];

/**
 * The variance of the noise at the points that count: what is given, divided by the weight of the point, as a weight is a number of observations.
 *
 * @throws "shape" unless there is one number for all points or one per point
 */
export function noiseAt({ all, n, weights, support }: KernelPoints, noise: Noise): Float64Array {
  if (typeof noise !== "number" && noise.length !== all.rows) {
    throw mercerError("shape", `noise has ${noise.length} elements, X has ${all.rows} rows; give one number, or one per row`, {
      argument: "noise",
    });
  }
  const own = (k: number): number => (typeof noise === "number" ? noise : (noise[support?.[k] ?? k] as number));
  return Float64Array.from({ length: n }, (_, k) => own(k) / (weights?.[k] ?? 1));
}

/** The variance of the noise as a model keeps it: one number where all are the same, else one per point that the model has. */
export function keptNoise(points: KernelPoints, noise: Noise, atPoints: Float64Array): number | Float64Array {
  const { precomputed, all, weights, support } = points;
  if (typeof noise === "number" && weights === null) return noise;
  if (!precomputed || !support) return atPoints;
  const kept = Float64Array.from({ length: all.rows }, (_, i) => (typeof noise === "number" ? noise : (noise[i] as number)));
  support.forEach((i, k) => {
    kept[i] = atPoints[k] as number;
  });
  return kept;
}
