import { LOSS_CHUNK } from "../../assembly/iterate/terms";
import { asMatrix } from "../core/matrix-view";
import { keepDiagonal, restore, subtractDoubled } from "../core/products";
import { mercerError } from "../errors";
import { formulaOf } from "../losses/formula";
import { dot } from "../matrix/vectors";
import { spectrumWork } from "../operator/spectrum";
import { gramSizes } from "../problem/gram";
import type { Problem } from "../problem/problem";
import type { Watch } from "../progress";
import type { SmoothLoss } from "../proof/divergence";
import { type Certainty, errorOfExcess, worse } from "../proof/gap-bound";
import { gapOfNewton } from "../proof/newton-gap";
import { bytesOf, view, withBlocks } from "../wasm/memory";
import { LIMIT, stagnation } from "./newton-limits";
import { gapOf, lossAt, objective, type Point, residual, settle, times, withoutNoise } from "./newton-point";
import { type Steppable, stepFrom, stepTowards } from "./newton-step";
import { assembleKnown, judged, type ProvenOptions, type ProvenSolution } from "./proven";

export interface NewtonOptions extends ProvenOptions {
  readonly loss: SmoothLoss;
}

export interface NewtonSolution extends ProvenSolution {
  readonly solver: "newton";
}

/**
 * Kernel regression on a smooth loss, for every column of Y: the h = Kα and b that minimise
 *
 *     J = Σ_i w_i L(h_i + b, y_i) + λ αᵀKα
 *
 * by Newton's method. With r_i = w_i L′ and D_i = w_i L″ one step is a weighted ridge regression,
 *
 *     (K + 2λD⁻¹) α = z − b,  z = h + b − D⁻¹r
 *
 * halved until J falls enough. For the b that makes Σr = 0 the dual point −r/(2λ) is feasible, so that J exceeds its minimum by at most
 *
 *     λ eᵀKe,  e = α + r/(2λ)
 *
 * @throws "not-positive-definite" where K + 2λD⁻¹ is not, "not-finite" where J overflows at the start
 */
export function solveNewton(problem: Problem, options: NewtonOptions, progress: Watch): NewtonSolution {
  const { n, t, Y, weights } = problem;
  const sizes = sizesOf(problem, options.intercept);
  return withBlocks(sizes, (blocks, workspace) => {
    const { certainty, negative } = assembleKnown(workspace, problem, blocks, progress);
    keepDiagonal(workspace, n, blocks);
    view(workspace, blocks.weights).set(weights ?? new Float64Array(n).fill(1));
    const formula = formulaOf(options.loss);
    const data = new Float64Array(n * t);
    const columns = Array.from({ length: t }, (_, q) => {
      const y = view(workspace, blocks.y);
      let floor = 0;
      for (let i = 0; i < n; i++) {
        y[i] = Y.data[i * t + q] as number;
        floor -= (weights?.[i] ?? 1) * formula.conjugate(0, y[i] as number);
      }
      const column = { workspace, n, blocks, formula, floor, indefinite: negative !== null, ...options };
      const found = newton(column, certainty, problem.training.noise(), progress);
      for (let i = 0; i < n; i++) data[i * t + q] = found.alpha[i] as number;
      return found;
    });
    const iterations = columns.reduce((sum, { steps }) => sum + steps, 0);
    const reached = columns.every((column) => column.reached);
    const remedy = "scale the kernel, use a larger lambda or tolerance";
    const proven = columns.map(({ gap }) => gap);
    return {
      solver: "newton",
      reason: `Newton's method, ${iterations} steps`,
      ...judged(negative, proven, { tolerance: options.tolerance, reached, remedy }),
      coefficients: { rows: n, cols: t, data },
      intercepts: Float64Array.from(columns, ({ b }) => b),
      errorBound: options.intercept ? null : columns.map(({ error }) => error).reduce(worse),
      iterations,
      trainingLoss: columns.map(({ loss }) => loss),
      bytes: bytesOf(sizes),
    };
  });
}

function sizesOf(problem: Problem, intercept: boolean) {
  const { n } = problem;
  return {
    ...gramSizes(problem),
    ...{ diagonal: n, y: n, weights: n, h: n, slopes: n, x: n, product: n },
    ...{ rhs: intercept ? 2 * n : n, work: LOSS_CHUNK, spectrum: spectrumWork(n) },
  };
}

interface Found {
  readonly alpha: Float64Array;
  readonly b: number;
  readonly gap: number | null;
  readonly error: number | null;
  /** Whether the gap of K as it is in memory came down to the tolerance. */
  readonly reached: boolean;
  readonly loss: number;
  readonly steps: number;
}

type Task = Steppable & NewtonOptions;

function newton(column: Task, certainty: Certainty, noise: Float64Array | null, progress: Watch): Found {
  const { n, tolerance } = column;
  let point = settle(column, new Float64Array(n), new Float64Array(n), 0);
  if (!Number.isFinite(objective(column, point))) {
    throw mercerError("not-finite", "the loss overflows before the first step; scale the targets down", { argument: "y" });
  }
  const stagnates = stagnation();
  for (let steps = 0; ; steps++) {
    const J = objective(column, point);
    const excess = gapOf(column, point);
    const gap = excess === 0 ? 0 : excess / J;
    if (stagnates(gap, J) || gap <= tolerance || steps === LIMIT) {
      const proven = prove(column, point, certainty);
      const { alpha, b } = point;
      return { alpha, b, ...proven, reached: gap <= tolerance, loss: lossAt(column, withoutNoise(noise, point), b), steps };
    }
    progress.tell({ phase: "newton", done: steps, total: LIMIT, loss: J + column.floor });
    point = stepTowards(column, point, stepFrom(column, point, progress.during("factor")));
  }
}

/** The gap of the α and b returned, and what it says of h. */
function prove(column: Task, { alpha, b }: Point, certainty: Certainty): Pick<Found, "gap" | "error"> {
  const { workspace, n, blocks, lambda, floor } = column;
  restore(workspace, n, blocks);
  view(workspace, blocks.x).set(alpha);
  view(workspace, blocks.product).fill(0);
  view(workspace, blocks.rhs).fill(0);
  const [x, zero, product] = [asMatrix(blocks.x, n), asMatrix(blocks.rhs, n), asMatrix(blocks.product, n)];
  subtractDoubled(workspace, asMatrix(blocks.K, n, n), x, zero, product);
  const h = view(workspace, blocks.product).map((value) => -value);
  const loss = lossAt(column, h, b);
  const r = view(workspace, blocks.slopes).slice();
  const e = residual(column, { alpha, r });
  const square = dot(e, times(column, e));
  const [weights, y] = [view(workspace, blocks.weights).slice(), view(workspace, blocks.y).slice()];
  const { gap, excess } = gapOfNewton({ alpha, b, h, r, loss, floor, square, weights, y }, column, certainty);
  return { gap, error: errorOfExcess(certainty, excess, lambda, alpha) };
}
