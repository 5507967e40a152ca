import { asMatrix, flipped } from "../core/matrix-view";
import { gemm } from "../core/products";
import { eigensystem } from "../dense/eigensystem";
import { gramDerivative } from "../gram/derivative";
import { gram } from "../gram/gram";
import { amongThemselves, sideOf } from "../gram/run";
import type { Matrix } from "../matrix";
import type { Watch } from "../progress";
import { addSlopes } from "../series/series";
import { coefficientOf } from "../series/terms";
import { view, withBlocks } from "../wasm/memory";
import type { Pause } from "../wasm/pause";
import type { Grid } from "./grid";
import type { Separable } from "./separable";
import { type Factors, outer, timesKronecker } from "./tensor";

/** K + N = (⊗U_k)(c ⊗S_k + N)(⊗U_k)ᵀ on a full grid, N the same variance in every cell. */
export interface GridFactor {
  /** Told how far its products have come. */
  readonly progress: Watch;
  readonly grid: Grid;
  readonly separable: Separable;
  /** U_k */
  readonly vectors: Factors;
  /** S_k */
  readonly spectra: readonly Float64Array[];
  /** c ⊗S_k + N in the order of the cells of eigenvectors. */
  readonly values: Float64Array;
  /** ‖K‖ in the ∞-norm */
  readonly norm: number;
}

export function factorGrid(grid: Grid, separable: Separable, noise: number, progress: Watch): GridFactor {
  const found = axisFactors(grid, separable, progress.during("eigenvalues"));
  const c = coefficientOf(separable.scale);
  return {
    progress,
    grid,
    separable,
    vectors: found.map(({ size, vectors }) => ({ size, elements: vectors })),
    spectra: found.map(({ values }) => values),
    values: outer(found.map(({ values }) => values)).map((value) => c * value + noise),
    norm: found.reduce((product, { norm }) => product * norm, c),
  };
}

interface AxisFactor extends ReturnType<typeof eigensystem> {
  readonly size: number;
  readonly norm: number;
}

/** What was found for a kernel on its grid, so that a path of λ finds it once. */
const known = new WeakMap<Separable, readonly AxisFactor[]>();

function axisFactors(grid: Grid, separable: Separable, pause: Pause): readonly AxisFactor[] {
  const before = known.get(separable);
  if (before) return before;
  const found = grid.axes.map((axis, k) => {
    const K = gram((separable.axes[k] as Separable["axes"][number]).kernel, asColumn(axis));
    return { size: axis.length, norm: infinityNorm(K), ...eigensystem(K, (share) => pause((k + share) / grid.axes.length)) };
  });
  known.set(separable, found);
  return found;
}

/** C ← (c⊗S + N)^(−½)(⊗U)ᵀC for n × c numbers. */
export function whitenGrid({ progress, vectors, values }: GridFactor, C: Float64Array, c: number): void {
  timesKronecker(vectors, true, C, c, progress.during("solve"));
  divideByRoots(values, C, c);
}

/** W ← (⊗U)(c⊗S + N)^(−½)W */
export function unwhitenGrid({ progress, vectors, values }: GridFactor, W: Float64Array, c: number): void {
  divideByRoots(values, W, c);
  timesKronecker(vectors, false, W, c, progress.during("solve"));
}

/** diag G⁻¹ = (⊗U∘U)(c⊗S + N)⁻¹ */
export function inverseDiagonalOfGrid({ progress, vectors, values }: GridFactor): Float64Array {
  const inverse = values.map((value) => 1 / value);
  const squares = vectors.map(({ size, elements }) => ({ size, elements: elements.map((u) => u * u) }));
  timesKronecker(squares, false, inverse, 1, progress.during("inverse"));
  return inverse;
}

/** (G − N)α, n × t */
export function timesGrid({ progress, vectors, values }: GridFactor, noise: number, alpha: Float64Array, t: number): Float64Array {
  const product = alpha.slice();
  const pause = progress.during("solve");
  timesKronecker(vectors, true, product, t, pause);
  for (let at = 0; at < product.length; at++) product[at] = (product[at] as number) * ((values[Math.floor(at / t)] as number) - noise);
  timesKronecker(vectors, false, product, t, pause);
  return product;
}

/**
 * ½ Σ_ij Q_ij ∂K_ij/∂θ for Q = Σ w_q α_q α_qᵀ − t G⁻¹, in the order of `parametersOf`. With α̂ = (⊗U)ᵀα and σ the product of the other spectra each axis has the weights
 *
 *     c U_a (Σ_q w_q Σ_f σ_f α̂_f α̂_fᵀ − t diag Σ_f σ_f/(c⊗S + N)_f) U_aᵀ,  f running over the fibres along the axis,
 *
 * and one reverse pass through its own kernel.
 *
 * @param W n × c of `whitenGrid`
 */
