import { describe, expect, it } from "vitest";
import { fit, kernelDescent, type LossName, type Matrix, predict } from "../../src/entries/index";
import { type FixtureKernel, withKernel } from "../support/fixture-kernels";
import { type Fixture, mismatch, readFixtures } from "../support/fixtures";

interface DescentFixture extends Fixture {
  readonly kind: "gd_trace";
  readonly inputs: { readonly X: Matrix; readonly Z: Matrix; readonly y: readonly number[] };
  readonly params: {
    readonly kernel: FixtureKernel;
    readonly loss: LossName;
    readonly mode: "functional" | "euclidean";
    readonly step: number;
    readonly lambda: number;
    readonly steps: readonly number[];
  };
  readonly expected: { readonly alpha: Matrix; readonly pred: Matrix; readonly loss: readonly number[]; readonly w?: Matrix | null };
  readonly lambda_max: number;
}

const all = readFixtures<DescentFixture>("e_gradient_descent", "gd_trace");
const cases = withKernel(all);

describe("gradient descent against MPFR", () => {
  it.each(cases)("$id", (fixture) => {
    const { X, Z, y } = fixture.inputs;
    const { step, lambda, steps, mode, loss } = fixture.params;
    const last = steps.at(-1) as number;
    const run = (iterations: number) => {
      const record = { every: 1, coefficients: true };
      return fit(kernelDescent({ kernel: fixture.kernel, loss, gradient: mode, step, lambda, iterations, record }), X, y);
    };
    const models = steps.map(run);
    expect(
      mismatch(
        fixture,
        "alpha",
        models.flatMap(({ coefficients }) => Array.from(coefficients)),
      ),
    ).toBeNull();
    expect(
      mismatch(
        fixture,
        "pred",
        models.flatMap((model) => Array.from(predict(model, Z))),
      ),
    ).toBeNull();
    const { report } = models.at(-1) as (typeof models)[number];
    expect(report.record?.steps).toEqual(Array.from({ length: last + 1 }, (_, t) => t));
    expect(mismatch(fixture, "loss", report.record?.losses ?? [])).toBeNull();
    const diverging = loss === "squared" && mode === "functional" && step > 1 / (fixture.lambda_max + lambda);
    expect(report).toMatchObject({ iterations: last, step, diverging });
    if (fixture.expected.w)
      expect(
        mismatch(
          fixture,
          "w",
          models.flatMap(({ coefficients }) => primal(X, coefficients)),
        ),
      ).toBeNull();
  });

  it("the recorded coefficients are those of shorter runs, bit for bit", () => {
    for (const { kernel, inputs, params } of cases) {
      const { step, lambda, mode: gradient, steps, loss } = params;
      const run = (iterations: number) =>
        fit(
          kernelDescent({ kernel, loss, gradient, step, lambda, iterations, record: { every: 5, coefficients: true } }),
          inputs.X,
          inputs.y,
        );
      const { record } = run(50).report;
      for (const t of steps.filter((at) => at % 5 === 0 && at <= 50)) {
        const kept = record?.coefficients?.[record.steps.indexOf(t)];
        expect(kept).toEqual(run(t).coefficients);
      }
    }
  });
});

/** w = Xᵀα, from the definition. */
function primal({ cols, data }: Matrix, alpha: Float64Array): number[] {
  return Array.from({ length: cols }, (_, k) => alpha.reduce((sum, a, i) => sum + a * (data[i * cols + k] as number), 0));
}

it("meets all 22 traces, of three losses", () => {
  expect(all).toHaveLength(22);
  expect(cases).toHaveLength(22);
  const count = (loss: LossName): number => cases.filter(({ params }) => params.loss === loss).length;
  expect([count("squared"), count("logistic"), count("hinge")]).toEqual([10, 6, 6]);
  expect(cases.filter(({ expected }) => expected.w)).toHaveLength(2);
  expect(cases.filter(({ id }) => id.endsWith("diverge"))).toHaveLength(1);
});
