import type { MatrixLike, Points, Values } from "../matrix";
import type { Model } from "../models/model";
import { WATCHING, type WatchOptions } from "../progress";

/** Data that a descent is checked on as it goes. */
export interface ValidationOptions {
  /** Points; for a precomputed kernel k(Z, X). */
  X: Points;
  /** Targets, one row per point, of as many columns as those of the fit. */
  y: Values | MatrixLike;
  /** Checks without a new minimum after which the descent stops; 10 unless given. */
  patience?: number;
  /** Steps from one check to the next; 10 unless given. */
  every?: number;
}

/** Options of `fit` beside what the estimator says. */
export interface FitOptions extends WatchOptions {
  /** w_i ≥ 0, one for all or one per point. */
  sampleWeight?: number | Values;
  /** For descent: the model from whose coefficients it begins, of the same kernel or features, points and targets. */
  start?: Model | { readonly kind: string };
  /** For descent: data on which the loss is checked as it goes. The coefficients of the least loss there are the model's. */
  validation?: ValidationOptions;
  /** For kernelRidge({ solver: "iterative" }): `error.state` of a fit that was aborted or came to its maxIterations. It goes on from there with the same bits. */
  resume?: unknown;
}

/** Names of the options of `fit`, and of its validation. */
export const FIT_OPTIONS = { ...WATCHING, sampleWeight: true, start: true, validation: true, resume: true } as const;
export const VALIDATION_OPTIONS = { X: true, y: true, patience: true, every: true } as const;
