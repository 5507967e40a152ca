import { requireSymmetric } from "../dense/symmetry";
import { mercerError } from "../errors";
import { sideOf } from "../gram/run";
import { readPoints } from "../input";
import { isPrecomputed } from "../kernels/parts";
import { readKernel } from "../kernels/read";
import { type ResolvedKernel, resolveSpec } from "../kernels/resolve";
import type { Kernel } from "../kernels/spec";
import type { Matrix, Points, Values } from "../matrix";
import type { Side } from "../program/side";
import { countingColumns, rowsOf, type Support, supportOf } from "./support";
import { type Training, trainingOf } from "./training";
import { readWeights } from "./weights";

/** The points of a kernel method, checked, and the kernel between them. Points of weight 0 are left out. */
export interface KernelPoints {
  readonly kernel: ResolvedKernel;
  /** Whether X is a Gram matrix and not points. */
  readonly precomputed: boolean;
  /** The points that count, or K itself for a precomputed kernel. */
  readonly X: Matrix;
  readonly n: number;
  /** Positive, one per point; null when all are 1. */
  readonly weights: Float64Array | null;
  /** All points as given. */
  readonly all: Matrix;
  readonly support: Support;
  /** X as the kernel sees it. */
  readonly side: Side;
  /** The kernel between the points that count: encoded once, mapped once. */
  readonly training: Training;
}

/** What is asked of a kernel and its points beside their shapes. */
interface Asked {
  readonly sampleWeight?: number | Values | undefined;
  /** Whether a precomputed matrix may be asymmetric. */
  readonly asymmetric?: boolean;
}

/**
 * @throws "shape" for mismatched sizes, "argument" for negative weights, "asymmetric" for a precomputed matrix that differs from its
 * transpose by more than n·ε·max|K| (unless `asymmetric` is allowed)
 */
export function readKernelPoints(kernel: Kernel, X: Points, asked: Asked = {}): KernelPoints {
  return kernelPoints(kernel, readPoints(X, "X"), asked);
}

/** The same for points that have been read. */
export function kernelPoints(kernel: Kernel, all: Matrix, { sampleWeight, asymmetric = false }: Asked): KernelPoints {
  const spec = readKernel(kernel);
  const precomputed = isPrecomputed(spec);
  // the Gram matrix of a sum or product of it is mirrored
  if (precomputed) requireGram(all, asymmetric && spec.kind === "precomputed");
  const given = readWeights(sampleWeight, all.rows);
  const support = supportOf(given);
  const points = rowsOf(all, support);
  const X = precomputed ? countingColumns(points, support) : points;
  const side = sideOf(X);
  const resolved = resolveSpec(spec, side.pointAt(0));
  const weights = given && support ? Float64Array.from(support, (i) => given[i] as number) : given;
  return { kernel: resolved, precomputed, X, n: X.rows, weights, all, support, side, training: trainingOf(resolved, side, precomputed) };
}

/** The model's own copy of the points; null for a precomputed kernel. */
export function ownPoints({ precomputed, all }: KernelPoints): Matrix | null {
  return precomputed ? null : { rows: all.rows, cols: all.cols, data: all.data.slice() };
}

function requireGram(K: Matrix, asymmetric: boolean): void {
  const { rows: n, cols } = K;
  if (n !== cols) {
    throw mercerError("shape", `a precomputed kernel needs its n × n Gram matrix as X; X is ${n} × ${cols}`, { argument: "X" });
  }
  if (!asymmetric) requireSymmetric(K, "K", 'symmetrise it, or use precomputed() by itself with solver "lu"');
}
