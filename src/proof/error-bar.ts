import { isPsdSpec } from "../kernels/psd";
import { kernelRounding, UNIT_ROUNDOFF } from "../kernels/rounding";
import { type Matrix, pairOfVectors } from "../matrix";
import { euclideanNorm } from "../matrix/magnitude";
import type { Problem } from "../problem/problem";

/** The error at the points, in deviations of y, up to which nothing is said of it. */
export const NEGLIGIBLE = 1e-6;

/** How near a fit is to the exact one, for one target. */
export interface ErrorBar {
  /** ε with |h(z) − h*(z)| ≤ ε √k(z, z); null where none can be proven. */
  readonly bound: number | null;
  /** The largest error that is not excluded at the points, in deviations of y: of the fit where there is a bound, else of carrying out Σ α_i k(x_i, z) alone. */
  readonly excess: number;
  /** What carrying out Σ α_i k(x_i, z) alone may do at the points, in deviations of y. */
  readonly serving: number;
  /** ε√k(x, x) at the point where that is largest, in deviations of y: what the bound says there, which may be more than the excess. 0 without a bound. */
  readonly claimed: number;
}

/** What the error bars of one problem have in common. */
export interface Yardstick {
  /** √k(x_i, x_i), white noise left out. */
  readonly roots: Float64Array;
  readonly largestRoot: number;
  /** The least that is not 0. */
  readonly leastRoot: number;
  /** η of `kernelRounding`; a guess where that is not known. */
  readonly rounding: number;
  /** Whether k is positive semi-definite by the closure rules and its rounding known, so that errors can be proven. */
  readonly provable: boolean;
  readonly noise: Float64Array | null;
  readonly weights: Float64Array | null;
  /** Standard deviation of each target; the largest magnitude where that is but rounding. */
  readonly deviations: Float64Array;
  /** Room for a number per point, which any bar may write into. */
  readonly work: Float64Array;
}

/** A solution for one target and what is left of its equations. */
export interface Candidate {
  readonly lambda: number;
  /** α of every point */
  readonly alpha: Float64Array;
  /** y − b − Gα as computed */
  readonly residual: Float64Array;
  /** Largest |y_i| + |b| */
  readonly size: number;
  /** Roundings, in units of u, that a sum Σ_j K_ij α_j of the residual went through. */
  readonly roundings: number;
  /** b, and a bound of the mean of the elements of G; null without intercept. */
  readonly intercept: { readonly value: number; readonly meanOfG: number } | null;
  /** A part Kβ that has been taken from the residual: a bound of √(βᵀKβ), and what beside √k(x, x) the residual may be off by for it. */
  readonly split?: Split;
}

export interface Split {
  readonly norm: number;
  readonly rounding: number;
}

/** @param diagonal k(x_i, x_i), white noise left out */
export function yardstickOf(problem: Problem, diagonal: Float64Array, noise: Float64Array | null): Yardstick {
  const { kernel, precomputed, X, side } = problem;
  const known = precomputed ? null : kernelRounding(kernel, side.pointAt(0), () => diameterOf(X));
  const provable = known !== null && isPsdSpec(kernel, X.cols) === true;
  return yardstick(problem, diagonal, { noise, provable, rounding: known ?? (precomputed ? 0 : X.cols * UNIT_ROUNDOFF) });
}

/** The same for a kernel of which one knows. */
export function yardstick(
  { Y, weights }: Pick<Problem, "Y" | "weights">,
  diagonal: Float64Array,
  known: Pick<Yardstick, "noise" | "provable" | "rounding">,
): Yardstick {
  const n = diagonal.length;
  const [roots, work] = pairOfVectors(n);
  let largestRoot = 0;
  let leastRoot = Infinity;
  for (let i = 0; i < roots.length; i++) {
    const root = Math.sqrt(Math.max(0, diagonal[i] as number));
    roots[i] = root;
    if (root > largestRoot) largestRoot = root;
    if (root > 0 && root < leastRoot) leastRoot = root;
  }
  const { noise, provable, rounding } = known;
  return { roots, largestRoot, leastRoot, rounding, provable, noise, weights, deviations: deviationsOf(Y, work), work };
}

