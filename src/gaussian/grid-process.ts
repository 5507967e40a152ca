import { gram } from "../gram/gram";
import { amongThemselves, diagonalOf, sideOf } from "../gram/run";
import { parametersOf } from "../kernels/parameters";
import type { KernelSpec } from "../kernels/spec";
import { asColumn, type GridFactor, inverseDiagonalOfGrid, unwhitenGrid } from "../kronecker/factor";
import { gridGradient } from "../kronecker/gradient";
import { outer, timesKronecker } from "../kronecker/tensor";
import { addSlopes } from "../series/series";
import { coefficientOf } from "../series/terms";
import type { FoundGrid } from "./structured-factor";
import type { Derivatives, Known, WhitenedColumns } from "./structured-process";

/** `derivativesOf` of a grid. */
export function gridDerivatives({ factor }: FoundGrid, columns: WhitenedColumns, written: KernelSpec): Derivatives {
  const alpha = columns.W.slice();
  unwhitenGrid(factor, alpha, columns.weights.length);
  const isLogarithm = parametersOf(written).map(({ scale }) => scale === "log");
  return {
    alpha,
    inverse: inverseDiagonalOfGrid(factor),
    byKernel(byNoise) {
      const gradient = gridGradient(factor, columns, isLogarithm);
      const sum = byNoise.reduce((a, b) => a + b, 0);
      for (const term of factor.separable.noises) addSlopes(term, sum, (parameter) => isLogarithm[parameter] as boolean, gradient);
      return gradient;
    },
  };
}

/** `knownBy` of a grid: for every row of Z the vector c ⊗U_kᵀk_k(·, z_k), whitened: its square is what is known of the function there. */
export function knownOnGrid({ points, factor }: FoundGrid, columns: Float64Array, p: number): Known {
  const { grid, separable, vectors, values } = factor;
  const c = coefficientOf(separable.scale);
  const roots = values.map(Math.sqrt);
  return (z) => {
    const variance = diagonalOf(amongThemselves(points.kernel, sideOf(z), false));
    const shares = new Float64Array(z.rows * p);
    const crossed = grid.axes.map((axis, k) => {
      const ofAxis = Float64Array.from({ length: z.rows }, (_, i) => z.data[i * z.cols + k] as number);
      const cross = gram((separable.axes[k] as GridFactor["separable"]["axes"][number]).kernel, asColumn(axis), asColumn(ofAxis));
      timesKronecker([vectors[k] as GridFactor["vectors"][number]], true, cross.data, z.rows);
      return cross;
    });
    for (let i = 0; i < z.rows; i++) {
      const whitened = outer(
        crossed.map(({ rows, cols, data }) => Float64Array.from({ length: rows }, (_, j) => data[j * cols + i] as number)),
      );
      let known = 0;
      for (let j = 0; j < whitened.length; j++) {
        const value = (c * (whitened[j] as number)) / (roots[j] as number);
        known += value * value;
        for (let k = 0; k < p; k++) shares[i * p + k] = (shares[i * p + k] as number) + (columns[j * p + k] as number) * value;
      }
      variance[i] = (variance[i] as number) - known;
    }
    return { variance, shares };
  };
}
