import { mercerError } from "../errors";
import { seenPoint } from "../kernels/seen-point";
import { type Trend, trendBasis } from "../kernels/trend";
import { type Matrix, rowOf } from "../matrix";
import type { KernelPoints } from "../problem/points";
import { exp } from "../special/elementary";

/** Points of one group have one variance: instruments, laboratories, days. */
export interface GroupedNoise {
  readonly kind: "groupedNoise";
  /** The group of each point, from 0 on. */
  readonly groups: readonly number[];
  /** σ², one per group. */
  readonly variances: readonly number[];
}

/** log σ²(x) = φ(x)·γ: noise that grows or falls with x. */
export interface LogLinearNoise {
  readonly kind: "logLinearNoise";
  readonly basis: Trend;
  /** γ, one per basis function. */
  readonly coefficients: readonly number[];
}

/** The variance of the noise: one for all points, one per point, or a model of few numbers. */
export type Noise = number | readonly number[] | GroupedNoise | LogLinearNoise;

/** What a fitted process keeps of the model of its noise, so that the noise of a new observation is known. */
export type KeptNoiseModel = Pick<GroupedNoise, "kind" | "variances"> | LogLinearNoise;

/**
 * The variance of the noise at the points that count: what is given, divided by the weight of the point, as a weight is a number of observations.
 *
 * @throws "shape" unless there is a number, or a group, for each point, and a coefficient for each basis function; "argument" for a group without a variance; "not-finite" for a variance beyond the
 * largest number; "kernel" for a basis of points that a precomputed kernel has not
 */
export function noiseAt(points: KernelPoints, noise: Noise): Float64Array {
  const { n, weights, support } = points;
  const own = ofRows(points, noise);
  if (typeof own === "number" && !weights) return new Float64Array(n).fill(own);
  const at = (k: number): number => (typeof own === "number" ? own : (own[support?.[k] ?? k] as number));
  return Float64Array.from({ length: n }, (_, k) => at(k) / (weights?.[k] ?? 1));
}

/** The variance of the noise as a model keeps it: one number where all are the same, else one per point that the model has. */
export function keptNoise(points: KernelPoints, noise: Noise, atPoints: Float64Array): number | Float64Array {
  const { precomputed, all, weights, support } = points;
  if (typeof noise === "number" && weights === null) return noise;
  if (!precomputed || !support) return atPoints;
  const own = ofRows(points, noise);
  const kept = Float64Array.from({ length: all.rows }, (_, i) => (typeof own === "number" ? own : (own[i] as number)));
  support.forEach((i, k) => {
    kept[i] = atPoints[k] as number;
  });
  return kept;
}

/** Null for noise that is no model. */
export function keptNoiseModel(noise: Noise): KeptNoiseModel | null {
  if (!isModel(noise)) return null;
  return noise.kind === "groupedNoise" ? { kind: noise.kind, variances: noise.variances } : noise;
}

/**
 * σ²(x) = exp(φ(x)·γ) at every row.
 *
 * @throws "shape" unless there is a coefficient for each basis function, "not-finite" for a variance beyond the largest number
 */
export function logLinearVariances({ basis, coefficients }: LogLinearNoise, points: Matrix): Float64Array {
  const { rows, cols, data } = basisAt(basis, points);
  if (cols !== coefficients.length) {
    const message = `the noise has ${coefficients.length} coefficients, its basis has ${cols} functions; give one for each`;
    throw mercerError("shape", message, { argument: "noise" });
  }
  return Float64Array.from({ length: rows }, (_, i) => {
    let logarithm = 0;
    for (let k = 0; k < cols; k++) logarithm += (data[i * cols + k] as number) * (coefficients[k] as number);
    const variance = exp(logarithm);
    if (variance < Infinity) return variance;
    const message = `the logarithm of the noise at row ${i} is ${logarithm.toPrecision(3)}, too large; use smaller coefficients`;
    throw mercerError("not-finite", message, { argument: "noise", row: i });
  });
}

/**
 * The derivatives of a criterion by the numbers of the noise, by path, from those by the variance at each point; by the logarithm of a variance that is positive, and by a coefficient itself:
 *
 *     ∂/∂log σ² = Σ_i (∂/∂N_ii) N_ii,  ∂/∂γ_k = Σ_i (∂/∂N_ii) N_ii φ_k(x_i)
 *
 * @param name of the number in the plain data of the estimator
 */
export function noiseGradient(points: KernelPoints, noise: Noise, byNoise: Float64Array, name: string): Record<string, number> {
  const { weights, support } = points;
  const shareOf = (variance: number): ((derivative: number, k: number) => number) => {
    const unit = variance > 0 ? variance : 1;
    return (derivative, k) => (derivative * unit) / (weights?.[k] ?? 1);
  };
  if (typeof noise === "number") {
    const share = shareOf(noise);
    return { [name]: byNoise.reduce((sum, derivative, k) => sum + share(derivative, k), 0) };
  }
  if (!isModel(noise)) return {};
  switch (noise.kind) {
    case "groupedNoise": {
      const sums = noise.variances.map(() => 0);
      byNoise.forEach((derivative, k) => {
        const group = noise.groups[support?.[k] ?? k] as number;
        sums[group] = (sums[group] as number) + shareOf(noise.variances[group] as number)(derivative, k);
      });
      return Object.fromEntries(sums.map((sum, group) => [`${name}.variances.${group}`, sum]));
    }
    case "logLinearNoise": {
      const atPoints = noiseAt(points, noise);
      const { cols, data } = basisAt(noise.basis, points.all);
      const sums = noise.coefficients.map((_, column) =>
        byNoise.reduce(
          (sum, derivative, k) => sum + derivative * (atPoints[k] as number) * (data[(support?.[k] ?? k) * cols + column] as number),
          0,
        ),
      );
      return Object.fromEntries(sums.map((sum, column) => [`${name}.coefficients.${column}`, sum]));
    }
    default:
      return noise satisfies never;
  }
}

function isModel(noise: Noise): noise is GroupedNoise | LogLinearNoise {
  return typeof noise === "object" && "kind" in noise;
}

/** The variance of one observation at each row as given, whatever its weight. */
function ofRows({ all, precomputed }: KernelPoints, noise: Noise): number | readonly number[] | Float64Array {
  if (typeof noise === "number") return noise;
  if (!isModel(noise)) {
    requireOnePerRow("noise", noise, all.rows);
    return noise;
  }
  switch (noise.kind) {
    case "groupedNoise":
      requireOnePerRow("noise.groups", noise.groups, all.rows);
      return noise.groups.map((group) => noise.variances[group] as number);
    case "logLinearNoise":
      if (precomputed && noise.basis !== "constant") {
        const message = "a precomputed kernel has no points for a basis of the noise; use groupedNoise, or one number per point";
        throw mercerError("kernel", message, { kind: "precomputed" });
      }
      return logLinearVariances(noise, all);
    default:
      return noise satisfies never;
  }
}

function requireOnePerRow(name: string, given: readonly number[], rows: number): void {
  if (given.length === rows) return;
  const message = `${name} has ${given.length} elements, X has ${rows} rows; give one number, or one per row`;
  throw mercerError("shape", message, { argument: "noise" });
}

function basisAt(basis: Trend, points: Matrix): Matrix {
  return trendBasis(basis, points, (row) => seenPoint(rowOf(points, row)));
}
