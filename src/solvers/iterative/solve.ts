import { asMatrix, partOf } from "../../core/matrix-view";
import { packedLength } from "../../core/single-radial";
import { mercerError } from "../../errors";
import { amongThemselves, planOf, withProgram } from "../../gram/run";
import { describe } from "../../kernels/describe";
import { pivotSizes, randomlyPivotedCholesky } from "../../landmarks/randomly-pivoted-cholesky";
import { largestMagnitude, powerOfTwo, sumOfSquares } from "../../matrix/magnitude";
import { type Problem, withTargets } from "../../problem/problem";
import type { Watch } from "../../progress";
import { yardstickOf } from "../../proof/error-bar";
import { bytesOf, slice, withBlocks } from "../../wasm/memory";
import type { Pause } from "../../wasm/pause";
import type { Certified } from "./certify";
import { type Columns, columnsOf } from "./columns";
import { type Ending, iterate } from "./iterate";
import { landmarksOf } from "./landmark-split";
import { type IterativePlan, keptLength, landmarkLimits } from "./plan";
import { lowRankRidge } from "./preconditioner";
import { roughScales } from "./rough";
import { singleKernel, singleProducts } from "./single-products";
import { fingerprint, type IterativeState, readState } from "./state";
import { iterationSizes } from "./task";
import { neighbourhood, vecchiaOf, vecchiaSizes, writeNeighbours } from "./vecchia";

/** What the iteration has found, and how it ended. */
export interface IterativeSolution {
  readonly ending: Ending;
  /** Why it was aborted. */
  readonly failure: unknown;
  /** α, n × t */
  readonly coefficients: Float64Array;
  readonly intercepts: Float64Array;
  readonly reason: string;
  readonly rank: number;
  readonly iterations: number;
  readonly errorBound: number | null;
  readonly trainingLoss: readonly number[];
  readonly certificate: Certificate;
  readonly bytes: number;
  readonly state: IterativeState;
}

/** Points from which neighbours are looked for, where they tell much. */
const FEW_POINTS = 200;

/** Targets between these are squared as they are. */
const LEAST = 2 ** -300;
const MOST = 2 ** 300;

/** What was proven, see models/report.ts. */
interface Certificate {
  readonly tolerance: number;
  readonly reached: number;
  readonly remainingTrace: number;
  readonly storage: "triangle" | "tiles";
  readonly arithmetic?: "single";
}

/**
 * Kernel ridge regression by preconditioned conjugate gradients, G = K + λW⁻¹ being met by tiles: α and b as `solveRidge` has them, to within an error that is
 * proven and that the iteration ends by.
 *
 * @throws "unsupported" for a λ of 0 and for a K that is given or not known to be positive semi-definite; "argument" for a state of another problem
 */
export function solveIteratively(problem: Problem, lambdas: Float64Array, options: Asked, progress: Watch): IterativeSolution {
  const { Y, centres } = problem;
  const most = largestMagnitude(Y.data);
  if (most === 0 || (most >= LEAST && most <= MOST)) return solveInRange(problem, lambdas, options, progress);
  // squares of what is larger or smaller would leave the numbers
  const unit = powerOfTwo(most);
  const inUnits = { ...Y, data: Y.data.map((value) => value / unit) };
  const scaled = withTargets(problem, inUnits, centres?.map((c) => c / unit) ?? null);
  const found = solveInRange(scaled, lambdas, options, progress);
  return {
    ...found,
    coefficients: found.coefficients.map((value) => value * unit),
    intercepts: found.intercepts.map((value) => value * unit),
    trainingLoss: found.trainingLoss.map((value) => value * unit * unit),
    errorBound: found.errorBound === null ? null : found.errorBound * unit,
  };
}

interface Asked {
  readonly intercept: boolean;
  readonly plan: IterativePlan;
  readonly resume: unknown;
}

