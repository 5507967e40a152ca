import { asMatrix } from "../../core/matrix-view";
import { gemm } from "../../core/products";
import { LOG_TWO_PI, logOfSize, sumOfLogs } from "../../matrix/logarithm";
import { largestMagnitude } from "../../matrix/magnitude";
import { timesPowerOfTwo } from "../../matrix/powers-of-two";
import { sumOf } from "../../matrix/vectors";
import type { Problem } from "../../problem/problem";
import { type Watch, watch } from "../../progress";
import { type Block, view, type Workspace, withBlocks } from "../../wasm/memory";
import { singular } from "./breakdown";
import { leaveOneOutErrors, requireTwo, scaledTargets } from "./leave-one-out";
import { type Shifted, shiftedBy, summaryOf } from "./shifted";
import { type Spectrum, type SpectrumBlocks, spectrumOf, spectrumSizes } from "./spectrum";

/** What every λ leads to, by one eigendecomposition. */
export interface SpectralPath {
  readonly lambdas: Float64Array;
  /** Mean squared leave-one-out errors, and generalised cross-validation, in units of `unit`². */
  readonly shares: Float64Array;
  readonly gcv: Float64Array;
  /** The power of two next to the largest |y|, or to what is left of it without its centre. */
  readonly unit: number;
  /** tr K(K + λI)⁻¹, and what an intercept takes */
  readonly effectiveDimension: Float64Array;
  readonly logMarginalLikelihood: Float64Array;
  readonly conditions: Float64Array;
}

/** How many λ are worked on at once, and numbers that a block for them may have: 32 MB. */
const CHUNK = 64;
const ROOM = 2 ** 22;

/**
 * For every λ, with W^½KW^½ = U diag(s) Uᵀ and no other factorisation:
 *
 *     α = W^½ U (s + λ)⁻¹ Uᵀ W^½ (y − b),   (G⁻¹)_ii = w_i Σ_k U_ik²/(s_k + λ)
 *
 * so that leave-one-out is one product with U and one with U∘U, n² multiplications per λ each; all else is O(n) per λ.
 *
 * @param choose the λ, from the spectrum
 * @throws "not-positive-definite" or "singular" where one of the λ leaves K + λI so
 */
export function spectralPath(
  problem: Problem,
  choose: (spectrum: Spectrum) => Float64Array,
  intercept: boolean,
  progress: Watch,
): SpectralPath {
  const { n, t } = problem;
  requireTwo(n, intercept);
  const { scaled, unit } = scaledTargets(problem, intercept);
  const chunk = Math.max(1, Math.min(CHUNK, Math.floor(ROOM / (n * (t + 1)))));
  const columns = n * chunk * (t + 1);
  const sizes = { ...spectrumSizes(problem), quotients: columns, alpha: columns, reciprocals: n * chunk, diagonals: n * chunk };
  return withBlocks(sizes, (blocks, workspace) => {
    const spectrum = spectrumOf(workspace, scaled, intercept, blocks, progress);
    const lambdas = choose(spectrum);
    const shifts = Array.from(lambdas, (lambda) => shiftedBy(spectrum, lambda, intercept));
    const refused = shifts.findIndex(({ condition }) => condition === Infinity);
    if (refused >= 0) refuse(problem, spectrum, lambdas[refused] as number, intercept);
    const shares = new Float64Array(lambdas.length);
    const pause = progress.during("leave-one-out");
    for (let from = 0; from < shifts.length; from += chunk) {
      const part = shifts.slice(from, from + chunk);
      shares.set(leaveOneOutShares(workspace, spectrum, part, problem, blocks), from);
      pause((from + part.length) / shifts.length);
    }
    return { lambdas, shares, unit, ...criteria(problem, spectrum, shifts, unit) };
  });
}