/** Nothing taken from the residual. */
const WHOLE: Split = { norm: 0, rounding: 0 };

/** Covers the roundings of the bound itself. */
const ROUNDED_UP = 1 + 2 ** -20;

/**
 * With r = y − b − Gα, G = K + R, R = diag(λ/w_i + noise_i) > 0 and K positive semi-definite the error of h is k_zᵀδ with Gδ = r, so
 *
 *     |h(z) − h*(z)| ≤ √(δᵀKδ) √k(z, z) ≤ ½‖R^(−½) r‖ √k(z, z),  as G⁻¹KG⁻¹ ≤ ¼R⁻¹.
 *
 * What the roundings of K, of the sum for r and of the sum for h(z) add is bounded by way of η and of Σ|α_i|√k(x_i, x_i). With an intercept,
 * s = Σα_i and c = 1ᵀG⁻¹1 ≥ n²/1ᵀG1, the projection of r beside 1 costs the ½:
 *
 *     |h(z) − h*(z)| ≤ (ρ + |s|/√c) √k(z, z) + ρ/√c + |s|/c,  ρ = ‖R^(−½) r‖,
 *
 * and ε is taken so that it holds wherever k(z, z) is no less than the least positive k(x_i, x_i).
 *
 * Where r = Kβ + r₂ for some β, each part has a bound of its own: √(δᵀKδ) ≤ √(βᵀKβ) + ½‖R^(−½) r₂‖, and rᵀG⁻¹r ≤ βᵀKβ + ‖R^(−½) r₂‖², so that
 * ρ = √(βᵀKβ + ‖R^(−½) r₂‖²). With β = 0 this is the above.
 */
export function errorBar(yard: Yardstick, target: number, candidate: Candidate): ErrorBar {
  const { roots, rounding, noise, weights } = yard;
  const { lambda, alpha, residual, size, roundings, intercept, split = WHOLE } = candidate;
  const n = roots.length;
  const reach = reachOf(yard, alpha);
  const serving = servingError(yard, reach);
  if (!yard.provable) return unproven(yard, target, serving);
  const missed = yard.work;
  for (let i = 0; i < n; i++) {
    const ridge = lambda / (weights?.[i] ?? 1) + (noise?.[i] ?? 0);
    if (!(ridge > 0)) return unproven(yard, target, serving);
    const sums = (roundings * UNIT_ROUNDOFF + rounding) * (roots[i] as number) * reach + split.rounding * (roots[i] as number);
    const rest = 4 * UNIT_ROUNDOFF * (size + ridge * Math.abs(alpha[i] as number));
    missed[i] = (Math.abs(residual[i] as number) + sums + rest) / Math.sqrt(ridge);
  }
  const rest = euclideanNorm(missed);
  const rho = split.norm === 0 ? rest : Math.sqrt(split.norm * split.norm + rest * rest);
  if (!intercept) return conclude(yard, target, { slope: Math.min(split.norm + rest / 2, rho), serving, constant: 0, offset: 0 });
  const root = Math.sqrt(intercept.meanOfG);
  let sum = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    sum += alpha[i] as number;
    total += Math.abs(alpha[i] as number);
  }
  const tilt = Math.abs(sum) + n * UNIT_ROUNDOFF * total;
  const offset = 2 * UNIT_ROUNDOFF * Math.abs(intercept.value);
  return conclude(yard, target, { slope: rho + tilt * root, serving, constant: rho * root + tilt * intercept.meanOfG, offset });
}

/** |h(z) − h*(z)| ≤ (slope + serving)·√k(z, z) + constant + offset. */
interface Sum {
  readonly slope: number;
  /** The part of the roundings of Σ α_i k(x_i, z). */
  readonly serving: number;
  readonly constant: number;
  /** The rounding of the intercept, which no other coefficients would spare. */
  readonly offset: number;
}

