import { asMatrix, flipped } from "../core/matrix-view";
import { mirror, syrk } from "../core/products";
import { assemble, gram } from "../gram/gram";
import { amongThemselves, diagonalOf, sideOf } from "../gram/run";
import { parametersOf } from "../kernels/parameters";
import type { KernelSpec } from "../kernels/spec";
import { asColumn, type GridFactor, inverseDiagonalOfGrid, timesGrid, unwhitenGrid } from "../kronecker/factor";
import { gridGradient } from "../kronecker/gradient";
import { cellsOf } from "../kronecker/grid";
import { outer, timesKronecker } from "../kronecker/tensor";
import type { Matrix } from "../matrix";
import { addSlopes } from "../series/series";
import { coefficientOf } from "../series/terms";
import { copyOf, view, withBlocks } from "../wasm/memory";
import { ignore } from "../wasm/pause";
import type { FoundGrid } from "./structured-factor";
import type { Derivatives, Drawn, Known, WhitenedColumns } from "./structured-process";

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

/** U_kᵀk_k(·, z_k) of every axis for every row of Z, n_k × m each. */
function crossed({ grid, separable, vectors }: GridFactor, z: Matrix): Matrix[] {
  return grid.axes.map((axis, k) => {
    const ofAxis = Float64Array.from({ length: z.rows }, (_, i) => z.data[i * z.cols + k] as number);
    const cross = gram((separable.axes[k] as GridFactor["separable"]["axes"][number]).kernel, asColumn(axis), asColumn(ofAxis));
    timesKronecker([vectors[k] as GridFactor["vectors"][number]], true, cross.data, z.rows, ignore);
    return cross;
  });
}

/** Cells of eigenvectors that are looked at together. */
const CELLS = 1024;

/** k(Z, Z) − VᵀV for the whitened vectors V of all rows: n m² multiplications, some cells at a time. */
export function covarianceOnGrid({ points, factor }: FoundGrid, z: Matrix): Float64Array {
  const { separable, values } = factor;
  const c = coefficientOf(separable.scale);
  const m = z.rows;
  const n = values.length;
  const axes = crossed(factor, z);
  const prior = assemble(amongThemselves(points.kernel, sideOf(z), false));
  return withBlocks({ C: m * m, V: m * CELLS }, (blocks, workspace) => {
    view(workspace, blocks.C).set(prior.data);
    const C = asMatrix(blocks.C, m, m);
    for (let from = 0; from < n; from += CELLS) {
      const count = Math.min(CELLS, n - from);
      const V = view(workspace, blocks.V);
      for (let j = 0; j < count; j++) V.fill(c / Math.sqrt(values[from + j] as number), j * m, (j + 1) * m);
      let after = n;
      for (const { rows: size, data } of axes) {
        after /= size;
        for (let j = 0; j < count; j++) {
          const row = (Math.floor((from + j) / after) % size) * m;
          for (let i = 0; i < m; i++) V[j * m + i] = (V[j * m + i] as number) * (data[row + i] as number);
        }
      }
      syrk(workspace, flipped(asMatrix(blocks.V, count, m)), C, -1);
    }
    mirror(workspace, C, "lower");
    return copyOf(workspace, blocks.C);
  });
}

/** √c (⊗U)(⊗S)^½ξ, for rows of Z that are cells of the grid. */
export function drawnOnGrid({ factor }: FoundGrid, z: Matrix, c: number, next: () => number): Drawn | null {
  const { grid, noise, values, vectors } = factor;
  const cells = cellsOf(grid, z);
  if (!cells) return null;
  const pick = (all: Float64Array): Float64Array =>
    Float64Array.from({ length: z.rows * c }, (_, at) => all[(cells[Math.floor(at / c)] as number) * c + (at % c)] as number);
  const atPoints = new Float64Array(values.length * c);
  // what rounding leaves of an eigenvalue below 0 is 0
  for (let at = 0; at < atPoints.length; at++)
    atPoints[at] = Math.sqrt(Math.max(0, (values[Math.floor(at / c)] as number) - noise)) * next();
  timesKronecker(vectors, false, atPoints, c, ignore);
  return { atPoints, atRows: pick(atPoints), sums: (alpha) => pick(timesGrid(factor, alpha, c)) };
}

/** `knownBy` of a grid: for every row of Z the vector c ⊗U_kᵀk_k(·, z_k), whitened: its square is what is known of the function there. */
export function knownOnGrid({ points, factor }: FoundGrid, columns: Float64Array, p: number): Known {
  const { separable, values } = factor;
  const c = coefficientOf(separable.scale);
  const roots = values.map(Math.sqrt);
  return (z) => {
    const variance = diagonalOf(amongThemselves(points.kernel, sideOf(z), false));
    const shares = new Float64Array(z.rows * p);
    const axes = crossed(factor, z);
    for (let i = 0; i < z.rows; i++) {
      const whitened = outer(
        axes.map(({ rows, cols, data }) => Float64Array.from({ length: rows }, (_, j) => data[j * cols + i] as number)),
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
