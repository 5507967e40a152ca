import { describe, expect, it } from "vitest";
import {
  add,
  additiveChi2,
  constant,
  custom,
  isPsd,
  type Kernel,
  linear,
  mapInputs,
  onColumns,
  polynomial,
  power,
  precomputed,
  rbf,
  scale,
  sigmoid,
  white,
} from "../../src/entries/index";
import { counterexample, kernelLaws, type LawResult, requireKernelLaws } from "../../src/entries/testing";
import { composition } from "../support/compositions";
import { expectError } from "../support/errors";
import { COMPOSITES, NON_NEGATIVE_KERNELS, VECTOR_KERNELS, WHITE_KERNELS } from "../support/kernels";

const CASES = [...VECTOR_KERNELS, ...NON_NEGATIVE_KERNELS, ...COMPOSITES, ...WHITE_KERNELS];

describe("every kernel keeps the laws, on one feature and on several", () => {
  it.each(CASES)("$name", ({ kernel, stationary = false }) => {
    for (const d of [1, 3]) requireKernelLaws(kernel(d), { features: [d], stationary });
  });

  it.each(Array.from({ length: 20 }, (_, group) => group))("25 random compositions, group %i of 20", (group) => {
    for (let seed = 25 * group; seed < 25 * group + 25; seed++) {
      const d = 1 + (seed % 4);
      const kernel = composition(seed, { d, nonNegative: seed % 2 === 1, white: seed % 3 === 0 });
      const faults = kernelLaws(kernel, { features: [d], seed }).filter(({ holds }) => holds === false);
      expect(faults, JSON.stringify(kernel)).toEqual([]);
    }
  });
});

describe("a counterexample for every false", () => {
  const FALSE: Readonly<Record<string, Kernel>> = {
    "additive χ²": additiveChi2(),
    "negative constant": constant(-1),
    "negative noise": white(-1),
    "negative multiple": scale(-0.5, rbf()),
    "even degree, c < 0": polynomial({ degree: 2, coef0: -1 }),
    "odd degree, c < 0": polynomial({ degree: 3, coef0: -0.5, gamma: 2 }),
    "degree 1, c < 0": polynomial({ degree: 1, coef0: -2 }),
    "γ = 0, odd degree, c < 0": polynomial({ degree: 3, coef0: -1, gamma: 0 }),
    "sum of negatives": add(scale(-1, linear()), scale(-2, rbf()), constant(-1)),
    "odd power of a negative": power(scale(-1, rbf()), 3),
    "on columns": onColumns([0], scale(-1, linear())),
    "a function known not to be one": custom((x, z) => -Math.abs((x[0] as number) - (z[0] as number)), { psd: false }),
  };

  it.each(Object.entries(FALSE))("%s", (_, kernel) => {
    for (const d of [1, 2, 3]) {
      expect(isPsd(kernel, d)).toBe(false);
      const found = counterexample(kernel, d);
      expect(found?.value).toBeLessThan(0);
      expect(found?.q).toHaveLength(found?.points.rows as number);
      expect(found?.points.cols).toBe(d);
    }
  });

  it("and none where there is none to find", () => {
    for (const kernel of [rbf(), linear(), polynomial(), power(scale(-1, rbf()), 2), scale(-1, constant(-1))]) {
      expect(isPsd(kernel)).toBe(true);
      expect(counterexample(kernel, 2)).toBeNull();
    }
  });
});

describe("a kernel that breaks a law is found out", () => {
  const verdict = (kernel: Kernel, law: LawResult["law"], options = {}): boolean | null =>
    kernelLaws(kernel, { features: [2], ...options }).find((result) => result.law === law)?.holds as boolean | null;
  const first = (x: Float64Array): number => x[0] as number;

  it("symmetry", () => {
    expect(
      verdict(
        custom((x, z) => first(x) - 2 * first(z)),
        "symmetry",
      ),
    ).toBe(false);
    expect(
      verdict(
        custom((x, z) => first(x) * first(z)),
        "symmetry",
      ),
    ).toBe(true);
  });

  it("definiteness: a wrong claim either way", () => {
    expect(
      verdict(
        custom((x, z) => -((first(x) - first(z)) ** 2), { psd: true }),
        "definiteness",
      ),
    ).toBe(false);
    expect(
      verdict(
        custom((x, z) => first(x) * first(z), { psd: false }),
        "definiteness",
      ),
    ).toBe(false);
    expect(verdict(sigmoid(), "definiteness")).toBeNull();
  });

  it("translation: a wrong claim", () => {
    expect(verdict(linear(), "translation", { stationary: true })).toBe(false);
    expect(verdict(rbf(), "translation", { stationary: true })).toBe(true);
    expect(verdict(rbf(), "translation")).toBeNull();
  });

  it("formula, order and rectangle: a function with a memory", () => {
    let calls = 0;
    const forgetful = custom((x, z) => first(x) * first(z) + 1e-3 * calls++);
    for (const law of ["formula", "order", "rectangle"] as const) expect(verdict(forgetful, law)).toBe(false);
  });

  it("JSON does not apply to functions", () => {
    expect(
      verdict(
        mapInputs((x) => x, rbf()),
        "json",
      ),
    ).toBeNull();
    expect(verdict(rbf(), "json")).toBe(true);
  });

  it("requireKernelLaws names what is broken", () => {
    const error = expectError("kernel", () => requireKernelLaws(custom((x, z) => first(x) - 2 * first(z))));
    expect(error.message).toContain("symmetry: k(x, z) = ");
    expectError("kernel", () => kernelLaws(precomputed()));
    expectError("shape", () => kernelLaws(rbf({ lengthScale: [1, 2] }), { features: [3] }));
  });

  it("takes points of the user's own", () => {
    const results = kernelLaws(rbf(), {
      points: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    });
    expect(results).toHaveLength(8);
    expect(results.every(({ holds }) => holds !== false)).toBe(true);
  });
});
