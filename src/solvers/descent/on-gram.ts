import { Form } from "../../../assembly/iterate/terms";
import type { GramSource } from "../../core/iterations";
import type { Operator } from "../../core/operator";
import { eigensystem, eigensystemBytes, spectralTolerance } from "../../dense/eigensystem";
import { product, transposedProduct } from "../../dense/products";
import { isMercerError } from "../../errors";
import { formulaOf } from "../../losses/formula";
import { requireTargets } from "../../losses/targets";
import type { Matrix } from "../../matrix";
import { euclideanNorm, largestMagnitude } from "../../matrix/magnitude";
import { kernelMatrix } from "../../operator/kernel-matrix";
import { shifted } from "../../operator/shifted";
import { spectrumWork } from "../../operator/spectrum";
import { crossOf, gramMatrix, gramSizes, withGram } from "../../problem/gram";
import { type Problem, withTargets } from "../../problem/problem";
import type { Watch } from "../../progress";
import { errorBar, yardstickOf } from "../../proof/error-bar";
import { worse } from "../../proof/gap-bound";
import { type Block, bytesOf, slice, view, type Workspace, withBlocks } from "../../wasm/memory";
import { ignore, type Pause } from "../../wasm/pause";
import type { Descent, DescentPlan, Surroundings } from "./plan";
import { run, taskSizes } from "./run";
import { withScaledTargets } from "./scale";
import { boundBatches, boundStep, type Stability, UNBOUNDED } from "./stability";
import { hasBound, withMomentum } from "./steps";

export interface KernelDescentPlan extends DescentPlan {
  readonly gradient: "functional" | "euclidean";
  /** Whether K is kept, or its tiles are made anew in every step; "auto" keeps it if there is room. */
  readonly storage: "auto" | "stored" | "tiles";
  readonly nullSpace: "keep" | "remove";
}

/** Up to so many points the null space is looked at unasked: eigenvalues then take some milliseconds. */
const SMALL = 256;

/** Gradient descent on the coefficients of a kernel problem. */
export function descendOnGram(problem: Problem, plan: KernelDescentPlan, surroundings: Surroundings, progress: Watch): Descent {
  requireTargets(plan.loss, problem.Y.data, problem.t, "y");
  return withScaledTargets(plan, problem.Y, surroundings, progress, (scaled, Y, around, watched) =>
    descendOnTargets(withTargets(problem, Y), { ...plan, ...scaled }, around, watched),
  );
}

function descendOnTargets(problem: Problem, plan: KernelDescentPlan, surroundings: Surroundings, progress: Watch): Descent {
  const descent = descendWhereItFits(problem, plan, surroundings, progress);
  const { n, t } = problem;
  if (plan.nullSpace === "keep" && n > SMALL) return descent;
  // who has aborted is not asked again
  const during = descent.stopped === "aborted" ? () => ignore : progress.during;
  const part = nullPart(gramMatrix(problem, during("gram")), descent.coefficients, t, during("null space"));
  const nullComponent = euclideanNorm(part);
  // K and its eigenvectors beside it
  const bytes = Math.max(descent.bytes, 8 * n * n + eigensystemBytes(n));
  if (plan.nullSpace === "keep") return { ...descent, nullComponent, bytes };
  const coefficients = descent.coefficients.map((value, at) => value - (part[at] as number));
  return { ...descent, nullComponent, errorBound: null, coefficients, bytes };
}

function descendWhereItFits(problem: Problem, plan: KernelDescentPlan, surroundings: Surroundings, progress: Watch): Descent {
  if (plan.storage !== "auto") return descendWith(plan.storage === "stored", problem, plan, surroundings, progress);
  try {
    return descendWith(true, problem, plan, surroundings, progress);
  } catch (error) {
    if (!isMercerError(error) || error.code !== "memory" || plan.batch !== "full") throw error;
    return descendWith(false, problem, plan, surroundings, progress);
  }
}

