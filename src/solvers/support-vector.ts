import { asMatrix, diagonalIn } from "../core/matrix-view";
import { subtractSymmetricDoubled } from "../core/products";
import { judgePairs, minimizePairs, type Pairs, pairsSize, type Standing, startPairs, vectorOf } from "../core/smo";
import { mercerError } from "../errors";
import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { scaledLoss } from "../losses/formula";
import type { Loss } from "../losses/spec";
import { transposed } from "../matrix";
import { spectrumWork } from "../operator/spectrum";
import { gramSizes } from "../problem/gram";
import { type Problem, withTargets } from "../problem/problem";
import type { Watch } from "../progress";
import { type Certainty, errorOfExcess, worse } from "../proof/gap-bound";
import { type BoxProblem, gapOfBoxes } from "../proof/support-vector-gap";
import { type Block, bytesOf, slice, view, type Workspace, withBlocks } from "../wasm/memory";
import type { Pause } from "../wasm/pause";
import { scaleOfTargets } from "./descent/scale";
import { assembleKnown, judged, type ProvenOptions, type ProvenSolution } from "./proven";

/** The losses made of straight pieces, whose duals are problems in boxes. */
export type PiecewiseLoss = Extract<Loss, { readonly kind: "hinge" | "epsilonInsensitive" | "absolute" | "quantile" }>;

/** C = w/(2λ). The tolerance is also for the violation of the optimality conditions, as a share of half of what it is at β = 0. */
export interface SupportVectorOptions extends ProvenOptions {
  readonly loss: PiecewiseLoss;
}

/** Its coefficients are β; for the hinge β_i = y_i α_i. */
export interface SupportVectorSolution extends ProvenSolution {
  readonly solver: "smo";
}

/** Numbers that one call into the core reads, or so: a tenth of a second. */
const CALL = 4e7;

/** Steps after which a problem is given up; libsvm's number. */
const LIMIT = 1e7;

/** Judgements without progress before rounding is to blame. */
const PATIENCE = 4;

/**
 * The support vector machine, for every column of Y: the h and b that minimise
 *
 *     J = λ‖h‖² + Σ_i w_i L(y_i, h(x_i) + b),  b = 0 without intercept
 *
 * L being max(0, 1 − yh) with y = ±1, or max(0, |y − h| − ε), |y − h| among them, or the loss of a quantile. With C_i = w_i/(2λ) the dual of J/(2λ)
 * is to minimise
 *
 *     F(β) = ½ βᵀKβ − yᵀβ + ε Σ|β_i|,  Σβ = 0 with intercept,
 *     |β_i| ≤ C_i;  −(1 − τ)C_i ≤ β_i ≤ τC_i for the τ-quantile;  for the hinge also y_i β_i ≥ 0
 *
 * which is done by pairs (assembly/iterate/smo.ts) until violation and gap are within the tolerance with y − Kβ computed anew. b is the middle
 * of the interval in which the optimality conditions leave it.
 *
 * @throws "not-finite" where w/(2λ) or Kβ overflows
 */
export function solveSupportVector(problem: Problem, options: SupportVectorOptions, progress: Watch): SupportVectorSolution {
  const c = options.loss.kind === "hinge" ? 1 : scaleOfTargets([problem.Y]);
  const lambda = options.lambda / c;
  if (c === 1 || !(lambda > 0 && lambda < Infinity)) return solveBoxes(problem, options, progress);
  // the solution for cy, cε and λ/c is c times that for y, ε and λ, bit for bit
  const { rows, cols, data } = problem.Y;
  const scaled = withTargets(problem, { rows, cols, data: data.map((value) => c * value) });
  const found = solveBoxes(scaled, { ...options, loss: scaledLoss(options.loss, c) as PiecewiseLoss, lambda }, progress);
  return {
    ...found,
    coefficients: { ...found.coefficients, data: found.coefficients.data.map((value) => value / c) },
    intercepts: found.intercepts.map((b) => b / c),
    trainingLoss: found.trainingLoss.map((loss) => loss / c),
    errorBound: found.errorBound === null ? null : found.errorBound / c,
  };
}

function solveBoxes(problem: Problem, options: SupportVectorOptions, progress: Watch): SupportVectorSolution {
  const { Y, n, t, weights } = problem;
  const { loss, lambda, intercept, tolerance } = options;
  const box = boxOf(loss);
  const sizes = { ...gramSizes(problem), pairs: pairsSize(n), spectrum: spectrumWork(n) };
  return withBlocks(sizes, (blocks, workspace) => {
    const { certainty, negative } = assembleKnown(workspace, problem, blocks, progress);
    const noise = problem.training.noise();
    const pause = progress.during("pairs");
    const pairs = { ...blocks, ...box, n, alone: !intercept };
    const vector = (which: Parameters<typeof vectorOf>[1]) => view(workspace, vectorOf(pairs, which));
    const coefficients = new Float64Array(n * t);
    const parts = Array.from({ length: t }, (_, q) => {
      vector("y").set(transposed(n, t, Y.data).subarray(q * n, (q + 1) * n));
      vector("weights").set(weights ?? vector("weights").fill(1));
      vector("noise").set(noise ?? vector("noise").fill(0));
      startPairs(workspace, pairs, lambda, box.hinge);
      const part = solve(workspace, pairs, tolerance, (share) => pause((q + share) / t));
      coefficients.set(vector("beta"), q * n);
      return { ...part, ...prove(workspace, pairs, part, { ...box, lambda, intercept }, certainty) };
    });
    const reached = parts.every(({ converged }) => converged);
    const proven = parts.map(({ gap }) => gap);
    return {
      solver: "smo",
      reason: `${coefficients.filter((value) => value !== 0).length} of ${n * t} coefficients are of support vectors`,
      ...judged(negative, proven, { tolerance, reached, remedy: "use a larger lambda or tolerance" }),
      coefficients: { rows: n, cols: t, data: transposed(t, n, coefficients) },
      intercepts: Float64Array.from(parts, ({ b }) => b),
      errorBound: intercept ? null : parts.map(({ error }) => error).reduce(worse),
      iterations: parts.reduce((sum, { iterations }) => sum + iterations, 0),
      trainingLoss: parts.map(({ loss: sum }) => sum),
      bytes: bytesOf(sizes),
    };
  });
}

