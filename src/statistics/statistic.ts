import { mercerError } from "../errors";
import { landmarksFor } from "../estimators/fit-on-landmarks";
import { type LeastSquares, type LeastSquaresSpec, readLeastSquares } from "../estimators/least-squares";
import { type Nystrom, type NystromSpec, readNystrom } from "../estimators/nystrom";
import { notMade, type OptionNames, readMade, readNumber, readOptions, readPoints } from "../input";
import { isPrecomputed } from "../kernels/parts";
import { type ResolvedKernel, resolveKernel } from "../kernels/resolve";
import { seenPoint } from "../kernels/seen-point";
import type { KernelSpec } from "../kernels/spec";
import { type Matrix, type Points, rowOf } from "../matrix";
import { watch } from "../progress";
import { explicitFeatures, type Features, whitenedFeatures } from "../solvers/nystrom/features";
import { emptySums, gramPlace, type Sums } from "../solvers/nystrom/sums";
import { type Whitening, whiten } from "../solvers/nystrom/whitening";
import { fingerprintOf } from "./fingerprint";

/** What the sums of a statistic are of: the features of a kernel at landmarks, whitened by the factor of their Gram matrix, or the explicit map of a kernel. */
export type StatisticFeatures =
  | {
      readonly kind: "landmarks";
      /** With "auto" replaced by its value. */
      readonly kernel: KernelSpec;
      /** c, m × d */
      readonly landmarks: Matrix;
      /** L, lower triangular, K_mm = LLᵀ: φ(x) = L⁻¹k_m(x) */
      readonly factor: Matrix;
      /** The largest k(c_j, c_j). */
      readonly largest: number;
      /** Landmarks that were given and are not here, since the others tell all of them. */
      readonly dropped: number;
    }
  | { readonly kind: "explicit"; readonly kernel: KernelSpec /** d */; readonly columns: number /** of φ */; readonly size: number };

/**
 * All that a least-squares fit asks of rows, as plain data: sums over blocks of 4096 rows, free of rounding once a block is made. So statistics of parts of the data add up to that of the
 * whole, in any order and to the last bit, and parts can be taken away as if they had never been.
 */
export interface Statistic {
  readonly kind: "statistic";
  readonly features: StatisticFeatures;
  /** λ of the estimator, which `solveStatistic` takes unless it is told another. */
  readonly lambda: number | readonly number[];
  readonly intercept: boolean;
  /** How many targets, and whether they are a vector. */
  readonly targets: number;
  readonly isVector: boolean;
  /** SHA-256 of all of the above: only statistics of the same can be merged. */
  readonly fingerprint: string;
  /** The blocks in it, as ranges [from, to): block β has the rows from 4096β on. */
  readonly blocks: readonly (readonly [number, number])[];
  readonly sums: Sums;
}

export interface StatisticOptions {
  /** Columns of a matrix Y; without it y is a vector. */
  targets?: number;
}

const OPTIONS: OptionNames<StatisticOptions> = { targets: true };

/**
 * The statistic of no rows: what all parts of the data begin with, on whichever machine.
 *
 * @param X points of the kind that will be added, of which none is counted: landmarks are chosen among them where the estimator has a number, and they tell how many columns there are;
 * not needed where the estimator has the landmarks
 * @throws "unsupported" for an estimator that standardises, whose units would come from data not yet seen; as `fit` for the kernel and the landmarks
 * @example
 * const none = emptyStatistic(nystrom({ kernel: rbf(), lambda: 0.1, landmarks: 3 }), X);
 * const model = solveStatistic(addRows(none, X, y, { from: 0 }));
 */
