import { asMatrix, flipped } from "../core/matrix-view";
import { mirror, syrk } from "../core/products";
import { mercerError } from "../errors";
import { roundedUp } from "../errors/rounded";
import { assemble, gram } from "../gram/gram";
import { amongThemselves, diagonalOf, sideOf } from "../gram/run";
import { parametersOf } from "../kernels/parameters";
import {
  asColumn,
  factorGrid,
  type GridFactor,
  gridGradient,
  inverseDiagonalOfGrid,
  timesGrid,
  unwhitenGrid,
  whitenGrid,
} from "../kronecker/factor";
import { cellsOf } from "../kronecker/grid";
import { outer, timesKronecker } from "../kronecker/tensor";
import type { Matrix } from "../matrix";
import { sumOfLogs } from "../matrix/logarithm";
import type { KernelPoints } from "../problem/points";
import type { Watch } from "../progress";
import { addSlopes } from "../series/series";
import { coefficientOf } from "../series/terms";
import { copyOf, view, withBlocks } from "../wasm/memory";
import { ignore } from "../wasm/pause";
import type { Structure } from "./structure";
import type { Drawn, StructuredFactor } from "./structured-factor";

type OnGrid = Extract<Structure, { readonly kind: "kronecker" }>;

/** K + N of a full grid and a product kernel, by the eigenvalues of each axis. */
export function gridFactor(points: KernelPoints, { grid, separable }: OnGrid, noise: Float64Array, progress: Watch): StructuredFactor {
  const { n } = points;
  const own = noise[0] as number;
  const white = separable.noises.reduce((sum, term) => sum + coefficientOf(term), 0);
  const total = own + white;
  const factor = factorGrid(grid, separable, total, progress);
  const { values, norm } = factor;
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  if (!(least > 0)) throw notPositive(n, least, own, norm);
  const sizes = grid.axes.map(({ length }) => length).join(" × ");
  return {
    order: grid.order,
    noise: new Float64Array(n).fill(total),
    logDeterminant: sumOfLogs(values),
    norm: () => norm + total,
    reason: `X is a grid of ${sizes}, and the kernel a product over the features: eigenvalues of each axis, exact`,
    numbers: 4,
    whiten: (C, c) => whitenGrid(factor, C, c),
    unwhiten: (W, c) => unwhitenGrid(factor, W, c),
    inverse: () => inverseDiagonalOfGrid(factor),
    times: (alpha, t) => timesGrid(factor, total, alpha, t),
    derivatives(columns, written) {
      const alpha = columns.W.slice();
      unwhitenGrid(factor, alpha, columns.weights.length);
      const isLogarithm = parametersOf(written).map(({ scale }) => scale === "log");
      return {
        alpha,
        inverse: inverseDiagonalOfGrid(factor),
        byKernel(byNoise) {
          const gradient = gridGradient(factor, columns, isLogarithm);
          const sum = byNoise.reduce((a, b) => a + b, 0);
          for (const term of separable.noises) addSlopes(term, sum, (parameter) => isLogarithm[parameter] as boolean, gradient);
          return gradient;
        },
      };
    },
    known: (columns, p) => knownOnGrid(points, factor, columns, p),
    covariance: (z) => covarianceOnGrid(points, factor, z),
    draw: (z, c, next) => drawnOnGrid(factor, total, z, c, next),
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
function covarianceOnGrid(points: KernelPoints, factor: GridFactor, z: Matrix): Float64Array {
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
function drawnOnGrid(factor: GridFactor, total: number, z: Matrix, c: number, next: () => number): Drawn | null {
  const { grid, values, vectors } = factor;
  const cells = cellsOf(grid, z);
  if (!cells) return null;
  const pick = (all: Float64Array): Float64Array =>
    Float64Array.from({ length: z.rows * c }, (_, at) => all[(cells[Math.floor(at / c)] as number) * c + (at % c)] as number);
  const atPoints = new Float64Array(values.length * c);
  // what rounding leaves of an eigenvalue below 0 is 0
  for (let at = 0; at < atPoints.length; at++)
    atPoints[at] = Math.sqrt(Math.max(0, (values[Math.floor(at / c)] as number) - total)) * next();
  timesKronecker(vectors, false, atPoints, c, ignore);
  return { atPoints, atRows: pick(atPoints), sums: (alpha) => pick(timesGrid(factor, total, alpha, c)) };
}

/** For every row of Z the vector c ⊗U_kᵀk_k(·, z_k), whitened: its square is what is known of the function there. */
function knownOnGrid(points: KernelPoints, factor: GridFactor, columns: Float64Array, p: number): ReturnType<StructuredFactor["known"]> {
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

function notPositive(n: number, value: number, noise: number, norm: number): Error {
  const enough = roundedUp(noise + 10 * n * Number.EPSILON * norm, 1);
  const message = `K + noise is not positive definite: its least eigenvalue is ${value.toPrecision(3)}; use noise ≥ ${enough}, which is rounding beside K`;
  return mercerError("not-positive-definite", message, { pivot: n - 1, value });
}
