import { mercerError } from "../errors";
import { readPoints, readTargets, requireFeatures } from "../input";
import { isPrecomputed } from "../kernels/parts";
import { readKernel } from "../kernels/read";
import type { Kernel } from "../kernels/spec";
import { type Matrix, type MatrixLike, type Points, toArrays, type Values } from "../matrix";
import { learnScaling } from "../scaling/learn";
import type { ScalingMethod, Standardization } from "../scaling/method";
import { type Scaling, toStandardUnits, type Units } from "../scaling/units";
import { requireOneTargetPerPoint } from "./problem";
import { readWeights } from "./weights";

/** An estimator that may have been told to standardise. */
export interface MayStandardize {
  readonly kind: string;
  readonly kernel?: Kernel;
  readonly standardize?: Standardization;
  readonly noise?: unknown;
  readonly landmarks?: unknown;
}

/** What a fit is made of, in units in which nothing is left to be standardised. */
export interface Standardised<E> {
  readonly spec: E;
  readonly X: Points;
  readonly y: Targets;
  /** Null where nothing was to be standardised. */
  readonly units: Units | null;
}

/** Numbers, or labels. */
type Targets = Values | MatrixLike | ArrayLike<string | number | boolean>;

/**
 * The estimator and its data in standard units, learned from the rows that count. A noise of one number per point is data, and is standardised with y.
 *
 * @throws "unsupported" for the columns of a Gram matrix, and for several targets of a Gaussian process, which share their variance; as `learnScaling`
 */
export function inStandardUnits<E extends MayStandardize>(spec: E, X: Points, y: Targets, sampleWeight?: number | Values): Standardised<E> {
  const { standardize, ...plain } = spec;
  if (!standardize) return { spec, X, y, units: null };
  const points = readPoints(X, "X");
  const weights = readWeights(sampleWeight, points.rows);
  if (standardize.X !== "none" && spec.kernel && isPrecomputed(readKernel(spec.kernel))) {
    const message = 'a precomputed kernel has no columns of X to standardise; use standardize: { y: "deviation" }, or none';
    throw mercerError("unsupported", message, { argument: "standardize" });
  }
  const scalingOf = (m: Matrix, method: ScalingMethod | "none", name: string): Scaling | null =>
    method === "none" ? null : learnScaling(m, method, weights, name);
  const ofX = scalingOf(points, standardize.X, "X");
  const standardX = ofX ? toStandardUnits(points, ofX, "X") : points;
  const inUnits = withLandmarksIn(plain as E, ofX);
  if (standardize.y === "none") return { spec: inUnits, X: standardX, y, units: { X: ofX, y: null } };
  const { matrix: Y, isVector } = readTargets(y as Values | MatrixLike, "y");
  requireOneTargetPerPoint(Y, points);
  const ofY = scalingOf(Y, standardize.y, "y") as Scaling;
  if (spec.kind === "gaussianProcess") requireOneSpread(ofY);
  const standardY = toStandardUnits(Y, ofY, "y");
  return {
    spec: withNoiseIn(inUnits, ofY.spread[0] as number),
    X: standardX,
    y: isVector ? standardY.data : standardY,
    units: { X: ofX, y: ofY },
  };
}

/** Landmarks that were given are points in the units of X. */
function withLandmarksIn<E extends MayStandardize>(spec: E, ofX: Scaling | null): E {
  if (typeof spec.landmarks !== "object" || !ofX) return spec;
  const landmarks = readPoints(spec.landmarks as Points, "landmarks");
  requireFeatures(landmarks, ofX.center.length, "landmarks");
  return { ...spec, landmarks: toArrays(toStandardUnits(landmarks, ofX, "landmarks")) };
}

/** Measured variances, one per point, are in units² of y. */
function withNoiseIn<E extends MayStandardize>(spec: E, spread: number): E {
  if (!Array.isArray(spec.noise)) return spec;
  return { ...spec, noise: spec.noise.map((variance: number) => variance / spread / spread) };
}

function requireOneSpread({ spread }: Scaling): void {
  if (spread.every((s) => s === spread[0])) return;
  const message = `y has ${spread.length} targets, which share the variance of one Gaussian process and so cannot each have a spread of their own; use standardize: { X: "deviation", y: "center" }, or a process for each target`;
  throw mercerError("unsupported", message, { argument: "standardize" });
}
