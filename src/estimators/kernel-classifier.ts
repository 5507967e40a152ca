import { mercerError } from "../errors";
import { type OptionNames, readChoice, readNumber, readOptions, readRecord } from "../input";
import { keptKernel } from "../kernels/known";
import type { Kernel, KernelSpec } from "../kernels/spec";
import { readLoss } from "../losses/read";
import type { Loss } from "../losses/spec";
import type { Points } from "../matrix";
import type { ClassifierLoss, ClassifierModel } from "../models/classifier-model";
import { type Classes, type Label, readLabels, signsOf } from "../models/labels";
import { type Problem, readProblem } from "../problem/problem";
import { readWeights } from "../problem/weights";
import { type Watch, watch } from "../progress";
import { type Standardization, type StandardizeOptions, standardizeField } from "../scaling/method";
import { solveNewton } from "../solvers/newton";
import { solveSoftmax } from "../solvers/softmax";
import { solveByStrategy } from "../solvers/strategy";
import { solveSupportVector } from "../solvers/support-vector";
import { fitLandmarks, fitLogisticLandmarks } from "./fit-on-landmarks";
import type { FitOptions } from "./fit-options";
import { fittedBy } from "./fitter";
import { readLandmarks } from "./nystrom";
import { type Solution, solvedModel } from "./solved-model";

/** A classifier, as plain data; made by `kernelClassifier`. */
export interface KernelClassifier {
  readonly kind: "kernelClassifier";
}

/** The same with its fields. */
export interface KernelClassifierSpec extends KernelClassifier {
  readonly kernel: KernelSpec;
  readonly lambda: number;
  readonly loss: ClassifierLoss;
  readonly intercept: boolean;
  readonly tolerance: number;
  readonly classWeight: ClassWeight;
  /** Where they were given: how many landmarks, or the points themselves, and the seed of their choice. */
  readonly landmarks?: number | readonly (readonly number[])[];
  readonly seed?: number;
  /** What was asked to be brought into standard units, if anything was. */
  readonly standardize?: Standardization;
}

/** "balanced": n/(classes · points of the class), counting points whose sample weight is not 0; or weights by label, 1 for those that are not named. */
export type ClassWeight = "equal" | "balanced" | Readonly<Record<string, number>>;

export interface KernelClassifierOptions extends StandardizeOptions {
  /** k, made by its constructor: rbf(), matern({ nu: 1.5, lengthScale: 1 }), add(linear(), white(1)), …; precomputed() where X is K itself. */
  kernel: Kernel;
  /** λ, 1 unless given; above 0, for the squared loss also 0. C = 1/(2λ). */
  lambda?: number;
  /** "squared" unless given; squared(), logistic() and hinge() are the same as their names. */
  loss?: ClassifierLoss | Extract<Loss, { readonly kind: ClassifierLoss }>;
  /** An unpenalised constant b in every h; off unless asked for. */
  intercept?: boolean;
  /** What the gap between J and its minimum comes down to, relative to J; 1e-10 for the logistic loss, 1e-8 for softmax, 1e-3 for the hinge unless given. The squared loss is exact and has no use for it. */
  tolerance?: number;
  /** Factors of the sample weights, class by class; "equal" unless given. */
  classWeight?: ClassWeight;
  /** For the squared and the logistic loss and more points than K has room for: h on the span of so many landmarks, or of these points, as of `nystrom`. */
  landmarks?: number | Points;
  /** Of the choice of landmarks; 0 unless given. */
  seed?: number;
}

const OPTIONS: OptionNames<KernelClassifierOptions> = {
  kernel: true,
  lambda: true,
  loss: true,
  intercept: true,
  tolerance: true,
  classWeight: true,
  landmarks: true,
  seed: true,
  standardize: true,
};

const KIND = /* @__PURE__ */ fittedBy("kernelClassifier", { read: kernelClassifier, run: fitKernelClassifier });

/**
 * Classification, one class against the others: for each class c the h that minimises J = Σ_i w_i L(y_i, h(x_i) + b) + λ‖h‖² with y_i = +1 for points of
 * that class and −1 for the others; two classes need one h, y = +1 for the second.
 *
 *     squared    (y − h)²            kernel ridge regression on ±1, one factorisation for all classes
 *     logistic   log(1 + e^−yh)      Newton's method; has probabilities
 *     hinge      max(0, 1 − yh)      the support vector machine with C = 1/(2λ)
 *
 * "softmax" has all classes in one: the h_c, one for every class, that minimise Σ_i w_i (log Σ_c e^h_c(x_i) − h_k(x_i)) + λ Σ_c ‖h_c‖², k the class of x_i,
 * by Newton's method. For two classes h₁ = −h₂, which is the logistic loss for h = h₂ − h₁ and λ/2, and so it is fitted.
 *
 * @throws "argument" for a parameter out of range, "kernel" for an unknown kernel
 * @example
 * const model = fit(kernelClassifier({ kernel: rbf(), lambda: 0.1, loss: "logistic" }), X, labels);
 * classify(model, Z); // one of the labels for each row of Z
 */
export function kernelClassifier(options: KernelClassifierOptions): KernelClassifierSpec {
  const { kernel, lambda = 1, loss: given = "squared", intercept = false, ...rest } = readOptions(options, "kernelClassifier", OPTIONS);
  const loss = readChoice(typeof given === "object" ? readLoss(given).kind : given, "loss", ["squared", "logistic", "hinge", "softmax"]);
  const {
    tolerance = loss === "hinge" ? 1e-3 : loss === "softmax" ? 1e-8 : 1e-10,
    classWeight = "equal",
    landmarks,
    seed,
    standardize,
  } = rest;
  return {
    kind: KIND,
    kernel: keptKernel(kernel),
    loss,
    lambda: readNumber(lambda, "lambda", loss === "squared" ? { minimum: 0 } : { above: 0 }),
    intercept: readChoice(intercept, "intercept", [true, false]),
    tolerance: readNumber(tolerance, "tolerance", { above: 0 }),
    classWeight: readClassWeight(classWeight),
    ...landmarkFields(landmarks, seed, loss),
    ...standardizeField(standardize, "none"),
  };
}

