import { describe, expect, it } from "vitest";
import { type Kernel, laplacian, linear, polynomial, precomputed, rbf } from "../../src";
import { readKernel, resolveKernel } from "../../src/kernels/resolve";
import { expectError } from "../support/errors";
import { VECTOR_KERNELS } from "../support/kernels";

describe("readKernel", () => {
  it.each(VECTOR_KERNELS)("takes $name as plain data", ({ kernel }) => {
    expect(readKernel(JSON.parse(JSON.stringify(kernel(3))) as Kernel)).toEqual(kernel(3));
  });

  it("checks the fields of data that no constructor made", () => {
    expectError("argument", () => readKernel({ kind: "rbf", gamma: -1 } as Kernel), { argument: "gamma" });
    expectError("argument", () => readKernel({ kind: "polynomial", degree: 1.5 } as Kernel), { argument: "degree" });
    expectError("argument", () => readKernel({ kind: "rbf", lengthScale: [0] } as Kernel), { argument: "lengthScale[0]" });
  });

  it.each([[{ kind: "matern" }], [{ kind: "" }], [{}], [null], [undefined], ["rbf"], [7]])("refuses %j", (value) => {
    expectError("kernel", () => readKernel(value as unknown as Kernel));
  });
});

describe("resolveKernel", () => {
  it('replaces "auto" by 1/d and leaves numbers alone', () => {
    expect(resolveKernel(rbf(), 4)).toEqual(rbf({ gamma: 0.25 }));
    expect(resolveKernel(laplacian(), 5)).toEqual(laplacian({ gamma: 0.2 }));
    expect(resolveKernel(polynomial({ gamma: 3 }), 4)).toEqual(polynomial({ gamma: 3 }));
    expect(resolveKernel(linear(), 4)).toEqual(linear());
  });

  it("refuses a precomputed kernel, and length scales for another number of features", () => {
    expectError("kernel", () => resolveKernel(precomputed(), 4), { kind: "precomputed" });
    expectError("shape", () => resolveKernel(rbf({ lengthScale: [1, 2] }), 3), { argument: "lengthScale" });
  });
});
