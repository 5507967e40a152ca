import { describe, expect, it } from "vitest";
import {
  additiveChi2,
  chi2,
  cosine,
  fromScikitLearn,
  laplacian,
  linear,
  polynomial,
  precomputed,
  rbf,
  sigmoid,
} from "../../src/entries/index";
import { expectError } from "../support/errors";

describe("fromScikitLearn", () => {
  it("has the defaults of KernelRidge", () => {
    expect(fromScikitLearn({})).toEqual(linear());
    expect(fromScikitLearn({ kernel: "linear" })).toEqual(linear());
    expect(fromScikitLearn({ kernel: "polynomial" })).toEqual(polynomial({ gamma: "auto", degree: 3, coef0: 1 }));
    expect(fromScikitLearn({ kernel: "poly" })).toEqual(polynomial());
    expect(fromScikitLearn({ kernel: "rbf" })).toEqual(rbf({ gamma: "auto" }));
    expect(fromScikitLearn({ kernel: "rbf", gamma: null })).toEqual(rbf());
    expect(fromScikitLearn({ kernel: "laplacian" })).toEqual(laplacian());
    expect(fromScikitLearn({ kernel: "sigmoid" })).toEqual(sigmoid({ gamma: "auto", coef0: 1 }));
    expect(fromScikitLearn({ kernel: "cosine" })).toEqual(cosine());
    expect(fromScikitLearn({ kernel: "chi2" })).toEqual(chi2({ gamma: 1 }));
    expect(fromScikitLearn({ kernel: "additive_chi2" })).toEqual(additiveChi2());
    expect(fromScikitLearn({ kernel: "precomputed" })).toEqual(precomputed());
  });

  it("hands parameters on, and leaves out those of other kernels", () => {
    const all = { gamma: 0.5, degree: 2, coef0: -1 };
    expect(fromScikitLearn({ kernel: "poly", ...all })).toEqual(polynomial(all));
    expect(fromScikitLearn({ kernel: "sigmoid", ...all })).toEqual(sigmoid({ gamma: 0.5, coef0: -1 }));
    for (const [kernel, ours] of [
      ["rbf", rbf({ gamma: 0.5 })],
      ["laplacian", laplacian({ gamma: 0.5 })],
      ["chi2", chi2({ gamma: 0.5 })],
      ["linear", linear()],
      ["cosine", cosine()],
    ] as const)
      expect(fromScikitLearn({ kernel, ...all })).toEqual(ours);
  });

  it("refuses other names, and parameters out of range", () => {
    expectError("kernel", () => fromScikitLearn({ kernel: "gaussian" }), { kind: "gaussian" });
    expectError("argument", () => fromScikitLearn({ kernel: "rbf", gamma: -1 }), { argument: "gamma" });
    expectError("argument", () => fromScikitLearn({ kernel: "poly", degree: 2.5 }), { argument: "degree" });
  });
});
