import { describe, expect, it } from "vitest";
import { add, custom, fromFeatures, type Kernel, linear, mapInputs, multiplier, normalize, rbf } from "../../src/entries/index";
import { readKernel } from "../../src/kernels/read";
import { expectError } from "../support/errors";
import { COMPOSITES, VECTOR_KERNELS } from "../support/kernels";

const identity = (x: Float64Array): Float64Array => x;
const one = (): number => 1;

describe("readKernel", () => {
  it.each(VECTOR_KERNELS)("takes $name as plain data", ({ kernel }) => {
    expect(readKernel(kernel(3))).toEqual(kernel(3));
  });

  it.each(COMPOSITES.filter(({ json }) => json))("takes $name as plain data", ({ kernel }) => {
    expect(readKernel(JSON.parse(JSON.stringify(kernel(3))) as Kernel)).toEqual(kernel(3));
  });

  it("refuses a list that says what kind it is", () => {
    expectError("kernel", () => readKernel(Object.assign([], { kind: "linear" }) as unknown as Kernel));
  });

  it("keeps functions as they are", () => {
    for (const kernel of [
      custom(one),
      custom(one, { psd: false }),
      fromFeatures(identity),
      mapInputs(identity, linear()),
      multiplier(one, linear()),
    ])
      expect(readKernel(kernel)).toEqual(kernel);
  });

  it("checks the fields of data that no constructor made, all the way down", () => {
    expectError("argument", () => readKernel({ kind: "rbf", gamma: -1 } as Kernel), { argument: "gamma" });
    expectError("argument", () => readKernel({ kind: "polynomial", degree: 1.5 } as Kernel), { argument: "degree" });
    expectError("argument", () => readKernel({ kind: "rbf", lengthScale: [0] } as Kernel), { argument: "lengthScale[0]" });
    expectError("argument", () => readKernel({ kind: "matern", nu: 2, lengthScale: 1 } as Kernel), { argument: "nu" });
    expectError("argument", () => readKernel({ kind: "custom", evaluate: "x" } as unknown as Kernel), { argument: "evaluate" });
    const bad = { kind: "chi2", gamma: -1 } as Kernel;
    for (const outer of [
      { kind: "sum", terms: [linear(), bad] },
      { kind: "product", factors: [bad] },
      { kind: "scaled", factor: 1, kernel: bad },
      { kind: "power", exponent: 2, kernel: bad },
      { kind: "exponentiated", kernel: bad },
      { kind: "normalized", kernel: normalize(bad as never) },
      { kind: "onColumns", columns: [0], kernel: bad },
    ])
      expectError("argument", () => readKernel(outer as Kernel), { argument: "gamma" });
  });

  it.each([
    { kind: "sum" },
    { kind: "sum", terms: "linear" },
    { kind: "product", factors: 3 },
    { kind: "scaled", factor: 2 },
    { kind: "power", exponent: 2, kernel: null },
    { kind: "onColumns", kernel: linear() },
    { kind: "onColumns", columns: 1, kernel: linear() },
    { kind: "linear", metric: 3 },
    { kind: "custom", evaluate: one, psd: "yes" },
  ])("answers data that cannot be a kernel with an error of this library: %j", (value) => {
    expect(["kernel", "argument"]).toContain(expectAnyError(() => readKernel(value as unknown as Kernel)));
  });

  it.each([[{ kind: "epanechnikov" }], [{ kind: "" }], [{}], [null], [undefined], ["rbf"], [7]])("refuses %j", (value) => {
    expectError("kernel", () => readKernel(value as unknown as Kernel));
    expectError("kernel", () => readKernel(add(rbf(), value as unknown as Kernel)));
  });
});

function expectAnyError(body: () => unknown): string {
  try {
    body();
  } catch (error) {
    return String((error as { code?: unknown }).code ?? error);
  }
  return "nothing was thrown";
}