function solveInRange(problem: Problem, lambdas: Float64Array, options: Asked, progress: Watch): IterativeSolution {
  const { plan, intercept } = options;
  requireRidge(lambdas);
  const { n, kernel, side, training } = problem;
  if (problem.precomputed) throw refused("K is given, and in memory as a whole", 'use solver "cholesky"');
  const [diagonal, noise] = [training.diagonal(), training.noise()];
  const yard = yardstickOf(problem, diagonal, noise);
  if (!yard.provable) {
    throw refused(
      `${describe(kernel)} is not known to be positive semi-definite, so that no error can be proven`,
      'use solver "auto", or kernelDescent',
    );
  }
  const systems = columnsOf(problem, lambdas, intercept, noise);
  const scales = n >= FEW_POINTS ? roughScales(kernel, problem.X.cols) : null;
  const { limit, enough } = landmarkLimits(problem, plan, leastRidge(systems), scales !== null);
  const count = systems.columns.length;
  const known = fingerprint([problem.X.data, problem.Y.data, problem.weights, lambdas], stateText(problem, options, limit));
  const start = readState(options.resume, known, n, count);
  const pairing = amongThemselves(kernel, side, false);
  const program = planOf(pairing);
  const width = neighbourhood(n);
  const kept = keptLength(n, plan);
  const radial = kept > 0 ? null : singleKernel(problem);
  const sizes = {
    program: program.length,
    kept,
    ...pivotSizes(n, limit),
    ...iterationSizes(n, count, limit),
    S: limit * limit * systems.groups.length,
    triangle: limit * limit,
    rows: 64 * limit,
    points: radial ? packedLength(n, problem.X.cols) : 0,
    ...vecchiaSizes(n, limit, systems.groups.length, scales !== null),
  };
  const bytes = bytesOf(sizes);
  return withBlocks({ ...sizes }, (blocks, workspace) =>
    withProgram(workspace, blocks.program, program, pairing, (placed) => {
      const { pivots, trace } = randomlyPivotedCholesky(
        workspace,
        problem,
        diagonal,
        { seed: plan.seed, limit, enough },
        blocks,
        progress.during("landmarks"),
      );
      const rank = pivots.length;
      const F = partOf(asMatrix(blocks.F, n, limit), 0, 0, n, rank);
      const stages = systems.groups.length;
      const preconditioners = systems.groups.map(({ ridge }, group) =>
        lowRankRidge(
          workspace,
          F,
          ridge,
          { S: slice(blocks.S, group * limit * limit, limit * limit), rows: blocks.rows },
          stage(progress.during("preconditioner"), group, stages),
        ),
      );
      if (scales) writeNeighbours(workspace, problem, scales, plan.seed, blocks.indices);
      const vecchia = (scales ? systems.groups : []).map(({ ridge }, group) => {
        const { indices, features, making } = blocks;
        const [values, ridges] = [slice(blocks.values, group * n * width, n * width), slice(blocks.ridges, group * n, n)];
        const C = slice(blocks.C, group * limit * limit, limit * limit);
        return vecchiaOf(
          workspace,
          problem,
          F,
          ridge,
          { indices, features, making, values, ridges, C },
          stage(progress.during("neighbours"), group, stages),
        );
      });
      const landmarks = landmarksOf(workspace, problem, pivots, F, blocks.triangle);
      const source = { program: placed, kept: kept > 0 ? blocks.kept : null, filled: false };
      const single = radial && singleProducts(workspace, problem, radial, leastRidge(systems), blocks);
      const task = { workspace, problem, yard, systems, source, single, landmarks, preconditioners, vecchia, blocks };
      const found = iterate(task, plan, start, progress);
      const storage = kept > 0 ? "triangle" : "tiles";
      const reached = found.answers.reduce((most, { bar }) => Math.max(most, bar.bound === null ? Infinity : bar.claimed), 0);
      const { iterations } = found.vectors;
      const arithmetic = single ? { arithmetic: "single" as const } : {};
      return {
        ending: found.ending,
        failure: found.failure,
        ...gathered(problem, systems, found.answers),
        reason: reasonOf(iterations, rank, scales ? width - 1 : 0, { storage, reached, ...arithmetic }),
        rank,
        iterations,
        certificate: { tolerance: plan.tolerance, reached, remainingTrace: trace, storage, ...arithmetic },
        bytes,
        state: { kind: "iterativeState", problem: known, ...found.vectors },
      };
    }),
  );
}

/** The pause of one of several stages of a phase. */
function stage(pause: Pause, index: number, count: number): Pause {
  return (share) => pause((index + share) / count);
}

/** @throws "unsupported" for a λ of 0 */
function requireRidge(lambdas: Float64Array): void {
  if (lambdas.every((lambda) => lambda > 0)) return;
  throw refused("lambda is 0, and without a ridge no error can be proven", 'use a lambda above 0, or solver "auto"');
}

function refused(why: string, remedy: string): Error {
  return mercerError("unsupported", `solver "iterative" cannot be used: ${why}; ${remedy}`, { argument: "solver" });
}

function leastRidge({ groups }: Columns): number {
  return groups.reduce((least, { ridge }) => ridge.reduce((a, b) => Math.min(a, b), least), Infinity);
}

/** What a state belongs to beside the numbers: all that its bits depend on. */
function stateText(
  problem: Problem,
  { intercept, plan }: { readonly intercept: boolean; readonly plan: IterativePlan },
  limit: number,
): string {
  const { n, t, X, kernel } = problem;
  return `${describe(kernel)} ${n} ${X.cols} ${t} ${intercept} ${plan.seed} ${limit} ${plan.rank === "auto"} ${plan.tolerance}`;
}

function reasonOf(
  iterations: number,
  rank: number,
  neighbours: number,
  { storage, reached, arithmetic }: Pick<Certificate, "storage" | "reached" | "arithmetic">,
): string {
  const how = storage === "triangle" ? "the lower triangle of K kept" : "K by tiles, never stored";
  const by = neighbours > 0 ? `${rank} landmarks and ${neighbours} neighbours of each point` : `${rank} landmarks`;
  const directions = arithmetic ? ", directions in single precision" : "";
  return `certified conjugate gradients, ${how}${directions}: ${iterations} iterations, preconditioned by ${by}; predictions are proven to within ${reached.toPrecision(2)} deviations of y`;
}

/** The answers by targets, and what they leave. */
function gathered(
  { n, t, weights, centres }: Problem,
  { columns, groups }: Columns,
  answers: readonly Certified[],
): Pick<IterativeSolution, "coefficients" | "intercepts" | "trainingLoss" | "errorBound"> {
  const coefficients = new Float64Array(n * t);
  const intercepts = new Float64Array(t);
  const trainingLoss = new Array<number>(t).fill(0);
  let errorBound: number | null = 0;
  const targets = columns.filter(({ target }) => target !== null);
  answers.forEach(({ alpha, intercept, residual, bar }, at) => {
    const { target, group } = targets[at] as { readonly target: number; readonly group: number };
    const ridge = (groups[group] as { readonly ridge: Float64Array }).ridge;
    intercepts[target] = intercept + (centres?.[target] ?? 0);
    // y − b − K₀α
    const missed = residual.map((value, i) => value + (ridge[i] as number) * (alpha[i] as number));
    trainingLoss[target] = sumOfSquares(missed, weights);
    alpha.forEach((value, i) => {
      coefficients[i * t + target] = value;
    });
    errorBound = errorBound === null || bar.bound === null ? null : Math.max(errorBound, bar.bound);
  });
  return { coefficients, intercepts, trainingLoss, errorBound };
}
