import { describe, expect, it } from "vitest";
import { fit, kernelRidge, leastSquares, linear, type Matrix, polynomial, predict } from "../../src";
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

const kernelOf = ({ params: { kernel } }: OlsFixture) => (kernel.type === "linear" ? linear() : polynomial(kernel));

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

/** The fewest digits of a coefficient that agree with the certified ones; 15 at most, as many as are certified. */
function digits(got: ArrayLike<number>, certified: readonly number[]): number {
  const errors = certified.map((value, j) => Math.abs(((got[j] as number) - value) / value));
  return Math.min(15, -Math.log10(Math.max(...errors)));
}

describe("the certified coefficients of NIST's reference problems", () => {
  // Refinement leaves what the rounding of the data leaves: the largest κ² of the data rounded to float64, not that of the algorithm
  it.each([
    ["Norris", 13, 13],
    ["Pontius", 13, 13],
    ["NoInt1", 14, null],
    ["Longley", 14, 14],
    ["Wampler1", 14.9, 14.9],
    ["Wampler4", 14.9, 14.9],
  ] as const)("%s: %d digits with a column of ones, %d with an intercept", (name, column, intercept) => {
    const { inputs, certified } = FIXTURES.find(({ id }) => id === `f.nist.${name}.raw`) as OlsFixture;
    const { X, y } = inputs;
    const beta = certified?.beta_certified as readonly number[];
    expect(digits(fit(leastSquares(), X, y).weights, beta)).toBeGreaterThan(column);
    if (intercept === null) return;
    const withoutOnes = { rows: X.rows, cols: X.cols - 1, data: X.data.filter((_, at) => at % X.cols > 0) };
    const model = fit(leastSquares({ intercept: true }), withoutOnes, y);
    expect(digits([model.intercept, ...model.weights], beta)).toBeGreaterThan(intercept);
  });

  it("are beyond the Gram matrix where squaring the condition number takes the digits", () => {
    const { inputs, expected } = FIXTURES.find(({ id }) => id === "f.nist.Wampler1.raw") as OlsFixture;
    const error = (got: Float64Array) => Math.max(...expected.pred.map((value, i) => Math.abs((got[i] as number) - value)));
    const primal = fit(leastSquares(), inputs.X, inputs.y);
    const dual = fit(kernelRidge({ kernel: linear(), lambda: 0, solver: "eigen" }), inputs.X, inputs.y);
    expect(primal.report.rank).toBe(6);
    expect(dual.report.rank).toBeLessThanOrEqual(6);
    expect(error(predict(dual, inputs.Z))).toBeGreaterThan(1e3 * error(predict(primal, inputs.Z)));
  });
});
