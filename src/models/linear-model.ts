import { asGiven } from "../input";
import type { FeatureMap } from "../kernels/features";
import type { Matrix, Targets } from "../matrix";
import type { Units } from "../scaling/units";
import type { About } from "./about";
import type { Report, ReportLike } from "./report";

/** h(z) = w·φ(z) + b, as plain data: readonly by type, free to copy and store (and to send to a worker unless φ is a function). */
export interface LinearModel<T extends Targets = Targets, R extends ReportLike = Report> {
  readonly kind: "linearModel";
  /** A kernel that stands for its explicit map φ, with "auto" replaced by its value; or φ itself. */
  readonly features: FeatureMap;
  /** w, M or M × t. */
  readonly weights: T;
  readonly intercept: T extends Matrix ? Float64Array : number;
  /** Units in which the features and `weights` are, where the estimator was told to standardise: raw ones go in and come out. */
  readonly scaling?: Units | undefined;
  /** Where its maker told: see `annotate`. */
  readonly about?: About | undefined;
  readonly report: R;
}

/** A model from its parts, shaped as its targets were: numbers for a vector y, matrices and arrays for a matrix Y. */
export function linearModel(
  parts: { readonly features: FeatureMap; readonly report: Report },
  weights: Matrix,
  intercepts: Float64Array,
  isVector: boolean,
): LinearModel {
  return {
    kind: "linearModel",
    features: parts.features,
    weights: asGiven(weights, isVector),
    intercept: isVector ? (intercepts[0] as number) : intercepts,
    report: parts.report,
  } as LinearModel;
}
