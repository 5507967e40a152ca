import { describe, expect, it } from "vitest";
import {
  additiveChi2,
  centerGram,
  chi2,
  cosine,
  evaluate,
  featureMatrix,
  gram,
  gramDiagonal,
  type Kernel,
  type Matrix,
  polynomial,
  rbf,
  rowOf,
} from "../../src/entries/index";
import { product, transpose } from "../support/dense";
import { expectError } from "../support/errors";
import { type FixtureKernel, kernelOf, withKernel } from "../support/fixture-kernels";
import { compare, type Fixture, isOptional, mismatch, readFixtures, toleranceOf } from "../support/fixtures";

interface GramFixture extends Fixture {
  readonly kind: "gram";
  readonly block: string;
  readonly inputs: { readonly X: Matrix; readonly Z: Matrix };
  readonly params: { readonly kernel: FixtureKernel };
  readonly expected: { readonly K_XX: Matrix; readonly K_XZ: Matrix; readonly diag: readonly number[] };
}

interface FeatureFixture extends Omit<GramFixture, "kind" | "expected"> {
  readonly kind: "feature_map";
  readonly expected: { readonly Phi_X: Matrix; readonly Phi_Z: Matrix; readonly K_XZ: Matrix };
}

interface CenterFixture extends Omit<GramFixture, "kind" | "expected"> {
  readonly kind: "kernel_center";
  readonly expected: { readonly Kc_XX: Matrix; readonly Kc_ZX: Matrix };
}

interface Behaviour extends Fixture {
  readonly kind: "behaviour";
  readonly inputs: { readonly X: Matrix; readonly Z?: Matrix };
}

const all = readFixtures<GramFixture>("a_kernels", "gram");
const cases = withKernel(all);
const featureCases = withKernel(readFixtures<FeatureFixture>("a_kernels", "feature_map"));
const centerCases = withKernel(readFixtures<CenterFixture>("a_kernels", "kernel_center"));
const behaviours = readFixtures<Behaviour>("a_kernels", "behaviour");

describe("Gram matrices against MPFR", () => {
  it.each(cases)("$id", (fixture) => {
    const { kernel, block } = fixture;
    const { X, Z } = fixture.inputs;
    const K = gram(kernel, X);
    expect(isOptional(toleranceOf(fixture, "K_XX"))).toBe(false);
    expect(mismatch(fixture, "K_XX", K)).toBeNull();
    expect(mismatch(fixture, "K_XZ", gram(kernel, X, Z))).toBeNull();
    expect(mismatch(fixture, "diag", gramDiagonal(kernel, X))).toBeNull();
    if (block === "integers") expect(Array.from(K.data)).toEqual(Array.from(fixture.expected.K_XX.data));
  });

  it.each(cases)("$id: the formula, at every third pair", (fixture) => {
    const { X, Z } = fixture.inputs;
    const { K_XZ } = fixture.expected;
    const tolerance = toleranceOf(fixture, "K_XZ");
    for (let at = 0; at < K_XZ.data.length; at += 3) {
      const i = Math.floor(at / Z.rows);
      const j = at % Z.rows;
      const value = evaluate(fixture.kernel, rowOf(X, i), rowOf(Z, j));
      expect(compare(`k(x_${i}, z_${j})`, [value], [K_XZ.data[at] as number], tolerance)).toBeNull();
    }
  });

  it("equal rows give 1 exactly, also where they are not the same point", () => {
    const duplicates = cases.filter(
      ({ block, kernel }) =>
        block === "duplicates" && ["rbf", "laplacian", "matern", "rationalQuadratic", "periodic", "cosine", "chi2"].includes(kernel.kind),
    );
    expect(duplicates).toHaveLength(8);
    for (const { kernel, inputs } of duplicates) {
      const { X } = inputs;
      const K = gram(kernel, X);
      for (let at = 0; at < K.data.length; at++) {
        const [x, z] = [rowOf(X, Math.floor(at / X.rows)), rowOf(X, at % X.rows)];
        const isZero = kernel.kind === "cosine" && x.every((value) => value === 0);
        if (x.join() === z.join()) expect(K.data[at]).toBe(isZero ? 0 : 1);
      }
    }
  });
});

