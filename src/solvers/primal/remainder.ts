import { copied, withMatrices, zeros } from "../../core/matrices";
import { elementsOf } from "../../core/matrix-view";
import { addTransposed, multiply, rowSquares } from "../../core/products";
import { columnOf, type Matrix } from "../../matrix";
import { euclideanNorm } from "../../matrix/magnitude";
import { timesPowersOfTwo } from "../../matrix/powers-of-two";
import { sumOf } from "../../matrix/vectors";

interface Remainder {
  /** Y − A X */
  readonly left: Matrix;
  readonly backwardError: number;
}

/**
 * What is left, and the smaller of two bounds on the backward error, each of which suffices: ‖Aᵀr‖ / (‖A‖‖r‖) and ‖r‖ / (‖A‖‖x‖ + ‖y‖), r = y − A x, Frobenius
 * norms; the worst of the targets. Stewart, Research, development, and LINPACK (1977).
 *
 * @param Y in ordinary units
 */
export function remainderOf(A: Matrix, X: Matrix, Y: Matrix): Remainder {
  const found = remainderIn(A, X, Y);
  if (found.norm < Infinity) return found;
  // the same of 2⁻ᵉA and 2ᵉX, x being the smaller the larger A
  const times = (M: Matrix, e: number): Matrix => ({ ...M, data: timesPowersOfTwo(M.data, e) });
  return remainderIn(times(A, -LESS), times(X, LESS), Y);
}

/** The norm of fewer than 2¹²⁸ numbers is less than so many powers of two above the largest. */
const LESS = 64;

/** The same, with ‖A‖. */
function remainderIn(A: Matrix, X: Matrix, Y: Matrix): Remainder & { readonly norm: number } {
  const negative = { ...X, data: X.data.map((value) => -value) };
  const placing = { A, X: negative, left: Y, gradient: zeros(A.cols, Y.cols), squares: zeros(A.rows) };
  const { left, gradient, norm } = withMatrices(placing, (placed, workspace) => {
    multiply(workspace, placed.A, placed.X, placed.left);
    addTransposed(workspace, placed.A, placed.left, placed.gradient);
    rowSquares(workspace, placed.A, placed.squares);
    const square = sumOf(elementsOf(workspace, placed.squares));
    const [rest, slope] = [copied(workspace, placed.left), copied(workspace, placed.gradient).data];
    return { left: rest, gradient: slope, norm: square > LEAST_SQUARE && square < Infinity ? Math.sqrt(square) : euclideanNorm(A.data) };
  });
  const errors = Array.from({ length: Y.cols }, (_, q) => {
    const missed = euclideanNorm(columnOf(left.data, Y.cols, q));
    if (missed === 0) return 0;
    const size = norm * euclideanNorm(columnOf(X.data, X.cols, q)) + euclideanNorm(columnOf(Y.data, Y.cols, q));
    const slope = columnOf(gradient, Y.cols, q);
    // where Aᵀr is beyond the numbers the other bound is the one
    if (!slope.every(Number.isFinite)) return missed / size;
    return Math.min(norm === 0 ? 0 : euclideanNorm(slope) / norm / missed, missed / size);
  });
  return { left, norm, backwardError: Math.max(...errors) };
}

/** Sums of squares below this may have lost digits. */
const LEAST_SQUARE = 2 ** -900;
