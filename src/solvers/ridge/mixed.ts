import { asMatrix } from "../../core/matrix-view";
import { restore } from "../../core/products";
import { symmetricVector } from "../../core/single";
import { factorRounded } from "../../dense/single-factor";
import { allFinite } from "../../matrix/vectors";
import type { Problem } from "../../problem/problem";
import { type Block, view } from "../../wasm/memory";
import { addScaled, conditionBy, type Preconditioned, solveColumns, vectorsOf } from "./conjugate-gradients";
import type { Group } from "./group";
import { mayBeMixed, stepsAllowed, whyDouble } from "./precision";
import type { Solution } from "./routes";
import { addRidge, separateIntercept, writeRightHandSides } from "./system";

/**
 * By conjugate gradients on G in double precision, which a Cholesky factor in single precision preconditions: G⁻¹y to the backward error of a factor in
 * double precision, for half the time. The factor stands above the diagonal of K, which stays below it: no more memory.
 *
 * A reason why that was not done, or led to nothing; null where it was not to be tried. K is then as it was.
 */
export function mixed(group: Group): Solution | string | null {
  const { problem, lambda, norm, targets, options } = group;
  const { n } = problem;
  if (!mayBeMixed(options, n)) return null;
  const shift = ridgeOf(problem, lambda);
  const [least, most] = range(view(group.workspace, group.blocks.diagonal), shift);
  const columns = targets.length + (options.intercept ? 1 : 0);
  return whyDouble(problem, options, { lambda, norm, least, columns }) ?? preconditioned(group, shift, most, columns);
}

function preconditioned(group: Group, shift: Float64Array, largestDiagonal: number, columns: number): Solution | string {
  const { workspace, problem, blocks, norm, targets, options, progress } = group;
  const { n } = problem;
  const K = asMatrix(blocks.K, n, n);
  const vectors = vectorsOf(n, blocks.krylov as Block);
  const factor = factorRounded(workspace, K, largestDiagonal, vectors.vector, progress.during("factor"));
  if (typeof factor === "number") return undone(group, `in single precision K + λI is not positive definite at pivot ${factor} of ${n}`);
  const system: Preconditioned = {
    n,
    norm,
    multiply(p, q) {
      symmetricVector(workspace, K, blocks.diagonal, p, q, vectors.product);
      addScaled(shift, view(workspace, p), view(workspace, q));
    },
    solve: factor.solve,
    pause: progress.during("solve"),
  };
  const allowed = stepsAllowed(options, n);
  const condition = conditionBy(workspace, system, factor.condition(norm, blocks.work), vectors, allowed, blocks.work);
  writeRightHandSides(view(workspace, blocks.rhs), problem, targets, options.intercept);
  const steps = solveColumns(workspace, system, vectors, allowed, columns, blocks.rhs);
  if (steps === null) return undone(group, notConverged(allowed));
  const { coefficients, intercepts } = separateIntercept(view(workspace, blocks.rhs), n, targets.length, options.intercept);
  if (!allFinite(coefficients)) return undone(group, notConverged(allowed));
  return {
    solver: "mixed",
    rank: null,
    reason: reached(steps),
    warnings: [],
    condition,
    coefficients,
    intercepts,
    solve: (count, X) => void solveColumns(workspace, system, vectors, allowed, count, X),
    clear: true,
    half: "lower",
  };
}

/** What the report says of steps of conjugate gradients. */
export function reached(steps: number): string {
  return `K + λI is positive definite in single precision, and its factor there preconditions conjugate gradients: ${steps} ${steps === 1 ? "step" : "steps"}`;
}

export function notConverged(steps: number): string {
  return `with a factor in single precision conjugate gradients had not converged after ${steps} steps`;
}

/** The reason, K being G again. */
export function undone({ workspace, problem, blocks, lambda }: Group, reason: string): string {
  restore(workspace, problem.n, blocks, "lower");
  addRidge(workspace, problem, blocks, lambda);
  return reason;
}

/** λ/w_i */
export function ridgeOf({ n, weights }: Pick<Problem, "n" | "weights">, lambda: number): Float64Array {
  const shift = new Float64Array(n).fill(lambda);
  return weights ? shift.map((value, i) => value / (weights[i] as number)) : shift;
}

/** The least and the largest of a_i + b_i. */
export function range(a: Float64Array, b: Float64Array): [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < a.length; i++) {
    const sum = (a[i] as number) + (b[i] as number);
    if (!(sum >= least)) least = sum;
    if (!(sum <= most)) most = sum;
  }
  return [least, most];
}