export function gridGradient(
  factor: GridFactor,
  { W, weights, t }: { readonly W: Float64Array; readonly weights: readonly number[]; readonly t: number },
  isLogarithm: readonly boolean[],
): Float64Array {
  const { grid, separable, spectra, values } = factor;
  const gradient = new Float64Array(isLogarithm.length);
  const own = W.slice();
  divideByRoots(values, own, weights.length);
  const c = coefficientOf(separable.scale);
  const products = outer(spectra);
  let byScale = 0;
  for (let i = 0; i < values.length; i++) {
    let sum = -t / (values[i] as number);
    for (let q = 0; q < weights.length; q++) {
      const a = own[i * weights.length + q] as number;
      sum += (weights[q] as number) * a * a;
    }
    byScale += (sum * (products[i] as number)) / 2;
  }
  addSlopes(separable.scale, byScale, (parameter) => isLogarithm[parameter] as boolean, gradient);
  grid.axes.forEach((_, a) => {
    const { kernel, parameters } = separable.axes[a] as Separable["axes"][number];
    if (parameters.every((parameter) => parameter < 0)) return;
    const side = sideOf(asColumn(grid.axes[a] as Float64Array));
    const derivatives = withAxisWeights(factor, a, { own, weights, t }, (block, workspace) =>
      gramDerivative(workspace, amongThemselves(kernel, side, true), { matrix: { block, factor: c / 2 } }),
    );
    parameters.forEach((parameter, k) => {
      if (parameter >= 0) gradient[parameter] = (gradient[parameter] as number) + (derivatives[k] as number);
    });
  });
  return gradient;
}

type Body = Parameters<typeof withBlocks<{ Q: number }, Float64Array>>[1];

function withAxisWeights(
  { vectors, spectra, values }: GridFactor,
  a: number,
  { own, weights, t }: { readonly own: Float64Array; readonly weights: readonly number[]; readonly t: number },
  body: (Q: Parameters<Body>[0]["Q"], workspace: Parameters<Body>[1]) => Float64Array,
): Float64Array {
  const { size, elements } = vectors[a] as Factors[number];
  const n = values.length;
  const c = weights.length;
  const fibres = n / size;
  const after = spectra.slice(a + 1).reduce((product, { length }) => product * length, 1);
  const others = outer(spectra.map((spectrum, k) => (k === a ? new Float64Array(size).fill(1) : spectrum)));
  const rooms = { left: n, right: n, E: size * size, U: size * size, T: size * size, Q: size * size };
  return withBlocks(rooms, (blocks, workspace) => {
    const E = view(workspace, blocks.E).fill(0);
    const [left, right] = [view(workspace, blocks.left), view(workspace, blocks.right)];
    for (let q = 0; q < c; q++) {
      for (let cell = 0; cell < n; cell++) {
        const row = Math.floor(cell / after) % size;
        const at = row * fibres + Math.floor(cell / (after * size)) * after + (cell % after);
        const value = own[cell * c + q] as number;
        left[at] = value;
        right[at] = value * (others[cell] as number) * (weights[q] as number);
      }
      gemm(workspace, asMatrix(blocks.left, size, fibres), flipped(asMatrix(blocks.right, size, fibres)), asMatrix(blocks.E, size, size));
    }
    for (let cell = 0; cell < n; cell++) {
      const row = Math.floor(cell / after) % size;
      E[row * (size + 1)] = (E[row * (size + 1)] as number) - (t * (others[cell] as number)) / (values[cell] as number);
    }
    view(workspace, blocks.U).set(elements);
    view(workspace, blocks.T).fill(0);
    view(workspace, blocks.Q).fill(0);
    const U = asMatrix(blocks.U, size, size);
    gemm(workspace, U, asMatrix(blocks.E, size, size), asMatrix(blocks.T, size, size));
    gemm(workspace, asMatrix(blocks.T, size, size), flipped(U), asMatrix(blocks.Q, size, size));
    return body(blocks.Q, workspace);
  });
}

function divideByRoots(values: Float64Array, C: Float64Array, c: number): void {
  for (let i = 0; i < values.length; i++) {
    const root = Math.sqrt(values[i] as number);
    for (let q = 0; q < c; q++) C[i * c + q] = (C[i * c + q] as number) / root;
  }
}

function infinityNorm({ rows, cols, data }: Matrix): number {
  let most = 0;
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < cols; j++) sum += Math.abs(data[i * cols + j] as number);
    most = Math.max(most, sum);
  }
  return most;
}

/** The values of an axis as points. */
export function asColumn(axis: Float64Array): Matrix {
  return { rows: axis.length, cols: 1, data: axis };
}
