import { eigensystem } from "../dense/eigensystem";
import { gram } from "../gram/gram";
import type { Matrix } from "../matrix";
import type { Watch } from "../progress";
import { coefficientOf } from "../series/terms";
import type { Pause } from "../wasm/pause";
import type { Grid } from "./grid";
import type { Separable } from "./separable";
import { type Factors, outer, timesKronecker } from "./tensor";

/** K + N = (⊗U_k)(c ⊗S_k + N)(⊗U_k)ᵀ on a full grid, N the same variance in every cell. */
export interface GridFactor {
  /** Told how far its products have come. */
  readonly progress: Watch;
  /** N */
  readonly noise: number;
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
    noise,
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
export function timesGrid({ progress, noise, vectors, values }: GridFactor, alpha: Float64Array, t: number): Float64Array {
  const product = alpha.slice();
  const pause = progress.during("solve");
  timesKronecker(vectors, true, product, t, pause);
  for (let at = 0; at < product.length; at++) product[at] = (product[at] as number) * ((values[Math.floor(at / t)] as number) - noise);
  timesKronecker(vectors, false, product, t, pause);
  return product;
}

/** C ← (c⊗S + N)^(−½)C */
export function divideByRoots(values: Float64Array, C: Float64Array, c: number): void {
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
