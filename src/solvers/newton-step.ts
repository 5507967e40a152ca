import { asMatrix } from "../core/matrix-view";
import { infinityNorm, restore } from "../core/products";
import { type Breakdown, brokeDown, factorCholesky } from "../dense/factors";
import { type MercerError, mercerError } from "../errors";
import { roundedUp } from "../errors/rounded";
import { largest } from "../matrix/vectors";
import { negativeEigenvalue } from "../operator/spectrum";
import { type Block, view } from "../wasm/memory";
import type { Pause } from "../wasm/pause";
import { HALVINGS } from "./newton-limits";
import { bendsOf, type Column, objective, type Point, settle, times } from "./newton-point";
import { addRidge, separateIntercept } from "./ridge/system";

type Target = Pick<Point, "alpha" | "h" | "b">;

/** A column with room for a right-hand side, and for a look at the spectrum. */
export interface Steppable extends Column {
  readonly blocks: Column["blocks"] & Readonly<Record<"rhs" | "spectrum", Block>>;
}

/** Where the quadratic model of J at a point has its minimum: α, h = Kα and b. */
export function stepFrom(column: Steppable, point: Point, pause: Pause): Target {
  const { workspace, n, blocks, lambda, intercept } = column;
  const { h, b, r } = point;
  const weights = view(workspace, blocks.weights);
  // a curvature below ε changes no step
  const curvature = bendsOf(column, r).map((bend, i) => Math.max(bend, (weights[i] as number) * Number.EPSILON));
  restore(workspace, n, blocks);
  addRidge(workspace, { n, weights: curvature }, blocks, 2 * lambda);
  const outcome = factorCholesky(workspace, asMatrix(blocks.K, n, n), pause);
  if (brokeDown(outcome)) {
    // where L″ has no bound what it is here counts
    const bound = column.formula.curvature;
    throw notDefinite(column, bound < Infinity ? bound * largest(weights) : largest(curvature), outcome);
  }
  const columns = intercept ? 2 : 1;
  const rhs = view(workspace, blocks.rhs).fill(1);
  for (let i = 0; i < n; i++) rhs[i * columns] = (h[i] as number) + b - (r[i] as number) / (curvature[i] as number);
  outcome.solve(columns, blocks.rhs);
  const { coefficients, intercepts } = separateIntercept(view(workspace, blocks.rhs), n, 1, intercept);
  return { alpha: coefficients, h: times(column, coefficients), b: intercepts[0] as number };
}

/**
 * The error for a K + 2λD⁻¹ that Cholesky refused, D being `steepest` at most. Its least eigenvalue exceeds that of K by 2λ/D, which is to lift the negative
 * ones of K, with as much again for the steps, and the rounding errors of the factorisation above 0.
 */
export function notDefinite(
  { workspace, n, blocks }: Pick<Column, "workspace" | "n"> & { readonly blocks: Readonly<Record<"K" | "diagonal" | "spectrum", Block>> },
  steepest: number,
  { pivot, value }: Breakdown,
): MercerError {
  restore(workspace, n, blocks);
  const below = negativeEigenvalue(workspace, n, blocks.K, blocks.spectrum) ?? 0;
  const rounding = 8 * n * Number.EPSILON * infinityNorm(workspace, asMatrix(blocks.K, n, n));
  const enough = (steepest * (rounding - 2 * below)) / 2;
  const cause = below < 0 ? `K has an eigenvalue of ${below.toPrecision(3)} or less` : "the rounding errors of K are larger than lambda";
  return mercerError(
    "not-positive-definite",
    `K + 2λD⁻¹ is not positive definite at pivot ${pivot} of ${n} (value ${value.toPrecision(3)}): ${cause}; use lambda ≥ ${roundedUp(enough, 2)}, or scale the features`,
    { pivot, value, argument: "lambda" },
  );
}

/** The point on the way to the target that makes J fall by a ten-thousandth of what its slope promises at least; J is known along it in O(n). */
export function stepTowards(column: Column, from: Point, to: Target): Point {
  const { lambda, floor } = column;
  const J = objective(column, from);
  const slack = 8 * Number.EPSILON * (J + Math.abs(floor));
  const rise = to.h.map((h, i) => h - (from.h[i] as number));
  const slope = rise.reduce(
    (sum, dh, i) => sum + (from.r[i] as number) * (dh + to.b - from.b) + 2 * lambda * (from.alpha[i] as number) * dh,
    0,
  );
  const between = (a: Float64Array, z: Float64Array, share: number) => a.map((x, i) => x + share * ((z[i] as number) - x));
  let share = 1;
  let point = from;
  for (let k = 0; k < HALVINGS; k++, share /= 2) {
    const [alpha, h] = share === 1 ? [to.alpha, to.h] : [between(from.alpha, to.alpha, share), between(from.h, to.h, share)];
    point = settle(column, alpha, h, from.b + share * (to.b - from.b));
    if (objective(column, point) <= J + 1e-4 * share * slope + slack) return point;
  }
  return Number.isFinite(objective(column, point)) ? point : from;
}