function descendWith(stored: boolean, problem: Problem, plan: KernelDescentPlan, surroundings: Surroundings, progress: Watch): Descent {
  const { n, t, weights } = problem;
  const { validation } = surroundings;
  const cross = validation && crossOf(problem, validation.Z);
  const hessian = weights && plan.gradient === "euclidean" && stored && hasBound(plan) ? n * n : 0;
  const sizes = {
    ...gramSizes(problem, stored),
    ...taskSizes(n, n, t, surroundings),
    spectrum: spectrumWork(n),
    roots: n,
    hessian,
    factor: hessian,
    ...(cross?.sizes ?? { crossProgram: 0, crossGiven: 0, held: 0 }),
  };
  return withBlocks(sizes, (blocks, workspace) => {
    cross?.assemble(workspace, blocks);
    return withGram(workspace, problem, blocks, stored, progress.during("gram"), (source) => {
      const K = kernelMatrix(workspace, n, source, blocks.work);
      const stability = hasBound(plan)
        ? withMomentum(bound(workspace, problem, plan, { source, K }, blocks, progress.during("step")), plan)
        : UNBOUNDED;
      const form = plan.gradient === "functional" ? Form.Functional : Form.Euclidean;
      const noise = problem.training.noise();
      const noiseless =
        noise &&
        shifted(
          workspace,
          K,
          noise.map((value) => -value),
        );
      const task = { form, n, p: n, t, penalised: n, source, Y: problem.Y.data, weights, noiseless, stability };
      const descent = run(workspace, task, plan, surroundings, blocks, progress);
      return { ...descent, errorBound: errorOf(workspace, problem, plan, K, blocks), bytes: bytesOf(sizes) };
    });
  });
}

/** For the squared loss how far the h reached is from the exact minimum of J: the worst of the targets. */
function errorOf(
  workspace: Workspace,
  problem: Problem,
  { loss, lambda }: KernelDescentPlan,
  K: Operator,
  { x, y, hPrevious }: Readonly<Record<"x" | "y" | "hPrevious", Block>>,
): number | null {
  const { precomputed, n, t, weights, training } = problem;
  if (loss.kind !== "squared" || lambda === 0 || precomputed) return null;
  const yard = yardstickOf(problem, training.diagonal(), training.noise());
  K.multiply(x, hPrevious, t);
  const bounds = Array.from({ length: t }, (_, q) => {
    const [alpha, targets] = [view(workspace, slice(x, q * n, n)), view(workspace, slice(y, q * n, n))];
    const residual = view(workspace, slice(hPrevious, q * n, n)).map(
      (h, i) => (targets[i] as number) - h - (lambda / (weights?.[i] ?? 1)) * (alpha[i] as number),
    );
    return errorBar(yard, q, { lambda, alpha, residual, size: largestMagnitude(targets), roundings: n, intercept: null }).bound;
  });
  return bounds.reduce(worse);
}

function bound(
  workspace: Workspace,
  { n, weights }: Problem,
  plan: KernelDescentPlan,
  { source, K }: { readonly source: GramSource; readonly K: Operator },
  blocks: Readonly<Record<"spectrum" | "hessian" | "factor" | "roots", Block>>,
  pause: Pause,
): Stability {
  const half = formulaOf(plan.loss).curvature / 2;
  if (weights) view(workspace, blocks.roots).set(weights.map(Math.sqrt));
  const task = { workspace, n, source, scale: weights && blocks.roots, work: blocks.spectrum, pause };
  const stability = boundStep(task, { gradient: plan.gradient, lambda: plan.lambda, half }, blocks);
  if (plan.batch === "full" || source.kind === "tiles") return stability;
  const diagonal = slice(blocks.spectrum, 0, n);
  K.diagonal(diagonal);
  const heaviest = view(workspace, diagonal).reduce((most, k, i) => Math.max(most, (weights?.[i] ?? 1) * k), 0);
  return boundBatches(stability, n, plan.batch, plan.lambda, plan.gradient === "functional" ? half * heaviest : null);
}

/**
 * The part of α (n × t) in null(K), the span of the eigenvectors whose |λ| is at most n ε λ₁: what K cannot tell from 0. K times it is rounding.
 */
function nullPart(K: Matrix, alpha: Float64Array, t: number, pause: Pause): Float64Array {
  const n = K.rows;
  const { values, vectors } = eigensystem(K, pause);
  const tolerance = spectralTolerance(values);
  const V = { rows: n, cols: n, data: vectors };
  const shares = transposedProduct(V, { rows: n, cols: t, data: alpha });
  const inNull = shares.map((share, at) => (Math.abs(values[Math.floor(at / t)] as number) > tolerance ? 0 : share));
  return product(V, { rows: n, cols: t, data: inNull });
}
