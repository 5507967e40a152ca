import { asMatrix, elementsOf } from "../../core/matrix-view";
import { gemm } from "../../core/products";
import { product } from "../../dense/products";
import type { Matrix } from "../../matrix";
import { sumOfSquares } from "../../matrix/magnitude";
import type { Watch } from "../../progress";
import { log1p, logistic } from "../../special/elementary";
import { view, withBlocks } from "../../wasm/memory";
import { kernelValues, rowsFrom, whitenedFeatures } from "./features";
import { normalOf } from "./normal";
import { solveNormal } from "./solve";
import { gramPlace, sumsOf } from "./sums";
import { unwhitened, type Whitening } from "./whitening";

/** Rows with signs ±1 for targets. */
export interface SignedRows {
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly weights: Float64Array | null;
}

export interface LogisticOptions {
  readonly lambda: number;
  readonly intercept: boolean;
  readonly tolerance: number;
}

export interface LogisticSolution {
  /** β, m */
  readonly coefficients: Float64Array;
  readonly intercept: number;
  /** (J − J*)/J is no larger, J* being the minimum over the landmarks' span. */
  readonly gap: number;
  readonly steps: number;
  readonly loss: number;
  readonly conditionEstimate: number;
  readonly backwardError: number;
  readonly featureLoss: number;
  readonly bytes: number;
  readonly reached: boolean;
}

/** Newton steps after which it is given up, and halvings of one. */
const LIMIT = 50;
const HALVINGS = 40;

/** A curvature below this is taken for it, which shortens the step. */
const FLAT = 1e-12;

/**
 * J = Σ w log(1 + e^−yh) + λ‖h‖², h = φ·v + b, by Newton's method: each step is ridge regression of r = h − L′/L″ with weights w L″ and 2λ, from the sums of one pass; b is
 * settled at every point. J is strongly convex in v, so that J − J* ≤ ‖∇J‖²/4λ.
 *
 * @throws as `solveNormal`
 */
export function solveLogistic(whitening: Whitening, rows: SignedRows, options: LogisticOptions, progress: Watch): LogisticSolution {
  const { lambda, intercept, tolerance } = options;
  const { X } = rows;
  const features = whitenedFeatures(whitening);
  const place = gramPlace(whitening.largest);
  let point = settled(rows, { v: new Float64Array(features.size), b: 0, f: new Float64Array(X.rows) }, options);
  let told = { featureLoss: 0, conditionEstimate: 1, backwardError: 0, bytes: 0 };
  for (let steps = 0; ; steps++) {
    const { weights, responses } = quadraticAt(rows, point);
    const Y = { rows: X.rows, cols: 1, data: responses };
    const { sums, bytes } = sumsOf(features, place, { X, Y, weights }, progress.during("features"));
    const normal = normalOf(sums, 1, intercept);
    if (steps === 0) told = { ...told, featureLoss: normal.left / normal.weight };
    const plain = intercept ? normalOf(sums, 1, false) : normal;
    const J = objective(rows, point, lambda);
    const gap = sumOfSquares(gradient(plain, normal.means, point, lambda)) / (4 * lambda) / J;
    if (gap <= tolerance || steps === LIMIT) return solutionOf(whitening, rows, point, { ...told, gap, steps, reached: gap <= tolerance });
    progress.tell({ phase: "newton", done: steps, total: LIMIT, loss: J });
    const { weights: solved, intercepts, ...found } = solveNormal(normal, Float64Array.of(2 * lambda), progress.during("solve"));
    told = { ...told, conditionEstimate: found.conditionEstimate, backwardError: found.backwardError, bytes: Math.max(bytes, found.bytes) };
    const target = { v: solved.data, b: intercepts[0] as number, f: valuesOf(whitening, X, solved) };
    const next = stepTowards(rows, point, target, options);
    if (!next) return solutionOf(whitening, rows, point, { ...told, gap, steps, reached: false });
    point = next;
  }
}

/** h = f + b, f = φ·v */
interface Point {
  readonly v: Float64Array;
  readonly b: number;
  readonly f: Float64Array;
}

/** The weights and targets of the ridge regression that a step solves. */
function quadraticAt({ y, weights: s }: SignedRows, { f, b }: Point) {
  const weights = new Float64Array(y.length);
  const responses = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) {
    const h = (f[i] as number) + b;
    const missed = logistic(-(y[i] as number) * h);
    const curvature = Math.max(FLAT, missed * (1 - missed));
    weights[i] = (s?.[i] ?? 1) * curvature;
    responses[i] = h + ((y[i] as number) * missed) / curvature;
  }
  return { weights, responses };
}

