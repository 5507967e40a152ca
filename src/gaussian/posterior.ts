import { solveLower, solvePacked } from "../core/factors";
import { gramRectangular } from "../core/gram";
import { asMatrix, backwards, elementsOf, flipped, type MatrixView, upended } from "../core/matrix-view";
import { gemm, mirror, rowSquares, syrk } from "../core/products";
import { mercerError } from "../errors";
import { assemble } from "../gram/gram";
import type { Plan } from "../gram/plan";
import { amongThemselves, diagonalOf, type Placed, place, planFor, sideOf } from "../gram/run";
import { isPsdSpec } from "../kernels/psd";
import { seenPoint } from "../kernels/seen-point";
import type { Kernel } from "../kernels/spec";
import { type Trend, trendBasis } from "../kernels/trend";
import { type Matrix, rowOf } from "../matrix";
import { type Ground, NEW_GROUND } from "../problem/ground";
import { type KernelPoints, kernelPoints } from "../problem/points";
import { watch } from "../progress";
import { type Blocks, createWorkspace, takeBlocks, view, type Workspace, withBlocks } from "../wasm/memory";
import { covarianceIn, covarianceSizes } from "./covariance";
import { type TrendFactors, trendFactorsIn, trendSizes } from "./trend-factors";
import { varianceGradient } from "./variance-gradient";

/** All that the covariance of a Gaussian process depends on once it has seen points, whatever y was there. */
export interface Process {
  readonly kernel: Kernel;
  readonly points: Matrix;
  /** One variance for all points, or one per point. */
  readonly noise: number | Float64Array;
  readonly trend: Trend;
  /** Where its covariance comes from; made anew unless given. */
  readonly ground?: Ground;
}

/** A process with its points laid out and its rooms counted; `rows` new points are looked at together. */
interface Layout {
  readonly training: KernelPoints;
  readonly noise: Float64Array;
  readonly trend: Trend;
  readonly ground: Ground;
  readonly F: Matrix;
  readonly cross: Plan;
  readonly rows: number;
  /** Whether their covariance is asked for. */
  readonly whole: boolean;
}

/** A variance that is below 0 by no more than this share of k(z, z) may be so by rounding. */
const ROUNDING = 2 ** -26;

/** New points looked at together: wide enough for the products, few enough for the memory. */
const ROWS = 256;

/** Works with the posterior of a process for as long as `body` runs. `rows` new points are looked at together, all of them for their covariance. */
export function withPosterior<T>(process: Process, rows: number, whole: boolean, body: (posterior: Posterior) => T): T {
  const layout = layOut(process, rows, whole);
  return withBlocks(sizesOf(layout), (blocks, workspace) => {
    const outer = workspace.custom;
    try {
      return body(new Posterior(workspace, blocks, layout));
    } finally {
      workspace.custom = outer;
    }
  });
}

/** The same for a posterior that stays, in an instance of its own, for one new point at a time. */
export function residentPosterior(process: Process): Posterior {
  const layout = layOut(process, 1, false);
  const workspace = createWorkspace();
  return new Posterior(workspace, takeBlocks(workspace, sizesOf(layout)), layout);
}

/** How many of m new points are looked at together where only variances are asked for. */
export function panelOf(m: number): number {
  return Math.min(ROWS, m);
}

function layOut({ kernel, points, noise, trend, ground = NEW_GROUND }: Process, rows: number, whole: boolean): Layout {
  const training = kernelPoints(kernel, points, {});
  const { n, side } = training;
  return {
    training,
    noise: typeof noise === "number" ? new Float64Array(n).fill(noise) : noise,
    trend,
    ground,
    F: trendBasis(trend, points, (row) => side.pointAt(row)),
    cross: planFor(training.kernel, rows, side, false),
    rows,
    whole,
  };
}

function sizesOf({ training, F, cross, rows, whole }: Layout) {
  const { n } = training;
  const own = { cross: cross.length, V: rows * n, squares: rows, shares: rows * F.cols, C: whole ? rows * rows : 0 };
  return { ...covarianceSizes(training), ...trendSizes(n, F.cols), ...own };
}

/**
 * What a process that has seen its points knows of the function at others: with G = LLᵀ, V = L⁻¹k(X, Z) and, for a trend, U = R⁻ᵀPᵀDφ(Z)ᵀ − QᵀV
 *
 *     cov = k(Z, Z) − VᵀV + UᵀU
 *
 * Source: Rasmussen & Williams, Gaussian Processes for Machine Learning, 2.26 and 2.42.
 */
export class Posterior {
  readonly #workspace: Workspace;
  readonly #blocks: Blocks<ReturnType<typeof sizesOf>>;
  readonly #layout: Layout;
  readonly #L: MatrixView;
  readonly #trend: TrendFactors | null;
  readonly #program: Placed;

  constructor(workspace: Workspace, blocks: Blocks<ReturnType<typeof sizesOf>>, layout: Layout) {
    const { training, noise, ground, F, cross } = layout;
    this.#workspace = workspace;
    this.#blocks = blocks;
    this.#layout = layout;
    this.#L = covarianceIn(workspace, training, noise, blocks, watch({}), ground).L;
    this.#trend = trendFactorsIn(workspace, F, (basis) => solveLower(workspace, this.#L, basis), blocks);
    this.#program = place(workspace, blocks.cross, cross, training.side);
  }

