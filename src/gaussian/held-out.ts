import { asMatrix, diagonalIn } from "../core/matrix-view";
import { gemm, mirror, scaleElements, syrk } from "../core/products";
import { mercerError } from "../errors";
import { gramDerivative } from "../gram/derivative";
import type { KernelSpec } from "../kernels/spec";
import { LOG_TWO_PI, logOfSize } from "../matrix/logarithm";
import { inOrdinaryUnits, timesPowers } from "../problem/ordinary-units";
import type { Watch } from "../progress";
import { view, withMoreBlocks } from "../wasm/memory";
import type { Criterion } from "./evidence";
import { heldOutOfStructure } from "./evidence-of-structure";
import { type Observed, type Precision, withPrecision } from "./precision";

/** What is said of every point by a process that has not seen it. */
export interface HeldOut {
  /** e = α_i/Ω_ii, what is left of y, n × t. */
  readonly residuals: Float64Array;
  /** 1/Ω_ii, of the observation. */
  readonly variance: Float64Array;
  /** Σ log N(y_i | y_i − e_i, 1/Ω_ii), over points and targets. */
  readonly logDensity: number;
}

/**
 * Leave-one-out without a refit, the coefficients of a trend estimated anew without the point, the parameters of the kernel kept.
 *
 * Source: Rasmussen & Williams, Gaussian Processes for Machine Learning, 5.12; Dubrule, Mathematical Geology 15 (1983), for a trend.
 */
export function heldOut(given: Observed, progress: Watch): HeldOut {
  const { t } = given.problem;
  const units = inOrdinaryUnits(given.problem);
  const observed = units ? { ...given, problem: units.problem } : given;
  const found = heldOutInUnits(observed, progress);
  if (!units) return found;
  const { variance } = found;
  const residuals = timesPowers({ cols: t, data: found.residuals }, units.exponents, 1);
  return { residuals, variance, logDensity: logDensityOf(residuals, variance, t) };
}

function heldOutInUnits(observed: Observed, progress: Watch): HeldOut {
  if (observed.structure) {
    const { alpha, omega } = heldOutOfStructure(observed, observed.structure, progress);
    return heldOutOf(observed, alpha, omega);
  }
  return withPrecision(observed, progress, (precision) => {
    const { alpha, omega } = numbersOf(observed, precision);
    return heldOutOf(observed, alpha, omega);
  });
}

/** Where 1/Ω_ii is so many times the variance of the observation itself, no digit of it is certain: what the other rows leave open of the trend is all that this row tells. */
const UNDETERMINED = 2 ** 48;

/** Whether the other rows tell anything of each. @throws "not-finite" where α_i or Ω_ii is beyond the numbers */
export function determinedRows({ problem: { t, training }, noise }: Observed, alpha: Float64Array, omega: Float64Array): boolean[] {
  const own = training.diagonal();
  const beyond = alpha.findIndex((value) => !Number.isFinite(value));
  if (beyond >= 0) throw precise(Math.floor(beyond / t));
  return Array.from(omega, (value, i) => {
    if (value === Infinity) throw precise(i);
    return value * UNDETERMINED * ((own[i] as number) + (noise[i] as number)) > 1;
  });
}

/**
 * The same from α, n × t, and diag Ω.
 *
 * @throws "singular" for a row without which the trend is not determined; "not-finite" where 1/Ω_ii or Ω_ii is beyond the numbers
 */
function heldOutOf(observed: Observed, alpha: Float64Array, omega: Float64Array): HeldOut {
  const { t } = observed.problem;
  const lost = determinedRows(observed, alpha, omega).indexOf(false);
  if (lost >= 0) throw undetermined(lost);
  const variance = omega.map((value) => 1 / value);
  const residuals = alpha.map((value, at) => value * (variance[Math.floor(at / t)] as number));
  return { residuals, variance, logDensity: logDensityOf(residuals, variance, t) };
}

function undetermined(row: number): Error {
  const message = `the process without row ${row} is not determined: its trend takes all other rows; use a smaller trend, or more rows`;
  return mercerError("singular", message, { pivot: null });
}

function precise(row: number): Error {
  const message = `the variance of row ${row} is so small that its inverse is beyond the numbers; multiply the kernel and the noise (lambda) by a power of ten`;
  return mercerError("not-finite", message, { row });
}

/** How far observations are from what is said of them without them: the mean of e², which is to be small; or the density of them all, which is to be large. */
export type HeldOutMeasure = "squares" | "density";

/**
 * The measure and its derivatives. With the adjoints ᾱ and ω̄ of α = Ωy and of diag Ω, and dΩ = −Ω dG Ω,
 *
 *     ∂/∂θ = Σ_ij M_ij ∂K_ij/∂θ,  M = −½(Ωᾱαᵀ + αᾱᵀΩ) − Ω diag(ω̄) Ω.
 *
 *     squares   Σe²/(nt):   ᾱ = 2e/(ω nt),  ω̄ = −2Σ_q e²/(ω nt)
 *     density   Σ log N:    ᾱ = −e,         ω̄ = ½ Σ_q (1/ω + e²)
 */