/** ∂J/∂v = Gv + Σ w L″ φ b − Σ w L″ φ r + 2λv */
function gradient(
  { G, h, weight }: ReturnType<typeof normalOf>,
  means: ReturnType<typeof normalOf>["means"],
  { v, b }: Point,
  lambda: number,
): Float64Array {
  const Gv = product(G, { rows: v.length, cols: 1, data: v });
  return Gv.map(
    (value, j) => value + (means ? weight * (means.phi[j] as number) * b : 0) - (h.data[j] as number) + 2 * lambda * (v[j] as number),
  );
}

function objective(rows: SignedRows, point: Point, lambda: number): number {
  return lossAt(rows, point) + lambda * sumOfSquares(point.v);
}

/** Σ w log(1 + e^−yh) */
function lossAt({ y, weights }: SignedRows, { f, b }: Point): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) {
    const t = (y[i] as number) * ((f[i] as number) + b);
    // e^−|t| = p/(1 − p), p = 1/(1 + e^|t|)
    const p = logistic(-Math.abs(t));
    sum += (weights?.[i] ?? 1) * (Math.max(0, -t) - log1p(-p));
  }
  return sum;
}

/** The best b for these values, by Newton's method, halved where it does not fall. */
function settled(rows: SignedRows, point: Point, { intercept }: LogisticOptions): Point {
  if (!intercept) return point;
  let { b } = point;
  for (let round = 0; round < LIMIT; round++) {
    let [slope, curvature] = [0, 0];
    for (let i = 0; i < rows.y.length; i++) {
      const y = rows.y[i] as number;
      const missed = logistic(-y * ((point.f[i] as number) + b));
      slope -= (rows.weights?.[i] ?? 1) * y * missed;
      curvature += (rows.weights?.[i] ?? 1) * Math.max(FLAT, missed * (1 - missed));
    }
    let step = slope / curvature;
    const before = lossAt(rows, { ...point, b });
    for (let k = 0; k < HALVINGS && lossAt(rows, { ...point, b: b - step }) > before; k++) step /= 2;
    if (b - step === b || Math.abs(step) < 1e-15 * (1 + Math.abs(b))) break;
    b -= step;
  }
  return { ...point, b };
}

/** The point towards the target at which J is less; null where rounding leaves none. */
function stepTowards(rows: SignedRows, from: Point, to: Point, options: LogisticOptions): Point | null {
  const J = objective(rows, from, options.lambda);
  for (let k = 0, t = 1; k < HALVINGS; k++, t /= 2) {
    const between = (a: Float64Array, z: Float64Array): Float64Array => a.map((value, i) => value + t * ((z[i] as number) - value));
    const next = settled(rows, { v: between(from.v, to.v), b: from.b + t * (to.b - from.b), f: between(from.f, to.f) }, options);
    if (objective(rows, next, options.lambda) < J) return next;
  }
  return null;
}

const PANEL_ROWS = 512;

/** Σ_j β_j k(c_j, x) for every row, β = L⁻ᵀv. */
function valuesOf(whitening: Whitening, X: Matrix, v: Matrix): Float64Array {
  const { data: beta } = unwhitened(whitening, v);
  const features = kernelValues(whitening);
  const m = features.size;
  const panel = Math.min(PANEL_ROWS, X.rows);
  const found = new Float64Array(X.rows);
  withBlocks({ ...features.sizes(panel), phi: panel * m, beta: m, h: panel }, (blocks, workspace) => {
    view(workspace, blocks.beta).set(beta);
    features.with(workspace, blocks, panel, (fill) => {
      for (let from = 0; from < X.rows; from += panel) {
        const Phi = asMatrix(blocks.phi, Math.min(panel, X.rows - from), m);
        const h = asMatrix(blocks.h, Phi.rows, 1);
        fill(rowsFrom(X, from, Phi.rows), Phi);
        elementsOf(workspace, h).fill(0);
        gemm(workspace, Phi, asMatrix(blocks.beta, m, 1), h);
        found.set(elementsOf(workspace, h), from);
      }
    });
  });
  return found;
}

type Told = Omit<LogisticSolution, "coefficients" | "intercept" | "loss">;

function solutionOf(whitening: Whitening, rows: SignedRows, point: Point, told: Told): LogisticSolution {
  const { data } = unwhitened(whitening, { rows: point.v.length, cols: 1, data: point.v });
  return { ...told, coefficients: data, intercept: point.b, loss: lossAt(rows, point) };
}
