import { TILE } from "../../assembly/gram/program";
import { type Ending, type Form, LOSS_CHUNK, Loss } from "../../assembly/iterate/terms";
import { type Block, copyOf, view, type Workspace, withBlocks } from "../wasm/memory";
import type { Pause } from "../wasm/pause";
import { type Program, refuse } from "./gram";
import { infinityNorm } from "./products";

/** A symmetric kernel matrix: stored, or the program that makes its tiles. */
export interface GramSource {
  readonly K: Block | null;
  readonly program: Program;
}

/** A loss as the core knows it; `parameter` is δ or ε. */
export interface CoreLoss {
  readonly code: Loss;
  readonly parameter: number;
}

/** What assembly/iterate/descent.ts has in memory, in its order. */
export interface DescentWords extends DescentBlocks {
  readonly n: number;
  readonly p: number;
  readonly t: number;
  readonly form: Form;
  /** K or Φ; null: the tiles of `program`. */
  readonly matrix: Block | null;
  readonly program: Program | null;
  readonly weights: Block | null;
  readonly best: Block | null;
  readonly loss: CoreLoss;
  readonly lambda: number;
  readonly penalised: number;
  readonly step: number;
  readonly decay: number;
  readonly beta: number;
  readonly nesterov: boolean;
  readonly restart: boolean;
  readonly tolerance: number;
  readonly target: number;
  readonly batch: number;
}

type DescentBlocks = Readonly<Record<Exclude<keyof ReturnType<typeof descentSizes>, "weights" | "best">, Block>>;

/** Elements of the blocks of a descent on n points with p coefficients and t targets, recording at most `rows` losses in a call. */
export function descentSizes(n: number, p: number, t: number, rows: number) {
  return {
    words: 48,
    y: n * t,
    weights: n,
    x: p * t,
    previous: p * t,
    h: n * t,
    hPrevious: n * t,
    slopes: n * t,
    gradient: Math.max(n, p) * t,
    objective: t,
    best: p * t,
    bestObjective: t,
    bestStep: t,
    losses: (rows + 1) * t,
    order: Math.ceil(n / 2),
    random: 1,
    work: Math.max(2 * TILE * t, LOSS_CHUNK),
  };
}

export function writeDescent(workspace: Workspace, d: DescentWords): void {
  const at = (block: Block | null): number => block?.address ?? 0;
  view(workspace, d.words).set([
    ...[d.n, d.p, d.t, d.form, at(d.matrix), d.program?.words ?? 0, d.program?.tiles ?? 0, at(d.y), at(d.weights)],
    ...[d.x, d.previous, d.h, d.hPrevious, d.slopes, d.gradient, d.objective, d.best, d.bestObjective, d.bestStep].map(at),
    ...[d.loss.code, d.loss.parameter, d.lambda, d.penalised, d.step, d.decay, d.beta, Number(d.nesterov), Number(d.restart)],
    ...[0, d.tolerance, d.target, d.batch, at(d.order), d.n, at(d.random), at(d.work)],
  ]);
}

export interface Outcome {
  readonly taken: number;
  readonly ending: Ending;
}

type Run = Pick<DescentWords, "words" | "n">;

/** Up to `steps` steps; the losses after each, t numbers a step, begin at `losses`. */
export function descend(workspace: Workspace, { words, n }: Run, first: number, steps: number, losses: Block): Outcome {
  return outcome(workspace.core.descend(words.address, first, steps, losses.address), n);
}

/** The same on mini-batches, without losses. */
export function descendOnBatches(workspace: Workspace, { words, n }: Run, first: number, steps: number): Outcome {
  return outcome(workspace.core.descendOnBatches(words.address, first, steps), n);
}

function outcome(code: number, n: number): Outcome {
  refuse(-2 - code, n);
  return { taken: Math.floor(code / 4), ending: code % 4 };
}

/** The largest component of the gradient at x, which stays in its block. */
export function gradientAt(workspace: Workspace, { words, n }: Run): number {
  const largest = workspace.core.gradientAt(words.address);
  refuse(-2 - largest, n);
  return largest;
}

/** h = Kx or Φx. */
export function forward(workspace: Workspace, { words, n }: Run, x: Block, h: Block): void {
  refuse(workspace.core.forward(words.address, x.address, h.address), n);
}

