import { describe, expect, it } from "vitest";
import { allSubsets, canonical, evaluate, laplacian, linear, polynomial, precomputed, rbf } from "../../src/entries/index";
import { expectError } from "../support/errors";

describe("kernel constructors", () => {
  it("make plain data with the documented defaults", () => {
    expect(linear()).toEqual({ kind: "linear" });
    expect(polynomial()).toEqual({ kind: "polynomial", gamma: "auto", degree: 3, coef0: 1 });
    expect(rbf()).toEqual({ kind: "rbf", gamma: "auto" });
    expect(rbf({ gamma: "auto" })).toEqual(rbf());
    expect(laplacian()).toEqual({ kind: "laplacian", gamma: "auto" });
    expect(allSubsets()).toEqual({ kind: "allSubsets" });
    expect(precomputed()).toEqual({ kind: "precomputed" });
    expect(JSON.parse(JSON.stringify(rbf({ lengthScale: [1, 2] })))).toEqual(rbf({ lengthScale: [1, 2] }));
  });

  it("rbf: σ and ℓ are spellings of γ = 1/σ² = 1/(2ℓ²)", () => {
    expect(rbf({ sigma: 2 })).toEqual({ kind: "rbf", sigma: 2 });
    expect(rbf({ lengthScale: 2 })).toEqual({ kind: "rbf", lengthScale: 2 });
    expect(canonical(rbf({ sigma: 2 }))).toEqual(rbf({ gamma: 0.25 }));
    expect(canonical(rbf({ lengthScale: 2 }))).toEqual(rbf({ gamma: 0.125 }));
    const [x, z] = [
      [1, 2],
      [3, -1],
    ] as const;
    // powers of two: nothing is rounded but the exponential
    expect(evaluate(rbf({ lengthScale: [2, 2] }), x, z)).toBe(evaluate(rbf({ lengthScale: 2 }), x, z));
  });

  it("keep a copy of the length scales", () => {
    const lengthScale = [1, 2];
    const kernel = rbf({ lengthScale });
    lengthScale[0] = 9;
    expect(kernel.lengthScale).toEqual([1, 2]);
  });

  it.each([
    ["gamma", () => polynomial({ gamma: -1 })],
    ["gamma", () => rbf({ gamma: Number.NaN })],
    ["gamma", () => laplacian({ gamma: Infinity })],
    ["gamma", () => laplacian({ gamma: "1" as unknown as number })],
    ["degree", () => polynomial({ degree: 0 })],
    ["degree", () => polynomial({ degree: -2 })],
    ["degree", () => polynomial({ degree: 2.5 })],
    ["coef0", () => polynomial({ coef0: Number.NaN })],
    ["sigma", () => rbf({ sigma: 0 })],
    ["lengthScale", () => rbf({ lengthScale: 0 })],
    ["lengthScale[1]", () => rbf({ lengthScale: [1, -1] })],
    ["lengthScale", () => rbf({ lengthScale: undefined } as unknown as { lengthScale: number })],
    ["lengthScale[0]", () => rbf({ lengthScale: ["1"] as unknown as number[] })],
    ["sigma", () => rbf({ gamma: 1, sigma: 1 } as { gamma: number })],
  ])("refuse a bad %s", (argument, body) => {
    expectError("argument", body, { argument });
  });
});
