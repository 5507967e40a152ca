import { mercerError } from "../errors";
import { readPoints, readTargets } from "../input";
import type { Kernel } from "../kernels/spec";
import type { Matrix, MatrixLike, Points, Values } from "../matrix";
import { centred, centresOf } from "./centre";
import { type KernelPoints, kernelPoints } from "./points";
import { rowsOf } from "./support";

/** What a kernel method is to reach at its points. */
export interface PointTargets {
  readonly Y: Matrix;
  readonly t: number;
  readonly isVector: boolean;
  /** What was taken away from each column of Y; null where nothing was. */
  readonly centres: Float64Array | null;
}

/** Everything a kernel method is given, checked. */
export interface Problem extends KernelPoints, PointTargets {}

/** @throws as `readKernelPoints`, and "shape" where the targets are not one per point */
export function readProblem(
  kernel: Kernel,
  X: Points,
  y: Values | MatrixLike,
  sampleWeight: number | Values | undefined,
  asymmetric = false,
): Problem {
  const all = readPoints(X, "X");
  const { matrix: targets, isVector } = readTargets(y, "y");
  requireOneTargetPerPoint(targets, all);
  if (targets.cols === 0) throw mercerError("shape", "y has no columns; at least one target is needed", { argument: "y" });
  const points = kernelPoints(kernel, all, { sampleWeight, asymmetric });
  return problemOf(points, { Y: rowsOf(targets, points.support), t: targets.cols, isVector, centres: null });
}

/** @throws "shape" where there are more or fewer targets than points */
export function requireOneTargetPerPoint(y: { readonly rows: number }, X: { readonly rows: number }): void {
  if (y.rows === X.rows) return;
  throw mercerError("shape", `y has ${y.rows} rows, X has ${X.rows}; one target per input row is needed`, { argument: "y" });
}

/** The points with these targets. */
export function problemOf(points: KernelPoints, { Y, t, isVector, centres }: PointTargets): Problem {
  const { kernel, precomputed, X, n, weights, all, support, side, training } = points;
  return { kernel, precomputed, X, n, weights, all, support, side, training, Y, t, isVector, centres };
}

/** The problem with other values of the targets. */
export function withTargets(problem: Problem, Y: Matrix, centres = problem.centres): Problem {
  return problemOf(problem, { Y, t: problem.t, isVector: problem.isVector, centres });
}

/** The problem with the offset of every target taken away where it is large beside its range, for a fit with an intercept to put back into it. */
export function withoutOffset(problem: Problem): Problem {
  const centres = centresOf(problem.Y);
  return centres.every((c) => c === 0) ? problem : withTargets(problem, centred(problem.Y, centres), centres);
}

/** Coefficients of the points that count, n × t, as coefficients of all points: 0 for the others. */
export function scatter({ support, all, t }: Problem, coefficients: Float64Array): Matrix {
  if (!support) return { rows: all.rows, cols: t, data: coefficients };
  const data = new Float64Array(all.rows * t);
  support.forEach((i, k) => {
    data.set(coefficients.subarray(k * t, (k + 1) * t), i * t);
  });
  return { rows: all.rows, cols: t, data };
}
