import { TILE } from "../../assembly/gram/program";
import { type Ending, type Form, LOSS_CHUNK, Loss } from "../../assembly/iterate/terms";
import { type Block, type Blocks, copyOf, i32, view, type Workspace, withBlocks } from "../wasm/memory";
import { coreWith, descents } from "../wasm/parts";
import type { Pause } from "../wasm/pause";
import { type Program, refuse } from "./gram";
import { asMatrix, flipped, type MatrixView, partOf } from "./matrix-view";
import type { LinearMap } from "./operator";
import { gemm, infinityNorm, syrk } from "./products";

/** A symmetric kernel matrix: stored, or made tile by tile by a program. */
export type GramSource = StoredGram | TiledGram;

export interface StoredGram {
  readonly kind: "stored";
  readonly K: Block;
}

export interface TiledGram {
  readonly kind: "tiles";
  readonly program: Program;
}

/** Features Φ (n × p) by rows, whose kernel matrix is ΦΦᵀ. */
export interface FeatureSource {
  readonly kind: "features";
  readonly phi: Block;
}

/** So many points that what a strip takes for itself costs little beside its elements; two threads share a product from twice as many on. */
const STRIP = 256;

/** Each takes n·t numbers. */
const MOST_STRIPS = 16;

/** In how many strips of rows K is read, a power of two: as many whoever works, so that the bits of a product are the same. */
function stripsOf(n: number): number {
  return Math.min(MOST_STRIPS, 1 << (31 - Math.clz32(Math.max(1, n / STRIP))));
}

/** Words of an operator. */
const OPERATOR = 16;

/** Elements that a product of K (n × n) with t vectors works in. */
export function productWork(n: number, t: number): number {
  const strips = stripsOf(n);
  return OPERATOR + (2 * TILE * strips + n * (strips - 1)) * t;
}

/** The words of assembly/gram/product.ts for K; what it works in is the rest of a block, or all of it. */
function operatorWords(n: number, t: number, source: GramSource | FeatureSource, work: number): number[] {
  return [n, t, ...sourceWords(source), stripsOf(n), work];
}

/** Where the matrix and the program are; 0 for the one that there is not. */
function sourceWords(source: GramSource | FeatureSource): [matrix: number, program: number] {
  switch (source.kind) {
    case "stored":
      return [source.K.address, 0];
    case "features":
      return [source.phi.address, 0];
    case "tiles":
      return [0, source.program.words];
    default:
      return source satisfies never;
  }
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
  readonly source: GramSource | FeatureSource;
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

type DescentBlocks = Omit<Blocks<ReturnType<typeof descentSizes>>, "weights" | "best">;

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
    order: i32(n),
    random: 1,
    // products with K, for which there are as many coefficients as points
    work: Math.max(p === n ? productWork(n, t) : 0, LOSS_CHUNK),
  };
}

export function writeDescent(workspace: Workspace, d: DescentWords): void {
  const at = (block: Block | Block<"i32"> | null): number => block?.address ?? 0;
  view(workspace, d.words).set([
    ...operatorWords(d.n, d.t, d.source, d.work.address),
    ...[d.p, d.form, at(d.y), at(d.weights)],
    ...[d.x, d.previous, d.h, d.hPrevious, d.slopes, d.gradient, d.objective, d.best, d.bestObjective, d.bestStep].map(at),
    ...[d.loss.code, d.loss.parameter, d.lambda, d.penalised, d.step, d.decay, d.beta, Number(d.nesterov), Number(d.restart)],
    ...[0, d.tolerance, d.target, d.batch, at(d.order), d.n, at(d.random)],
  ]);
}

export interface Outcome {
  readonly taken: number;
  readonly ending: Ending;
}

type Run = Pick<DescentWords, "words" | "n">;

/** Up to `steps` steps; the losses after each, t numbers a step, begin at `losses`. */
export function descend(workspace: Workspace, { words, n }: Run, first: number, steps: number, losses: Block): Outcome {
  return outcome(coreWith(workspace.core, descents).descend(words.address, first, steps, losses.address), n);
}

/** The same on mini-batches, without losses. */
export function descendOnBatches(workspace: Workspace, { words, n }: Run, first: number, steps: number): Outcome {
  return outcome(coreWith(workspace.core, descents).descendOnBatches(words.address, first, steps), n);
}

