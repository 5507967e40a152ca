import { matrix, type Solve } from "../../src/entries/linalg";
import { normals, random } from "../support/generator";
import { transpose } from "../support/oracles";
import { remainder } from "./doubled";
import type { Sample } from "./matrices";
import { columnNorm, inverseOf, ratioOf, rowNorm } from "./norms";

export type Note = (ratio: string, value: number) => void;

/** ‖A‖ and ‖A⁻¹‖ in the ∞-norm, the second to a relative error of about n·κ·ε. */
export function norms({ n, A }: Sample): { readonly norm: number; readonly inverseNorm: number } {
  return { norm: rowNorm(n, n, A), inverseNorm: rowNorm(n, n, inverseOf(n, A)) };
}

/** ‖b − Ax‖/(‖A‖‖x‖ε) (dget02) and ‖x − x*‖/(κ‖x*‖ε) (dget04), the greatest of three right-hand sides A·x*. */
export function checkSolve(solve: Solve, { n, A }: Sample, condition: number, note: Note): void {
  const t = 3;
  const truth = normals(random(n), n * t);
  const B = remainder(n, t, n, A, transpose(n, t, truth), new Float64Array(n * t)).map((value) => -value);
  const X = solve(matrix(B, n, t)).data;
  const left = remainder(n, t, n, A, transpose(n, t, X), B);
  const column = (M: Float64Array, q: number): Float64Array => M.filter((_, at) => at % t === q);
  for (let q = 0; q < t; q++) {
    const [x, exact] = [column(X, q), column(truth, q)];
    note("‖b − Ax‖", ratioOf(columnNorm(n, 1, column(left, q)) / columnNorm(n, n, A), columnNorm(n, 1, x), 1));
    const error = x.map((value, i) => value - (exact[i] as number));
    note("‖x − x*‖", ratioOf(rowNorm(n, 1, error) / condition, rowNorm(n, 1, exact), 1));
  }
}

/** max(κ, κ*)/min(κ, κ*) − (1 − ε) for an estimate of a condition number (dget06). */
export function checkCondition(estimate: number, truth: number, note: Note): void {
  note("condition estimate", Math.max(estimate, truth) / Math.min(estimate, truth) - 1);
}
