import { asMatrix } from "../../core/matrix-view";
import { infinityNorm, keepDiagonal, restore } from "../../core/products";
import { eigenBytes } from "../../dense/minimum-norm";
import { gramSizes } from "../../problem/gram";
import { type Ground, NEW_GROUND } from "../../problem/ground";
import type { Problem } from "../../problem/problem";
import { structuralRank } from "../../problem/structural-rank";
import type { Watch } from "../../progress";
import { NEGLIGIBLE, yardstickOf } from "../../proof/error-bar";
import { bytesOf, i32, view, withBlocks } from "../../wasm/memory";
import { contactOf } from "./first-contact";
import type { Group, RidgeOptions } from "./group";
import { doubted, judge } from "./judgement";
import { gather, groupTargets, type Part, type RidgeSolution } from "./parts";
import { refined, remainder } from "./refinement";
import { direct, leastNorm } from "./routes";
import { addRidge } from "./system";

/**
 * Kernel ridge regression: G α = y − b with G = K + λW⁻¹, λ for each target its own; b = 1ᵀG⁻¹y / 1ᵀG⁻¹1 with an intercept, else 0.
 *
 * G is factored once for every distinct λ. With weights this is α = W^½(W^½KW^½ + λI)⁻¹W^½y, without the scaling. For a singular G "auto" and
 * "eigen" give the solution of least norm among those of least loss.
 *
 * @throws "not-positive-definite" (solver "cholesky") or "singular" (solver "lu") when G cannot be solved with
 */
export function solveRidge(
  problem: Problem,
  lambdas: Float64Array,
  options: RidgeOptions,
  progress: Watch,
  ground: Ground = NEW_GROUND,
): RidgeSolution {
  const { n, t } = problem;
  const columns = t + (options.intercept ? 1 : 0);
  const { program, given, K } = gramSizes(problem);
  // written out: copies by spread are slow to read, and a fit of few points has little else to do
  const sizes = {
    program,
    given,
    K,
    diagonal: n,
    rhs: n * columns,
    product: n * columns,
    pivots: i32(n),
    work: n,
  };
  return withBlocks(sizes, (blocks, workspace) => {
    ground.assemble(workspace, problem, blocks, progress.during("gram"));
    keepDiagonal(workspace, n, blocks);
    const noise = problem.training.noise();
    const diagonal = view(workspace, blocks.diagonal);
    const yard = yardstickOf(problem, noise ? diagonal.map((value, i) => value - (noise[i] as number)) : diagonal, noise);
    const contact = contactOf(problem, view(workspace, blocks.K), yard);
    let overwritten = false;
    let bytes = bytesOf(sizes);
    const parts = groupTargets(lambdas).map(([lambda, targets]) => {
      if (overwritten) restore(workspace, n, blocks);
      addRidge(workspace, problem, blocks, lambda);
      const norm = infinityNorm(workspace, asMatrix(blocks.K, n, n));
      const part = solveGroup({ workspace, problem, blocks, noise, yard, lambda, targets, norm, options, progress }, ground, contact);
      overwritten = part.origin.solver === "cholesky";
      if (part.origin.solver === "eigen") bytes = bytesOf(sizes) + eigenBytes(n);
      return part;
    });
    return gather(parts, n, t, bytes);
  });
}

/** @param contact warnings about K */
function solveGroup(group: Group, ground: Ground, contact: readonly string[]): Part {
  const { problem, yard, targets, lambda, norm, options } = group;
  const { n } = problem;
  const outcome = options.solver === "eigen" ? 'solver "eigen" was asked for' : direct(group, ground);
  const { solver, rank, reason, warnings, condition, coefficients, intercepts, solve, clear } =
    typeof outcome === "string" ? leastNorm(group, outcome) : outcome;
  const origin = { solver, rank, reason, warnings: contact.length > 0 ? [...warnings, ...contact] : warnings, condition };
  const answer = { targets, lambda, coefficients, intercepts, norm, intercept: options.intercept };
  const judgement = judge(problem, yard, answer, remainder(group, answer, solver));
  if (Math.max(judgement.excess, judgement.claimed) <= NEGLIGIBLE && (rank === null || lambda > 0)) return { origin, answer, judgement };
  const better = refined(group, answer, judgement, rank === null || rank === n ? solve : null);
  if (rank === null || lambda > 0 || rank >= (structuralRank(problem) ?? (clear ? rank : n))) return { origin, ...better };
  return { origin, answer: better.answer, judgement: doubted(better.judgement, remainder(group, answer, solver), answer, yard) };
}
