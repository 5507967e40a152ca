import { mercerError } from "../errors";
import { fitGaussianProcessOn, type GaussianProcess, type GaussianProcessSpec, gaussianProcess } from "../estimators/gaussian-process";
import { fitKernelRidgeOn, type KernelRidge, type KernelRidgeSpec, kernelRidge } from "../estimators/kernel-ridge";
import { notMade, readMade } from "../input";
import { isPrecomputed } from "../kernels/parts";
import type { KernelSpec } from "../kernels/spec";
import type { GaussianProcessModel } from "../models/gaussian-process-model";
import type { KernelModel } from "../models/model";
import type { Ground } from "../problem/ground";
import { type Rows, targetsOf } from "./rows";

/** Ridge regression or a Gaussian process, as far as rows that come and go need to know. */
export interface Method {
  readonly kind: "kernelRidge" | "gaussianProcess";
  readonly kernel: KernelSpec;
  /** What G has on its diagonal beside K, one number for each row. */
  noise(rows: Rows): Float64Array;
  /** The model of rows, by the K and the factor of a ground. */
  fit(ground: Ground, rows: Rows): KernelModel | GaussianProcessModel;
}

type Spec = KernelRidgeSpec | GaussianProcessSpec;

const MAKERS = "kernelRidge or gaussianProcess";

/** @throws "argument" for another estimator, "unsupported" for a precomputed kernel */
export function readSpec(estimator: KernelRidge | GaussianProcess): Spec {
  const spec = specOf(readMade(estimator, "estimator", MAKERS));
  if (!isPrecomputed(spec.kernel)) return spec;
  const message = "a precomputed kernel has no points that rows could be appended to; fit it with its whole matrix";
  throw mercerError("unsupported", message, { argument: "estimator" });
}

function specOf(made: KernelRidge | GaussianProcess): Spec {
  switch (made.kind) {
    case "kernelRidge":
      return kernelRidge(made as KernelRidgeSpec);
    case "gaussianProcess":
      return gaussianProcess(made as GaussianProcessSpec);
    default:
      made satisfies never;
      throw notMade(made, "estimator", MAKERS);
  }
}

/** @throws "argument" for a solver that is not by Cholesky, "unsupported" for what has no one factor, or noise that does not grow with the rows */
export function methodOf(spec: Spec): Method {
  return spec.kind === "kernelRidge" ? ridge(spec as KernelRidgeSpec) : gaussian(spec as GaussianProcessSpec);
}

function ridge(spec: KernelRidgeSpec): Method {
  const { kind, kernel, lambda, solver } = spec;
  if (solver !== "auto" && solver !== "cholesky") {
    throw mercerError("argument", `rows are appended to a Cholesky factor; solver must be "cholesky" or "auto", it is "${solver}"`, {
      argument: "solver",
    });
  }
  if (typeof lambda !== "number") {
    throw mercerError("unsupported", "lambda must be one number here: each λ has a factor of its own; use a fit for each", {
      argument: "lambda",
    });
  }
  const byCholesky = { ...spec, solver: "cholesky" } as const;
  return {
    kind,
    kernel,
    noise: ({ X, weights }) => Float64Array.from({ length: X.rows }, (_, i) => lambda / (weights?.[i] ?? 1)),
    fit: (ground, rows) => fitKernelRidgeOn(ground, byCholesky, rows.X, targetsOf(rows), weighting(rows)),
  };
}

function gaussian(spec: GaussianProcessSpec): Method {
  const { kind, kernel, noise } = spec;
  if (typeof noise !== "number") {
    const message =
      "noise must be one number here: one per point, or a model of it, would have to grow with the rows; weigh the rows by sampleWeight";
    throw mercerError("unsupported", message, { argument: "noise" });
  }
  return {
    kind,
    kernel,
    noise: ({ X, weights }) => Float64Array.from({ length: X.rows }, (_, i) => noise / (weights?.[i] ?? 1)),
    fit: (ground, rows) => fitGaussianProcessOn(ground, spec, rows.X, targetsOf(rows), weighting(rows)),
  };
}

function weighting({ weights }: Rows): { sampleWeight?: Float64Array } {
  return weights ? { sampleWeight: weights } : {};
}