describe("kernels with explicit features", () => {
  it.each(featureCases)("$id", (fixture) => {
    const { X, Z } = fixture.inputs;
    expect(mismatch(fixture, "K_XZ", gram(fixture.kernel, X, Z))).toBeNull();
    const Phi = { X: featureMatrix(fixture.kernel, X), Z: featureMatrix(fixture.kernel, Z) };
    expect(mismatch(fixture, "Phi_X", Phi.X)).toBeNull();
    expect(mismatch(fixture, "Phi_Z", Phi.Z)).toBeNull();
    expect([Phi.X.rows, Phi.X.cols]).toEqual([X.rows, fixture.expected.Phi_X.cols]);
    const inner = product(Phi.X, transpose(Phi.Z));
    expect(compare("ΦΦᵀ", inner.data, fixture.expected.K_XZ, toleranceOf(fixture, "inner_product"))).toBeNull();
  });
});

describe("centred Gram matrices", () => {
  it.each(centerCases)("$id", (fixture) => {
    const { X, Z } = fixture.inputs;
    const K = gram(fixture.kernel, X);
    expect(mismatch(fixture, "Kc_XX", centerGram(K))).toBeNull();
    expect(mismatch(fixture, "Kc_ZX", centerGram(K, gram(fixture.kernel, Z, X)))).toBeNull();
  });
});

describe("behaviour on defaults and bad input", () => {
  const behaviour = (name: string): Behaviour => {
    const found = behaviours.find(({ id }) => id === `a.behaviour.${name}`);
    if (!found) throw new Error(`no fixture ${name}`);
    return found;
  };

  it("polynomial and rbf default to gamma 1/d, degree 3, coef0 1", () => {
    for (const [name, kernel] of [
      ["polynomial_default_gamma", polynomial()],
      ["rbf_default_gamma", rbf()],
    ] as const) {
      const fixture = behaviour(name);
      expect(mismatch(fixture, "K", gram(kernel, fixture.inputs.X))).toBeNull();
    }
  });

  it("the cosine with a zero point is 0, with itself as well", () => {
    const fixture = behaviour("cosine_zero_row");
    expect(mismatch(fixture, "K", gram(cosine(), fixture.inputs.X))).toBeNull();
  });

  it("white noise is on the diagonal, not between equal points", () => {
    const fixture = behaviour("white_duplicate_rows");
    const { X, Z } = fixture.inputs;
    const kernel = kernelOf((fixture as Behaviour & { readonly params: { readonly kernel: FixtureKernel } }).params.kernel) as Kernel;
    const [within, between] = [gram(kernel, X), gram(kernel, X, Z as Matrix)];
    const sideBySide = Array.from({ length: X.rows }, (_, i) => [...rowOf(within, i), ...rowOf(between, i)]).flat();
    expect(mismatch(fixture, "K", sideBySide)).toBeNull();
  });

  it("χ² kernels refuse negative features, naming the element", () => {
    for (const [name, kernel] of [
      ["chi2_negative", chi2()],
      ["additive_chi2_negative", additiveChi2()],
    ] as const) {
      const { X } = behaviour(name).inputs;
      expectError("argument", () => gram(kernel, X), { row: 0, column: 1, value: -1.25 });
      expectError("argument", () => gramDiagonal(kernel, X), { row: 0, column: 1, value: -1.25 });
      expectError("argument", () => gram(kernel, [[1, 2]], X), { row: 0, column: 1, value: -1.25 });
    }
  });

  it("refuses NaN and infinity, naming the element", () => {
    expectError("not-finite", () => gram(rbf(), behaviour("nan_input").inputs.X), { argument: "X", row: 0, column: 0, value: Number.NaN });
    expectError("not-finite", () => gram(rbf(), behaviour("inf_input").inputs.X), { argument: "X", row: 0, column: 0, value: Infinity });
  });

  it("refuses another number of features, and no points at all", () => {
    const { X, Z } = behaviour("feature_mismatch").inputs;
    expectError("shape", () => gram(rbf(), X, Z as Matrix), { argument: "Z" });
    expectError("shape", () => gram(rbf(), behaviour("empty_input").inputs.X), { argument: "X" });
  });
});

it("meets 141 of 142 Gram cases: all but the Matérn kernel with ν = 0.8; all feature maps, centred matrices and behaviours", () => {
  expect(all).toHaveLength(142);
  expect(all.filter(({ params }) => kernelOf(params.kernel) === null).map(({ params }) => params.kernel)).toMatchObject([
    { type: "matern", nu: 0.8 },
  ]);
  expect(cases).toHaveLength(141);
  expect(featureCases).toHaveLength(4);
  expect(centerCases).toHaveLength(2);
  expect(behaviours.map(({ id }) => id.replace("a.behaviour.", "")).sort()).toEqual([
    "additive_chi2_negative",
    "chi2_negative",
    "cosine_zero_row",
    "empty_input",
    "feature_mismatch",
    "inf_input",
    "nan_input",
    "polynomial_default_gamma",
    "rbf_default_gamma",
    "white_duplicate_rows",
  ]);
});
