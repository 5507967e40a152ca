import { asMatrix } from "../core/matrix-view";
import { mirror, syrk } from "../core/products";
import { mercerError } from "../errors";
import type { AxisModes } from "../fourier/modes";
import { quadraticAt, quadraticWaves } from "../fourier/toeplitz";
import { parametersOf } from "../kernels/parameters";
import type { KernelSpec } from "../kernels/spec";
import type { Matrix } from "../matrix";
import { addSlopes } from "../series/series";
import { copyOf, view, withBlocks } from "../wasm/memory";
import { addTimes, between, type OnWaves, timesTransposed, type WaveFactor } from "./fourier-factor";
import type { FoundWaves } from "./structured-factor";
import type { Derivatives, Known, WhitenedColumns } from "./structured-process";

/** diag G⁻¹ */
export function inverseDiagonalOfWaves({ points, factor }: FoundWaves): Float64Array {
  return quadraticAt(factor.structure.axes, inverseWaves(factor), points.X).map((known) => (1 - known) / factor.total);
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
  const shares = timesTransposed(axes, X, alpha, columns, M);
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
  const shares = timesTransposed(axes, X, columns, p, M);
  between(vectors, byRoot, shares, p, c);
  // Q G^(−½)k_z = (Φᵀ Q less what T takes)… the same root on both sides
  const plain = timesTransposed(axes, X, columns, p, M);
  const normalTimes = multiplied(normal, shares, p, M);
  const inWaves = plain.map((value, at) => (c * value - (normalTimes[at] as number)) / root);
  return (z) => {
    requireInside(axes, z);
    const variance = quadraticAt(axes, waves, z).map((value) => total * value);
    const known = new Float64Array(z.rows * p);
    addTimes(axes, z, inWaves, p, known, 1);
    return { variance, shares: known };
  };
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
  const product = new Float64Array(B.length);
  for (let i = 0; i < M; i++) {
    for (let k = 0; k < M; k++) {
      for (let q = 0; q < columns; q++) {
        product[i * columns + q] = (product[i * columns + q] as number) + (A[i * M + k] as number) * (B[k * columns + q] as number);
      }
    }
  }
  return product;
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
