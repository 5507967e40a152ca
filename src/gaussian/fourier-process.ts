import { withMatrices, zeros } from "../core/matrices";
import { asMatrix, elementsOf } from "../core/matrix-view";
import { gemm, mirror, syrk } from "../core/products";
import { mercerError } from "../errors";
import type { AxisModes } from "../fourier/modes";
import { quadraticAt, quadraticWaves } from "../fourier/toeplitz";
import { alongPoints } from "../fourier/waves";
import { parametersOf } from "../kernels/parameters";
import type { KernelSpec } from "../kernels/spec";
import type { Matrix } from "../matrix";
import { addSlopes } from "../series/series";
import { copyOf, view, withBlocks } from "../wasm/memory";
import { ignore } from "../wasm/pause";
import { addTimes, between, type OnWaves, timesTransposed, type WaveFactor } from "./fourier-factor";
import type { FoundWaves } from "./structured-factor";
import type { Derivatives, Drawn, Known, WhitenedColumns } from "./structured-process";

/** diag G⁻¹ */
export function inverseDiagonalOfWaves({ points, factor }: FoundWaves): Float64Array {
  return quadraticAt(factor.structure.axes, inverseWaves(factor), points.X, factor.progress.during("inverse")).map(
    (known) => (1 - known) / factor.total,
  );
}

/** `derivativesOf` of waves. */
export function waveDerivatives(found: FoundWaves, { W, weights, t }: WhitenedColumns, written: KernelSpec): Derivatives {
  const { structure, c, total, vectors, spectrum, whiten } = found.factor;
  const { axes, separable, features: M } = structure;
  const { X } = found.points;
  const alpha = W.slice();
  const columns = weights.length;
  whiten(alpha, columns);
  const inverse = inverseDiagonalOfWaves(found);
  const shares = timesTransposed(axes, X, alpha, columns, M, ignore);
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
}

/** `knownBy` of waves. */
export function knownByWaves({ points, factor }: FoundWaves, columns: Float64Array, p: number): Known {
  const { structure, c, total, normal, vectors, byRoot } = factor;
  const { axes, features: M } = structure;
  const { X } = points;
  const root = Math.sqrt(total);
  const waves = inverseWaves(factor);
  const shares = timesTransposed(axes, X, columns, p, M, ignore);
  between(vectors, byRoot, shares, p, c);
  // Q G^(−½)k_z = (Φᵀ Q less what T takes)… the same root on both sides
  const plain = timesTransposed(axes, X, columns, p, M, ignore);
  const normalTimes = multiplied(normal, shares, p, M);
  const inWaves = plain.map((value, at) => (c * value - (normalTimes[at] as number)) / root);
  return (z) => {
    requireInside(axes, z);
    const variance = quadraticAt(axes, waves, z, ignore).map((value) => total * value);
    const known = new Float64Array(z.rows * p);
    addTimes(axes, z, { B: inWaves, c: p, sign: 1 }, known, ignore);
    return { variance, shares: known };
  };
}

/** `covarianceBy` of waves. */
export function covarianceByWaves({ factor }: FoundWaves, z: Matrix): Float64Array {
  const { structure, c, total, vectors, spectrum } = factor;
  const { axes, features: M } = structure;
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
}

/** `drawnBy` of waves. */
export function drawnByWaves({ points, factor }: FoundWaves, z: Matrix, count: number, next: () => number): Drawn {
  const { structure, c } = factor;
  const { axes, features: M } = structure;
  const { X } = points;
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

/** φᵀ c(cΦᵀΦ + NI)⁻¹ φ as sums of waves. */
function inverseWaves({ structure, c, vectors, spectrum }: WaveFactor): Float64Array {
  const parts = spectrum.map((value) => c / value);
  return quadraticWaves(structure.axes, spectral(vectors, parts, structure.features));
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
