import { describe, expect, it } from "vitest";
import { evaluate, gram, gramDiagonal, type Matrix, polynomial, rbf, rowOf } from "../../src";
import { expectError } from "../support/errors";
import { type FixtureKernel, withKernel } from "../support/fixture-kernels";
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
  readonly expected: { readonly K_XZ: Matrix };
}

interface Behaviour extends Fixture {
  readonly kind: "behaviour";
  readonly inputs: { readonly X: Matrix; readonly Z?: Matrix };
}

const all = readFixtures<GramFixture>("a_kernels", "gram");
const cases = withKernel(all);
const featureCases = withKernel(readFixtures<FeatureFixture>("a_kernels", "feature_map"));
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
      ({ block, kernel }) => block === "duplicates" && (kernel.kind === "rbf" || kernel.kind === "laplacian"),
    );
    expect(duplicates).toHaveLength(2);
    for (const { kernel, inputs } of duplicates) {
      const { X } = inputs;
      const K = gram(kernel, X);
      for (let at = 0; at < K.data.length; at++) {
        const same = rowOf(X, Math.floor(at / X.rows)).join() === rowOf(X, at % X.rows).join();
        if (same) expect(K.data[at]).toBe(1);
      }
    }
  });
});

describe("Gram matrices of kernels with explicit features", () => {
  it.each(featureCases)("$id", (fixture) => {
    expect(mismatch(fixture, "K_XZ", gram(fixture.kernel, fixture.inputs.X, fixture.inputs.Z))).toBeNull();
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

it("meets 63 of 142 Gram cases, 4 of 4 feature maps; the others have kernels that this version does not", () => {
  const has = ["linear", "polynomial", "rbf", "gp_rbf", "laplacian", "all_subsets"];
  expect(all).toHaveLength(142);
  expect(cases).toHaveLength(63);
  expect(cases).toHaveLength(all.filter(({ params }) => has.includes(params.kernel.type)).length);
  expect(featureCases).toHaveLength(4);
  const tested = ["polynomial_default_gamma", "rbf_default_gamma", "nan_input", "inf_input", "feature_mismatch", "empty_input"];
  const needOtherKernels = ["cosine_zero_row", "white_duplicate_rows", "chi2_negative", "additive_chi2_negative"];
  expect(behaviours.map(({ id }) => id.replace("a.behaviour.", "")).sort()).toEqual([...tested, ...needOtherKernels].sort());
});