function outcome(code: number, n: number): Outcome {
  refuse(-2 - code, n);
  return { taken: Math.floor(code / 4), ending: code % 4 };
}

/** The largest component of the gradient at x, which stays in its block. */
export function gradientAt(workspace: Workspace, { words, n }: Run): number {
  const largest = coreWith(workspace.core, descents).gradientAt(words.address);
  refuse(-2 - largest, n);
  return largest;
}

/** h = Kx or Φx. */
export function forward(workspace: Workspace, { words, n }: Run, x: Block, h: Block): void {
  refuse(coreWith(workspace.core, descents).forward(words.address, x.address, h.address), n);
}

/** Σ w_i L(h_i, y_i) of n points; `slopes` receives w_i L′. */
export function measure(
  workspace: Workspace,
  { code, parameter }: CoreLoss,
  n: number,
  blocks: { readonly h: Block; readonly y: Block; readonly weights: Block | null; readonly slopes: Block; readonly work: Block },
): number {
  const { h, y, weights, slopes, work } = blocks;
  const core = coreWith(workspace.core, descents);
  return core.measure(code, parameter, n, h.address, y.address, weights?.address ?? 0, slopes.address, work.address);
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
  return coreWith(workspace.core, descents).softmax(n, c, values.address, classes.address, weights.address, slopes.address, work.address);
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

/** H = KX for t vectors, one after the other in X and H, or H = |K|X for the tiles of a program; `work` has `productWork(n, t)` elements. */
export function gramProduct(
  workspace: Workspace,
  n: number,
  t: number,
  source: GramSource,
  { X, H, work }: Readonly<Record<"X" | "H" | "work", Block>>,
  absolute = false,
): void {
  view(workspace, work).set(operatorWords(n, t, source, work.address + 8 * OPERATOR));
  refuse(workspace.core.gramProduct(work.address, X.address, H.address, absolute), n);
}

/** k_ij for every i and one j: what `gramProduct` multiplies by, bit for bit. */
export function gramColumn(workspace: Workspace, n: number, source: GramSource, j: number, column: Block): void {
  refuse(workspace.core.gramColumn(...sourceWords(source), n, j, column.address), n);
}

/** The Lanczos tridiagonal of A, its diagonal and the elements beside it, from the vector v, which is destroyed. Returns how many of its rows were made. */
export function lanczos(
  { core }: Workspace,
  A: LinearMap,
  rows: number,
  { v, previous, w, diagonal, beside }: Readonly<Record<"v" | "previous" | "w" | "diagonal" | "beside", Block>>,
  pause: Pause,
): number {
  core.startLanczos(A.n, v.address, previous.address);
  for (let made = 0; ; ) {
    A.multiply(v, w, 1);
    const reached = core.lanczosStep(A.n, rows, made, v.address, previous.address, w.address, diagonal.address, beside.address);
    pause(Math.abs(reached) / rows);
    if (reached < 0) return -reached;
    made = reached;
  }
}

/** max_i s_i Σ_j |k_ij| s_j: of a stored K, or of the tiles of a program with the same bits; `work` has room for n numbers. */
export function rowSumsOf(workspace: Workspace, n: number, source: GramSource, scale: Block | null, work: Block): number {
  if (source.kind === "stored") return infinityNorm(workspace, asMatrix(source.K, n, n), scale);
  return workspace.core.infinityNormOfTiles(source.program.words, n, scale?.address ?? 0, work.address);
}

/** Rows of a product made in one call. */
const ROWS = 256;

/** The lower triangle of C −= A·Aᵀ, both n × n, with pauses. */
export function subtractSquare(workspace: Workspace, A: MatrixView, C: MatrixView, pause: Pause): void {
  const n = A.rows;
  for (let i = 0; i < n; i += ROWS) {
    const rows = Math.min(ROWS, n - i);
    const panel = partOf(A, i, 0, rows, n);
    gemm(workspace, panel, flipped(partOf(A, 0, 0, i, n)), partOf(C, i, 0, rows, i), -1);
    syrk(workspace, panel, partOf(C, i, i, rows, rows), -1);
    pause((i + rows) / n);
  }
}
