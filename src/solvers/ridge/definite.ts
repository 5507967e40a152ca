import { asMatrix } from "../../core/matrix-view";
import { infinityNorm } from "../../core/products";
import { brokeDown, factorCholesky } from "../../dense/factors";
import { asymmetryOf } from "../../dense/symmetry";
import { roundedUp } from "../../errors/rounded";
import { largest } from "../../matrix/vectors";
import { assembleGram, gramSizes } from "../../problem/gram";
import type { Problem } from "../../problem/problem";
import { withBlocks } from "../../wasm/memory";
import { ignore } from "../../wasm/pause";
import { addRidge, keepDiagonal, restore } from "./system";

/** Points up to which a λ is tried: twenty factorisations of so many take seconds at most. */
const TRIED = 1000;

/** What K's rounding errors are lifted by where nothing is tried, in n·ε·‖K‖. */
const LIFT = 10;

/** From one trial to the next; afterwards the gap is halved. */
const STEP = 16;

/**
 * A λ of one digit with which K + λW⁻¹ is positive definite, not far from the least: the first that Cholesky takes, from the smallest that could
 * do upward by factors, then less by factors of 2. For many points it is not tried but bounded: max w times 10·n·ε·‖G‖ for a kernel matrix, and
 * ‖G‖ itself for one that may have negative eigenvalues; twice that for one that is not symmetric, whose diagonal then dominates. Infinity where no
 * number is enough.
 *
 * @param lambda the λ that failed, and `norm` the ∞-norm of the G that it made
 * @param indefinite whether K may have negative eigenvalues
 */
export function workingLambda(problem: Problem, lambda: number, norm: number, indefinite: boolean): number {
  const { n, weights, precomputed, X } = problem;
  const rounding = n * Number.EPSILON * norm;
  const least = Math.max(2 * lambda, rounding, Number.MIN_VALUE);
  const asymmetric = precomputed && asymmetryOf(X) !== null;
  if (n > TRIED || asymmetric) {
    const heaviest = weights ? largest(weights) : 1;
    const negative = indefinite ? (norm + lambda) * (asymmetric ? 2 : 1) : 0;
    return roundedUp(Math.max(least, heaviest * (negative + LIFT * rounding)), 1);
  }
  return withBlocks({ ...gramSizes(problem), diagonal: n }, (blocks, workspace) => {
    assembleGram(workspace, problem, blocks, ignore);
    keepDiagonal(workspace, n, blocks);
    return firstThat((tried) => {
      restore(workspace, n, blocks);
      addRidge(workspace, problem, blocks, tried);
      const K = asMatrix(blocks.K, n, n);
      return infinityNorm(workspace, K) < Infinity && !brokeDown(factorCholesky(workspace, K));
    }, least);
  });
}

function firstThat(works: (lambda: number) => boolean, from: number): number {
  let lambda = Number(from.toPrecision(1));
  let last = 0;
  while (Number.isFinite(lambda) && !works(lambda)) {
    last = lambda;
    lambda = Number((STEP * lambda).toPrecision(1));
  }
  if (last === 0) return lambda;
  for (let less = 2 * last; less < lambda; less *= 2) {
    const rounded = Number(less.toPrecision(1));
    if (works(rounded)) return rounded;
  }
  return lambda;
}
