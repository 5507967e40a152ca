import { asMatrix, elementsOf } from "../core/matrix-view";
import { qrIn, qrSizes } from "../core/orthogonal";
import type { Matrix } from "../matrix";
import { exponentOf, isOrdinary } from "../matrix/powers-of-two";
import { columnMagnitudes } from "../matrix/vectors";
import { bytesOf, view, withBlocks } from "../wasm/memory";
import { correctByQ } from "./augmented-corrections";
import { scaleColumns, scaleRows, scalesOf } from "./column-scales";
import { type LeastSquaresSolution, type Solving, solveFactored } from "./factored-least-squares";
import { scaledSolve } from "./scaled-solve";
import { isTall, withTall } from "./tall-least-squares";

/**
 * The X of least norm among those that minimise ‖A X − Y‖, A being m × n and Y m × t.
 *
 * A D P = Q R by reflections, D a scaling of the columns by powers of two, P by column pivoting; |r_kk| ≤ tolerance · |r₁₁| counts as 0. Where the
 * rank r is below n the first r rows R' of R are factored once more, (R'Pᵀ D⁻¹)ᵀ = Q' R'': X = Q' R''⁻ᵀ (QᵀY)'.
 * Golub & Van Loan, Matrix Computations, 4th ed., §5.5. A tall A is reduced to a triangle first, which then stands for it.
 *
 * Y near the ends of the range of numbers, and D, are dealt with by `scaledSolve`.
 *
 * @throws "not-finite" with the `row` and `column` of X that is beyond the largest number
 *
 * @param options.scaling D: "own" unless given
 * @param options.tolerance max(m, n) ε unless given
 * @param options.refine whether X is corrected where the rank is n; it is unless not wanted
 */
export function minimumNormLeastSquares(A: Matrix, Y: Matrix, options: Partial<Solving> = {}): LeastSquaresSolution {
  const { scaling = "own", tolerance, refine = true } = options;
  const solving = { scaling, tolerance, refine };
  if (isTall(A, Y))
    return withTall(A, solving, (scales, solve) => solveScaled(A, Y, scales, (B) => solve(B) ?? solveWhole(A, B, scales, solving)));
  const scales = scalesOf(columnMagnitudes(A.data, A.cols), scaling);
  return solveScaled(A, Y, scales, (B) => solveWhole(A, B, scales, solving));
}

/** @param solve D⁻¹X for a right-hand side */
function solveScaled({ rows: m, cols: n }: Matrix, Y: Matrix, scales: Float64Array, solve: (B: Matrix) => LeastSquaresSolution) {
  const ordinary = scales.every(isOrdinary);
  const scaling = ordinary ? null : { rows: new Int32Array(m), cols: Int32Array.from(scales, exponentOf) };
  let found: LeastSquaresSolution | undefined;
  const data = scaledSolve(Y, n, scaling, (t, B) => {
    found = solve({ rows: m, cols: t, data: B });
    const { solution } = found;
    if (ordinary) scaleRows(solution, scales);
    return solution.data;
  });
  return { ...(found as LeastSquaresSolution), solution: { rows: n, cols: Y.cols, data } };
}

/** D⁻¹X */
function solveWhole(A: Matrix, Y: Matrix, scales: Float64Array, { tolerance, refine }: Solving): LeastSquaresSolution {
  const { rows: m, cols: n } = A;
  const t = Y.cols;
  const [kept, targets, unknowns] = refine ? [m * n, m * t, n * t] : [0, 0, 0];
  const sizes = { ...qrSizes(m, n, t), F: m * t, AD: kept, S: targets, X: unknowns, G: unknowns };
  return withBlocks(sizes, (blocks, workspace) => {
    const factors = qrIn(blocks, m, n);
    const F = asMatrix(blocks.F, m, t);
    scaleColumns(A, scales, view(workspace, blocks.A));
    if (refine) view(workspace, blocks.AD).set(view(workspace, blocks.A));
    elementsOf(workspace, F).set(Y.data);
    const { order, below, ...found } = solveFactored(workspace, { factors, F, m }, scales, tolerance);
    if (refine && found.rank === n) {
      const areas = { F, AD: asMatrix(blocks.AD, m, n), S: asMatrix(blocks.S, m, t), X: asMatrix(blocks.X, n, t) };
      correctByQ(workspace, { ...areas, factors, G: asMatrix(blocks.G, n, t) }, order, Y, found.solution.data);
    }
    return { ...found, bytes: bytesOf(sizes) + below };
  });
}
