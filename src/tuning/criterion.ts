import { isMercerError } from "../errors";
import type { GaussianProcessSpec } from "../estimators/gaussian-process";
import type { KernelRidgeSpec } from "../estimators/kernel-ridge";
import { byPath, likelihoodInUnits, observedBy } from "../estimators/log-marginal-likelihood";
import { rawLikelihood } from "../estimators/raw-units";
import { type Criterion, evidence } from "../gaussian/evidence";
import { heldOutCriterion } from "../gaussian/held-out";
import type { Matrix, Values } from "../matrix";
import { logOfSize } from "../matrix/logarithm";
import { inOneUnit } from "../problem/ordinary-units";
import type { Watch } from "../progress";
import { spreadOfTarget, type Units } from "../scaling/units";

/** What the parameters are chosen by where its derivatives are known: the likelihood, the density of left-out observations, or the mean square of what is left of them. */
export type SmoothMeasure = "likelihood" | "density" | "squares";

/** Or else the score of held-out predictions. */
export type Measure = SmoothMeasure | "validation";

/** A measure at some parameters: as it is told, and as what is to be small, with the derivatives of that by path. */
export interface Measured {
  readonly told: number;
  /** Σ log p(log θ) of the priors, 0 without; it is part of the loss. */
  readonly logPrior: number;
  readonly loss: number;
  readonly gradient: Readonly<Record<string, number>>;
}

export interface Sample {
  readonly X: Matrix;
  readonly y: Matrix | Float64Array;
  readonly sampleWeight: number | Values | undefined;
  /** Of X and y, where they were standardised: what is told is in raw units. */
  readonly units: Units | null;
}

/** An estimator whose parameters are chosen. */
export type TunedSpec = GaussianProcessSpec | KernelRidgeSpec;

/** The measure of an estimator for the sample; null where it has none, its covariance being no positive definite matrix of numbers. */
export function measure(kind: SmoothMeasure, spec: TunedSpec, { X, y, sampleWeight, units }: Sample, progress: Watch): Measured | null {
  try {
    const observed = observedBy(processOf(spec), X, y, sampleWeight);
    switch (kind) {
      case "likelihood":
        return asLoss(spec, evidence(observed, spec.kernel, progress), observed, (value) => likelihoodInUnits(value, observed, units));
      case "density":
        return asLoss(spec, heldOutCriterion(observed, spec.kernel, "density", progress), observed, (value) =>
          units?.y ? rawLikelihood(value, { n: observed.problem.n, p: 0 }, units.y) : value,
        );
      case "squares": {
        const { problem, unit } = inOneUnit(observed.problem, hasSquares);
        const criterion = heldOutCriterion({ ...observed, problem }, spec.kernel, "squares", progress);
        return asLogarithm(spec, criterion, observed, unit * spreadOfTarget(units));
      }
      default:
        return kind satisfies never;
    }
  } catch (error) {
    if (isBreakdown(error)) return null;
    throw error;
  }
}

/** Whether sums of squares of residuals of such a size are numbers. */
function hasSquares(size: number): boolean {
  return size === 0 || (size > 2 ** -480 && size < 2 ** 480);
}

/** The process whose mean is the ridge regression, or the process itself. */
function processOf(spec: TunedSpec): GaussianProcessSpec {
  if (spec.kind === "gaussianProcess") return spec as GaussianProcessSpec;
  const { kernel, lambda, intercept, solver } = spec as KernelRidgeSpec;
  return {
    kind: "gaussianProcess",
    kernel,
    noise: lambda,
    trend: intercept ? "constant" : "none",
    ...(solver === "stateSpace" || solver === "kronecker" || solver === "fourier" ? { solver } : {}),
  };
}

/** What ends a step of the search, and not the search. */
const BREAKDOWNS = ["not-positive-definite", "singular", "not-finite"] as const;

/** Whether an error is that of parameters which cannot be fitted with. */
export function isBreakdown(error: unknown): boolean {
  return isMercerError(error) && BREAKDOWNS.some((code) => code === error.code);
}

type Observed = Parameters<typeof byPath>[2];

/** What is to be large, with the other sign. */
function asLoss(spec: TunedSpec, criterion: Criterion, observed: Observed, raw: (value: number) => number): Measured {
  const gradient = Object.entries(byPath(spec, criterion, observed)).map(([path, value]) => [path, -value]);
  return { told: raw(criterion.value), logPrior: 0, loss: -criterion.value, gradient: Object.fromEntries(gradient) };
}

/** The logarithm, so that the units of y do not matter. */
function asLogarithm(spec: TunedSpec, criterion: Criterion, observed: Observed, spread: number): Measured {
  const { value } = criterion;
  const gradient = Object.entries(byPath(spec, criterion, observed)).map(([path, derivative]) => [path, derivative / value]);
  return { told: value * spread * spread, logPrior: 0, loss: logOfSize(value), gradient: Object.fromEntries(gradient) };
}
