import { columnOf } from "../../matrix";
import { type ErrorBar, reachOf } from "../../proof/error-bar";
import { view } from "../../wasm/memory";
import { barOf, candidateOf, gapOf, productRounding } from "./certify";
import { type Column, onesOf, type RidgeGroup } from "./columns";
import { type LowRankRidge, splitResiduals } from "./preconditioner";
import type { IterativeTask } from "./task";
import { solveVecchia } from "./vecchia";
import { answerOf, of, type Vectors } from "./vectors";

/** One step of each of the systems that move, whose Kp stand in `to`, from the true residual for those that are renewed, whose Kx stand behind them. */
export function step(task: IterativeTask, v: Vectors, moving: readonly number[], renewed: readonly number[]): void {
  const { workspace, problem, systems, blocks } = task;
  const { n } = problem;
  const products = view(workspace, blocks.to);
  const ridgeOf = (c: number): Float64Array => (systems.groups[(systems.columns[c] as Column).group] as RidgeGroup).ridge;
  renewed.forEach((c, at) => {
    if (v.done[c] === 0) renew(task, v, c, of(products, n, moving.length + at), ridgeOf(c));
  });
  const weight = roundingOfDirections(task, v);
  moving.forEach((c, at) => {
    advance(task, v, c, of(products, n, at), ridgeOf(c), weight);
  });
  if (moving.length > 0) v.iterations++;
}

/** What a product for directions adds to a residual at most, in units of what one in double precision does. */
function roundingOfDirections(task: IterativeTask, { arithmetic }: Vectors): number {
  return task.single && arithmetic === "single" ? task.single.error / productRounding(task) : 1;
}

/** x ← x + a p, r ← r − a Gp, a = rᵀz/pᵀGp. */
function advance(
  { problem, yard }: IterativeTask,
  v: Vectors,
  c: number,
  product: Float64Array,
  ridge: Float64Array,
  weight: number,
): void {
  const { n } = problem;
  const [x, r, p] = [of(v.x, n, c), of(v.r, n, c), of(v.p, n, c)];
  let curvature = 0;
  for (let i = 0; i < n; i++) {
    const q = (product[i] as number) + (ridge[i] as number) * (p[i] as number);
    product[i] = q;
    curvature += (p[i] as number) * q;
  }
  const rho = v.rho[c] as number;
  const a = rho > 0 && curvature > 0 ? rho / curvature : 0;
  // which only rounding can do
  if (rho > 0 && !(curvature > 0)) v.arithmetic = "double";
  let [size, largest] = [0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dr] = [a * (p[i] as number), a * (product[i] as number)];
    x[i] = (x[i] as number) + dx;
    r[i] = (r[i] as number) - dr;
    largest = Math.max(largest, Math.abs(r[i] as number) + Math.abs(dr));
    size = Math.max(size, (ridge[i] as number) * (Math.abs(x[i] as number) + Math.abs(dx)));
  }
  v.gapReach[c] = (v.gapReach[c] as number) + weight * Math.abs(a) * reachOf(yard, p) + reachOf(yard, x) / 64;
  v.gapSize[c] = (v.gapSize[c] as number) + largest + size;
}

/** The true residual, from Kx. */
function renew({ problem, yard, systems }: IterativeTask, v: Vectors, c: number, product: Float64Array, ridge: Float64Array): void {
  const { n, t, Y } = problem;
  const { target } = systems.columns[c] as Column;
  const [x, r] = [of(v.x, n, c), of(v.r, n, c)];
  const y = target === null ? null : columnOf(Y.data, t, target);
  let size = 0;
  for (let i = 0; i < n; i++) {
    const [want, own] = [y ? (y[i] as number) : 1, (ridge[i] as number) * (x[i] as number)];
    r[i] = want - ((product[i] as number) + own);
    size = Math.max(size, Math.abs(want) + Math.abs(own) + Math.abs(r[i] as number));
  }
  v.gapReach[c] = reachOf(yard, x);
  v.gapSize[c] = size;
}

/** What is known of each of the targets among the systems, from the split of their residuals; `bars` is written. */
export type Bars = (Bar | undefined)[];

