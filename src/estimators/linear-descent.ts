import { mercerError } from "../errors";
import { sideOf } from "../gram/run";
import { type OptionNames, readChoice, readOptions } from "../input";
import type { NotNegative } from "../kernels/compatibility";
import { linear } from "../kernels/constructors";
import { type FeatureMap, featuresOf, resolveFeatures } from "../kernels/features";
import { keptKernel } from "../kernels/known";
import { unitsOfTargets } from "../losses/targets";
import { type Matrix, type MatrixLike, type Points, type Values, withOnes } from "../matrix";
import { type LinearModel, linearModel } from "../models/model";
import { readProblem } from "../problem/problem";
import type { Side } from "../program/side";
import { watch } from "../progress";
import { type Standardization, standardizeField } from "../scaling/method";
import { descendOnFeatures } from "../solvers/descent/on-features";
import type { DescentPlan } from "../solvers/descent/plan";
import { DESCENT_OPTIONS, type DescentOptions, readDescent } from "./descent-options";
import { concludeDescent, descentReport } from "./descent-report";
import type { FitOptions } from "./fit-options";
import { fittedBy } from "./fitter";
import { lossUnit } from "./loss-unit";
import { readLinearStart, readValidation } from "./surroundings";

/** Gradient descent on the weights of features, as plain data; made by `linearDescent`. */
export interface LinearDescent {
  readonly kind: "linearDescent";
}

/** The same with its fields. */
export interface LinearDescentSpec extends LinearDescent, DescentPlan {
  readonly features: FeatureMap;
  readonly intercept: boolean;
  /** What was asked to be brought into standard units, if anything was. */
  readonly standardize?: Standardization;
}

export interface LinearDescentOptions<F extends FeatureMap = FeatureMap> extends DescentOptions {
  /** A kernel that stands for its explicit map φ, or φ itself; the columns of X unless given. */
  features?: F & NotNegative<F>;
  /** An unpenalised constant b, a coefficient like the others; off unless asked for. */
  intercept?: boolean;
}

const OPTIONS: OptionNames<LinearDescentOptions> = { ...DESCENT_OPTIONS, features: true, intercept: true };

const KIND = /* @__PURE__ */ fittedBy("linearDescent", {
  read: linearDescent,
  run: fitLinearDescent,
  descends: true,
  unitOfLoss: lossUnit,
});

/**
 * Gradient descent from w = 0 on J = Σ_i w_i L(h(x_i), y_i) + λ‖w‖², h(x) = w·φ(x) + b:
 *
 *     w ← w − s (Φᵀ(w∘L′) + 2λw)      for the squared loss stable for s < 1/(λ₁ + λ), λ₁ the largest eigenvalue of ΦᵀWΦ
 *
 * Without intercept its iterates are w = Σ α_i φ(x_i), α those of `kernelDescent` by the functional gradient with the kernel φ(x)·φ(z). From
 * another start (`fit(…, { start })`) the part of w₀ that is orthogonal to all φ(x_i) stays as it is unless λ shrinks it: with more features
 * than points the weights remember where they began, though the loss does not.
 *
 * @throws "argument" for a parameter out of range; "unsupported" for mini-batches with a tolerance or a discrepancy; "kernel" in `fit` for
 * infinitely many features
 * @example const model = fit(linearDescent({ features: polynomial({ degree: 2 }), iterations: 200 }), X, y);
 */
export function linearDescent<F extends FeatureMap>(options: LinearDescentOptions<F>): LinearDescentSpec {
  const given = readOptions(options, "linearDescent", OPTIONS);
  const { features = linear(), intercept = false } = given;
  const plan = readDescent(given);
  return {
    kind: KIND,
    features: typeof features === "function" ? features : keptKernel(features),
    intercept: readChoice(intercept, "intercept", [true, false]),
    ...plan,
    ...standardizeField(given.standardize, unitsOfTargets(plan.loss)),
  };
}

function fitLinearDescent(spec: LinearDescentSpec, X: Points, y: Values | MatrixLike, options: FitOptions): LinearModel {
  const started = performance.now();
  const progress = watch(options);
  const { side, Y, weights, t, isVector, all } = readProblem(linear(), X, y, options.sampleWeight);
  const features = resolveFeatures(spec.features, side.pointAt(0));
  const map = (points: Side): Matrix => {
    const phi = featuresOf(features, points.points, (row) => points.pointAt(row));
    return spec.intercept ? withOnes(phi) : phi;
  };
  const phi = map(side);
  const M = phi.cols - Number(spec.intercept);
  if (M === 0) throw mercerError("shape", "the map gives no features; at least one is needed", { argument: "features" });
  const validation = readValidation(options.validation, all.cols, t, spec.loss);
  const surroundings = {
    start: readLinearStart(options.start, features, { M, t, isVector, intercept: spec.intercept }),
    validation: validation && { ...validation, Z: map(sideOf(validation.Z)) },
  };
  const descent = descendOnFeatures({ phi, penalised: M, Y, weights }, spec, surroundings, progress);
  const weightsOf = (x: Float64Array): Matrix => ({ rows: M, cols: t, data: x.slice(0, M * t) });
  const report = descentReport(spec, descent, `gradient of ${M} weights`, weightsOf, isVector, started);
  const intercepts = spec.intercept ? descent.coefficients.slice(M * t) : new Float64Array(t);
  return concludeDescent(descent, linearModel({ features, report }, weightsOf(descent.coefficients), intercepts, isVector));
}
