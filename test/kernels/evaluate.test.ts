import { describe, expect, it } from "vitest";
import { allSubsets, evaluate, laplacian, linear, polynomial, precomputed, rbf, rowOf } from "../../src/entries/index";
import { expectError } from "../support/errors";
import { allSubsetsFeatures, polynomialFeatures } from "../support/features";
import { COMPOSITES, VECTOR_KERNELS } from "../support/kernels";
import { ROUNDOFF } from "../support/precision";
import { randomMatrix } from "../support/random";

describe("evaluate", () => {
  it("gives the values worked out by hand", () => {
    const [x, z] = [
      [1, 2, 3],
      [2, 0, -1],
    ] as const;
    expect(evaluate(linear(), x, z)).toBe(-1);
    expect(evaluate(polynomial({ gamma: 2, coef0: 5, degree: 3 }), x, z)).toBe(27);
    expect(evaluate(polynomial({ gamma: 3, coef0: 1, degree: 2 }), x, z)).toBe(4);
    // γ and γ‖x − z‖² are rounded, of σ its root and its square (twice) as well; either exponential is off by an ulp, 2u
    const off = (value: number, expected: number): number => Math.abs(value - expected) / expected;
    expect(off(evaluate(rbf({ gamma: 1 / 21 }), x, z), Math.exp(-1))).toBeLessThanOrEqual(6 * ROUNDOFF);
    expect(off(evaluate(rbf({ sigma: Math.sqrt(21) }), x, z), Math.exp(-1))).toBeLessThanOrEqual(9 * ROUNDOFF);
    expect(evaluate(rbf({ lengthScale: [1, 2, 4] }), x, z)).toBe(Math.exp(-1.5));
    expect(off(evaluate(laplacian({ gamma: 1 / 7 }), x, z), Math.exp(-1))).toBeLessThanOrEqual(6 * ROUNDOFF);
    expect(evaluate(allSubsets(), x, z)).toBe(-6);
  });

  it('takes "auto" as 1/d', () => {
    const [x, z] = [
      [1, 2, 3, 4],
      [2, 0, -1, 1],
    ] as const;
    expect(evaluate(rbf(), x, z)).toBe(evaluate(rbf({ gamma: 0.25 }), x, z));
    expect(evaluate(laplacian(), x, z)).toBe(evaluate(laplacian({ gamma: 0.25 }), x, z));
    expect(evaluate(polynomial(), x, z)).toBe(evaluate(polynomial({ gamma: 0.25, degree: 3, coef0: 1 }), x, z));
  });

  it("is φ(x)·φ(z) for the explicit maps", () => {
    const X = randomMatrix(1, 6, 4);
    const parameters = { gamma: 0.5, coef0: 2, degree: 3 };
    for (const [kernel, Phi] of [
      [allSubsets(), allSubsetsFeatures(X)],
      [polynomial(parameters), polynomialFeatures(X, parameters)],
    ] as const) {
      for (let i = 0; i < 6; i++) {
        for (let j = 0; j < 6; j++) {
          const z = rowOf(Phi, j);
          const size = rowOf(Phi, i).reduce((sum, a, m) => sum + Math.abs(a * (z[m] as number)), 0);
          const product = rowOf(Phi, i).reduce((sum, a, m) => sum + a * (z[m] as number), 0);
          expect(Math.abs(evaluate(kernel, rowOf(X, i), rowOf(X, j)) - product)).toBeLessThanOrEqual(2 * Phi.cols * Number.EPSILON * size);
        }
      }
    }
  });

  it.each([...VECTOR_KERNELS, ...COMPOSITES])("$name is symmetric bit for bit", ({ kernel }) => {
    const X = randomMatrix(5, 10, 7);
    for (let i = 0; i < 10; i++) {
      for (let j = 0; j < i; j++) {
        expect(evaluate(kernel(7), rowOf(X, i), rowOf(X, j))).toBe(evaluate(kernel(7), rowOf(X, j), rowOf(X, i)));
      }
    }
  });

  it("refuses points that do not fit, and kernels without a formula", () => {
    expectError("shape", () => evaluate(linear(), [1], [1, 2]), { argument: "z" });
    expectError("shape", () => evaluate(linear(), [], []));
    expectError("not-finite", () => evaluate(linear(), [1], [Number.NaN]), { argument: "z" });
    expectError("argument", () => evaluate(linear(), "1" as unknown as number[], [1]), { argument: "x" });
    expectError("kernel", () => evaluate(precomputed(), [1], [1]));
    expectError("shape", () => evaluate(rbf({ lengthScale: [1, 2, 3] }), [1], [1]), { argument: "lengthScale" });
  });
});
