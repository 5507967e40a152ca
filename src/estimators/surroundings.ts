import { mercerError } from "../errors";
import { readNumber, readOptions, readPoints, readTargets } from "../input";
import type { FeatureMap } from "../kernels/features";
import { sameDescription } from "../kernels/identity";
import type { Loss } from "../losses/spec";
import { requireTargets } from "../losses/targets";
import type { Matrix } from "../matrix";
import { columnsOf, type KernelModel, type LinearModel, requireModel } from "../models/model";
import type { Problem } from "../problem/problem";
import { toStandardUnits, type Units } from "../scaling/units";
import type { Validation } from "../solvers/descent/plan";
import { type FitOptions, VALIDATION_OPTIONS } from "./fit-options";

/** @param d columns that the validation points must have */
export function readValidation(options: FitOptions["validation"], d: number, t: number, loss: Loss): Validation | null {
  if (options === undefined) return null;
  const { X, y, patience = 10, every = 10 } = readOptions(options, "validation", VALIDATION_OPTIONS);
  const Z = readPoints(X, "validation.X");
  const { matrix: Y } = readTargets(y, "validation.y");
  if (Z.cols !== d || Y.rows !== Z.rows || Y.cols !== t) {
    throw mercerError(
      "shape",
      `validation.X is ${Z.rows} × ${Z.cols} and validation.y ${Y.rows} × ${Y.cols}; ${d} columns and ${t} targets are needed, a row of each per point`,
      { argument: "validation" },
    );
  }
  requireTargets(loss, Y.data, t, "validation.y");
  return {
    Z,
    Y,
    patience: readNumber(patience, "validation.patience", { minimum: 1, integer: true }),
    every: readNumber(every, "validation.every", { minimum: 1, integer: true }),
  };
}

/**
 * The data that a descent is checked on, and the model that it starts from, in standard units; losses that are told on the way in raw ones.
 *
 * @param unit what one unit of the loss in standard units is in raw ones
 * @throws "argument" for a start in other units
 */
export function surroundingsInUnits(options: FitOptions, units: Units, unit: number): FitOptions {
  const { validation, start, onProgress, ...rest } = options;
  return {
    ...rest,
    ...(onProgress && { onProgress: (event) => onProgress(event.loss === undefined ? event : { ...event, loss: event.loss * unit }) }),
    ...(validation === undefined ? {} : { validation: validationInUnits(validation, units) }),
    ...(start === undefined ? {} : { start: startInUnits(start, units) }),
  };
}

function validationInUnits(validation: NonNullable<FitOptions["validation"]>, units: Units): NonNullable<FitOptions["validation"]> {
  const given = readOptions(validation, "validation", VALIDATION_OPTIONS);
  const Z = readPoints(given.X, "validation.X");
  const { matrix: Y, isVector } = readTargets(given.y, "validation.y");
  // other sizes are told where they are read again
  const scaled = (m: Matrix, scaling: Units["X"], name: string): Matrix =>
    scaling?.center.length === m.cols ? toStandardUnits(m, scaling, name) : m;
  const y = scaled(Y, units.y, "validation.y");
  return { ...given, X: scaled(Z, units.X, "validation.X"), y: isVector ? y.data : y };
}

function startInUnits(start: NonNullable<FitOptions["start"]>, units: Units): KernelModel {
  const { scaling, ...plain } = requireModel(start as KernelModel, "start");
  if (scaling && sameScaling(scaling.X, units.X) && sameScaling(scaling.y, units.y)) return plain as KernelModel;
  throw startError("has other units");
}

function sameScaling(a: Units["X"], b: Units["X"]): boolean {
  if (!a || !b) return a === b;
  const same = (x: Float64Array, z: Float64Array): boolean => x.length === z.length && x.every((value, k) => value === z[k]);
  return same(a.center, b.center) && same(a.spread, b.spread);
}

/** α of the model to start from, for the points that count; null without one. */
export function readKernelStart(model: FitOptions["start"], problem: Problem): Float64Array | null {
  if (model === undefined) return null;
  const start = requireModel(model as KernelModel, "start");
  if (start.kind !== "kernelModel") throw startError("is not a kernel model");
  if (start.scaling) throw startError("has units of its own");
  const { kernel, all, support, precomputed, t, isVector } = problem;
  const { coefficients, intercepts, isVector: single } = columnsOf(start);
  if (coefficients.rows !== all.rows || coefficients.cols !== t || single !== isVector) {
    throw mercerError("shape", `start has ${coefficients.rows} × ${coefficients.cols} coefficients, ${all.rows} × ${t} are needed`, {
      argument: "start",
    });
  }
  if (!sameDescription(start.kernel, kernel)) throw startError("has another kernel");
  if (!precomputed && !(start.points && equal(start.points, all))) throw startError("has other points");
  if (Array.from(intercepts).some((b) => b !== 0)) throw startError("has an intercept, which descent on a kernel has not");
  const counts = new Set(support ?? Array.from({ length: all.rows }, (_, i) => i));
  const { data } = coefficients;
  if (data.some((value, at) => value !== 0 && !counts.has(Math.floor(at / t)))) {
    throw startError("has coefficients at points whose weight is 0");
  }
  return data.filter((_, at) => counts.has(Math.floor(at / t)));
}

/** w of the model to start from, its b below; null without one. */
export function readLinearStart(
  model: FitOptions["start"],
  features: FeatureMap,
  { M, t, isVector, intercept }: { readonly M: number; readonly t: number; readonly isVector: boolean; readonly intercept: boolean },
): Float64Array | null {
  if (model === undefined) return null;
  const start = requireModel(model as LinearModel, "start");
  if (start.kind !== "linearModel") throw startError("is not a linear model");
  if (start.scaling) throw startError("has units of its own");
  const { coefficients, intercepts, isVector: single } = columnsOf(start);
  if (coefficients.rows !== M || coefficients.cols !== t || single !== isVector) {
    throw mercerError("shape", `start has ${coefficients.rows} × ${coefficients.cols} weights, ${M} × ${t} are needed`, {
      argument: "start",
    });
  }
  if (!sameDescription(start.features, features)) throw startError("has other features");
  const last = Array.from(intercepts);
  if (!intercept && last.some((b) => b !== 0)) throw startError("has an intercept, which this descent has not");
  return Float64Array.from([...coefficients.data, ...(intercept ? last : [])]);
}

function startError(fault: string): Error {
  return mercerError("argument", `the model given as start ${fault}; start from one fitted to the same problem`, { argument: "start" });
}

function equal(a: Matrix, b: Matrix): boolean {
  return a.rows === b.rows && a.cols === b.cols && a.data.every((value, at) => value === b.data[at]);
}