/** Σ w_i L(h_i, y_i) of n points; `slopes` receives w_i L′. */
export function measure(
  workspace: Workspace,
  { code, parameter }: CoreLoss,
  n: number,
  blocks: { readonly h: Block; readonly y: Block; readonly weights: Block | null; readonly slopes: Block; readonly work: Block },
): number {
  const { h, y, weights, slopes, work } = blocks;
  return workspace.core.measure(code, parameter, n, h.address, y.address, weights?.address ?? 0, slopes.address, work.address);
}

/** Elements of the blocks of `softmax` for n points and c classes. */
export function softmaxSizes(n: number, c: number) {
  return { values: n * c, classes: n, weights: n, slopes: n * c + 3, work: n + 1 };
}

/** Σ_i w_i (log Σ_c e^h_ic − h_ik), k the class of a point; `slopes` receives its derivatives, w (p − [c = k]). */
export function softmax(
  workspace: Workspace,
  n: number,
  c: number,
  blocks: Readonly<Record<keyof ReturnType<typeof softmaxSizes>, Block>>,
): number {
  const { values, classes, weights, slopes, work } = blocks;
  return workspace.core.softmax(n, c, values.address, classes.address, weights.address, slopes.address, work.address);
}

/** 1/(1 + e^−h), element by element: the derivative of the logistic loss for y = −1. */
export function logisticFunction(values: Float64Array): Float64Array {
  const n = values.length;
  return withBlocks({ h: n, y: n, slopes: n, work: LOSS_CHUNK }, (blocks, workspace) => {
    view(workspace, blocks.h).set(values);
    view(workspace, blocks.y).fill(-1);
    measure(workspace, { code: Loss.Logistic, parameter: 0 }, n, { ...blocks, weights: null });
    return copyOf(workspace, blocks.slopes);
  });
}

/** h = Kx for one vector, or h = |K|x for the tiles of a program. */
export function gramProduct(workspace: Workspace, n: number, { K, program }: GramSource, x: Block, h: Block, absolute = false): void {
  const { words, tiles } = program;
  refuse(workspace.core.gramProduct(K?.address ?? 0, words, n, 1, x.address, h.address, absolute, tiles, workspace.scratch), n);
}

/** A = SKS, S = diag(scale), or KCK + λK, C = diag(curvature). */
export interface LanczosOperator extends GramSource {
  readonly scale: Block | null;
  readonly curvature: Block | null;
  readonly lambda: number;
}

/** Multiplications in one call of `lanczos`: a twentieth of a second or so. */
const CALL = 4e8;

/** The Lanczos tridiagonal of A; returns how many of its rows were made. */
export function lanczos(
  workspace: Workspace,
  n: number,
  rows: number,
  { K, program, scale, curvature, lambda }: LanczosOperator,
  work: Readonly<Record<"v" | "previous" | "w" | "scaled" | "diagonal" | "beside", Block>>,
  pause: Pause,
): number {
  const { v, previous, w, scaled, diagonal, beside } = work;
  const perCall = Math.max(1, Math.floor(CALL / (n * n * (K ? 1 : 16))));
  for (let made = 0; ; ) {
    const reached = workspace.core.lanczos(
      ...([n, made, Math.min(rows, made + perCall), rows, K?.address ?? 0, program.words, program.tiles, workspace.scratch] as const),
      ...([scale?.address ?? 0, curvature?.address ?? 0, lambda] as const),
      ...([v.address, previous.address, w.address, scaled.address, diagonal.address, beside.address] as const),
    );
    pause(Math.abs(reached) / rows);
    if (reached < 0) return -reached;
    made = reached;
  }
}

/** max_i s_i Σ_j |k_ij| s_j: of a stored K, or of the tiles of a program with the same bits; `work` has room for n numbers. */
export function rowSumsOf(workspace: Workspace, n: number, { K, program }: GramSource, scale: Block | null, work: Block): number {
  if (K) return infinityNorm(workspace, n, K, scale);
  return workspace.core.infinityNormOfTiles(program.words, n, program.tiles, scale?.address ?? 0, work.address);
}

/** Rows of a product made in one call. */
const ROWS = 256;

/** The lower triangle of C += A·Aᵀ, both n × n, with pauses. */
export function multiplyTransposed({ core, scratch }: Workspace, n: number, A: Block, C: Block, pause: Pause): void {
  for (let i = 0; i < n; i += ROWS) {
    const rows = Math.min(ROWS, n - i);
    const panel = A.address + 8 * n * i;
    core.gemm(rows, i, n, 1, panel, n, 1, A.address, 1, n, C.address + 8 * n * i, n, 1, scratch);
    core.syrk(rows, n, 1, panel, n, 1, C.address + 8 * (n * i + i), n, 1, scratch);
    pause((i + rows) / n);
  }
}
