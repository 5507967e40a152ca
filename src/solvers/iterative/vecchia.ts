import { cholesky, solvePacked } from "../../core/factors";
import { asColumns, asMatrix, backwards, flipped, type MatrixView, upended } from "../../core/matrix-view";
import { gemm, syrk } from "../../core/products";
import { applyVecchia, type VecchiaFactor, vecchiaFeatures, vecchiaRows, vecchiaWork } from "../../core/vecchia";
import { mercerError } from "../../errors";
import { amongThemselves, planOf, sideOf, withProgram } from "../../gram/run";
import { nearestPredecessors } from "../../landmarks/nearest-predecessors";
import type { Problem } from "../../problem/problem";
import { shuffled } from "../../random/shuffle";
import { type Block, i32, slice, threadCount, view, type Workspace, withMoreBlocks } from "../../wasm/memory";
import type { Pause } from "../../wasm/pause";

/** FFᵀ + V, V being the Vecchia approximation of the rest: V⁻¹ = UᵀU, C = I + FᵀV⁻¹F = LLᵀ. */
export interface Vecchia {
  readonly factor: VecchiaFactor;
  readonly L: MatrixView;
}

/** Points from which a point has two tiles of neighbours: a row then takes four times as long, which the steps that it saves have to be worth. */
const MANY_POINTS = 40_000;

/** How many points a row of U is about, the point itself included: a tile of K, or two. */
export function neighbourhood(n: number): number {
  return n < MANY_POINTS ? 32 : 64;
}

/** Rows of U made in one call. */
const BATCH = 128;

/** Rows of UF that are squared at once. */
const ROWS = 256;

/** Elements of the blocks of all groups. */
export function vecchiaSizes(n: number, limit: number, groups: number, wanted: boolean) {
  const count = wanted ? groups : 0;
  const width = neighbourhood(n);
  return {
    indices: i32(wanted ? n * width : 0),
    values: count * n * width,
    ridges: count * n,
    C: count * limit * limit,
    features: wanted ? ROWS * limit : 0,
    making: wanted ? vecchiaWork(width, limit, threadCount()) : 0,
  };
}

/** The neighbours of each point, and the point itself after them. */
export function writeNeighbours(
  workspace: Workspace,
  { X, n }: Problem,
  scales: readonly number[],
  seed: number,
  indices: Block<"i32">,
): void {
  const { cols: d, data } = X;
  const width = neighbourhood(n);
  const most = width - 1;
  const cloud = { n, d, data: data.map((value, at) => value / (scales[at % d] as number)) };
  const found = nearestPredecessors(cloud, shuffled(seed, n), most);
  const list = view(workspace, indices);
  for (let i = 0; i < n; i++) {
    let m = 0;
    while (m < most && (found[i * most + m] as number) >= 0) m++;
    list.fill(-1, i * width, (i + 1) * width);
    // the nearest last, beside the point itself
    for (let a = 0; a < m; a++) list[i * width + m - 1 - a] = found[i * most + a] as number;
    list[i * width + m] = i;
  }
}

type Made = Readonly<Record<"values" | "ridges" | "C" | "features" | "making", Block>> & { readonly indices: Block<"i32"> };

/** The factor of one ridge. */
export function vecchiaOf(
  workspace: Workspace,
  problem: Problem,
  F: MatrixView,
  ridge: Float64Array,
  { values, ridges, C, features, making, indices }: Made,
  pause: Pause,
): Vecchia {
  const { n } = problem;
  const k = F.cols;
  view(workspace, ridges).set(ridge);
  const factor = { width: neighbourhood(n), indices, values, F, ridge: ridges, work: making };
  for (let first = 0; first < n; first += BATCH) {
    makeRows(workspace, problem, factor, first, Math.min(BATCH, n - first));
    pause(first / n / 2);
  }
  const L = asMatrix(C, k, k);
  const sums = view(workspace, slice(C, 0, k * k)).fill(0);
  for (let j = 0; j < k; j++) sums[j * (k + 1)] = 1;
  for (let first = 0; first < n && k > 0; first += ROWS) {
    const count = Math.min(ROWS, n - first);
    vecchiaFeatures(workspace, factor, first, count, features);
    syrk(workspace, flipped(asMatrix(features, count, k)), L);
    pause((1 + first / n) / 2);
  }
  if (cholesky(workspace, L) < k)
    throw mercerError("not-finite", "the preconditioner overflows: lambda is too small for this kernel; use a larger one");
  return { factor, L };
}

/** So many rows of U, by a program for the points gathered. */
function makeRows(workspace: Workspace, { kernel, X }: Problem, factor: VecchiaFactor, first: number, count: number): void {
  const { cols: d, data } = X;
  const { width } = factor;
  const list = view(workspace, slice(factor.indices, first * width, count * width));
  const gathered = new Float64Array(count * width * d);
  list.forEach((p, at) => {
    const from = Math.max(0, p) * d;
    for (let f = 0; f < d; f++) gathered[at * d + f] = data[from + f] as number;
  });
  const pairing = amongThemselves(kernel, sideOf({ rows: count * width, cols: d, data: gathered }), false);
  const plan = planOf(pairing);
  withMoreBlocks(workspace, { program: plan.length }, ({ program }) => {
    withProgram(workspace, program, plan, pairing, (placed) => vecchiaRows(workspace, factor, placed, first, count));
  });
}

/** z = (FFᵀ + V)⁻¹ r = V⁻¹(r − Fw), w = C⁻¹FᵀV⁻¹r, of t residuals, one after the other; r is overwritten, `w` has room for kt numbers. */
export function solveVecchia(
  workspace: Workspace,
  { factor, L }: Vecchia,
  t: number,
  { r, z, w }: Readonly<Record<"r" | "z" | "w", Block>>,
): void {
  const { F } = factor;
  const { rows: n, cols: k } = F;
  const [R, Z, W] = [asColumns(r, n, t), asColumns(z, n, t), asColumns(w, k, t)];
  applyVecchia(workspace, factor, R, Z);
  if (k === 0) return;
  view(workspace, slice(w, 0, k * t)).fill(0);
  gemm(workspace, flipped(F), Z, W);
  solvePacked(workspace, L, W);
  solvePacked(workspace, backwards(flipped(L)), upended(W));
  gemm(workspace, F, W, R, -1);
  applyVecchia(workspace, factor, R, Z);
}