/** An error bar by the recursive residual, and what it most likely is: roundings in single precision vary in sign, so that √n of n of them are left. */
export interface Bar extends ErrorBar {
  readonly likely: ErrorBar;
}

/** The next directions, p ← z + (rᵀz/ρ) p with z = P⁻¹r, and what the residuals say by then; directions stay as they are where only that is wanted. */
export function turn(task: IterativeTask, v: Vectors, moving: readonly number[], bars: Bars, measureOnly = false): void {
  const { workspace, problem, systems, preconditioners, blocks } = task;
  const { n } = problem;
  preconditioners.forEach((preconditioner, group) => {
    const list = moving.filter((c) => (systems.columns[c] as Column).group === group);
    if (list.length === 0) return;
    const residuals = view(workspace, blocks.from);
    list.forEach((c, at) => {
      residuals.set(of(v.r, n, c), at * n);
    });
    splitResiduals(workspace, preconditioner, list.length, { residuals: blocks.from, w: blocks.w, rest: blocks.rest });
    for (const c of list) if ((systems.columns[c] as Column).target !== null) bars[c] = measured(task, v, c, list, preconditioner);
    if (measureOnly) return;
    const solutions = solved(task, group, list.length);
    list.forEach((c, at) => {
      direct(task, v, c, of(solutions, n, at));
    });
  });
}

/** z = P⁻¹r of the t systems of a group whose residuals stand in `from`, one after the other: R⁻¹ rest for P₀, or by neighbours. */
function solved({ workspace, preconditioners, vecchia, blocks }: IterativeTask, group: number, t: number): Float64Array {
  const z = view(workspace, blocks.rest);
  const neighbours = vecchia[group];
  if (neighbours) {
    solveVecchia(workspace, neighbours, t, { r: blocks.from, z: blocks.rest, w: blocks.w });
    return z;
  }
  const { ridge } = preconditioners[group] as LowRankRidge;
  const n = ridge.length;
  for (let at = 0; at < n * t; at++) z[at] = (z[at] as number) / (ridge[at % n] as number);
  return z;
}

function direct({ problem }: IterativeTask, v: Vectors, c: number, z: Float64Array): void {
  const { n } = problem;
  const [r, p] = [of(v.r, n, c), of(v.p, n, c)];
  let rho = 0;
  for (let i = 0; i < n; i++) rho += (r[i] as number) * (z[i] as number);
  const before = v.rho[c] as number;
  const beta = before > 0 ? rho / before : 0;
  for (let i = 0; i < n; i++) p[i] = (z[i] as number) + beta * (p[i] as number);
  v.rho[c] = rho;
}

/** The error bar of a target by the recursive residual, as F is: for the screen, and to know when to prove it. */
function measured(task: IterativeTask, v: Vectors, c: number, list: readonly number[], { F }: LowRankRidge): Bar {
  const { workspace, problem, yard, systems, blocks } = task;
  const { n } = problem;
  const { alpha, intercept } = answerOf(v, systems, n, c);
  const ones = onesOf(systems, c);
  const [w, rest] = [view(workspace, blocks.w), view(workspace, blocks.rest)];
  const combined = (values: Float64Array, length: number): Float64Array => {
    const own = of(values, length, list.indexOf(c));
    if (ones < 0) return own;
    const other = of(values, length, list.indexOf(ones));
    return own.map((value, i) => value - intercept * (other[i] as number));
  };
  const norm = Math.sqrt(combined(w, F.cols).reduce((sum, value) => sum + value * value, 0));
  const gap = gapOf(task, v, c, intercept);
  const candidate = candidateOf(task, c, alpha, intercept, 0, gap.size);
  const q = (systems.columns[c] as Column).target as number;
  const residual = combined(rest, n);
  const bar = barOf(yard, q, { ...candidate, residual, split: { norm, rounding: gap.rounding } });
  if (!task.single || v.arithmetic === "double") return { ...bar, likely: bar };
  return { ...bar, likely: barOf(yard, q, { ...candidate, residual, split: { norm, rounding: gap.rounding / Math.sqrt(n) } }) };
}