/** Everything but leave-one-out. */
function criteria(
  { n, t, weights }: Problem,
  spectrum: Spectrum,
  shifts: readonly Shifted[],
  unit: number,
): Omit<SpectralPath, "lambdas" | "shares" | "unit"> {
  const whole = weights ? sumOf(weights) : n;
  const logWeights = weights ? sumOfLogs(weights) : 0;
  const found = shifts.map((shift) => {
    const { trace, effectiveDimension, square, quadratic, logDeterminant } = summaryOf(spectrum, shift);
    const p = shift.total > 0 ? 1 : 0;
    const constants = (n - p) * LOG_TWO_PI - p * logOfSize(n) - logWeights;
    return {
      gcv: ((square / whole / t) * n * n) / (trace * trace),
      effectiveDimension,
      logMarginalLikelihood: -0.5 * (timesPowerOfTwo(quadratic, -shift.e) * unit * unit + t * (logDeterminant + constants)),
    };
  });
  return {
    gcv: Float64Array.from(found, ({ gcv }) => gcv),
    effectiveDimension: Float64Array.from(found, ({ effectiveDimension }) => effectiveDimension),
    logMarginalLikelihood: Float64Array.from(found, ({ logMarginalLikelihood }) => logMarginalLikelihood),
    conditions: Float64Array.from(shifts, ({ condition }) => condition),
  };
}

/** Σ w_i e_i²/Σ w_i of every λ, e_i = α_i/(G⁻¹)_ii, the mean over the targets. */
function leaveOneOutShares(
  workspace: Workspace,
  { vectors, squares, shares, roots }: Spectrum & SpectrumBlocks,
  shifts: readonly Shifted[],
  { n, t }: Problem,
  blocks: Readonly<Record<"quotients" | "alpha" | "reciprocals" | "diagonals", Block>>,
): Float64Array {
  const count = shifts.length;
  const columns = t + 1;
  const [quotients, reciprocals] = [view(workspace, blocks.quotients), view(workspace, blocks.reciprocals)];
  shifts.forEach(({ inverse, intercepts }, c) => {
    for (let k = 0; k < n; k++) {
      const each = inverse[k] as number;
      const ones = shares[k * columns + t] as number;
      const at = (k * count + c) * columns;
      reciprocals[k * count + c] = each;
      quotients[at + t] = each * ones;
      for (let q = 0; q < t; q++) quotients[at + q] = each * ((shares[k * columns + q] as number) - (intercepts[q] as number) * ones);
    }
  });
  view(workspace, blocks.alpha).fill(0);
  view(workspace, blocks.diagonals).fill(0);
  gemm(workspace, asMatrix(vectors, n, n), asMatrix(blocks.quotients, n, count * columns), asMatrix(blocks.alpha, n, count * columns));
  gemm(workspace, asMatrix(squares, n, n), asMatrix(blocks.reciprocals, n, count), asMatrix(blocks.diagonals, n, count));
  const [alpha, diagonals] = [view(workspace, blocks.alpha), view(workspace, blocks.diagonals)];
  const sums = new Float64Array(count);
  let whole = 0;
  for (let i = 0; i < n; i++) {
    const root = roots?.[i] ?? 1;
    whole += root * root;
    for (let c = 0; c < count; c++) {
      const at = (i * count + c) * columns;
      const { total } = shifts[c] as Shifted;
      const u = alpha[at + t] as number;
      const weight = (diagonals[i * count + c] as number) - (total > 0 ? (u * u) / total : 0);
      // α and (G⁻¹)_ii without their √w and w, and e with the √w of its square
      for (let q = 0; q < t; q++) {
        const residual = (alpha[at + q] as number) / weight;
        sums[c] = (sums[c] as number) + residual * residual;
      }
    }
  }
  return sums.map((sum) => sum / (whole * t));
}

/** @throws the error of Cholesky, which knows the pivot, or that K + λI is singular */
function refuse(problem: Problem, { values }: Spectrum, lambda: number, intercept: boolean): never {
  leaveOneOutErrors(problem, Float64Array.of(lambda), intercept, watch({}));
  throw singular(problem, lambda, largestMagnitude(values), null, Infinity);
}
