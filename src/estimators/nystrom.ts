import { mercerError } from "../errors";
import { isVector, type OptionNames, readChoice, readMade, readNumber, readOptions, readPoints, readTargets } from "../input";
import { keptKernel } from "../kernels/known";
import type { Kernel, KernelSpec } from "../kernels/spec";
import { type MatrixLike, type Points, toArrays, type Values, type Vector } from "../matrix";
import type { KernelModel } from "../models/model";
import { watch } from "../progress";
import { type Standardization, type StandardizeOptions, standardizeField } from "../scaling/method";
import { fitLandmarks } from "./fit-on-landmarks";
import type { FitOptions } from "./fit-options";
import { fittedBy } from "./fitter";
import { readLambdas } from "./kernel-ridge";

/** Ridge regression on the span of a few landmarks, as plain data; made by `nystrom`. */
export interface Nystrom {
  readonly kind: "nystrom";
}

/** The same with its fields. */
export interface NystromSpec extends Nystrom {
  readonly kernel: KernelSpec;
  /** λ, one for all targets or one per target */
  readonly lambda: number | readonly number[];
  /** How many to choose, or the points themselves, row by row. */
  readonly landmarks: number | readonly (readonly number[])[];
  /** Of the choice. */
  readonly seed: number;
  readonly intercept: boolean;
  /** What was asked to be brought into standard units, if anything was. */
  readonly standardize?: Standardization;
}

export interface NystromOptions extends StandardizeOptions {
  /** k, made by its constructor: positive semi-definite, without white noise. */
  kernel: Kernel;
  /** λ ≥ 0, 1 unless given; one number, or one per target. */
  lambda?: number | Vector;
  /** How many landmarks to choose among the points by randomly pivoted Cholesky; or the landmarks, one per row, in the units of X. */
  landmarks: number | Points;
  /** Of the choice; 0 unless given. */
  seed?: number;
  /** An unpenalised constant b in h; off unless asked for. */
  intercept?: boolean;
}

const OPTIONS: OptionNames<NystromOptions> = {
  kernel: true,
  lambda: true,
  landmarks: true,
  seed: true,
  intercept: true,
  standardize: true,
};

const KIND = /* @__PURE__ */ fittedBy("nystrom", { read: nystrom, run: fitNystrom });

/**
 * Ridge regression on the span of landmarks c_1 … c_m: minimises Σ_i w_i (h(x_i) − y_i)² + λ‖h‖² over h = Σ_j β_j k(c_j, ·) + b, by (K_mn W K_nm + λK_mm)β = K_mn W y.
 *
 * It takes n·m² operations and memory for m², whatever n is: for more points than `kernelRidge` has room for. An approximation, unless all points are landmarks: the report says by how much
 * (`featureLoss`). The model is a kernel model of the m landmarks. λ is not scaled by n.
 *
 * Source: C. K. I. Williams and M. Seeger, Using the Nyström method to speed up kernel machines (2001); A. J. Smola and B. Schölkopf, Sparse greedy matrix approximation (2000).
 *
 * @throws "argument" for a negative λ, and for landmarks that are neither a number nor points; "kernel" for an unknown kernel; in `fit` "unsupported" for white noise in the kernel
 * @example const model = fit(nystrom({ kernel: rbf({ gamma: 0.5 }), lambda: 0.1, landmarks: 2 }), X, y);
 */
export function nystrom(options: NystromOptions): NystromSpec {
  return specOf(KIND, options);
}

function specOf(kind: NystromSpec["kind"], options: NystromOptions): NystromSpec {
  const { kernel, lambda = 1, landmarks, seed = 0, intercept = false, standardize } = readOptions(options, "nystrom", OPTIONS);
  return {
    kind,
    kernel: keptKernel(kernel),
    lambda: isVector(lambda) ? readLambdas(lambda) : readNumber(lambda, "lambda", { minimum: 0 }),
    landmarks: readLandmarks(landmarks),
    seed: readNumber(seed, "seed", { integer: true }),
    intercept: readChoice(intercept, "intercept", [true, false]),
    ...standardizeField(standardize, "units"),
  };
}

/** A number, or points as rows of plain data. */
export function readLandmarks(landmarks: number | Points): number | readonly (readonly number[])[] {
  if (typeof landmarks === "number") return readNumber(landmarks, "landmarks", { minimum: 1, integer: true });
  if (typeof landmarks !== "object" || landmarks === null) {
    const message = "landmarks must be a whole number from 1 on, or the points themselves";
    throw mercerError("argument", message, { argument: "landmarks", value: landmarks });
  }
  return toArrays(readPoints(landmarks, "landmarks"));
}

/** What `nystrom` makes, for those who do not fit it: their bundles need no fitter. @throws "argument" unless nystrom made it */
export function readNystrom(estimator: Nystrom): NystromSpec {
  return specOf("nystrom", readMade(estimator, "estimator", "nystrom") as NystromSpec);
}

function fitNystrom(spec: NystromSpec, X: Points, y: Values | MatrixLike, options: FitOptions): KernelModel {
  const started = performance.now();
  const progress = watch(options);
  const { matrix, isVector } = readTargets(y, "y");
  return fitLandmarks(spec, X, isVector ? matrix.data : matrix, options.sampleWeight, { progress, started }, isVector);
}
