import { asMatrix } from "../../core/matrix-view";
import { infinityNorm, keepDiagonal, restore } from "../../core/products";
import { brokeDown, factorCholesky } from "../../dense/factors";
import { asymmetryOf } from "../../dense/symmetry";
import { roundedUp } from "../../errors/rounded";
import { largest } from "../../matrix/vectors";
import { assembleGram, gramSizes } from "../../problem/gram";
import type { Problem } from "../../problem/problem";
import { withBlocks } from "../../wasm/memory";
import { ignore } from "../../wasm/pause";
import { addRidge } from "./system";

/** Points up to which a λ is tried: twenty factorisations of so many take seconds at most. */
const TRIED = 1000;

/** What K's rounding errors are lifted by, in n·ε·‖K‖: so much is enough for Cholesky whichever way they fall. */
const LIFT = 10;

/** From one trial to the next, upward. */
const STEP = 16;

/**
 * A λ of one digit from which on K + λW⁻¹ is positive definite, not far from the least: max w times 10·n·ε·‖G‖ is enough for the rounding errors of a
 * kernel matrix, larger ones are tried upward where K has negative eigenvalues, and smaller ones downward as long as Cholesky takes every one of 1, 2, 5,
 * 10 …: below that rounding decides, and a larger λ may fail where a smaller one did not. For many points nothing is tried: ‖G‖ is added for a K that may
 * have negative eigenvalues; twice that for one that is not symmetric, whose diagonal then dominates. Infinity where no number is enough.
 *
 * @param lambda the λ that failed, and `norm` the ∞-norm of the G that it made
 * @param indefinite whether K may have negative eigenvalues
 */
export function workingLambda(problem: Problem, lambda: number, norm: number, indefinite: boolean): number {
  const { n, weights, precomputed, X } = problem;
  const rounding = n * Number.EPSILON * norm;
  const least = Math.max(2 * lambda, rounding, Number.MIN_VALUE);
  const asymmetric = precomputed && asymmetryOf(X) !== null;
  const heaviest = weights ? largest(weights) : 1;
  const enough = Math.max(least, heaviest * LIFT * rounding);
  if (n > TRIED || asymmetric) {
    const negative = indefinite ? (norm + lambda) * (asymmetric ? 2 : 1) : 0;
    return roundedUp(enough + heaviest * negative, 1);
  }
  return withBlocks({ ...gramSizes(problem), diagonal: n }, (blocks, workspace) => {
    assembleGram(workspace, problem, blocks, ignore);
    keepDiagonal(workspace, n, blocks);
    const works = (tried: number): boolean => {
      restore(workspace, n, blocks);
      addRidge(workspace, problem, blocks, tried);
      const K = asMatrix(blocks.K, n, n);
      return infinityNorm(workspace, K) < Infinity && !brokeDown(factorCholesky(workspace, K));
    };
    return leastThat(works, least, enough);
  });
}

/** The last that works of those that are tried downward from the first that works upward. */
function leastThat(works: (lambda: number) => boolean, least: number, enough: number): number {
  let lambda = roundedUp(enough, 1);
  while (Number.isFinite(lambda) && !works(lambda)) lambda = roundedUp(STEP * lambda, 1);
  if (!Number.isFinite(lambda)) return lambda;
  for (let less = lower(lambda); less >= least && works(less); less = lower(less)) lambda = less;
  return lambda;
}

/** The next lower of 1, 2, 5, 10 … */
function lower(lambda: number): number {
  const [digit, exponent] = lambda.toExponential(0).split("e") as [string, string];
  const next = [5, 2, 1].find((step) => step < Number(digit));
  return next === undefined ? Number(`5e${Number(exponent) - 1}`) : Number(`${next}e${exponent}`);
}
