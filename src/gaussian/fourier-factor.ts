import { withMatrices, zeros } from "../core/matrices";
import { asMatrix, elementsOf, flipped } from "../core/matrix-view";
import { gemm, mirror, syrk } from "../core/products";
import { eigensystem } from "../dense/eigensystem";
import { mercerError } from "../errors";
import type { AxisModes } from "../fourier/modes";
import { normalMatrix, quadraticAt, quadraticWaves, waveSums } from "../fourier/toeplitz";
import { alongPoints } from "../fourier/waves";
import { parametersOf } from "../kernels/parameters";
import type { Matrix } from "../matrix";
import { logOfSize, sumOfLogs } from "../matrix/logarithm";
import type { KernelPoints } from "../problem/points";
import type { Watch } from "../progress";
import { addSlopes } from "../series/series";
import { coefficientOf } from "../series/terms";
import { copyOf, view, withBlocks } from "../wasm/memory";
import { ignore, type Pause } from "../wasm/pause";
import type { Structure } from "./structure";
import type { StructuredFactor } from "./structured-factor";

type OnWaves = Extract<Structure, { readonly kind: "fourier" }>;

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
  const normal = normalMatrix(axes, waveSums(axes, X, progress.during("waves")), M).map((value) => c * value);
  const { values, vectors } = eigensystem({ rows: M, cols: M, data: normal }, progress.during("eigenvalues"));
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
  const inverseWaves = (): Float64Array =>
    quadraticWaves(
      axes,
      spectral(
        vectors,
        spectrum.map((value) => c / value),
        M,
      ),
    );
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
    inverse: () => quadraticAt(axes, inverseWaves(), X, progress.during("inverse")).map((known) => (1 - known) / total),
    times(alpha, t) {
      const shares = timesTransposed(axes, X, alpha, t, M, solving).map((value) => c * value);
      const product = new Float64Array(alpha.length);
      addTimes(axes, X, { B: shares, c: t, sign: 1 }, product, solving);
      return product;
    },
    derivatives({ W, weights, t }, written) {
      const alpha = W.slice();
      const columns = weights.length;
      whiten(alpha, columns);
      const inverse = quadraticAt(axes, inverseWaves(), X, progress.during("inverse")).map((known) => (1 - known) / total);
      const shares = timesTransposed(axes, X, alpha, columns, M, solving);
      // c (Σ w (Φᵀα)² − t ΦᵀG⁻¹Φ) of each wave
      const each = Float64Array.from({ length: M }, (_, j) => {
        let sum = 0;
        for (let q = 0; q < columns; q++)
          sum += c * (weights[q] as number) * (shares[j * columns + q] as number) * (shares[j * columns + q] as number);
        for (let k = 0; k < M; k++) {
          const u = vectors[j * M + k] as number;
          sum -= (t * u * u * ((spectrum[k] as number) - total)) / (spectrum[k] as number);
        }
        return sum / 2;
      });
      const isLogarithm = parametersOf(written).map(({ scale }) => scale === "log");
      return {
        alpha,
        inverse,
        byKernel(byNoise) {
          const gradient = new Float64Array(isLogarithm.length);
          const logarithm = (parameter: number): boolean => isLogarithm[parameter] as boolean;
          addSlopes(separable.scale, each.reduce((a, b) => a + b, 0) / c, logarithm, gradient);
          const noisy = byNoise.reduce((a, b) => a + b, 0);
          for (const term of separable.noises) addSlopes(term, noisy, logarithm, gradient);
          let after = M;
          axes.forEach(({ slopes }, k) => {
            after /= slopes.length;
            const { parameter, sense } = structure.parameters[k] as OnWaves["parameters"][number];
            if (parameter < 0) return;
            for (let j = 0; j < M; j++) {
              const slope = slopes[Math.floor(j / after) % slopes.length] as number;
              gradient[parameter] = (gradient[parameter] as number) + sense * slope * (each[j] as number);
            }
          });
          return gradient;
        },
      };
    },
    known(columns, p) {
      const waves = inverseWaves();
      const shares = timesTransposed(axes, X, columns, p, M, solving);
      between(vectors, byRoot, shares, p, c);
      // Q G^(−½)k_z = (Φᵀ Q less what T takes)… the same root on both sides
      const plain = timesTransposed(axes, X, columns, p, M, solving);
      const normalTimes = multiplied(normal, shares, p, M);
      const inWaves = plain.map((value, at) => (c * value - (normalTimes[at] as number)) / root);
      return (z) => {
        requireInside(axes, z);
        const variance = quadraticAt(axes, waves, z, ignore).map((value) => total * value);
        const known = new Float64Array(z.rows * p);
        addTimes(axes, z, { B: inWaves, c: p, sign: 1 }, known, ignore);
        return { variance, shares: known };
      };
    },
    covariance(z) {
      requireInside(axes, z);
      const [m, Phi] = [z.rows, { rows: z.rows, cols: M, data: wavesOf(axes, z, M) }];
      const scales = spectrum.map((value) => Math.sqrt((total * c) / value));
      const U = { rows: M, cols: M, data: vectors.map((u, at) => u * (scales[at % M] as number)) };
      return withMatrices({ Phi, U, B: zeros(m, M), C: zeros(m, m) }, ({ Phi, U, B, C }, workspace) => {
        gemm(workspace, Phi, U, B);
        syrk(workspace, B, C);
        mirror(workspace, C, "lower");
        return elementsOf(workspace, C).slice();
      });
    },
    draw(z, count, next) {
      requireInside(axes, z);
      const B = Float64Array.from({ length: M * count }, () => Math.sqrt(c) * next());
      const at = (points: Matrix, waves: Float64Array): Float64Array => {
        const values = new Float64Array(points.rows * count);
        addTimes(axes, points, { B: waves, c: count, sign: 1 }, values, ignore);
        return values;
      };
      const sums = (alpha: Float64Array): Float64Array =>
        at(
          z,
          timesTransposed(axes, X, alpha, count, M, ignore).map((value) => c * value),
        );
      return { atPoints: at(X, B), atRows: at(z, B), sums };
    },
  };
}