/** The error bar of such a sum. */
export function conclude(yard: Yardstick, target: number, { slope, serving, constant, offset }: Sum): ErrorBar {
  const { leastRoot, largestRoot, deviations } = yard;
  const flat = constant + offset;
  const bound = ROUNDED_UP * (slope + serving + (flat === 0 ? 0 : flat / leastRoot));
  const deviation = deviations[target] as number;
  return {
    bound: Number.isFinite(bound) ? bound : null,
    excess: share((slope + serving) * largestRoot + constant, deviation),
    serving: share(serving * largestRoot, deviation),
    claimed: Number.isFinite(bound) ? share(bound * largestRoot, deviation) : 0,
  };
}

/** No bar: what is said is what the roundings of Σ α_i k(x_i, z) alone may do. */
function unproven({ largestRoot, deviations }: Yardstick, target: number, serving: number): ErrorBar {
  const excess = share(serving * largestRoot, deviations[target] as number);
  return { bound: null, excess, serving: excess, claimed: 0 };
}

interface Doubt {
  readonly excess: number;
  readonly claimed: number;
  readonly errorBound: number | null;
}

/** What is said of a fit whose error at the points may be more than negligible. */
export function doubts({ excess, claimed, errorBound }: Doubt): readonly string[] {
  const error = Math.max(excess, claimed);
  if (error <= NEGLIGIBLE) return [];
  const size = `${error.toPrecision(2)} deviations of y at the points`;
  const cure = `scale the features (standardize: true), or use a larger lambda`;
  return [
    errorBound === null
      ? `the digits of the numbers do not suffice: the predictions may be off by ${size}; ${cure}`
      : `the predictions are proven only to within ${size}; ${cure}`,
  ];
}

function share(error: number, deviation: number): number {
  return error === 0 ? 0 : error / deviation;
}

/** Σ|α_i|√k(x_i, x_i): no prediction is larger beside √k(z, z). */
export function reachOf({ roots }: Pick<Yardstick, "roots">, alpha: ArrayLike<number>): number {
  let reach = 0;
  for (let i = 0; i < roots.length; i++) reach += Math.abs(alpha[i] as number) * (roots[i] as number);
  return reach;
}

/** What the roundings of k and of the sum Σ α_i k(x_i, z) add to a prediction beside √k(z, z); the sum of one target runs in eight lanes over tiles of 64 points, that of several on. */
export function servingError({ rounding, roots, deviations }: Yardstick, reach: number): number {
  const n = roots.length;
  return ((deviations.length === 1 ? 12 + Math.ceil(n / 64) : n) * UNIT_ROUNDOFF + rounding) * reach;
}

function deviationsOf({ rows, cols, data }: Matrix, centred: Float64Array): Float64Array {
  const deviations = new Float64Array(cols);
  for (let q = 0; q < cols; q++) {
    let largest = 0;
    for (let i = 0; i < rows; i++) largest = Math.max(largest, Math.abs(data[i * cols + q] as number));
    let mean = 0;
    for (let i = 0; i < rows; i++) mean += (data[i * cols + q] as number) / rows;
    for (let i = 0; i < rows; i++) centred[i] = (data[i * cols + q] as number) - mean;
    const deviation = euclideanNorm(centred) / Math.sqrt(rows);
    deviations[q] = deviation > 8 * rows * UNIT_ROUNDOFF * largest ? deviation : largest;
  }
  return deviations;
}

/** The diagonal of the box of the points. */
export function diameterOf({ rows, cols, data }: Matrix): number {
  const sides = new Float64Array(cols);
  for (let j = 0; j < cols; j++) {
    let least = Infinity;
    let most = -Infinity;
    for (let i = 0; i < rows; i++) {
      const value = data[i * cols + j] as number;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    sides[j] = most - least;
  }
  return euclideanNorm(sides);
}