/** @throws "unsupported" for landmarks beside a loss that has no fit on them */
function landmarkFields(landmarks: number | Points | undefined, seed: number | undefined, loss: ClassifierLoss) {
  if (landmarks === undefined && seed === undefined) return {};
  if (landmarks === undefined) {
    throw mercerError("argument", "seed is of the choice of landmarks, of which there are none; leave it out", { argument: "seed" });
  }
  if (loss === "hinge" || loss === "softmax") {
    const message = `landmarks are for the squared and the logistic loss, and not for "${loss}"; use "logistic", one class against the others`;
    throw mercerError("unsupported", message, { argument: "landmarks" });
  }
  return { landmarks: readLandmarks(landmarks), seed: readNumber(seed ?? 0, "seed", { integer: true }) };
}

function readClassWeight(value: ClassWeight): ClassWeight {
  if (typeof value !== "object" || value === null) return readChoice<"equal" | "balanced">(value, "classWeight", ["equal", "balanced"]);
  return readRecord(value, "classWeight", (w, name) => readNumber(w, name, { above: 0 }));
}

function fitKernelClassifier<L extends Label>(
  spec: KernelClassifierSpec,
  X: Points,
  labels: readonly L[] | ArrayLike<L>,
  options: FitOptions,
): ClassifierModel<L> {
  const started = performance.now();
  const progress = watch(options);
  const found = readLabels(labels, "y");
  const weights = weightsOf(found, spec.classWeight, options.sampleWeight);
  requireClasses(found, weights);
  const { landmarks, seed = 0 } = spec;
  if (landmarks !== undefined) {
    const run = spec.loss === "logistic" ? fitLogisticLandmarks : fitLandmarks;
    const functions = run({ ...spec, landmarks, seed }, X, signsOf(found), weights ?? undefined, { progress, started });
    return { ...functions, kind: "classifierModel", classes: found.classes, loss: spec.loss };
  }
  const problem = readProblem(spec.kernel, X, signsOf(found), weights ?? undefined);
  const functions = solvedModel(problem, solve(problem, spec, progress), started, problem.t === 1);
  return { ...functions, kind: "classifierModel", classes: found.classes, loss: spec.loss };
}

function solve(problem: Problem, spec: KernelClassifierSpec, progress: Watch): Solution {
  const { lambda, loss, intercept } = spec;
  switch (loss) {
    case "squared":
      return solveByStrategy(problem, new Float64Array(problem.t).fill(lambda), { solver: "auto", intercept }, progress);
    case "logistic":
      return solveNewton(problem, { ...spec, loss: { kind: loss } }, progress);
    case "softmax":
      if (problem.t > 1) return solveSoftmax(problem, spec, progress);
      return solveNewton(problem, { ...spec, loss: { kind: "logistic" }, lambda: lambda / 2 }, progress);
    case "hinge":
      return solveSupportVector(problem, { ...spec, loss: { kind: loss } }, progress);
    default:
      return loss satisfies never;
  }
}

/** Sample weights times the factors of the classes; null where all are 1. */
function weightsOf({ classes, indices }: Classes<Label>, classWeight: ClassWeight, sampleWeight: FitOptions["sampleWeight"]) {
  const n = indices.length;
  const weights = readWeights(sampleWeight, n);
  if (classWeight === "equal") return weights;
  const factors = classWeight === "balanced" ? balancedFactors(classes.length, indices, weights) : namedFactors(classes, classWeight);
  return Float64Array.from(indices, (c, i) => (weights?.[i] ?? 1) * (factors[c] as number));
}

/** n/(classes · points of the class), points of weight 0 being as if they were not there. */
function balancedFactors(classes: number, indices: Int32Array, weights: Float64Array | null): number[] {
  const counts = new Array<number>(classes).fill(0);
  indices.forEach((c, i) => {
    if (weights?.[i] !== 0) counts[c] = (counts[c] as number) + 1;
  });
  const n = counts.reduce((sum, count) => sum + count, 0);
  // a class without points is an error of its own
  return counts.map((count) => (count === 0 ? 1 : n / (classes * count)));
}

function namedFactors(classes: readonly Label[], classWeight: Readonly<Record<string, number>>): number[] {
  const names = classes.map(String);
  const unknown = Object.keys(classWeight).find((name) => !names.includes(name));
  if (unknown === undefined) return names.map((name) => (Object.hasOwn(classWeight, name) ? (classWeight[name] as number) : 1));
  const message = `classWeight names ${JSON.stringify(unknown)}; the classes are ${names.join(", ")}`;
  throw mercerError("argument", message, { argument: "classWeight", value: unknown });
}

/** @throws "argument" for one class alone, and for a class whose points all have weight 0 */
function requireClasses({ classes, indices }: Classes<Label>, weights: Float64Array | null): void {
  if (classes.length === 1) {
    const message = `all labels are ${JSON.stringify(classes[0])}; a classifier needs two classes`;
    throw mercerError("argument", message, { argument: "y", value: classes[0] });
  }
  const counted = new Set(weights ? indices.filter((_, i) => weights[i] !== 0) : indices);
  const missing = classes.findIndex((_, c) => !counted.has(c));
  if (missing < 0) return;
  const message = `all points of the class ${JSON.stringify(classes[missing])} have weight 0; leave them out`;
  throw mercerError("argument", message, { argument: "sampleWeight", value: classes[missing] });
}
