import { describe, expect, it } from "vitest";
import { fit, kernelRidge, leastSquares, linear, type Matrix, polynomial, predict } from "../../src/entries/index";
import { compare, type Fixture, readFixtures, type Tolerance, toleranceOf } from "../support/fixtures";

interface OlsFixture extends Fixture {
  readonly inputs: { readonly X: Matrix; readonly y: readonly number[]; readonly Z: Matrix };
  readonly params: {
    readonly kernel: { readonly type: string; readonly gamma?: number; readonly coef0?: number; readonly degree?: number };
  };
  readonly expected: {
    readonly pred: readonly number[];
    readonly fitted: readonly number[];
    readonly beta: readonly number[];
    readonly rank: number;
  };
  readonly certified?: { readonly beta_certified: readonly number[] };
}

const FIXTURES = readFixtures<OlsFixture>("f_ols_equivalence", "ols_equivalence");

const kernelOf = ({ params: { kernel } }: OlsFixture) => {
  const { type, ...options } = kernel;
  return type === "linear" ? linear() : polynomial(options);
};

/** The bound of a field, or where the Gram matrix could not meet one, the bound for QR on X. */
function boundOf(fixture: OlsFixture, field: string): Tolerance {
  const tolerance = toleranceOf(fixture, field) as Tolerance & { readonly abs_if_qr_on_X?: number };
  return tolerance.abs === null ? { abs: tolerance.abs_if_qr_on_X as number, rel: 0 } : tolerance;
}

describe("least squares on features agrees with exact arithmetic", () => {
  it("in 24 problems", () => expect(FIXTURES).toHaveLength(24));

  it.each(FIXTURES.map((fixture) => [fixture.id, fixture] as const))("%s", (_, fixture) => {
    const { inputs, expected } = fixture;
    const model = fit(leastSquares({ features: kernelOf(fixture) }), inputs.X, inputs.y);
    const numbers = (values: ArrayLike<number>) => Array.from(values);
    expect(model.report.rank).toBe(expected.rank);
    expect(compare("pred", numbers(predict(model, inputs.Z)), expected.pred, boundOf(fixture, "pred"))).toBeNull();
    expect(compare("fitted", numbers(predict(model, inputs.X)), expected.fitted, boundOf(fixture, "fitted"))).toBeNull();
    if (fixture.params.kernel.type !== "linear") return;
    expect(compare("beta", numbers(model.weights), expected.beta, boundOf(fixture, "beta"))).toBeNull();
  });
});

describe("the primal route on NIST's Wampler1", () => {
  it("keeps the digits that squaring the condition number takes from the Gram matrix", () => {
    const { inputs, expected } = FIXTURES.find(({ id }) => id === "f.nist.Wampler1.raw") as OlsFixture;
    const error = (got: Float64Array) => Math.max(...expected.pred.map((value, i) => Math.abs((got[i] as number) - value)));
    const primal = fit(leastSquares(), inputs.X, inputs.y);
    const dual = fit(kernelRidge({ kernel: linear(), lambda: 0, solver: "eigen" }), inputs.X, inputs.y);
    expect(primal.report.rank).toBe(6);
    expect(dual.report.rank).toBeLessThanOrEqual(6);
    expect(error(predict(dual, inputs.Z))).toBeGreaterThan(1e3 * error(predict(primal, inputs.Z)));
  });
});
