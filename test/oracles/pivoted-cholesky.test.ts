import { describe, expect, it } from "vitest";
import { gram, type Matrix } from "../../src/entries/index";
import { pivotedCholesky } from "../../src/entries/linalg";
import { type FixtureKernel, withKernel } from "../support/fixture-kernels";
import { type Fixture, mismatch, readFixtures } from "../support/fixtures";

interface PivotFixture extends Fixture {
  readonly kind: "pivoted_cholesky";
  readonly inputs: { readonly X: Matrix };
  readonly params: { readonly kernel: FixtureKernel; readonly max_rank: number };
  readonly expected: { readonly pivots: readonly number[]; readonly pivot_value: readonly number[] };
}

const cases = withKernel(readFixtures<PivotFixture>("h_low_rank", "pivoted_cholesky"));

describe("pivoted Cholesky against MPFR", () => {
  it("all six cases are here", () => expect(cases).toHaveLength(6));

  it.each(cases)("$id", (fixture) => {
    const K = gram(fixture.kernel, fixture.inputs.X);
    const { pivots: expected } = fixture.expected;
    const rank = expected.length;
    const { L, pivots, residualTrace } = pivotedCholesky(K, { rank });
    expect(mismatch(fixture, "pivots", pivots)).toBeNull();
    expect(mismatch(fixture, "residual_trace", residualTrace)).toBeNull();
    expect(mismatch(fixture, "L", L)).toBeNull();
    expect(
      mismatch(
        fixture,
        "pivot_value",
        expected.map((p, k) => (L.data[p * rank + k] as number) ** 2),
      ),
    ).toBeNull();
  });
});