/** Φ, a row for each of the points. */
function wavesOf(axes: readonly AxisModes[], points: Matrix, M: number): Float64Array {
  const waves = new Float64Array(points.rows * M);
  alongPoints(axes, points, 1, true, ignore, (i, before, last) => {
    before.forEach((value, a) => {
      for (let j = 0; j < last.length; j++) waves[i * M + a * last.length + j] = value * (last[j] as number);
    });
  });
  return waves;
}

/** ΦᵀC, M × c */
function timesTransposed(axes: readonly AxisModes[], points: Matrix, C: Float64Array, c: number, M: number, pause: Pause): Float64Array {
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
function addTimes(
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
function between(U: Float64Array, f: Float64Array, B: Float64Array, columns: number, c: number): void {
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

/** U diag(f) Uᵀ for f ≥ 0 */
function spectral(U: Float64Array, f: Float64Array, M: number): Float64Array {
  return withBlocks({ A: M * M, C: M * M }, (blocks, workspace) => {
    view(workspace, blocks.A).set(U.map((u, at) => u * Math.sqrt(f[at % M] as number)));
    view(workspace, blocks.C).fill(0);
    const C = asMatrix(blocks.C, M, M);
    syrk(workspace, asMatrix(blocks.A, M, M), C);
    mirror(workspace, C, "lower");
    return copyOf(workspace, blocks.C);
  });
}

/** A B for the symmetric A */
function multiplied(A: Float64Array, B: Float64Array, columns: number, M: number): Float64Array {
  const placed = { A: { rows: M, cols: M, data: A }, B: { rows: M, cols: columns, data: B }, C: zeros(M, columns) };
  return withMatrices(placed, ({ A, B, C }, workspace) => {
    gemm(workspace, A, B, C);
    return elementsOf(workspace, C).slice();
  });
}

/** @throws "unsupported" for a point beyond the box of the training points, where the waves are no Gaussian */
function requireInside(axes: readonly AxisModes[], { rows, cols, data }: Matrix): void {
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < cols; k++) {
      const { from, to } = axes[k] as AxisModes;
      const value = data[i * cols + k] as number;
      if (value >= from && value <= to) continue;
      const message = `row ${i} of Z lies outside of the box of the training points, beyond which the waves of solver "fourier" have no proven variance; use solver "cholesky" there`;
      throw mercerError("unsupported", message, { argument: "Z" });
    }
  }
}