/** ε, and the box of β in units of C. */
function boxOf(loss: PiecewiseLoss): Pick<BoxProblem, "epsilon" | "fall" | "rise" | "hinge"> {
  const tube = { epsilon: 0, fall: 1, rise: 1, hinge: false };
  switch (loss.kind) {
    case "hinge":
      return { ...tube, hinge: true };
    case "epsilonInsensitive":
      return { ...tube, epsilon: loss.epsilon };
    case "absolute":
      return tube;
    case "quantile":
      return { ...tube, fall: 1 - loss.tau, rise: loss.tau };
    default:
      return loss satisfies never;
  }
}

/** A proven gap is no more than so many times the one without roundings where these do not matter. */
const MOSTLY_GAP = 1.1;

/** The gap of the β and b returned, and what it says of h: by the h that the last judgement left, unless its roundings are much of the gap. */
function prove(
  workspace: Workspace,
  pairs: Pairs & { readonly spectrum: Block },
  { b, gap }: Solved,
  options: BoxProblem,
  certainty: Certainty,
): { readonly gap: number | null; readonly error: number | null } {
  const { n } = pairs;
  const vector = (which: Parameters<typeof vectorOf>[1]): Float64Array => view(workspace, vectorOf(pairs, which)).slice();
  const [y, weights, beta, h] = [vector("y"), vector("weights"), vector("beta"), vector("h")];
  const point = { y, beta, b, weights };
  // h is a sum of eight lanes
  let proof = gapOfBoxes({ ...point, f: h.map((value, i) => (y[i] as number) - value), roundings: n / 8 + 8 }, options, certainty);
  if (!(proof.gap !== null && proof.gap <= MOSTLY_GAP * gap)) {
    const doubled = 4 * n * n * UNIT_ROUNDOFF;
    proof = gapOfBoxes({ ...point, f: doubledSlopes(workspace, pairs, y), roundings: doubled }, options, certainty);
  }
  return { gap: proof.gap, error: errorOfExcess(certainty, proof.excess, options.lambda, beta) };
}

/** y − Kβ, summed in twice the digits. */
function doubledSlopes(workspace: Workspace, pairs: Pairs & { readonly spectrum: Block }, y: Float64Array): Float64Array {
  const { n, K, spectrum } = pairs;
  const part = (index: number): Block => slice(spectrum, index * n, n);
  view(workspace, part(0)).set(y);
  view(workspace, part(1)).set(diagonalIn(workspace, asMatrix(K, n, n)));
  subtractSymmetricDoubled(workspace, asMatrix(K, n, n), part(1), [vectorOf(pairs, "beta"), part(0)], part(2));
  return view(workspace, part(0)).slice();
}

interface Solved extends Standing {
  readonly iterations: number;
  readonly converged: boolean;
}

/** The optimum of one column; its gap is relative. */
function solve(workspace: Workspace, pairs: Pairs, tolerance: number, pause: Pause): Solved {
  const { n } = pairs;
  const perCall = Math.ceil(CALL / n);
  let [accepted, aim, iterations, waited, least] = [0, 0, 0, 0, Infinity];
  for (;;) {
    const found = judgePairs(workspace, pairs);
    const { violation, magnitude, primal } = found;
    if (!Number.isFinite(found.gap + primal)) {
      throw mercerError("not-finite", "w/(2λ) or Kβ overflows; use a larger lambda, or scale the kernel or y down", { argument: "lambda" });
    }
    if (iterations === 0) aim = accepted = (tolerance * violation) / 2;
    const gap = found.gap && found.gap / Math.abs(primal);
    const converged = violation <= accepted && gap <= tolerance;
    if (converged || waited > PATIENCE || iterations >= LIMIT) return { ...found, gap, iterations, converged };
    if (violation <= aim) aim = violation / 8;
    // below the roundings of f no pair is better than another
    const target = Math.max(aim / 2, 8 * Number.EPSILON * magnitude);
    let taken: number;
    do {
      taken = minimizePairs(workspace, pairs, target, perCall);
      iterations += taken;
      pause(iterations / (iterations + n));
    } while (taken === perCall && iterations < LIMIT);
    waited = violation < least / 2 ? 0 : waited + 1;
    least = Math.min(least, violation);
  }
}
