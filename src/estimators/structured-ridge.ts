import { isMercerError } from "../errors";
import { heldOut } from "../gaussian/held-out";
import { type StructuredSolution, solveStructured } from "../gaussian/solve-structured";
import type { Structure } from "../gaussian/structure";
import type { Matrix } from "../matrix";
import type { KernelModel } from "../models/model";
import { type Problem, withoutOffset, withTargets } from "../problem/problem";
import type { Watch } from "../progress";
import { worse } from "../proof/gap-bound";
import { type Solution, solvedModel } from "./solved-model";

/**
 * Kernel ridge regression by the structure of K: a Gaussian process of noise λ/w, its trend the intercept; one pass for the targets that share a λ. Null where a structure that was not asked for lets the fit
 * down, K + λI being singular.
 */
export function structuredRidge(
  problem: Problem,
  structure: Structure,
  { lambdas, intercept }: { readonly lambdas: Float64Array; readonly intercept: boolean },
  started: number,
  progress: Watch,
): KernelModel | null {
  const centred = intercept ? withoutOffset(problem) : problem;
  try {
    const solution = gathered(centred, structure, { lambdas, intercept }, progress);
    const { centres } = centred;
    const intercepts = centres ? solution.intercepts.map((b, q) => b + (centres[q] as number)) : solution.intercepts;
    return solvedModel(problem, { ...solution, intercepts }, started);
  } catch (error) {
    if (!structure.isAsked && isMercerError(error) && error.code === "not-positive-definite") return null;
    throw error;
  }
}

/** What is left of y in each row by a fit without it, n × t: α_i/(G⁻¹)_ii; null as `structuredRidge`. */
export function structuredLeaveOneOut(
  problem: Problem,
  structure: Structure,
  { lambdas, intercept }: { readonly lambdas: Float64Array; readonly intercept: boolean },
  progress: Watch,
): Float64Array | null {
  const centred = intercept ? withoutOffset(problem) : problem;
  const { n, t } = problem;
  const residuals = new Float64Array(n * t);
  try {
    for (const part of byLambda(centred, lambdas)) {
      const found = heldOut({ problem: part.problem, noise: part.noise, F: ones(n, intercept), structure }, progress);
      spread(found.residuals, part.targets, t, residuals);
    }
    return residuals;
  } catch (error) {
    if (!structure.isAsked && isMercerError(error) && error.code === "not-positive-definite") return null;
    throw error;
  }
}

/** The targets that share a λ, as a problem of their own. */
interface Part {
  readonly problem: Problem;
  readonly targets: readonly number[];
  /** λ/w */
  readonly noise: Float64Array;
}

function byLambda(problem: Problem, lambdas: Float64Array): Part[] {
  const { n, t, weights, Y, centres } = problem;
  return Array.from(new Set(lambdas), (lambda) => {
    const targets = Array.from(lambdas.keys()).filter((q) => lambdas[q] === lambda);
    const count = targets.length;
    const own = new Float64Array(n * count);
    for (let i = 0; i < n; i++) for (let c = 0; c < count; c++) own[i * count + c] = Y.data[i * t + (targets[c] as number)] as number;
    return {
      problem: {
        ...withTargets(problem, { rows: n, cols: count, data: own }),
        t: count,
        centres: centres && Float64Array.from(targets, (q) => centres[q] as number),
      },
      targets,
      noise: Float64Array.from({ length: n }, (_, i) => lambda / (weights?.[i] ?? 1)),
    };
  });
}

/** The basis of an intercept. */
function ones(n: number, intercept: boolean): Matrix {
  return { rows: n, cols: intercept ? 1 : 0, data: new Float64Array(intercept ? n : 0).fill(1) };
}

/** Columns of some targets among those of all t. */
function spread(columns: Float64Array, targets: readonly number[], t: number, all: Float64Array): void {
  const count = targets.length;
  for (let at = 0; at < columns.length; at++) all[Math.floor(at / count) * t + (targets[at % count] as number)] = columns[at] as number;
}

function gathered(
  problem: Problem,
  structure: Structure,
  { lambdas, intercept }: { readonly lambdas: Float64Array; readonly intercept: boolean },
  progress: Watch,
): Solution {
  const { n, t } = problem;
  const coefficients = new Float64Array(n * t);
  const intercepts = new Float64Array(t);
  const trainingLoss = new Array<number>(t).fill(0);
  let [backwardError, bytes, reason] = [0, 0, ""];
  let errorBound: number | null = 0;
  for (const part of byLambda(problem, lambdas)) {
    const found: StructuredSolution = solveStructured(part.problem, structure, part.noise, ones(n, intercept), progress);
    spread(found.coefficients, part.targets, t, coefficients);
    part.targets.forEach((q, c) => {
      if (intercept) intercepts[q] = found.trend.data[c] as number;
      trainingLoss[q] = found.losses[c] as number;
    });
    backwardError = Math.max(backwardError, found.backwardError);
    errorBound = worse(errorBound, found.errorBound);
    bytes = Math.max(bytes, found.bytes);
    reason = found.reason;
  }
  return {
    ...{ solver: structure.kind, solvers: undefined, reason, warnings: [], rank: null, conditionEstimate: null },
    ...{ backwardError, errorBound, trainingLoss, bytes, coefficients, intercepts },
  };
}
