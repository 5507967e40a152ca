import { equalRows } from "../../dense/equal-rows";
import type { Breakdown } from "../../dense/factors";
import { type MercerError, mercerError } from "../../errors";
import { isPsd } from "../../kernels/psd";
import type { KernelPoints } from "../../problem/points";
import type { Problem } from "../../problem/problem";
import { workingLambda } from "./definite";

/** The error for a matrix G = K + λW⁻¹ that Cholesky refused: where, why, and a λ that works. */
export function notPositiveDefinite(problem: Problem, lambda: number, norm: number, { pivot, value }: Breakdown): MercerError {
  const { cause, details } = causeOf(problem, pivot);
  return mercerError(
    "not-positive-definite",
    `K + λI is not positive definite at pivot ${pivot} of ${problem.n} (value ${value.toPrecision(3)})${cause}; ${remedy(problem, lambda, norm)}${mayBeIndefinite(problem) ? ', or solver "lu"' : ""}`,
    { pivot, value, ...details },
  );
}

/** The error for a G that no elimination can solve with: a pivot was 0, or the condition number is beyond 1/ε. */
export function singular(problem: Problem, lambda: number, norm: number, pivot: number | null, condition: number): MercerError {
  const { cause, details } = causeOf(problem, pivot);
  const what =
    pivot === null ? `to working precision (condition number ${condition.toPrecision(2)})` : `(pivot ${pivot} of ${problem.n} is 0)`;
  return mercerError("singular", `K + λI is singular ${what}${cause}; ${remedy(problem, lambda, norm)}`, {
    pivot,
    conditionEstimate: condition,
    ...details,
  });
}

/** Whether K can have negative eigenvalues at all, so that LU would be the remedy and not only a larger ridge. */
function mayBeIndefinite({ kernel, precomputed, X }: Problem): boolean {
  return precomputed || isPsd(kernel, X.cols) !== true;
}

function remedy(problem: Problem, lambda: number, norm: number): string {
  const working = workingLambda(problem, lambda, norm, mayBeIndefinite(problem));
  return Number.isFinite(working) ? `use lambda ≥ ${working}` : "no lambda is large enough; scale K down";
}

/** Two equal rows of X, the commonest cause: first the partner of the failing pivot, then any. Row numbers are those the user gave. */
export function causeOf(
  { X, precomputed, support }: KernelPoints,
  pivot: number | null,
): { cause: string; details: { readonly duplicates?: readonly number[] } } {
  const pairs = equalRows(X);
  const pair = pairs.find(([, later]) => later === pivot) ?? pairs[0];
  if (!pair) return { cause: "", details: {} };
  const rows = pair.map((i) => support?.[i] ?? i);
  const what = precomputed ? "K" : "X";
  return { cause: `; rows ${rows[0]} and ${rows[1]} of ${what} are equal`, details: { duplicates: rows } };
}
