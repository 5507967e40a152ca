import { describe, expect, it } from "vitest";
import { classify, decision, fit, type Kernel, kernelClassifier, type Matrix, score } from "../../src/entries/index";
import { type FixtureKernel, kernelOf } from "../support/fixture-kernels";
import { type Fixture, mismatch, readFixtures } from "../support/fixtures";

interface RidgeClassifierFixture extends Fixture {
  readonly inputs: { readonly X: Matrix; readonly y: readonly number[]; readonly Z: Matrix; readonly y_Z: readonly number[] };
  readonly params: { readonly kernel: FixtureKernel; readonly alpha: number; readonly classes: readonly number[] };
  readonly expected: { readonly labels: readonly number[]; readonly accuracy: number };
}

interface SupportVectorFixture extends Fixture {
  readonly inputs: { readonly X: Matrix; readonly y: readonly number[]; readonly Z: Matrix; readonly y_Z: readonly number[] };
  readonly params: { readonly kernel: FixtureKernel; readonly C: number };
  readonly expected: {
    readonly alpha: readonly number[];
    readonly decision: readonly number[];
    readonly b: number;
    readonly labels: readonly number[];
    readonly accuracy: number;
  };
}

const RIDGE = readFixtures<RidgeClassifierFixture>("i_classification", "krr_classifier");

describe("the squared loss agrees with exact arithmetic", () => {
  it("in 5 problems", () => expect(RIDGE).toHaveLength(5));

  it.each(RIDGE.map((fixture) => [fixture.id, fixture] as const))("%s", (_, fixture) => {
    const { inputs, params, expected } = fixture;
    const model = fit(kernelClassifier({ kernel: kernelOf({ ...params.kernel }) as Kernel, lambda: params.alpha }), inputs.X, inputs.y);
    expect(model.classes).toEqual(params.classes);
    expect(mismatch(fixture, "dual_coef", model.coefficients)).toBeNull();
    expect(mismatch(fixture, "decision", decision(model, inputs.Z))).toBeNull();
    expect(classify(model, inputs.Z)).toEqual(expected.labels);
    expect(score(model, inputs.Z, inputs.y_Z)).toBeCloseTo(expected.accuracy, 15);
  });
});

const MACHINES = readFixtures<SupportVectorFixture>("i_classification", "svc_binary");

describe("the hinge loss agrees with the exact solution of the optimality conditions", () => {
  it("in 3 problems", () => expect(MACHINES).toHaveLength(3));

  it.each(MACHINES.map((fixture) => [fixture.id, fixture] as const))("%s", (_, fixture) => {
    const { inputs, params, expected, tol } = fixture;
    const tolerances = tol as Readonly<Record<string, { readonly abs: number; readonly "abs_if_tol_1e-8": number }>>;
    const kernel = kernelOf({ ...params.kernel }) as Kernel;
    const options = { kernel, lambda: 1 / (2 * params.C), loss: "hinge", intercept: true } as const;
    for (const tight of [false, true]) {
      const model = fit(kernelClassifier(tight ? { ...options, tolerance: 1e-9 } : options), inputs.X, inputs.y);
      const bound = (field: string) => tolerances[field]?.[tight ? "abs_if_tol_1e-8" : "abs"] as number;
      const values = decision(model, inputs.Z) as Float64Array;
      const worst = values.reduce((most, h, i) => Math.max(most, Math.abs(h - (expected.decision[i] as number))), 0);
      expect(worst).toBeLessThanOrEqual(bound("decision"));
      const alpha = (model.coefficients as Float64Array).map(Math.abs);
      expect(alpha.reduce((most, a, i) => Math.max(most, Math.abs(a - (expected.alpha[i] as number))), 0)).toBeLessThanOrEqual(
        bound("alpha"),
      );
      expect(Math.abs((model.intercept as number) - expected.b)).toBeLessThanOrEqual(tight ? bound("decision") : bound("b"));
      expect(classify(model, inputs.Z)).toEqual(expected.labels);
      expect(score(model, inputs.Z, inputs.y_Z)).toBeCloseTo(expected.accuracy, 15);
      expect(model.report.warnings).toEqual([]);
    }
  });
});
