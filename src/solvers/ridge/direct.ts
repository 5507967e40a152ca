import { asMatrix } from "../../core/matrix-view";
import { type Half, infinityNorm, keepDiagonal, restore, symmetricNorm } from "../../core/products";
import { requireNorm } from "../../dense/finite";
import { eigenBytes } from "../../dense/minimum-norm";
import { gramSizes } from "../../problem/gram";
import { type Ground, NEW_GROUND } from "../../problem/ground";
import type { Problem } from "../../problem/problem";
import { structuralRank } from "../../problem/structural-rank";
import type { Watch } from "../../progress";
import { NEGLIGIBLE, yardstickOf } from "../../proof/error-bar";
import { bytesOf, fits, i32, slice, view, withBlocks } from "../../wasm/memory";
import { mayBeAlone, solveAlone } from "./alone";
import { krylovLength } from "./conjugate-gradients";
import { contactOf } from "./first-contact";
import type { Group, RidgeOptions } from "./group";
import { doubted, judge } from "./judgement";
import { mixed, undone } from "./mixed";
import { gather, groupTargets, type Part, type RidgeSolution } from "./parts";
import { mayBeMixed } from "./precision";
import { refined, remainder } from "./refinement";
import { direct, leastNorm, type Solution } from "./routes";
import { addRidge } from "./system";

/**
 * Kernel ridge regression: G α = y − b with G = K + λW⁻¹, λ for each target its own; b = 1ᵀG⁻¹y / 1ᵀG⁻¹1 with an intercept, else 0.
 *
 * G is factored once for every distinct λ. With weights this is α = W^½(W^½KW^½ + λI)⁻¹W^½y, without the scaling. For a singular G "auto" and
 * "eigen" give the solution of least norm among those of least loss. Where K does not fit into memory, "auto" and "mixed" do without it.
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
    krylov: mayBeMixed(options, n) ? krylovLength(n) : 0,
  };
  if (!fits(bytesOf(sizes)) && mayBeAlone(problem, lambdas, options)) return solveAlone(problem, lambdas, options, progress);
  return withBlocks(sizes, (blocks, workspace) => {
    ground.assemble(workspace, problem, blocks, progress.during("gram"));
    keepDiagonal(workspace, n, blocks);
    const noise = problem.training.noise();
    const diagonal = view(workspace, blocks.diagonal);
    const yard = yardstickOf(problem, noise ? diagonal.map((value, i) => value - (noise[i] as number)) : diagonal, noise);
    const contact = contactOf(problem, (i) => view(workspace, slice(blocks.K, i * n, n)), yard);
    let kept: Half | null = null;
    let bytes = bytesOf(sizes);
    const parts = groupTargets(lambdas).map(([lambda, targets]) => {
      if (kept) restore(workspace, n, blocks, kept);
      addRidge(workspace, problem, blocks, lambda);
      const G = asMatrix(blocks.K, n, n);
      // one that was handed in may differ from its transpose
      const size = problem.precomputed ? infinityNorm(workspace, G) : symmetricNorm(workspace, G, blocks.work);
      const norm = requireNorm(size, "K + λI");
      const part = solveGroup({ workspace, problem, blocks, noise, yard, lambda, targets, norm, options, progress }, ground, contact);
      kept = halfOf(part);
      if (part.origin.solver === "eigen") bytes = bytesOf(sizes) + eigenBytes(n);
      return part;
    });
    return gather(parts, n, t, bytes);
  });
}

/** Where K is beside a factor of it; null where nothing stands in its place that is of use. */
function halfOf({ origin: { solver } }: Part): Half | null {
  if (solver === "mixed") return "lower";
  return solver === "cholesky" ? "upper" : null;
}

/** The backward error that a solution by a factor in double precision has; what is more is not left to single precision. */
const ACCURATE = 1e-15;

/** @param contact warnings about K */
function solveGroup(group: Group, ground: Ground, contact: readonly string[]): Part {
  const single = mixed(group);
  if (single === null) return judged(group, contact, outcomeOf(group, ground));
  if (typeof single !== "string") {
    const part = judged(group, contact, single);
    if (part.judgement.backwardError <= ACCURATE) return part;
  }
  const why = typeof single === "string" ? single : undone(group, "with a factor in single precision the backward error was above 1e-15");
  const outcome = outcomeOf(group, ground);
  const reason = `${outcome.reason}; in double precision, as ${why}`;
  return judged(group, contact, { ...outcome, reason });
}

/** In double precision: by a factor of G, or without one. */
function outcomeOf(group: Group, ground: Ground): Solution {
  const outcome = group.options.solver === "eigen" ? 'solver "eigen" was asked for' : direct(group, ground);
  return typeof outcome === "string" ? leastNorm(group, outcome) : outcome;
}

/** The solution with what is said of it, refined where its error bar is more than negligible. */
function judged(group: Group, contact: readonly string[], solution: Solution): Part {
  const { problem, yard, targets, lambda, norm, options } = group;
  const { n } = problem;
  const { solver, rank, reason, warnings, condition, coefficients, intercepts, solve, clear, half } = solution;
  const origin = { solver, rank, reason, warnings: contact.length > 0 ? [...warnings, ...contact] : warnings, condition };
  const answer = { targets, lambda, coefficients, intercepts, norm, intercept: options.intercept };
  const judgement = judge(problem, yard, answer, remainder(group, answer, solver));
  if (Math.max(judgement.excess, judgement.claimed) <= NEGLIGIBLE && (rank === null || lambda > 0)) return { origin, answer, judgement };
  const better = refined(group, answer, judgement, rank === null || rank === n ? solve : null, half);
  if (rank === null || lambda > 0 || rank >= (structuralRank(problem) ?? (clear ? rank : n))) return { origin, ...better };
  return { origin, answer: better.answer, judgement: doubted(better.judgement, remainder(group, answer, solver), answer, yard) };
}
