import { inverseNorm } from "../dense/condition";
import { type Scaling, type SolveColumns, solveByBands } from "../dense/scaled-solve";
import type { Matrix } from "../matrix";
import { exponentOf, timesPowerOfTwo } from "../matrix/powers-of-two";

/**
 * Estimate of ‖A‖‖A⁻¹‖ in the ∞-norm for an n × n matrix A that is known by M = R A C: A⁻¹ = C M⁻¹ R. ∞ where it is beyond the largest number.
 *
 * @param A given as it is, or with column j times 2^cols_j
 * @param solve M⁻¹B
 * @param solveTransposed M⁻ᵀB
 */
export function scaledCondition(
  { rows: n, data }: Matrix,
  scaling: Scaling,
  solve: SolveColumns,
  solveTransposed: SolveColumns,
  cols?: Int32Array,
): number {
  const own = (at: number): number => cols?.[at % n] ?? 0;
  const top = data.reduce((most, value, at) => Math.max(most, exponentOf(value) - own(at)), -Infinity);
  const sums = new Float64Array(n);
  data.forEach((value, at) => {
    const i = Math.floor(at / n);
    sums[i] = (sums[i] as number) + Math.abs(timesPowerOfTwo(value, -own(at) - top));
  });
  const norm = sums.reduce((most, sum) => Math.max(most, sum), 0);
  const x = new Float64Array(n);
  // 2ᵗᵒᵖ goes into the inverse, whose norm is then the condition number but for a factor of at most n
  const replace = (exponents: Scaling, by: SolveColumns) => () => x.set(solveByBands({ rows: n, cols: 1, data: x }, n, exponents, top, by));
  const transposed = { rows: scaling.cols, cols: scaling.rows };
  const condition = norm * inverseNorm(x, replace(transposed, solveTransposed), replace(scaling, solve));
  return Number.isFinite(condition) ? condition : Infinity;
}
