import { type MercerError, mercerError } from "../errors";
import type { MatrixLike, Points, Values } from "../matrix";
import type { Label } from "../models/labels";
import type { Model } from "../models/model";
import type { MayStandardize } from "../problem/standard-units";
import type { FitOptions } from "./fit-options";

/** The kinds of estimators, each the name of its constructor. */
export const KINDS = [
  "kernelRidge",
  "nystrom",
  "gaussianProcess",
  "kernelDescent",
  "kernelNewton",
  "kernelClassifier",
  "supportVectorRegression",
  "leastSquares",
  "linearDescent",
] as const;

export type EstimatorKind = (typeof KINDS)[number];

/** An estimator as its constructor leaves it. */
export type Spec = MayStandardize & { readonly kind: EstimatorKind };

/** How the estimators of a kind are read and fitted. */
export interface Fitter<E extends Spec = Spec, Y = Values | MatrixLike | ArrayLike<Label>> {
  /** The constructor, which takes its own estimators, too. */
  readonly read: (estimator: E) => E;
  readonly run: (spec: E, X: Points, y: Y, options: FitOptions) => Model;
  /** Whether it goes step by step, so that it has a use for options.start and options.validation. */
  readonly descends?: boolean;
  /** What one unit of its loss in standard units is in raw ones; the square of the spread, that of the squared loss, unless given. */
  readonly unitOfLoss?: (spec: E, spread: number) => number;
}

const fitters = /* @__PURE__ */ new Map<string, Fitter>();

/**
 * The kind itself, whose fitter is known from now on.
 *
 * A constructor writes this kind into its estimators, so that a bundle which has the constructor has the fitter, and one that has not can leave both out: calls
 * are marked as pure for that.
 */
export function fittedBy<E extends Spec>(kind: E["kind"], fitter: Fitter<E, never>): E["kind"] {
  fitters.set(kind, fitter as unknown as Fitter);
  return kind;
}

/** @throws "unsupported" where a bundler has left the fitter out, since nothing in the bundle refers to the constructor */
export function fitterOf(kind: EstimatorKind): Fitter {
  const fitter = fitters.get(kind);
  if (fitter) return fitter;
  throw notInBundle(kind);
}

function notInBundle(kind: EstimatorKind): MercerError {
  const message = `this bundle has no ${kind}, since nothing in it calls the constructor; import { ${kind} } from "mercer", and pass ${kind}(estimator) in the place of plain data`;
  return mercerError("unsupported", message, { argument: "estimator" });
}