export function emptyStatistic(estimator: Nystrom | LeastSquares, X?: Points, options: StatisticOptions = {}): Statistic {
  const { targets } = readOptions(options, "emptyStatistic", OPTIONS);
  const spec = readEstimator(estimator);
  if (spec.standardize) {
    const message =
      "a statistic has raw units, since those of the data are not known before they have been seen; leave standardize out, and scale X and y with standardize and applyScaler";
    throw mercerError("unsupported", message, { argument: "standardize" });
  }
  const sample = X === undefined ? undefined : readPoints(X, "X");
  const features = spec.kind === "nystrom" ? landmarkFeatures(spec, sample) : mapFeatures(spec, sample);
  const t = targets === undefined ? 1 : readNumber(targets, "targets", { minimum: 1, maximum: MOST_TARGETS, integer: true });
  const head = { features, lambda: spec.lambda, intercept: spec.intercept, targets: t, isVector: targets === undefined };
  return { kind: "statistic", ...head, fingerprint: fingerprintOf(head), blocks: [], sums: emptySums(featuresOf(features).size, t) };
}

/** Columns that an array has room for. */
const MOST_TARGETS = 2 ** 31 - 1;

function readEstimator(estimator: Nystrom | LeastSquares): NystromSpec | LeastSquaresSpec {
  const spec = readMade<Nystrom | LeastSquares>(estimator, "estimator", MAKERS);
  switch (spec.kind) {
    case "nystrom":
      return readNystrom(spec);
    case "leastSquares":
      return readLeastSquares(spec);
    default:
      spec satisfies never;
      throw notMade(estimator, "estimator", MAKERS);
  }
}

const MAKERS = "nystrom or leastSquares";

function landmarkFeatures(spec: NystromSpec, sample: Matrix | undefined): StatisticFeatures {
  if (isPrecomputed(spec.kernel)) {
    throw mercerError("unsupported", "nystrom needs points, of which a precomputed kernel has none", { argument: "kernel" });
  }
  const points = typeof spec.landmarks === "number" ? sample : readPoints(spec.landmarks, "landmarks");
  if (!points) throw sampleNeeded("from which landmarks are chosen; or give the landmarks themselves");
  const kernel = resolveKernel(spec.kernel, seenPoint(rowOf(points, 0)));
  const whitening =
    typeof spec.landmarks === "number" ? landmarksFor(spec, { kernel, X: points }, watch({})).whitening : whiten(kernel, points);
  return { kind: "landmarks", ...whitening };
}

function mapFeatures({ features }: LeastSquaresSpec, sample: Matrix | undefined): StatisticFeatures {
  if (typeof features === "function") {
    const message =
      "a statistic is plain data, and a function is not; use a kernel with finitely many features, or apply the function to X first";
    throw mercerError("kernel", message, { kind: "function" });
  }
  if (!sample) throw sampleNeeded("which tell how many columns there are");
  const kernel = resolveKernel(features, seenPoint(rowOf(sample, 0)));
  return { kind: "explicit", kernel, columns: sample.cols, size: explicitFeatures(kernel, sample.cols).size };
}

function sampleNeeded(why: string): Error {
  return mercerError("argument", `emptyStatistic needs points X, ${why}`, { argument: "X" });
}

/** φ as it is computed. */
export function featuresOf(features: StatisticFeatures): Features {
  return features.kind === "landmarks"
    ? whitenedFeatures(whiteningOf(features))
    : explicitFeatures(features.kernel as ResolvedKernel, features.columns);
}

/** The landmarks' side of the features. */
export function whiteningOf(features: Extract<StatisticFeatures, { readonly kind: "landmarks" }>): Whitening {
  return { ...features, kernel: resolveKernel(features.kernel, seenPoint(rowOf(features.landmarks, 0))) };
}

/** The lowest place of the sums of products of features: see `gramPlace`. Of an explicit map, whose size is not known before, that of 1. */
export function placeOf(features: StatisticFeatures): number {
  return gramPlace(features.kind === "landmarks" ? features.largest : 1);
}

/** @throws "argument" for what is no statistic */
export function requireStatistic(value: Statistic, name: string): Statistic {
  if (readMade(value, name, "emptyStatistic, or read by statisticFromJSON").kind === "statistic" && value.sums && value.features)
    return value;
  throw notMade(value, name, "emptyStatistic, or read by statisticFromJSON");
}
