import { cholesky, ldl, lu, matrix, pivotedCholesky, solve } from "../../src/entries/linalg";
import { product, transpose } from "../support/oracles";
import { remainder } from "./doubled";
import type { Sample } from "./matrices";
import { inverseOf, ratioOf, rowNorm } from "./norms";
import { checkCondition, checkSolve, type Note, norms } from "./solutions";

/** Row i of the result is row order[i] of A. */
function permuted(n: number, A: Float64Array, order: Int32Array, both: boolean): Float64Array {
  return A.map((_, at) => A[(order[Math.floor(at / n)] as number) * n + (both ? (order[at % n] as number) : at % n)] as number);
}

/** ‖LLᵀ − A‖/(n‖A‖ε) (dpot01), solutions, the diagonal of the inverse, the condition number (dpocon). */
export function checkCholesky(sample: Sample, note: Note): void {
  const { n, A } = sample;
  const { L, solve: solveBy, conditionEstimate, inverseDiagonal } = cholesky(matrix(A.slice(), n, n));
  note("‖LLᵀ − A‖", ratioOf(rowNorm(n, n, remainder(n, n, n, L.data, L.data, A)), rowNorm(n, n, A), n));
  const { norm, inverseNorm } = norms(sample);
  checkCondition(conditionEstimate, norm * inverseNorm, note);
  const inverse = inverseOf(n, A);
  let worst = 0;
  inverseDiagonal.forEach((value, i) => {
    worst = Math.max(worst, Math.abs(value / (inverse[i * (n + 1)] as number) - 1));
  });
  note("(A⁻¹)_ii", ratioOf(worst / norm, inverseNorm, n));
  checkSolve(solveBy, sample, norm * inverseNorm, note);
}

/** ‖LLᵀ − A‖/(n‖A‖ε) (dpst01), and how many columns the rank differs by, as a ratio beyond the threshold. */
export function checkPivotedCholesky({ n, A, rank: wanted }: Sample & { readonly rank: number }, note: Note): void {
  const { L, rank } = pivotedCholesky(matrix(A.slice(), n, n));
  note("rank", rank === wanted ? 0 : Number.POSITIVE_INFINITY);
  note("‖LLᵀ − A‖", ratioOf(rowNorm(n, n, remainder(n, n, rank, L.data, L.data, A)), rowNorm(n, n, A), n));
}

/** ‖LU − PA‖/(n‖A‖ε) (dget01), solutions by the factors and by `solve`, the condition number (dgecon). */
export function checkLu(sample: Sample, note: Note): void {
  const { n, A } = sample;
  const { L, U, permutation, solve: solveBy, conditionEstimate } = lu(matrix(A.slice(), n, n));
  const left = remainder(n, n, n, L.data, transpose(n, n, U.data), permuted(n, A, permutation, false));
  note("‖LU − PA‖", ratioOf(rowNorm(n, n, left), rowNorm(n, n, A), n));
  note("|l_ij|", L.data.every((value) => Math.abs(value) <= 1) ? 0 : Number.POSITIVE_INFINITY);
  const { norm, inverseNorm } = norms(sample);
  checkCondition(conditionEstimate, norm * inverseNorm, note);
  checkSolve(solveBy, sample, norm * inverseNorm, note);
  checkSolve(((B: Parameters<typeof solve>[1]) => solve(matrix(A.slice(), n, n), B)) as typeof solveBy, sample, norm * inverseNorm, note);
}

/** ‖LDLᵀ − PAPᵀ‖/(n‖A‖ε) (dsyt01), solutions, the condition number (dsycon). */
export function checkLdl(sample: Sample, note: Note): void {
  const { n, A } = sample;
  const { L, D, permutation, solve: solveBy, conditionEstimate } = ldl(matrix(A.slice(), n, n));
  const left = remainder(n, n, n, product(n, n, n, L.data, D.data), L.data, permuted(n, A, permutation, true));
  note("‖LDLᵀ − PAPᵀ‖", ratioOf(rowNorm(n, n, left), rowNorm(n, n, A), n));
  const { norm, inverseNorm } = norms(sample);
  checkCondition(conditionEstimate, norm * inverseNorm, note);
  checkSolve(solveBy, sample, norm * inverseNorm, note);
}
