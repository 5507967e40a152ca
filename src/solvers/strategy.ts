import { requireFinite } from "../dense/finite";
import { lowRankBytes, pivotedCholesky, roundingOf } from "../dense/low-rank";
import { featureSpaceDimension } from "../kernels/feature-space";
import { featureDimension, featuresOf } from "../kernels/features";
import { featureRounding } from "../kernels/rounding";
import { gramMatrix } from "../problem/gram";
import { type Ground, NEW_GROUND } from "../problem/ground";
import { inOrdinaryUnits, inOriginalUnits, timesPowers } from "../problem/ordinary-units";
import { type Problem, withoutOffset } from "../problem/problem";
import type { Watch } from "../progress";
import { doubts, NEGLIGIBLE } from "../proof/error-bar";
import type { Features } from "./primal/group";
import { solvePrimalRidge } from "./primal/ridge";
import { solveRidge } from "./ridge/direct";
import type { RidgeSolver } from "./ridge/group";
import type { RidgeSolution } from "./ridge/parts";

export type Strategy = RidgeSolver | "primal" | "pivotedCholesky";

interface StrategyOptions {
  readonly solver: Strategy;
  readonly intercept: boolean;
}

/**
 * Kernel ridge regression by the solver asked for; by "auto" the one that the structure of the problem speaks for, and where its error bar is not
 * negligible the one of the others whose bar is smallest. A bar that stays is a warning. Targets near the ends of the range are solved for in other units.
 *
 * @throws "not-finite" where the solution is beyond the largest number
 */
export function solveByStrategy(
  problem: Problem,
  lambdas: Float64Array,
  options: StrategyOptions,
  progress: Watch,
  ground: Ground = NEW_GROUND,
): ToldSolution {
  const units = inOrdinaryUnits(problem);
  const given = units?.problem ?? problem;
  const centred = options.intercept ? withoutOffset(given) : given;
  const solution = told(solveCentred(centred, lambdas, options, progress, ground), centred.centres);
  return requireNumbers(units ? fromOrdinary(solution, units.exponents) : solution);
}

/** The solution in the units of the problem. */
function fromOrdinary(solution: ToldSolution, exponents: Int32Array): ToldSolution {
  const { losses, errorBound } = inOriginalUnits({ losses: solution.trainingLoss, errorBound: solution.errorBound }, exponents);
  const [coefficients, intercepts] = [solution.coefficients, solution.intercepts].map((data) =>
    timesPowers({ cols: exponents.length, data }, exponents, 1),
  ) as [Float64Array, Float64Array];
  return { ...solution, coefficients, intercepts, trainingLoss: losses, errorBound };
}

/** @throws "not-finite" where α or b are beyond the largest number */
function requireNumbers(solution: ToldSolution): ToldSolution {
  const { coefficients, intercepts } = solution;
  const t = intercepts.length;
  requireFinite({ rows: coefficients.length / t, cols: t, data: coefficients }, "the coefficient", "y");
  requireFinite({ rows: 1, cols: t, data: intercepts }, "the intercept", "y");
  return solution;
}

function solveCentred(problem: Problem, lambdas: Float64Array, options: StrategyOptions, progress: Watch, ground: Ground): RidgeSolution {
  const { solver, intercept } = options;
  const asked = `solver "${solver}" was asked for`;
  switch (solver) {
    case "pivotedCholesky":
      return solvePrimalRidge(problem, lowRank(problem, asked, progress), lambdas, intercept);
    case "primal":
      return solvePrimalRidge(problem, explicit(problem, asked), lambdas, intercept);
    case "cholesky":
    case "lu":
    case "eigen":
    case "mixed":
      return solveRidge(problem, lambdas, { solver, intercept }, progress, ground);
    case "auto":
      return automatic(problem, lambdas, intercept, progress);
    default:
      return solver satisfies never;
  }
}

/** With a ridge K has an inverse, and its Cholesky factor costs less than QR of the features unless they are this many times fewer than the points (measured, n = 1600). */
const FEWER = 12;
/** Features that are tried where the Gram matrix lets a fit down: as many times the points. */
const AS_MANY = 2;
/** From this many deviations of y on the coefficients that solve the equations drown the predictions. */
const DROWNED = 1;
/** Points for which K is tried where the features let a fit down. */
const MANY_POINTS = 2000;

