import { describe, expect, it } from "vitest";
import { eigh, lstsq, type Matrix, pinv, qr } from "../../src/entries/linalg";
import { type Fixture, mismatch, readFixtures } from "../support/fixtures";

interface PseudoInverseFixture extends Fixture {
  readonly inputs: { readonly A: Matrix; readonly b: readonly number[] };
  readonly expected: { readonly rank: number };
}

const FIXTURES = readFixtures<PseudoInverseFixture>("d_eigen_rank_psd", "pinv_solution");

describe("pseudo-inverse and least norm against MPFR", () => {
  it("in 6 cases", () => expect(FIXTURES).toHaveLength(6));

  it.each(FIXTURES)("$id", (fixture) => {
    const { A, b } = fixture.inputs;
    const { solution, rank, residualNorm } = lstsq(A, b);
    expect(rank).toBe(fixture.expected.rank);
    expect(qr(A, { pivoting: true }).rank).toBe(rank);
    expect(mismatch(fixture, "x_min_norm", solution)).toBeNull();
    expect(mismatch(fixture, "residual_norm", residualNorm)).toBeNull();
    expect(mismatch(fixture, "solution_norm", Math.hypot(...solution))).toBeNull();
    expect(mismatch(fixture, "pinv", pinv(A))).toBeNull();
    expect(mismatch(fixture, "singular_values_nonzero", singularValues(A).slice(0, rank))).toBeNull();
  });
});

/** Descending: the positive eigenvalues of [0 A; Aᵀ 0]. */
function singularValues({ rows, cols, data }: Matrix): Float64Array {
  const n = rows + cols;
  const both = new Float64Array(n * n);
  data.forEach((value, at) => {
    const [i, j] = [Math.floor(at / cols), rows + (at % cols)];
    both[i * n + j] = value;
    both[j * n + i] = value;
  });
  return eigh({ rows: n, cols: n, data: both }).values.reverse().slice(0, Math.min(rows, cols));
}
