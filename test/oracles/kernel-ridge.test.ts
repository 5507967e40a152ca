import { describe, expect, it } from "vitest";
import { fit, kernelRidge, linear, type Matrix, precomputed, predict, rbf, score } from "../../src/entries/index";
import { expectError } from "../support/errors";
import { type FixtureKernel, withKernel } from "../support/fixture-kernels";
import { compare, type Fixture, isDetermined, isOptional, mismatch, readFixtures, toleranceOf } from "../support/fixtures";

interface RidgeFixture extends Fixture {
  readonly kind: "krr";
  readonly inputs: {
    readonly X?: Matrix;
    readonly Z?: Matrix;
    readonly K?: Matrix;
    readonly K_ZX?: Matrix;
    readonly y: readonly number[] | Matrix;
    readonly y_Z?: readonly number[];
    readonly sample_weight?: number | readonly number[];
  };
  readonly params: { readonly kernel: FixtureKernel; readonly alpha: number | readonly number[] };
  readonly expected: { readonly dual_coef: unknown; readonly pred: unknown; readonly pred_train: unknown; readonly r2_Z?: number };
}

interface PathFixture extends Fixture {
  readonly kind: "krr_path";
  readonly inputs: { readonly X: Matrix; readonly Z: Matrix; readonly y: readonly number[] };
  readonly params: { readonly kernel: FixtureKernel; readonly alphas: readonly number[] };
  readonly expected: { readonly pred_per_alpha: Matrix };
}

interface Behaviour extends Fixture {
  readonly kind: "behaviour";
  readonly inputs: { readonly X: Matrix; readonly y: readonly number[] };
}

const all = readFixtures<RidgeFixture>("b_kernel_ridge", "krr");
const cases = withKernel(all);
const paths = withKernel(readFixtures<PathFixture>("b_kernel_ridge", "krr_path"));
const behaviours = readFixtures<Behaviour>("b_kernel_ridge", "behaviour");

const pointsOf = ({ X, K }: RidgeFixture["inputs"]): Matrix => (K ?? X) as Matrix;
const newPointsOf = ({ Z, K_ZX }: RidgeFixture["inputs"]): Matrix => (K_ZX ?? Z) as Matrix;

describe("kernel ridge regression against MPFR", () => {
  it.each(cases)("$id", (fixture) => {
    const { inputs, params, expected } = fixture;
    const weights = inputs.sample_weight === undefined ? {} : { sampleWeight: inputs.sample_weight as number };
    const estimator = kernelRidge({ kernel: fixture.kernel, lambda: params.alpha });
    const model = fit(estimator, pointsOf(inputs), inputs.y as readonly number[], weights);
    for (const field of ["dual_coef", "pred", "pred_train"]) {
      const tolerance = toleranceOf(fixture, field);
      expect(isDetermined(tolerance) && !isOptional(tolerance)).toBe(true);
    }
    expect(mismatch(fixture, "dual_coef", model.coefficients)).toBeNull();
    expect(mismatch(fixture, "pred", predict(model, newPointsOf(inputs)))).toBeNull();
    expect(mismatch(fixture, "pred_train", predict(model, pointsOf(inputs)))).toBeNull();
    if (expected.r2_Z !== undefined) expect(mismatch(fixture, "r2_Z", score(model, newPointsOf(inputs), inputs.y_Z ?? []))).toBeNull();
    // what any stable solver reaches whatever the condition: a small multiple of n·u
    expect(model.report.backwardError).toBeLessThan(pointsOf(inputs).rows * 2 ** -52);
  });

  it("only an indefinite K + λI is left to LU", () => {
    for (const { id, inputs, params, kernel } of cases.filter((fixture) => inputsAreVector(fixture))) {
      const model = fit(kernelRidge({ kernel, lambda: params.alpha }), pointsOf(inputs), inputs.y as readonly number[]);
      expect(`${id} ${model.report.solver}`).toBe(`${id} ${id.startsWith("b.indefinite") ? "lu" : "cholesky"}`);
    }
  });
});

function inputsAreVector({ inputs, params }: RidgeFixture): boolean {
  return Array.isArray(inputs.y) && typeof params.alpha === "number" && inputs.sample_weight === undefined;
}

