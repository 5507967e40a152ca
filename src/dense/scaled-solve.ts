import type { Matrix } from "../matrix";
import { areOrdinary, exponentOf, timesPowerOfTwo } from "../matrix/powers-of-two";
import { allFinite } from "../matrix/vectors";
import { requireFinite } from "./finite";

/** Of a matrix A the exponents that make M out of it: m_ij = 2^(rows_i + cols_j) a_ij. */
export interface Scaling {
  readonly rows: Int32Array;
  readonly cols: Int32Array;
}

/** The solution, n × t, of a linear problem whose right-hand side is m × t: a linear map. */
export type SolveColumns = (t: number, B: Float64Array) => Float64Array;

/** Elements of a right-hand side that are solved for together: within so many powers of two of each other. */
const BAND = 600;

/**
 * X = C S(R B) for B (m × t) and a linear map S, R and C being diagonal matrices of powers of two: A⁻¹B where S is the inverse of R A C.
 *
 * B is taken as it is where nothing of it is near the ends of the range of numbers and there is no R and C. Otherwise every column of R B is
 * split into bands of 600 powers of two, each brought to 1: X is the sum of theirs. So what is right for S is right for X, wherever it is a number.
 *
 * @throws "not-finite" with the `row` and `column` of X that is none
 */
export function scaledSolve(B: Matrix, n: number, scaling: Scaling | null, solve: SolveColumns): Float64Array {
  if (scaling === null && areOrdinary(B.data)) {
    const X = solve(B.cols, B.data);
    if (allFinite(X)) return X;
  }
  const data = solveByBands(B, n, scaling, 0, solve);
  return requireFinite({ rows: n, cols: B.cols, data }, "the solution", "B").data;
}

/** 2ˢ times the same, ±∞ or NaN where it is no number. */
export function solveByBands({ rows: m, cols: t, data }: Matrix, n: number, scaling: Scaling | null, shift: number, solve: SolveColumns) {
  const exponents = Array.from(data, (value, at) => exponentOf(value) + (scaling?.rows[Math.floor(at / t)] ?? 0));
  const tops = Array.from({ length: t }, (_, q) => {
    let top = -Infinity;
    for (let at = q; at < m * t; at += t) top = Math.max(top, exponents[at] as number);
    return Number.isFinite(top) ? top : 0;
  });
  const bandOf = (at: number): number => Math.floor(((tops[at % t] as number) - (exponents[at] as number)) / BAND);
  const bands = Array.from(new Set(exponents.map((e, at) => (e === -Infinity ? 0 : bandOf(at)))), Number).sort((a, b) => b - a);
  const X = new Float64Array(n * t);
  // the smallest first
  for (const band of bands.length > 0 ? bands : [0]) {
    const part = data.map((value, at) => {
      if (value === 0 || bandOf(at) !== band) return 0;
      return timesPowerOfTwo(value, (scaling?.rows[Math.floor(at / t)] ?? 0) - (tops[at % t] as number) + band * BAND);
    });
    solve(t, part).forEach((value, at) => {
      const exponent = (scaling?.cols[Math.floor(at / t)] ?? 0) + (tops[at % t] as number) - band * BAND + shift;
      X[at] = (X[at] as number) + timesPowerOfTwo(value, exponent);
    });
  }
  return X;
}