export function heldOutCriterion(observed: Observed, written: KernelSpec, measure: HeldOutMeasure, progress: Watch): Criterion {
  const { problem } = observed;
  const { n, t } = problem;
  if (observed.structure?.isAsked) throw withoutDerivatives(observed.structure.kind);
  return withPrecision(observed, progress, (precision, given) => {
    const { workspace } = precision;
    const { alpha, omega } = numbersOf(observed, precision);
    const { value, ofAlpha, ofOmega } = adjoints(alpha, omega, t, measure);
    const sizes = { u: 2 * n * t, v: 2 * n * t, A: n * t, B: n * t, scale: n };
    return withMoreBlocks(workspace, sizes, (blocks) => {
      const Omega = asMatrix(precision.precision, n, n);
      mirror(workspace, Omega, "lower");
      view(workspace, blocks.A).set(ofAlpha);
      const back = view(workspace, blocks.B).fill(0);
      gemm(workspace, Omega, asMatrix(blocks.A, n, t), asMatrix(blocks.B, n, t));
      const [u, v] = [view(workspace, blocks.u), view(workspace, blocks.v)];
      for (let i = 0; i < n; i++) {
        for (let q = 0; q < t; q++) {
          const [a, b] = [alpha[i * t + q] as number, back[i * t + q] as number];
          u.set([-b / 2, -a / 2], 2 * (i * t + q));
          v.set([a, b], 2 * (i * t + q));
        }
      }
      // all ω̄ have one sign: Ω diag|ω̄| Ω is a product of a matrix with itself
      const sign = measure === "squares" ? 1 : -1;
      view(workspace, blocks.scale).set(ofOmega.map((value) => Math.sqrt(Math.abs(value))));
      scaleElements(workspace, Omega, "whole", 1, blocks.scale);
      view(workspace, precision.spare).fill(0);
      syrk(workspace, Omega, asMatrix(precision.spare, n, n));
      const weights = { vectors: { u: blocks.u, v: blocks.v, count: 2 * t }, matrix: { block: precision.spare, factor: sign } };
      const pairing = { ...problem.training.pairing, kernel: written };
      const byKernel = gramDerivative(workspace, pairing, weights, problem.precomputed ? { block: given, stride: n } : null);
      const squares = diagonalIn(workspace, asMatrix(precision.spare, n, n));
      const numbers = view(workspace, blocks.B);
      const byNoise = squares.map((square, i) => {
        let sum = sign * square;
        for (let at = i * t; at < (i + 1) * t; at++) sum -= (numbers[at] as number) * (alpha[at] as number);
        return sum;
      });
      return { value, byKernel, byNoise };
    });
  });
}

function withoutDerivatives(solver: string): Error {
  const message = `solver "${solver}" has no derivatives of leave-one-out; tune a gaussianProcess by marginalLikelihood, choose another criterion, or use solver "auto", which takes the whole matrix`;
  return mercerError("unsupported", message, { argument: "criterion" });
}

function numbersOf({ problem: { n } }: Observed, { workspace, alpha, precision }: Precision): { alpha: Float64Array; omega: Float64Array } {
  return { alpha: view(workspace, alpha).slice(), omega: diagonalIn(workspace, asMatrix(precision, n, n)) };
}

function logDensityOf(residuals: Float64Array, variance: Float64Array, t: number): number {
  let sum = 0;
  variance.forEach((s, i) => {
    for (let at = i * t; at < (i + 1) * t; at++) sum -= (LOG_TWO_PI + logOfSize(s) + squareOver(residuals[at] as number, s)) / 2;
  });
  return sum;
}

/** e²/s, also where e² alone is beyond the numbers or vanishes. */
function squareOver(e: number, s: number): number {
  const square = e * e;
  return square > 2 ** -1000 && square < Infinity ? square / s : (e / s) * e;
}

interface Adjoints {
  readonly value: number;
  readonly ofAlpha: Float64Array;
  readonly ofOmega: Float64Array;
}

function adjoints(alpha: Float64Array, omega: Float64Array, t: number, measure: HeldOutMeasure): Adjoints {
  const e = alpha.map((value, at) => value / (omega[Math.floor(at / t)] as number));
  const squares = omega.map((_, i) => {
    let sum = 0;
    for (let at = i * t; at < (i + 1) * t; at++) sum += (e[at] as number) * (e[at] as number);
    return sum;
  });
  switch (measure) {
    case "squares": {
      const value = squares.reduce((sum, square) => sum + square, 0) / e.length;
      const ofAlpha = e.map((residual, at) => (2 * residual) / ((omega[Math.floor(at / t)] as number) * e.length));
      return { value, ofAlpha, ofOmega: omega.map((w, i) => (-2 * (squares[i] as number)) / (w * e.length)) };
    }
    case "density": {
      const value = logDensityOf(
        e,
        omega.map((w) => 1 / w),
        t,
      );
      return { value, ofAlpha: e.map((residual) => -residual), ofOmega: omega.map((w, i) => (t / w + (squares[i] as number)) / 2) };
    }
    default:
      return measure satisfies never;
  }
}
