import { mercerError } from "../errors";
import { type GaussianWaves, gaussianWaves } from "../fourier/gaussian-axes";
import type { KernelSpec } from "../kernels/spec";
import { type Grid, gridOf } from "../kronecker/grid";
import { type Separable, separableOf } from "../kronecker/separable";
import type { KernelPoints } from "../problem/points";
import { type Term, termsOf } from "../series/terms";

/** How the covariance of the points is put together, where that makes its factor cheap; `isAsked`: whether its solver was asked for. */
export type Structure =
  | { readonly kind: "stateSpace"; readonly terms: readonly Term[]; readonly isAsked: boolean }
  | { readonly kind: "kronecker"; readonly grid: Grid; readonly separable: Separable; readonly isAsked: boolean }
  | ({ readonly kind: "fourier"; readonly separable: Separable; readonly isAsked: boolean } & GaussianWaves);

/** Who looks for structure: "auto" for all where they pay, one that is named always, and "cholesky" for none. */
export type StructureSolver = "auto" | "cholesky" | Structure["kind"];

/** As much of points as tells their structure. */
export type Laid = Pick<KernelPoints, "precomputed" | "X" | "n">;

/** Points from which structure pays; of fewer the results stay those of the whole matrix. */
const MANY_POINTS = 1000;

/**
 * The structure of a kernel and its points; null where the dense route is to be taken.
 *
 * @param written the kernel as it was written, whose parameters are counted
 * @param noise N, a variance per point
 * @throws "unsupported" where a solver was asked for that does not fit, with what does not
 */
export function structureOf(solver: StructureSolver, written: KernelSpec, points: Laid, noise: Float64Array): Structure | null {
  switch (solver) {
    case "cholesky":
      return null;
    case "stateSpace": {
      const found = seriesIn(written, points);
      if (typeof found !== "string") return { kind: solver, terms: found, isAsked: true };
      throw unfit(
        solver,
        "one feature and kernels made of matern, laplacian, constant, linear, polynomial and white by sums, products, multiples and powers",
        found,
      );
    }
    case "kronecker": {
      const found = gridIn(written, points, noise);
      if (typeof found !== "string") return { kind: solver, ...found, isAsked: true };
      throw unfit(
        solver,
        "full grids, noise that is the same everywhere, and products over the features: rbf, laplacian, periodic per feature, kernels on one column each",
        found,
      );
    }
    case "fourier": {
      const found = wavesIn(written, points, noise);
      if (typeof found !== "string") return { kind: solver, ...found, isAsked: true };
      throw unfit(
        solver,
        "a Gaussian kernel (rbf) of up to three features, noise that is the same everywhere, and length scales that are not short beside the box of the points",
        found,
      );
    }
    case "auto":
      return points.n < MANY_POINTS ? null : found(written, points, noise);
    default:
      return solver satisfies never;
  }
}

function found(written: KernelSpec, points: Laid, noise: Float64Array): Structure | null {
  if (points.X.cols === 1) {
    const terms = seriesIn(written, points);
    // without a decay the features of the kernel are few
    const pays = typeof terms !== "string" && terms.some(({ decays }) => decays.length > 0);
    return pays ? { kind: "stateSpace", terms, isAsked: false } : null;
  }
  const onGrid = gridIn(written, points, noise);
  // a kernel that does not look at a column has few features there
  if (typeof onGrid === "string" || onGrid.separable.axes.some(({ kernel }) => kernel.kind === "constant")) return null;
  return { kind: "kronecker", ...onGrid, isAsked: false };
}

function seriesIn(written: KernelSpec, { precomputed, X }: Laid): readonly Term[] | string {
  if (precomputed) return "a precomputed kernel has no points";
  return X.cols === 1 ? termsOf(written) : `X has ${X.cols} features`;
}

/** The grid of points and the factors of a kernel, or what does not fit. */
export function gridIn(written: KernelSpec, { precomputed, X }: Laid, noise: Float64Array): Pick<OnGrid, "grid" | "separable"> | string {
  if (precomputed) return "a precomputed kernel has no points";
  if (X.cols < 2) return "X has one feature";
  const separable = separableOf(written, X.cols);
  if (typeof separable === "string") return separable;
  if (noise.some((value) => value !== noise[0])) return "the noise, or the weight, differs from point to point";
  const grid = gridOf(X);
  return typeof grid === "string" ? grid : { grid, separable };
}

type OnGrid = Extract<Structure, { readonly kind: "kronecker" }>;

/** The waves of a kernel over its points, or what does not fit. */
export function wavesIn(
  written: KernelSpec,
  { precomputed, X }: Laid,
  noise: Float64Array,
): (GaussianWaves & { readonly separable: Separable }) | string {
  if (precomputed) return "a precomputed kernel has no points";
  const separable = separableOf(written, X.cols);
  if (typeof separable === "string") return separable;
  if (noise.some((value) => value !== noise[0])) return "the noise, or the weight, differs from point to point";
  const waves = gaussianWaves(separable, X);
  return typeof waves === "string" ? waves : { ...waves, separable };
}

function unfit(solver: string, what: string, why: string): Error {
  return mercerError("unsupported", `solver "${solver}" is for ${what}: ${why}; use solver "auto"`, { argument: "solver" });
}
