import type { Kernel, KernelSpec } from "../kernels/spec";
import type { Matrix, Targets } from "../matrix";
import type { Units } from "../scaling/units";
import type { About } from "./about";
import type { Calibrator } from "./calibrator";
import type { KernelModel } from "./kernel-model";
import type { Label } from "./labels";
import type { Report, ReportLike } from "./report";

/** What a classifier minimises: Σ (1 − yh)², Σ log(1 + e^−yh), Σ max(0, 1 − yh), y = ±1; or Σ (log Σ_c e^h_c − h_k), k the class. */
export type ClassifierLoss = "squared" | "logistic" | "hinge" | "softmax";

/** As much of a classifier as tells classes. */
export interface Classifier<L extends Label = Label> {
  readonly kind: "classifierModel";
  /** In order. */
  readonly classes: readonly L[];
  /** "squared" where it is not said. */
  readonly loss?: ClassifierLoss;
  /** With "auto" replaced by its value. */
  readonly kernel: Kernel;
  readonly n?: number;
  /** Number of features; null for a precomputed kernel. */
  readonly d?: number | null;
  /** A copy of the training points; null for a precomputed kernel. */
  readonly points: Matrix | null;
  /** α: n for two classes, else n × classes. */
  readonly coefficients: Targets;
  /** 0 where it is not said. */
  readonly intercept?: number | Float64Array;
  /** Units in which `points` are, where the estimator was told to standardise. */
  readonly scaling?: Units | undefined;
  /** Where its maker told: see `annotate`. */
  readonly about?: About | undefined;
  readonly report: ReportLike;
  /** Makes probabilities of decision values, where there is one. */
  readonly calibrator?: Calibrator | undefined;
}

/**
 * One h for every class, as plain data, each against the others or all at once ("softmax"): decision values h_c(z) = Σ_i α_ic k(x_i, z) + b_c, the largest of which tells the class.
 * Two classes share one h, positive for the second.
 */
export interface ClassifierModel<L extends Label = Label> extends Required<Omit<Classifier<L>, "calibrator" | "scaling" | "about">> {
  /** With "auto" replaced by its value. Of what `fit` returns, a switch over its `kind` narrows it to the fields of the kind. */
  readonly kernel: KernelSpec;
  readonly report: Report;
  readonly scaling?: Units | undefined;
  readonly about?: About | undefined;
  readonly calibrator?: Calibrator | undefined;
}

/** The functions h as a model of regression. */
export function functionsOf({ kernel, points, coefficients, intercept, scaling, report }: Classifier): KernelModel<Targets, ReportLike> {
  const isVector = coefficients instanceof Float64Array;
  return {
    kind: "kernelModel",
    kernel,
    n: isVector ? coefficients.length : coefficients.rows,
    d: points?.cols ?? null,
    points,
    coefficients,
    intercept: intercept ?? (isVector ? 0 : new Float64Array(coefficients.cols)),
    ...(scaling ? { scaling } : {}),
    report,
  } as KernelModel<Targets, ReportLike>;
}
