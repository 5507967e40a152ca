import { cholesky } from "../../core/factors";
import { asMatrix } from "../../core/matrix-view";
import { brokeDown, factorCholesky } from "../../dense/factors";
import { square } from "../../dense/products";
import { UNIT_ROUNDOFF } from "../../kernels/rounding";
import { cloned, columnOf, type Matrix, transpose } from "../../matrix";
import { euclideanNorm } from "../../matrix/magnitude";
import { view, withBlocks } from "../../wasm/memory";
import { center } from "./solve";

/** B = Φ̃ᵀWΦ̃ + λI with its diagonal brought to 1, DBD. */
interface FeatureMetric {
  /** D */
  readonly scales: Float64Array;
  /** Proven: no eigenvalue of DBD is less; 0 where nothing positive is proven. */
  readonly least: number;
  /** The largest ‖Dφ̃(x_i)‖. */
  readonly longest: number;
}

interface Given {
  /** η of the features, in units of u. */
  readonly rounding: number;
  readonly lambda: number;
  readonly centred: boolean;
}

/** How often the shift is made smaller until Cholesky succeeds. */
const TRIES = 6;

/**
 * The least eigenvalue from below: where Cholesky of A − σI comes to an end for the computed A, its least eigenvalue is at least σ less the rounding of the
 * elimination; what the roundings of A may change is taken off.
 *
 * Source: S. M. Rump, Verification of positive definiteness, BIT 46 (2006), §2.
 */
export function featureMetric(phi: Matrix, weights: Float64Array | null, { rounding, lambda, centred }: Given): FeatureMetric {
  const { rows: n, cols: M } = phi;
  const moved = cloned(phi);
  if (centred) center(moved, weights);
  const root = (i: number): number => Math.sqrt(weights?.[i] ?? 1);
  const scales = new Float64Array(M);
  let uncertain = 0;
  const whole = columnNorms(phi, weights);
  const owns = centred ? columnNorms(moved, weights) : whole;
  for (let j = 0; j < M; j++) {
    const own = owns[j] as number;
    scales[j] = 1 / ridgedLength(own, lambda);
    uncertain = Math.max(uncertain, (n + 4 + rounding) * UNIT_ROUNDOFF * (whole[j] as number) * (scales[j] as number));
  }
  let longest = 0;
  for (let i = 0; i < n; i++) {
    let length = 0;
    for (let j = 0; j < M; j++) {
      const value = (moved.data[i * M + j] as number) * (scales[j] as number);
      length += value * value;
      moved.data[i * M + j] = value * root(i);
    }
    longest = Math.max(longest, length);
  }
  const shift = scales.map((value) => lambda * value * value);
  const lost = M * (2 * uncertain + (n + 2 * M + 4) * UNIT_ROUNDOFF);
  const gram = square(transpose(moved)).data;
  for (let j = 0; j < M; j++) gram[j * (M + 1)] = (gram[j * (M + 1)] as number) + (shift[j] as number);
  const least = withBlocks({ C: M * M, work: M }, (blocks, workspace) => {
    view(workspace, blocks.C).set(gram);
    const factorisation = factorCholesky(workspace, asMatrix(blocks.C, M, M));
    if (brokeDown(factorisation)) return 0;
    let sigma = 1 / (4 * factorisation.condition(1, blocks.work));
    for (let pass = 0; pass < TRIES; pass++, sigma /= 4) {
      const C = view(workspace, blocks.C);
      C.set(gram);
      for (let j = 0; j < M; j++) C[j * (M + 1)] = (C[j * (M + 1)] as number) - sigma;
      if (cholesky(workspace, asMatrix(blocks.C, M, M)) === M) return sigma - lost;
    }
    return 0;
  });
  return { scales, least, longest: Math.sqrt(longest) };
}

/** √Σ_i w_i a_ij² of every column. */
function columnNorms({ rows, cols, data }: Matrix, weights: Float64Array | null): Float64Array {
  const sums = new Float64Array(cols);
  for (let i = 0; i < rows; i++) {
    const weight = weights?.[i] ?? 1;
    for (let j = 0; j < cols; j++) {
      const value = data[i * cols + j] as number;
      sums[j] = (sums[j] as number) + weight * value * value;
    }
  }
  return sums.map((sum, j) => (sum > LEAST_SQUARE && sum < Infinity ? Math.sqrt(sum) : weightedNorm(columnOf(data, cols, j), weights)));
}

/** Sums of squares below this may have lost digits. */
const LEAST_SQUARE = 2 ** -900;

/** √(x² + λ), also where the square leaves the numbers. */
function ridgedLength(x: number, lambda: number): number {
  const square = x * x + lambda;
  return square > LEAST_SQUARE && square < Infinity ? Math.sqrt(square) : euclideanNorm(Float64Array.of(x, Math.sqrt(lambda)));
}

function weightedNorm(x: Float64Array, weights: Float64Array | null): number {
  return euclideanNorm(weights ? x.map((value, i) => value * Math.sqrt(weights[i] as number)) : x);
}