  /**
   * The variance of the function at every row of z, as computed: rounding may leave it below 0.
   *
   * @throws "not-positive-definite" where it is below 0 by more than rounding, as only a kernel can make it that is none
   */
  variances(z: Matrix): Float64Array {
    const prior = diagonalOf(amongThemselves(this.#layout.training.kernel, sideOf(z), false));
    const variance = prior.slice();
    const { rows } = this.#layout;
    for (let from = 0; from < z.rows; from += rows) {
      const some = rowsFrom(z, from, Math.min(rows, z.rows - from));
      const V = this.#explained(some);
      const U = this.#untrended(some, V);
      const p = this.#trend?.p ?? 0;
      rowSquares(this.#workspace, V, this.#blocks.squares);
      const squares = view(this.#workspace, this.#blocks.squares);
      for (let i = 0; i < some.rows; i++) {
        let value = (variance[from + i] as number) - (squares[i] as number);
        for (let at = i * p; at < (i + 1) * p; at++) value += (U[at] as number) * (U[at] as number);
        variance[from + i] = value;
      }
    }
    this.#requireVariances(variance, prior);
    return variance;
  }

  /** The covariance of the function between all rows of z. @throws as `variances` */
  covariance(z: Matrix): Matrix {
    const m = z.rows;
    const workspace = this.#workspace;
    const C = asMatrix(this.#blocks.C, m, m);
    const prior = assemble(amongThemselves(this.#layout.training.kernel, sideOf(z), false));
    const V = this.#explained(z);
    this.#untrended(z, V);
    elementsOf(workspace, C).set(prior.data);
    syrk(workspace, V, C, -1);
    if (this.#trend) syrk(workspace, asMatrix(this.#blocks.shares, m, this.#trend.p), C);
    mirror(workspace, C, "lower");
    const covariance = { rows: m, cols: m, data: elementsOf(workspace, C).slice() };
    this.#requireVariances(onDiagonal(covariance), onDiagonal(prior));
    return covariance;
  }

  /**
   * The gradient of the variance at every row of z, no more of them than are looked at together, m × d:
   *
   *     ∇v = ∇k(z, z) − 2 Σ_i w_i ∇k(x_i, z) + 2 ∇φ(z)·s,  w = L⁻ᵀ(V + QU),  s = (FᵀG⁻¹F)⁻¹(φ(z) − FᵀG⁻¹k_z) = DPR⁻¹U
   *
   * @throws as `pointGradient`; "kernel" for a trend of features, whose gradient is not known
   */
  varianceGradient(z: Matrix): Matrix {
    const { training, trend } = this.#layout;
    const workspace = this.#workspace;
    const V = this.#explained(z);
    const U = this.#untrended(z, V).slice();
    const p = this.#trend?.p ?? 0;
    if (this.#trend) gemm(workspace, asMatrix(this.#blocks.shares, z.rows, p), flipped(this.#trend.Q), V);
    solvePacked(workspace, backwards(flipped(this.#L)), upended(flipped(V)));
    return varianceGradient(workspace, training, { trend, factors: this.#trend }, z, { w: this.#blocks.V, U });
  }

  /** Of a kernel that is positive semi-definite by the closure rules all that is below 0 is rounding. */
  #requireVariances(variance: Float64Array, prior: Float64Array): void {
    const { kernel, X } = this.#layout.training;
    if (isPsdSpec(kernel, X.cols) === true) return;
    const row = variance.findIndex((value, i) => value < -ROUNDING * Math.abs(prior[i] as number));
    if (row < 0) return;
    const value = variance[row] as number;
    const message = `the variance at row ${row} of Z would be ${value.toPrecision(3)}: the kernel is not positive semi-definite, so it is no covariance; diagnose(kernel, X) shows it, and another kernel is the cure`;
    throw mercerError("not-positive-definite", message, { pivot: row, value });
  }

  /** Vᵀ, a row for each row of z */
  #explained(z: Matrix): MatrixView {
    const { n } = this.#layout.training;
    const V = asMatrix(this.#blocks.V, z.rows, n);
    this.#program.setRows(sideOf(z));
    gramRectangular(this.#workspace, this.#program, z.rows, n, this.#blocks.V);
    solvePacked(this.#workspace, this.#L, flipped(V));
    return V;
  }

  /** Uᵀ, a row for each row of z, in the block `shares`; empty without a trend. */
  #untrended(z: Matrix, V: MatrixView): Float64Array {
    if (!this.#trend) return new Float64Array(0);
    const { p, Q, whitened } = this.#trend;
    const whitenedBasis = whitened(trendBasis(this.#layout.trend, z, (row) => seenPoint(rowOf(z, row))));
    const U = asMatrix(this.#blocks.shares, z.rows, p);
    elementsOf(this.#workspace, U).fill(0);
    gemm(this.#workspace, V, Q, U);
    const values = elementsOf(this.#workspace, U);
    for (let at = 0; at < values.length; at++) values[at] = (whitenedBasis[at] as number) - (values[at] as number);
    return values;
  }
}

/** The elements on the diagonal. */
export function onDiagonal({ rows, data }: Matrix): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => data[i * (rows + 1)] as number);
}

function rowsFrom({ cols, data }: Matrix, from: number, rows: number): Matrix {
  return { rows, cols, data: data.subarray(from * cols, (from + rows) * cols) };
}
