import { softmaxSizes } from "../core/iterations";
import { keepDiagonal } from "../core/products";
import { columnOf } from "../matrix";
import { columnSums, dot } from "../matrix/vectors";
import { spectrumWork } from "../operator/spectrum";
import { gramSizes } from "../problem/gram";
import type { Problem } from "../problem/problem";
import type { Watch } from "../progress";
import { errorOfExcess, worse } from "../proof/gap-bound";
import { gapOfSoftmax } from "../proof/softmax-gap";
import { bytesOf, view, withBlocks } from "../wasm/memory";
import type { NewtonSolution } from "./newton";
import { LIMIT, stagnation } from "./newton-limits";
import { residual, times, withoutNoise } from "./newton-point";
import { assembleKnown, judged, type ProvenOptions } from "./proven";
import { measured, objective, type SoftmaxPoint, type SoftmaxTask, settle } from "./softmax-point";
import { direction, stepAlong } from "./softmax-step";

/**
 * Multinomial logistic regression: the h_c = Kα_c and b_c that minimise
 *
 *     J = Σ_i w_i (log Σ_c e^(h_ic + b_c) − h_ik − b_k) + λ Σ_c α_cᵀKα_c,  k the class of point i, the largest of row i of Y
 *
 * by Newton's method. With R = w(p − [c = k]) and W the curvature of the loss, w(diag p − ppᵀ) point by point, a step solves
 *
 *     (WK + 2λ) dα = −(R + 2λα)
 *
 * by conjugate gradients in the inner product of K, where WK is symmetric; all classes are in W, none is held still. Steps are halved until J falls. For
 * the b that makes every Σ_i R_ic = 0, J exceeds its minimum by at most λ Σ_c e_cᵀKe_c, e = α + R/(2λ).
 *
 * @throws "not-positive-definite" where K + 2λD⁻¹ is not, D being the curvature in one class
 */
export function solveSoftmax(problem: Problem, options: ProvenOptions, progress: Watch): NewtonSolution {
  const { n, t: c, Y } = problem;
  const { tolerance, intercept, lambda } = options;
  const sizes = {
    ...gramSizes(problem),
    ...softmaxSizes(n, c),
    factors: n * n * c,
    diagonal: n,
    x: n * c,
    product: n * c,
    spectrum: spectrumWork(n),
  };
  return withBlocks(sizes, (blocks, workspace) => {
    const { certainty, negative } = assembleKnown(workspace, problem, blocks, progress);
    keepDiagonal(workspace, n, blocks);
    const weights = problem.weights ?? new Float64Array(n).fill(1);
    const classes = Float64Array.from({ length: n }, (_, i) => Y.data.subarray(i * c, (i + 1) * c).indexOf(1));
    view(workspace, blocks.weights).set(weights);
    view(workspace, blocks.classes).set(classes);
    const task = { workspace, n, c, blocks, weights, classes, ...options };
    const { point, iterations, reached } = newton(task, progress);
    const { alpha, b } = point;
    const seen = measured(task, alpha, times(task, alpha), b);
    const e = residual(task, seen);
    const Ke = times(task, e);
    const squares = columnSums(
      e.map((value, at) => value * (Ke[at] as number)),
      c,
    );
    const classWeights = new Float64Array(c);
    classes.forEach((k, i) => {
      classWeights[k] = (classWeights[k] as number) + (weights[i] as number);
    });
    const coefficients = { rows: n, cols: c, data: alpha };
    const ended = { ...seen, alpha: coefficients, squares, weights, classWeights };
    const proof = gapOfSoftmax(ended, lambda, intercept, certainty);
    const errors = Array.from(squares, (_, q) => errorOfExcess(certainty, proof.excess, lambda, columnOf(alpha, c, q)));
    const h = withoutNoise(problem.training.noise(), { alpha, h: seen.h });
    return {
      solver: "newton",
      reason: `Newton's method on all classes at once, ${iterations} steps`,
      ...judged(negative, [proof.gap], { tolerance, reached, remedy: "use a larger lambda or tolerance" }),
      coefficients,
      intercepts: b,
      errorBound: intercept ? null : errors.reduce(worse),
      iterations,
      trainingLoss: [measured(task, alpha, h, b).loss],
      bytes: bytesOf(sizes),
    };
  });
}

function newton(
  task: SoftmaxTask,
  progress: Watch,
): { readonly point: SoftmaxPoint; readonly iterations: number; readonly reached: boolean } {
  const { n, c, lambda, tolerance } = task;
  let point = settle(task, new Float64Array(n * c), new Float64Array(n * c), new Float64Array(c));
  const stagnates = stagnation();
  for (let iterations = 0; ; iterations++) {
    const J = objective(task, point);
    const e = residual(task, point);
    const Ke = times(task, e);
    const gap = (lambda * dot(e, Ke)) / J;
    // half of the tolerance is for what rounding adds to the proof
    const reached = Math.abs(gap) <= tolerance / 2;
    if (stagnates(gap, J) || reached || iterations === LIMIT) return { point, iterations, reached };
    progress.tell({ phase: "newton", done: iterations, total: LIMIT, loss: J });
    const step = direction(task, point, e, Math.min(0.1, Math.sqrt(Math.abs(gap))), progress);
    point = stepAlong(task, point, step, J, 2 * lambda * dot(e, step.h));
  }
}