function automatic(problem: Problem, lambdas: Float64Array, intercept: boolean, progress: Watch): RidgeSolution {
  const { n } = problem;
  const ridged = lambdas.every((lambda) => lambda > 0);
  const M = fewFeatures(problem, ridged ? n / FEWER : n - 1);
  const byGram = (solver: RidgeSolver) => (): RidgeSolution => solveRidge(problem, lambdas, { solver, intercept }, progress);
  const byFeatures = (reason: string) => (): RidgeSolution => solvePrimalRidge(problem, explicit(problem, reason), lambdas, intercept);
  const others: (() => RidgeSolution)[] = [];
  let best: RidgeSolution;
  if (M !== null) {
    best = byFeatures(`K has rank at most ${M} < n = ${n}, the number of features`)();
    if (n <= MANY_POINTS) others.push(byGram("auto"));
  } else {
    best = byGram("auto")();
    const lost = best.serving > DROWNED || best.solver === "eigen";
    if (lost && best.excess > NEGLIGIBLE && fewFeatures(problem, AS_MANY * n) !== null) {
      others.push(byFeatures(`by ${best.solver} the error bar was ${best.excess.toPrecision(2)} deviations of y`));
    }
    if (!ridged && best.solver !== "eigen") others.push(byGram("eigen"));
  }
  for (const solve of others) {
    if (best.excess <= NEGLIGIBLE) break;
    const other = solve();
    if (other.excess < best.excess) best = other;
  }
  return best;
}

/** A solution whose doubts are in its warnings. */
export type ToldSolution = Omit<RidgeSolution, "excess" | "serving" | "claimed">;

/** The solution with a warning where its error bar is more than negligible, and what was taken from y put back into b. */
function told(solution: RidgeSolution, centres: Float64Array | null): ToldSolution {
  const { coefficients, solver, solvers, reason, rank, conditionEstimate, backwardError, errorBound, trainingLoss, bytes } = solution;
  const intercepts = centres ? solution.intercepts.map((b, q) => b + (centres[q] as number)) : solution.intercepts;
  const warnings = [...solution.warnings, ...doubts(solution)];
  return {
    coefficients,
    intercepts,
    solver,
    solvers,
    reason,
    warnings,
    rank,
    conditionEstimate,
    backwardError,
    errorBound,
    trainingLoss,
    bytes,
  };
}

/** The kernel's own features. @throws "kernel" where they are infinitely many */
function explicit({ kernel, X, side }: Problem, reason: string): Features {
  const phi = featuresOf(kernel, X, (row) => side.pointAt(row));
  const rounding = featureRounding(kernel, X.cols);
  return { phi, solver: "primal", reason, rank: null, rounding, K: null, bytes: phi.data.byteLength };
}

/** Rounding units of the trace that a step of elimination may leave of a diagonal element that is 0. */
const LEFT_OVER = 4;

/** The columns of K's Cholesky factor with pivoting, as many as K has rank. @throws "not-positive-definite" for an indefinite K */
function lowRank(problem: Problem, reason: string, progress: Watch): Features {
  const { n } = problem;
  const K = gramMatrix(problem, progress.during("gram"));
  const tolerance = LEFT_OVER * roundingOf(K);
  const { L, rank, residualTrace } = pivotedCholesky(K, n, tolerance);
  const left = (residualTrace[rank] as number).toPrecision(2);
  const bytes = K.data.byteLength + lowRankBytes(n);
  const found = `rank ${rank} of ${n} at the tolerance ${tolerance.toPrecision(2)}, the trace of what is left is ${left}`;
  return { phi: L, solver: "pivotedCholesky", reason: `${reason}: ${found}`, rank, rounding: null, K, bytes };
}

/** M of the features if they are no more than so many; null where they are more, or none are explicit. */
function fewFeatures({ kernel, precomputed, side }: Problem, limit: number): number | null {
  if (precomputed) return null;
  const sample = side.pointAt(0);
  // counted first: building a map that is not wanted could take more memory than there is
  const bound = featureSpaceDimension(kernel, sample);
  if (bound === null || bound > limit) return null;
  const M = featureDimension(kernel, sample);
  return M <= limit ? M : null;
}
