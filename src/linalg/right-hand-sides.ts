import { type Scaling, type SolveColumns, scaledSolve } from "../dense/scaled-solve";
import { mercerError } from "../errors";
import { asGiven, readTargets } from "../input";
import type { Matrix, MatrixLike, Values } from "../matrix";

/**
 * A⁻¹B: a vector in gives a `Float64Array`, a matrix a matrix.
 *
 * @throws "not-finite" with the `row` and `column` of the solution that is beyond the largest number
 */
export interface Solve {
  (b: Values): Float64Array;
  (B: MatrixLike): Matrix;
}

/** The `solve` of a factored m × n matrix A, from a function that does it for the M = R A C that was factored and the elements of B (m × t). */
export function solver(m: number, n: number, solveColumns: SolveColumns, scaling: Scaling | null = null): Solve {
  return ((B: Values | MatrixLike) => {
    const { matrix: rhs, isVector } = readTargets(B, "B");
    requireRows(rhs, m);
    const t = rhs.cols;
    const data = t === 0 ? new Float64Array(0) : scaledSolve(rhs, n, scaling, solveColumns);
    return asGiven({ rows: n, cols: t, data }, isVector);
  }) as Solve;
}

export function requireRows({ rows }: Matrix, m: number): void {
  if (rows !== m) throw mercerError("shape", `B has ${rows} rows, A has ${m}`, { argument: "B" });
}
