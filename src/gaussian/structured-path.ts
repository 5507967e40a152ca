import type { Matrix } from "../matrix";
import { isOrdinary } from "../matrix/powers-of-two";
import { inOneUnit } from "../problem/ordinary-units";
import type { Problem } from "../problem/problem";
import type { Watch } from "../progress";
import { heldOutOfStructure } from "./evidence-of-structure";
import { determinedRows } from "./held-out";
import type { Structure } from "./structure";
import { structuredProduct } from "./structured-product";

/** What is known of each λ, as of `spectralPath`. */
export interface StructuredPath {
  readonly lambdas: Float64Array;
  /** Mean squared leave-one-out errors. */
  readonly shares: Float64Array;
  /** ‖G‖∞ max (G⁻¹)_ii */
  readonly conditions: Float64Array;
  readonly gcv: Float64Array;
  readonly effectiveDimension: Float64Array;
  readonly logMarginalLikelihood: Float64Array;
  /** Of `shares` and `gcv`. */
  readonly unit: number;
}

/** ‖K‖∞ and tr K, as far as the structure tells. */
export function sizeOfStructure(
  problem: Problem,
  structure: Structure,
  progress: Watch,
): { readonly largest: number; readonly trace: number } {
  const diagonal = problem.training.diagonal();
  const trace = diagonal.reduce((sum, value) => sum + value, 0);
  return { largest: structuredProduct(problem, structure, progress).norm, trace };
}

/** The criteria by which λ is chosen, one pass for each λ; without weights, so that the noise is λ at every point. */
export function structuredPath(
  problem: Problem,
  structure: Structure,
  { lambdas, F }: { readonly lambdas: Float64Array; readonly F: Matrix },
  progress: Watch,
): StructuredPath {
  const { n, t } = problem;
  const { problem: inUnits, unit } = inOneUnit(problem, isOrdinary);
  const found = Array.from(lambdas, (lambda, at) => {
    progress.during("leave-one-out")(at / lambdas.length);
    const noise = new Float64Array(n).fill(lambda);
    const observed = { problem: inUnits, noise, F };
    const { alpha, omega: precisions, squares: quadratic, determinants, norm } = heldOutOfStructure(observed, structure, progress);
    const determined = determinedRows(observed, alpha, precisions);
    let [trace, squares, alphas, most] = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const omega = precisions[i] as number;
      trace += omega;
      most = Math.max(most, omega);
      for (let q = 0; q < t; q++) {
        const own = alpha[i * t + q] as number;
        // what no fit without the row tells has no error that could be the least
        const residual = determined[i] ? own / omega : Infinity;
        squares += residual * residual;
        alphas += own * own;
      }
    }
    return {
      share: squares / (n * t),
      condition: norm * most,
      gcv: (n * alphas) / (t * trace * trace),
      dimension: n - lambda * trace,
      logLikelihood: quadratic.reduce((sum, square) => sum - 0.5 * (square * unit * unit + determinants), 0),
    };
  });
  const all = (of: (row: (typeof found)[number]) => number): Float64Array => Float64Array.from(found, of);
  return {
    lambdas,
    shares: all(({ share }) => share),
    conditions: all(({ condition }) => condition),
    gcv: all(({ gcv }) => gcv),
    effectiveDimension: all(({ dimension }) => dimension),
    logMarginalLikelihood: all(({ logLikelihood }) => logLikelihood),
    unit,
  };
}
