import { mercerError } from "../errors";
import type { FitOptions } from "../estimators/fit-options";
import { readMade, readPoints, readTargets } from "../input";
import { isPrecomputed } from "../kernels/parts";
import { readKernel } from "../kernels/read";
import type { Kernel } from "../kernels/spec";
import { type Matrix, type MatrixLike, type Points, pickColumns, type Values } from "../matrix";
import { type Label, readLabels } from "../models/labels";
import { requireOneTargetPerPoint } from "../problem/problem";
import { rowsOf } from "../problem/support";
import { readWeights } from "../problem/weights";

/** What an estimator is fitted to, read once and cut into parts. */
export interface Data {
  readonly X: Matrix;
  /** Whether X is a Gram matrix, whose columns are points, too. */
  readonly precomputed: boolean;
  readonly y: Reached;
  readonly weights: Float64Array | null;
}

/** Numbers for regression, labels for a classifier. */
export type Reached =
  | { readonly kind: "numbers"; readonly Y: Matrix; readonly isVector: boolean }
  | { readonly kind: "labels"; readonly labels: readonly Label[] };

/** Anything that `fit` takes. */
export type AnyEstimator = { readonly kind: string };

/** @throws "shape" unless there is one target, or label, per point; "argument" and "not-finite" for what are none */
export function readData(
  estimator: AnyEstimator,
  X: Points,
  y: Values | MatrixLike | ArrayLike<Label>,
  sampleWeight: FitOptions["sampleWeight"],
): Data {
  const { kind } = readMade(estimator, "estimator", "a constructor of this library");
  const { kernel } = estimator as { readonly kernel?: Kernel };
  const points = readPoints(X, "X");
  const precomputed = kernel !== undefined && isPrecomputed(readKernel(kernel));
  if (precomputed && points.cols !== points.rows) {
    const message = `a precomputed kernel needs its n × n Gram matrix as X; X is ${points.rows} × ${points.cols}`;
    throw mercerError("shape", message, { argument: "X" });
  }
  const reached = kind === "kernelClassifier" ? readAllLabels(y as ArrayLike<Label>) : readNumbers(y as Values | MatrixLike);
  requireOneTargetPerPoint({ rows: reached.kind === "labels" ? reached.labels.length : reached.Y.rows }, points);
  return { X: points, precomputed, y: reached, weights: readWeights(sampleWeight, points.rows) };
}

function readNumbers(y: Values | MatrixLike): Reached {
  const { matrix, isVector } = readTargets(y, "y");
  return { kind: "numbers", Y: matrix, isVector };
}

function readAllLabels(y: ArrayLike<Label>): Reached {
  const { classes, indices } = readLabels(y, "y");
  return { kind: "labels", labels: Array.from(indices, (c) => classes[c] as Label) };
}

/** Some rows of the data; of a Gram matrix the columns of `points`, too. */
export function partOf({ X, precomputed, y, weights }: Data, rows: Int32Array, points = rows): Data {
  const picked = rowsOf(X, Array.from(rows));
  return {
    X: precomputed ? pickColumns(picked, Array.from(points)) : picked,
    precomputed,
    y:
      y.kind === "labels"
        ? { kind: "labels", labels: Array.from(rows, (row) => y.labels[row] as Label) }
        : { kind: "numbers", Y: rowsOf(y.Y, Array.from(rows)), isVector: y.isVector },
    weights: weights && Float64Array.from(rows, (row) => weights[row] as number),
  };
}

/** y as `fit` takes it. */
export function targetsOf(y: Reached): Float64Array | Matrix | readonly Label[] {
  if (y.kind === "labels") return y.labels;
  return y.isVector ? y.Y.data : y.Y;
}