describe("a path of λ against MPFR", () => {
  it.each(paths)("$id", (fixture) => {
    const { X, Z, y } = fixture.inputs;
    const predictions = fixture.params.alphas.flatMap((lambda) =>
      Array.from(predict(fit(kernelRidge({ kernel: fixture.kernel, lambda }), X, y), Z)),
    );
    expect(mismatch(fixture, "pred_per_alpha", predictions)).toBeNull();
  });
});

describe("behaviour on shapes and bad input", () => {
  const { X, y } = (behaviours[0] as Behaviour).inputs;
  const ridge = kernelRidge({ kernel: linear() });
  const behaviour = (name: string): Behaviour => {
    const found = behaviours.find(({ id }) => id === `b.behaviour.${name}`);
    if (!found) throw new Error(`no fixture ${name}`);
    return found;
  };

  it("a column y gives a column of predictions", () => {
    const model = fit(kernelRidge({ kernel: rbf({ gamma: 1 }), lambda: 0.5 }), X, { rows: 4, cols: 1, data: y });
    const predictions = predict(model, X);
    expect(predictions).toMatchObject({ rows: 4, cols: 1 });
    expect(mismatch(behaviour("y_column_vector"), "value", predictions)).toBeNull();
  });

  it("there is no intercept unless asked for", () => {
    expect(mismatch(behaviour("default_is_linear_no_intercept"), "value", predict(fit(ridge, X, y), [[0, 0]]))).toBeNull();
  });

  it("one point: α = y/(k(x, x) + λ)", () => {
    const model = fit(kernelRidge({ kernel: rbf({ gamma: 1 }), lambda: 0.5 }), [[0, 1]], [1]);
    expect(mismatch(behaviour("single_sample"), "value", model.coefficients)).toBeNull();
  });

  it("refuses negative λ and weights, NaN, and shapes that do not fit", () => {
    expectError("argument", () => kernelRidge({ kernel: linear(), lambda: -1 }), { argument: "lambda", value: -1 });
    expectError("shape", () => fit(ridge, X, y.slice(1)), { argument: "y" });
    expectError("not-finite", () => fit(ridge, X, [1, -1, Number.NaN, 0.5]), { argument: "y", row: 2 });
    expectError("shape", () => predict(fit(ridge, X, y), [[1], [2]]), { argument: "Z" });
    expectError("shape", () => fit(kernelRidge({ kernel: precomputed() }), X, y), { argument: "X" });
    expectError("argument", () => fit(ridge, X, y, { sampleWeight: [1, 1, -1, 1] }), { argument: "sampleWeight", row: 2, value: -1 });
  });

  it("refuses a wrong number of λ, which scikit-learn leaves unchecked", () => {
    const Y = y.map((value, i) => [value, i]);
    expectError("shape", () => fit(kernelRidge({ kernel: linear(), lambda: [1, 2, 3] }), X, Y), { argument: "lambda" });
  });
});

it("meets 73 of 73 ridge cases and the path", () => {
  expect(all).toHaveLength(73);
  expect(cases).toHaveLength(73);
  expect(paths).toHaveLength(1);
  expect(behaviours.map(({ id }) => id.replace("b.behaviour.", "")).sort()).toEqual([
    "alpha_per_target_mismatch",
    "default_is_linear_no_intercept",
    "length_mismatch",
    "nan_y",
    "negative_alpha",
    "negative_weight",
    "precomputed_not_square",
    "predict_wrong_width",
    "single_sample",
    "y_column_vector",
  ]);
  expect(compare("itself", [1], [1], { rel: 0, abs: 0 })).toBeNull();
});

describe("pivoted Cholesky against MPFR", () => {
  const definite = cases.filter(({ id, inputs }) => !id.startsWith("b.indefinite") && inputs.sample_weight === undefined);

  it.each(definite)("$id", (fixture) => {
    const { inputs, params } = fixture;
    const estimator = kernelRidge({ kernel: fixture.kernel, lambda: params.alpha, solver: "pivotedCholesky" });
    const model = fit(estimator, pointsOf(inputs), inputs.y as readonly number[]);
    expect(model.report.solver).toBe("pivotedCholesky");
    for (const [field, values] of [
      ["dual_coef", model.coefficients],
      ["pred", predict(model, newPointsOf(inputs))],
      ["pred_train", predict(model, pointsOf(inputs))],
    ] as const) {
      expect(mismatch(fixture, field, values)).toBeNull();
    }
  });
});
