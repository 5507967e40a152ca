import {
  fault,
  fieldOf,
  listOf,
  nullable,
  oneOf,
  optional,
  type Part,
  type Read,
  readFinite,
  readIntercept,
  readMatrix,
  readNumbers,
  readObject,
  readTargets,
  readText,
  recordOf,
} from "../../io/fields";
import { readClasses } from "../../io/models";
import { linear } from "../../kernels/constructors";
import type { KernelSpec } from "../../kernels/spec";
import type { Matrix, Targets } from "../../matrix";
import type { Scaling, Units } from "../../scaling/units";
import { onPoints, type Tree } from "../imported";
import { composed } from "../scaling";
import { readScikitLearnKernel } from "./kernels";

/** A fitted estimator: the tree of a model but for its report, and how its columns and targets were scaled. */
interface Estimator extends Units {
  readonly tree: Tree;
}

const CLASSES = [
  "KernelRidge",
  "Nystroem",
  "SVR",
  "NuSVR",
  "SVC",
  "NuSVC",
  "OneVsRestClassifier",
  "GaussianProcessRegressor",
  "Ridge",
  "RidgeCV",
  "LinearRegression",
  "Pipeline",
  "TransformedTargetRegressor",
] as const;

/** Pipelines within pipelines: more than anyone has. */
const DEEPEST = 20;

export function readEstimator(part: Part, level = 1): Estimator {
  if (level > DEEPEST) throw fault(part.path, `is nested more than ${DEEPEST} levels deep`);
  const inner = (of: Part): Estimator => readEstimator(of, level + 1);
  const name = oneOf(...CLASSES)(fieldOf(readObject(part), "class"));
  switch (name) {
    case "KernelRidge": {
      const {
        kernel,
        X_fit_: points,
        dual_coef_: coefficients,
      } = attributes({
        kernel: readScikitLearnKernel,
        X_fit_: nullable(readMatrix),
        dual_coef_: readTargets,
      })(part);
      return unscaled(combination(kernel, points, coefficients, zeros(coefficients)));
    }
    case "Nystroem": {
      const {
        kernel,
        components_: points,
        dual_coef_: coefficients,
        intercept_: intercept,
      } = attributes({
        kernel: readScikitLearnKernel,
        components_: readMatrix,
        dual_coef_: readTargets,
        intercept_: readIntercept,
      })(part);
      return unscaled(combination(kernel, points, coefficients, intercept));
    }
    case "SVR":
    case "NuSVR": {
      const { kernel, support_vectors_: points, dual_coef_: coefficients, intercept_: intercept } = attributes(MACHINE)(part);
      return unscaled(combination(kernel, points, coefficients, intercept));
    }
    case "SVC":
    case "NuSVC":
    case "OneVsRestClassifier":
      return unscaled(readClassifier(part));
    case "GaussianProcessRegressor":
      return readGaussianProcess(part);
    case "Ridge":
    case "RidgeCV":
    case "LinearRegression": {
      const { coef_: weights, intercept_: intercept } = attributes({ coef_: readTargets, intercept_: readIntercept })(part);
      return unscaled({ kind: "linearModel", features: linear(), weights, intercept });
    }
    case "Pipeline": {
      const { scalers, model } = attributes({ scalers: listOf(readScaler), model: inner })(part);
      const X = scalers.reduceRight((then, first, at) => composed(first, then, `${part.path}.scalers[${at}]`), model.X);
      return { ...model, X };
    }
    case "TransformedTargetRegressor": {
      const { scalers, regressor_: model } = attributes({ scalers: listOf(readScaler), regressor_: inner })(part);
      const y = scalers.reduceRight((then, first, at) => composed(first, then, `${part.path}.scalers[${at}]`), model.y);
      return { ...model, y };
    }
    default:
      return name satisfies never;
  }
}

/** The fields beside the class. */
function attributes<T extends object>(fields: { readonly [K in keyof T]: Read<T[K]> }): Read<T> {
  return recordOf({ class: readText, ...fields } as never);
}

const MACHINE = {
  kernel: readScikitLearnKernel,
  support_vectors_: nullable(readMatrix),
  dual_coef_: readTargets,
  intercept_: readIntercept,
};

/** p = 1/(1 + e^(−slope h + offset)) of LIBSVM, whose h is that of the other class: slope = −A, offset = B. */
function readClassifier(part: Part): Tree {
  const read = attributes({
    ...MACHINE,
    classes_: readClasses,
    probA_: optional(readIntercept),
    probB_: optional(readIntercept),
  })(part);
  const { classes_: classes, probA_: A, probB_: B } = read;
  if ((A === undefined) !== (B === undefined)) throw fault(`${part.path}.probA_`, "and probB_ must both be there, or neither");
  const calibrator =
    A === undefined || B === undefined ? undefined : { kind: "platt", slope: numbersOf(A).map((a) => -a), offset: numbersOf(B) };
  const expansion = combination(read.kernel, read.support_vectors_, read.dual_coef_, read.intercept_);
  return { ...expansion, kind: "classifierModel", loss: "hinge", classes, calibrator };
}

/** μ = y_mean + y_scale k_zᵀα_, and K + alpha the covariance, which is that of the scaled targets. */
function readGaussianProcess(part: Part): Estimator {
  const read = attributes({
    kernel: readScikitLearnKernel,
    alpha: readIntercept,
    X_train_: readMatrix,
    alpha_: readTargets,
    y_mean: nullable(readNumbers),
    y_scale: nullable(readNumbers),
    log_marginal_likelihood_value_: readFinite,
  })(part);
  const { y_mean: center, y_scale: spread, alpha_: coefficients } = read;
  const tree = {
    kind: "gaussianProcessModel",
    ...onPoints(read.kernel, read.X_train_, rowsOf(coefficients)),
    noise: read.alpha,
    coefficients,
    trend: "none",
    trendCoefficients: null,
    logMarginalLikelihood: read.log_marginal_likelihood_value_,
  };
  return { tree, X: null, y: center && spread && { center, spread } };
}

const readScaler: Read<Scaling> = recordOf({ center: readNumbers, spread: readNumbers });

function combination(kernel: KernelSpec, points: Matrix | null, coefficients: Targets, intercept: number | Float64Array): Tree {
  return { kind: "kernelModel", ...onPoints(kernel, points, rowsOf(coefficients)), coefficients, intercept };
}

function unscaled(tree: Tree): Estimator {
  return { tree, X: null, y: null };
}

function zeros(coefficients: Targets): number | Float64Array {
  return coefficients instanceof Float64Array ? 0 : new Float64Array(coefficients.cols);
}

function rowsOf(coefficients: Targets): number {
  return coefficients instanceof Float64Array ? coefficients.length : coefficients.rows;
}

function numbersOf(value: number | Float64Array): Float64Array {
  return typeof value === "number" ? Float64Array.of(value) : value;
}
