import { mercerError } from "../errors";
import type { KernelSpec } from "../kernels/spec";
import type { KernelPoints } from "../problem/points";
import { type Term, termsOf } from "../series/terms";

/** How the covariance of the points is put together, where that makes its factor cheap. */
export type Structure = { readonly kind: "stateSpace"; readonly terms: readonly Term[]; readonly isAsked: boolean };

/** Who looks for structure: "auto" where it pays, "stateSpace" always, and no other. */
export type StructureSolver = "auto" | "cholesky" | "stateSpace";

/** Points from which a series pays for another route than that of few points, whose results then stay as they are. */
export const MANY_POINTS = 1000;

/**
 * The structure of a kernel and its points; null where the dense route is to be taken.
 *
 * @param written the kernel as it was written, whose parameters are counted
 * @throws "unsupported" where a solver was asked for that does not fit
 */
export function structureOf(solver: StructureSolver, written: KernelSpec, points: KernelPoints): Structure | null {
  if (solver === "cholesky") return null;
  if (solver === "auto" && points.n < MANY_POINTS) return null;
  const found = seriesTerms(written, points);
  if (solver === "auto") {
    // without a decay the features of the kernel are few
    const pays = typeof found !== "string" && found.some(({ decays }) => decays.length > 0);
    return pays ? { kind: "stateSpace", terms: found, isAsked: false } : null;
  }
  if (typeof found !== "string") return { kind: "stateSpace", terms: found, isAsked: true };
  const message = `solver "stateSpace" is for one feature and kernels made of matern, laplacian, constant, linear, polynomial and white by sums, products, multiples and powers: ${found}; use solver "auto"`;
  throw mercerError("unsupported", message, { argument: "solver" });
}

/** The terms of a kernel of one feature, or what does not fit. */
export function seriesTerms(written: KernelSpec, { precomputed, X }: Pick<KernelPoints, "precomputed" | "X">): readonly Term[] | string {
  if (precomputed) return "a precomputed kernel has no points";
  if (X.cols !== 1) return `X has ${X.cols} features`;
  return termsOf(written);
}
