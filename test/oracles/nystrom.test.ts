import { describe, expect, it } from "vitest";
import { fit, gram, type Matrix, nystrom, predict, rowOf } from "../../src/entries/index";
import { emptyStatistic, type StatisticFeatures } from "../../src/entries/statistics";
import { type FixtureKernel, withKernel } from "../support/fixture-kernels";
import { type Fixture, mismatch, readFixtures } from "../support/fixtures";

interface NystromFixture extends Fixture {
  readonly kind: "nystrom";
  readonly inputs: { readonly X: Matrix; readonly y: readonly number[]; readonly Z: Matrix };
  readonly params: { readonly kernel: FixtureKernel; readonly lambda: number; readonly landmarks: readonly number[] };
  readonly expected: { readonly K_approx: Matrix };
}

const cases = withKernel(readFixtures<NystromFixture>("h_low_rank", "nystrom"));

/** L⁻¹b for each row b of B, by substitution. */
function whitened({ rows: m, data: L }: Matrix, B: Matrix): number[][] {
  return Array.from({ length: B.rows }, (_, r) => {
    const x = Array.from(rowOf(B, r));
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < i; j++) x[i] = (x[i] as number) - (L[i * m + j] as number) * (x[j] as number);
      x[i] = (x[i] as number) / (L[i * m + i] as number);
    }
    return x;
  });
}

describe("Nyström against MPFR", () => {
  it("all six cases are here", () => expect(cases).toHaveLength(6));

  it.each(cases)("$id", (fixture) => {
    const { X, y, Z } = fixture.inputs;
    const { lambda, landmarks } = fixture.params;
    const estimator = nystrom({ kernel: fixture.kernel, lambda, landmarks: landmarks.map((row) => rowOf(X, row)) });
    const model = fit(estimator, X, y);
    expect(mismatch(fixture, "beta", model.coefficients)).toBeNull();
    expect(mismatch(fixture, "pred", predict(model, Z))).toBeNull();
    expect(mismatch(fixture, "fitted", predict(model, X))).toBeNull();
    if (model.report.solver !== "nystrom") throw new Error(model.report.solver);
    expect(mismatch(fixture, "residual_trace", model.report.featureLoss * X.rows)).toBeNull();
  });

  it.each(cases)("the whitened features of $id have the products of K_nm K_mm⁻¹ K_mn", (fixture) => {
    const { X } = fixture.inputs;
    const landmarks = fixture.params.landmarks.map((row) => rowOf(X, row));
    const { features } = emptyStatistic(nystrom({ kernel: fixture.kernel, landmarks }));
    const { factor } = features as Extract<StatisticFeatures, { kind: "landmarks" }>;
    const phi = whitened(factor, gram(fixture.kernel, X, landmarks));
    const all = phi.map((a) => phi.map((b) => a.reduce((sum, value, k) => sum + value * (b[k] as number), 0)));
    expect(mismatch(fixture, "K_approx", all.slice(0, fixture.expected.K_approx.rows).flat())).toBeNull();
    const K = gram(fixture.kernel, X).data;
    const squares = all.flat().reduce((sum, value, at) => sum + ((K[at] as number) - value) ** 2, 0);
    expect(mismatch(fixture, "residual_fro", Math.sqrt(squares))).toBeNull();
  });
});
