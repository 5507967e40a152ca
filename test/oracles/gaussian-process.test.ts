import { describe, expect, it } from "vitest";
import {
  add,
  constant,
  fit,
  gaussianProcess,
  gramDiagonal,
  logMarginalLikelihood,
  type Matrix,
  multiply,
  predict,
  predictDistribution,
  rbf,
  white,
} from "../../src/entries/index";
import { expectError } from "../support/errors";
import { type FixtureKernel, withKernel } from "../support/fixture-kernels";
import { type Fixture, mismatch, readFixtures } from "../support/fixtures";

interface ProcessFixture extends Fixture {
  readonly kind: "gp";
  readonly inputs: { readonly X: Matrix; readonly y: readonly number[] | Matrix; readonly Z: Matrix };
  readonly params: {
    readonly kernel: FixtureKernel;
    readonly alpha: number;
    readonly normalize_y: boolean;
    readonly theta_order: readonly string[];
  };
  readonly expected: { readonly y_mean?: readonly number[]; readonly y_std?: readonly number[] };
}

interface Behaviour extends Fixture {
  readonly kind: "behaviour";
  readonly inputs: { readonly X: Matrix; readonly y: readonly number[] };
}

const cases = withKernel(readFixtures<ProcessFixture>("g_gp_loo_gcv", "gp"));

/** y less its mean, in deviations, where the fixture says so. */
function normalized({ inputs, expected }: ProcessFixture): {
  readonly y: readonly number[] | Matrix;
  readonly mean: number;
  readonly deviation: number;
} {
  const [mean, deviation] = [expected.y_mean?.[0] ?? 0, expected.y_std?.[0] ?? 1];
  const y = mean === 0 && deviation === 1 ? inputs.y : (inputs.y as readonly number[]).map((value) => (value - mean) / deviation);
  return { y, mean, deviation };
}

const valuesOf = (targets: Float64Array | Matrix): Float64Array => (targets instanceof Float64Array ? targets : targets.data);

describe("Gaussian processes against MPFR", () => {
  it("there are fourteen", () => {
    expect(cases).toHaveLength(14);
  });

  it.each(cases)("$id", (fixture) => {
    const { inputs, params, kernel } = fixture;
    const { y, mean: offset, deviation } = normalized(fixture);
    const model = fit(gaussianProcess({ kernel, noise: params.alpha }), inputs.X, y as readonly number[]);
    expect(mismatch(fixture, "alpha_", model.coefficients)).toBeNull();
    expect(mismatch(fixture, "lml", model.logMarginalLikelihood)).toBeNull();
    // scikit-learn counts white noise in the variance and `alpha` not
    const { mean, variance, covariance } = predictDistribution(model, inputs.Z, { noise: true, covariance: true });
    const scale = deviation * deviation;
    expect(
      mismatch(
        fixture,
        "mean",
        valuesOf(mean).map((value) => value * deviation + offset),
      ),
    ).toBeNull();
    expect(
      mismatch(
        fixture,
        "var",
        variance.map((value) => (value - params.alpha) * scale),
      ),
    ).toBeNull();
    const { data } = covariance as Matrix;
    const m = inputs.Z.rows;
    expect(
      mismatch(
        fixture,
        "cov",
        data.map((value, at) => (at % (m + 1) === 0 ? value - params.alpha : value) * scale),
      ),
    ).toBeNull();
    // the panels of variances alone
    const alone = predictDistribution(model, inputs.Z, { noise: true }).variance;
    expect(
      mismatch(
        fixture,
        "var",
        alone.map((value) => (value - params.alpha) * scale),
      ),
    ).toBeNull();
    expect(Array.from(valuesOf(mean))).toEqual(Array.from(valuesOf(predict(model, inputs.Z))));
  });
});

/** scikit-learn's names of parameters in this library's kernels, and how often a logarithm of theirs is one of ours. */
const NAMES: Readonly<Record<string, readonly [name: string, times: number]>> = {
  constant_value: ["value", 1],
  length_scale: ["lengthScale", 1],
  noise_level: ["variance", 1],
  alpha: ["alpha", 1],
  periodicity: ["period", 1],
  // σ₀² is the value of a constant
  sigma_0: ["terms.0.value", 2],
};

/** The path of one of scikit-learn's parameters. */
function pathOf(kernel: FixtureKernel, path: string): readonly [path: string, times: number] {
  const [first, ...rest] = path.split(".") as [string, ...string[]];
  const below = (inner: FixtureKernel, name: string, left: readonly string[]): readonly [string, number] => {
    const [own, times] = pathOf(inner, left.join("."));
    return [`${name}.${own}`, times];
  };
  if (first === "arg") return below(kernel.arg as FixtureKernel, "kernel", rest);
  if (first === "args") {
    const [index, ...left] = rest as [string, ...string[]];
    return below(kernel.args?.[Number(index)] as FixtureKernel, `${kernel.type === "sum" ? "terms" : "factors"}.${index}`, left);
  }
  const [name, times] = NAMES[first] as readonly [string, number];
  return [[name, ...rest].join("."), times];
}

