import { withMatrices, zeros } from "../core/matrices";
import { elementsOf, flipped } from "../core/matrix-view";
import { gemm } from "../core/products";
import { eigensystem } from "../dense/eigensystem";
import { mercerError } from "../errors";
import type { AxisModes } from "../fourier/modes";
import { normalMatrix, waveSums } from "../fourier/toeplitz";
import { alongPoints } from "../fourier/waves";
import type { Matrix } from "../matrix";
import { logOfSize, sumOfLogs } from "../matrix/logarithm";
import type { KernelPoints } from "../problem/points";
import type { Watch } from "../progress";
import { coefficientOf } from "../series/terms";
import type { Pause } from "../wasm/pause";
import type { Structure } from "./structure";
import type { StructuredFactor } from "./structured-factor";

export type OnWaves = Extract<Structure, { readonly kind: "fourier" }>;

/** What a kernel of waves was factored into, in the words of `fourierFactor`. */
export interface WaveFactor {
  /** Told how far its sums have come. */
  readonly progress: Watch;
  readonly structure: OnWaves;
  readonly c: number;
  /** N */
  readonly total: number;
  /** cΦᵀΦ, M × M */
  readonly normal: Float64Array;
  /** U */
  readonly vectors: Float64Array;
  /** d + N */
  readonly spectrum: Float64Array;
  /** The diagonal of UᵀTU. */
  readonly byRoot: Float64Array;
  whiten(C: Float64Array, columns: number): void;
}

/**
 * K + N for a Gaussian kernel in few dimensions by waves Φ with |K − cΦΦᵀ| ≤ ε everywhere, N the same at every point:
 *
 *     (cΦΦᵀ + NI)^(−½) = (I − cΦ T Φᵀ)/√N,  T = U diag(1/((d + N)(1 + √(N/(d + N))))) Uᵀ,  cΦᵀΦ = U diag(d) Uᵀ
 *
 * Source: Greengard, Rachh & Barnett, Equispaced Fourier representations for efficient Gaussian process regression (2022).
 */
export function fourierFactor(points: KernelPoints, structure: OnWaves, noise: Float64Array, progress: Watch): StructuredFactor {
  const { axes, separable } = structure;
  const { X, n } = points;
  const c = coefficientOf(separable.scale);
  const total = (noise[0] as number) + separable.noises.reduce((sum, term) => sum + coefficientOf(term), 0);
  if (!(total > 0)) {
    const message = 'solver "fourier" divides by the noise, which must be positive; use solver "cholesky"';
    throw mercerError("not-positive-definite", message, { pivot: 0, value: total });
  }
  const M = structure.features;
  const { normal, values, vectors } = eigenvaluesOf(points, structure, progress);
  const spectrum = values.map((value) => Math.max(0, value) + total);
  const byRoot = spectrum.map((value) => 1 / (value * (1 + Math.sqrt(total / value))));
  const root = Math.sqrt(total);
  const solving = progress.during("solve");
  const whiten = (C: Float64Array, columns: number): void => {
    const shares = timesTransposed(axes, X, C, columns, M, solving);
    between(vectors, byRoot, shares, columns, c);
    addTimes(axes, X, { B: shares, c: columns, sign: -1 }, C, solving);
    for (let at = 0; at < C.length; at++) C[at] = (C[at] as number) / root;
  };
  const error = structure.error * c;
  return {
    order: null,
    noise: new Float64Array(n).fill(total),
    logDeterminant: sumOfLogs(spectrum) + (n - M) * logOfSize(total),
    norm: () => c + total,
    reason: `by ${M} waves, whose kernel is within ${error.toPrecision(2)} of the Gaussian for any two places among the points`,
    numbers: 4,
    kernelError: error + (n + M + 100 * Math.max(...axes.map(({ p }) => p))) * Number.EPSILON * c,
    whiten,
    unwhiten: whiten,
    times(alpha, t) {
      const shares = timesTransposed(axes, X, alpha, t, M, solving).map((value) => c * value);
      const product = new Float64Array(alpha.length);
      addTimes(axes, X, { B: shares, c: t, sign: 1 }, product, solving);
      return product;
    },
    found: { kind: "fourier", points, factor: { progress, structure, c, total, normal, vectors, spectrum, byRoot, whiten } },
  };
}

/** cΦᵀΦ = U diag(d) Uᵀ */
interface Eigenvalues {
  readonly X: Matrix;
  readonly normal: Float64Array;
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/** Of the last points of a structure: a path of λ asks for them again and again. */
const found = new WeakMap<OnWaves, Eigenvalues>();

function eigenvaluesOf({ X }: KernelPoints, structure: OnWaves, progress: Watch): Eigenvalues {
  const known = found.get(structure);
  if (known?.X === X) return known;
  const { axes, separable, features: M } = structure;
  const c = coefficientOf(separable.scale);
  const normal = normalMatrix(axes, waveSums(axes, X, progress.during("waves")), M).map((value) => c * value);
  const made = { X, normal, ...eigensystem({ rows: M, cols: M, data: normal }, progress.during("eigenvalues")) };
  found.set(structure, made);
  return made;
}

/** ΦᵀC, M × c */
export function timesTransposed(
  axes: readonly AxisModes[],
  points: Matrix,
  C: Float64Array,
  c: number,
  M: number,
  pause: Pause,
): Float64Array {
  const sums = new Float64Array(M * c);
  alongPoints(axes, points, 1, true, pause, (i, before, last) => {
    for (let q = 0; q < c; q++) {
      const own = C[i * c + q] as number;
      for (let a = 0; a < before.length; a++) {
        const value = own * (before[a] as number);
        for (let j = 0; j < last.length; j++) {
          const at = (a * last.length + j) * c + q;
          sums[at] = (sums[at] as number) + value * (last[j] as number);
        }
      }
    }
  });
  return sums;
}

/** C += sign ΦB for B of M × c */
export function addTimes(
  axes: readonly AxisModes[],
  points: Matrix,
  { B, c, sign }: { readonly B: Float64Array; readonly c: number; readonly sign: 1 | -1 },
  C: Float64Array,
  pause: Pause,
): void {
  alongPoints(axes, points, 1, true, pause, (i, before, last) => {
    for (let q = 0; q < c; q++) {
      let sum = 0;
      for (let a = 0; a < before.length; a++) {
        let inner = 0;
        for (let j = 0; j < last.length; j++) inner += (B[(a * last.length + j) * c + q] as number) * (last[j] as number);
        sum += inner * (before[a] as number);
      }
      C[i * c + q] = (C[i * c + q] as number) + sign * sum;
    }
  });
}

/** B ← c U diag(f) Uᵀ B for M × columns */
export function between(U: Float64Array, f: Float64Array, B: Float64Array, columns: number, c: number): void {
  const M = f.length;
  const placed = { U: { rows: M, cols: M, data: U }, B: { rows: M, cols: columns, data: B }, T: zeros(M, columns) };
  withMatrices(placed, ({ U, B: inPlace, T }, workspace) => {
    gemm(workspace, flipped(U), inPlace, T);
    const inside = elementsOf(workspace, T);
    for (let k = 0; k < M; k++)
      for (let q = 0; q < columns; q++) inside[k * columns + q] = (inside[k * columns + q] as number) * (f[k] as number) * c;
    const result = elementsOf(workspace, inPlace).fill(0);
    gemm(workspace, U, T, inPlace);
    B.set(result);
  });
}
