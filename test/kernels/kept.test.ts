import { describe, expect, it } from "vitest";
import { add, evaluate, gram, kernelRidge, linear, multiply, normalize, onColumns, polynomial, rbf, scale } from "../../src/entries/index";

/** Every object in a value. */
function objectsIn(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

describe("a kernel that an estimator keeps", () => {
  const made = () => add(scale(2, rbf({ lengthScale: [1, 2] })), multiply(polynomial({ degree: 2 }), onColumns([0, 1], rbf({ gamma: 1 }))));

  it("cannot be changed in any of its parts", () => {
    const { kernel } = kernelRidge({ kernel: made() });
    const parts = objectsIn(kernel);
    // the sum, its list; two factors, one length scale list, one product with its list; the three leaves; the columns and theirs
    expect(parts.length).toBe(1 + 1 + (1 + 1 + 1) + (1 + 1 + 1 + (1 + 1 + 1)));
    for (const part of parts) expect(Object.isFrozen(part)).toBe(true);
  });

  it("is a copy: what was given stays as it was, and may be changed", () => {
    const given = made();
    kernelRidge({ kernel: given });
    for (const part of objectsIn(given)) expect(Object.isFrozen(part)).toBe(false);
  });
});

describe("a point whose norm is 0", () => {
  it("has nothing to do with any other, by the cosine and by what is normalised: 0 and no 0/0", () => {
    for (const [x, z] of [
      [
        [0, 0],
        [3, 4],
      ],
      [
        [3, 4],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 0],
      ],
    ] as const) {
      expect(evaluate({ kind: "cosine" }, x, z)).toBe(0);
      expect(gram({ kind: "cosine" }, [x], [z]).data[0]).toBe(0);
      expect(evaluate(normalize(linear()), x, z)).toBe(0);
      expect(evaluate(normalize(polynomial({ coef0: 0, degree: 2 })), x, z)).toBe(0);
      expect(gram(normalize(linear()), [x], [z]).data[0]).toBe(0);
    }
  });
});

describe("points at both ends of the range", () => {
  const largest = Number.MAX_VALUE;

  it("are multiplied by nothing where γ is ordinary: the largest number is one of them", () => {
    // x·z = 1 but for its rounding, by a factor 2 the first would be infinite
    const [x, z] = [[largest], [1 / largest]] as const;
    const product = largest * (1 / largest);
    for (const gamma of [1, 2 ** 400, 2 ** -400]) {
      const kernel = polynomial({ gamma, coef0: 0, degree: 1 });
      expect(evaluate(kernel, x, z)).toBe(gamma * product);
      expect(gram(kernel, [x], [z]).data[0]).toBe(gamma * product);
    }
    for (const factor of [3, 2 ** 400, 2 ** -400]) {
      const kernel = scale(factor, { kind: "linear" });
      expect(evaluate(kernel, x, z)).toBe(factor * product);
      expect(gram(kernel, [x], [z]).data[0]).toBe(factor * product);
    }
  });

  it("are multiplied where it is not: products that would overflow or vanish do not", () => {
    for (const [gamma, size] of [
      [2 ** 402, 2 ** -600],
      [2 ** -402, 2 ** 600],
    ] as const) {
      const kernel = polynomial({ gamma, coef0: 0, degree: 1 });
      // 2^(±402 ∓ 1200) is in the range, its square root is not needed
      expect(gram(kernel, [[size]], [[size]]).data[0]).toBe(gamma > 1 ? 2 ** -798 : 2 ** 798);
      expect(evaluate(kernel, [size], [size])).toBe(gamma > 1 ? 2 ** -798 : 2 ** 798);
    }
  });
});