describe("the gradient of the likelihood against MPFR", () => {
  it.each(cases)("$id", (fixture) => {
    const { inputs, params, kernel } = fixture;
    const { y } = normalized(fixture);
    const estimator = gaussianProcess({ kernel, noise: params.alpha });
    const { value, gradient } = logMarginalLikelihood(estimator, inputs.X, y as readonly number[], { gradient: true });
    expect(mismatch(fixture, "lml", value)).toBeNull();
    expect(logMarginalLikelihood(estimator, inputs.X, y as readonly number[]).value).toBe(value);
    const theta = params.theta_order.map((name) => {
      const [path, times] = pathOf(params.kernel, name);
      return times * (gradient?.[`kernel.${path}`] as number);
    });
    expect(mismatch(fixture, "lml_grad", theta)).toBeNull();
    // every other parameter is the noise
    expect(Object.keys(gradient ?? {})).toHaveLength(theta.length + 1);
  });
});

describe("what scikit-learn does at the ends", () => {
  const behaviours = new Map(readFixtures<Behaviour>("g_gp_loo_gcv", "behaviour").map((one) => [one.id.replace("g.behaviour.", ""), one]));
  const named = (name: string): Behaviour => behaviours.get(name) as Behaviour;
  const kernel = rbf({ lengthScale: 1 });

  it("seven are listed", () => {
    expect(behaviours.size).toBe(7);
  });

  it("duplicate rows without noise are refused, with the rows and a noise that works", () => {
    const { inputs } = named("duplicate_rows_alpha0");
    const error = expectError("not-positive-definite", () => fit(gaussianProcess({ kernel, noise: 0 }), inputs.X, inputs.y));
    expect(error.pivot).toBe(3);
    expect(error.duplicates).toEqual([2, 3]);
    const noise = Number(/noise ≥ (\S+),/.exec(error.message)?.[1]);
    expect(noise).toBeLessThan(1e-12);
    expect(fit(gaussianProcess({ kernel, noise }), inputs.X, inputs.y).n).toBe(4);
  });

  it("duplicate rows with little noise predict the average", () => {
    const fixture = named("duplicate_rows_default_alpha");
    const model = fit(gaussianProcess({ kernel, noise: 1e-10 }), fixture.inputs.X, fixture.inputs.y);
    const [first, second, ...both] = predict(model, fixture.inputs.X);
    const observed = (fixture.expected as { value: readonly number[] }).value;
    expect([first, second].every((value, i) => Math.abs((value as number) - (observed[i] as number)) < 1e-8)).toBe(true);
    // no farther from the average than scikit-learn
    for (const value of both) expect(Math.abs(value - 0.6)).toBeLessThanOrEqual(Math.abs((observed[2] as number) - 0.6));
  });

  it("before any data the variance is k(x, x), white noise included", () => {
    const deviations = (name: string, of: typeof kernel | ReturnType<typeof add>): string | null =>
      mismatch(named(name), "value", [0, 0, 0, 0, ...gramDiagonal(of, named(name).inputs.X).map(Math.sqrt)]);
    expect(deviations("prior_predict", kernel)).toBeNull();
    expect(deviations("prior_predict_white", add(kernel, white(0.5)))).toBeNull();
  });

  it("far away the mean is 0 and the variance that of the prior", () => {
    const { inputs } = named("far_prediction");
    const model = fit(gaussianProcess({ kernel, noise: 1e-10 }), inputs.X, inputs.y);
    const { mean, variance } = predictDistribution(model, [1000]);
    expect(mismatch(named("far_prediction"), "value", [mean[0] as number, Math.sqrt(variance[0] as number)])).toBeNull();
  });

  it("at the points the deviation is that of little noise", () => {
    const fixture = named("std_at_training_point");
    const { variance } = predictDistribution(fit(gaussianProcess({ kernel, noise: 1e-12 }), [0, 1, 2], [0, 1, 0.5]), [0, 1, 2]);
    expect(mismatch(fixture, "value", variance.map(Math.sqrt))).toBeNull();
  });

  it("a constant y is predicted by a constant trend", () => {
    const fixture = named("constant_y_normalize");
    const model = fit(
      gaussianProcess({ kernel: multiply(constant(1), kernel), noise: 1e-10, trend: "constant" }),
      fixture.inputs.X,
      [4, 4, 4, 4],
    );
    expect(mismatch(fixture, "value", predict(model, fixture.inputs.X))).toBeNull();
  });
});
