import { describe, expect, it } from "vitest";
import {
  add,
  exponentiate,
  type KernelSpec,
  linear,
  mapInputs,
  multiplier,
  multiply,
  normalize,
  onColumns,
  power,
  precomputed,
  rbf,
  scale,
  white,
} from "../../src/entries/index";
import { isPrecomputed, partsOf, requirePointsOrGram, someKernel } from "../../src/kernels/parts";
import { expectError } from "../support/errors";

const [a, b] = [linear(), rbf()];

describe("partsOf", () => {
  it.each<[string, KernelSpec, readonly KernelSpec[]]>([
    ["a leaf", a, []],
    ["a sum", add(a, b, a), [a, b, a]],
    ["a product", multiply(a, b), [a, b]],
    ["a multiple", scale(2, a), [a]],
    ["a power", power(a, 2), [a]],
    ["an exponential", exponentiate(a), [a]],
    ["a normalised kernel", normalize(a), [a]],
    ["a kernel on columns", onColumns([0], a), [a]],
    ["a kernel after a map", mapInputs((x) => x, a), [a]],
    ["a kernel with a multiplier", multiplier(() => 1, a), [a]],
  ])("%s", (_, kernel, parts) => {
    expect(partsOf(kernel)).toEqual(parts);
  });
});

describe("someKernel", () => {
  const deep = add(a, scale(2, power(multiply(b, onColumns([0], white(1))), 2)));

  it("looks at the kernel itself and at all of its parts", () => {
    for (const kind of ["sum", "linear", "scaled", "power", "product", "rbf", "onColumns", "white"])
      expect(someKernel(deep, (part) => part.kind === kind)).toBe(true);
    expect(someKernel(deep, ({ kind }) => kind === "cosine")).toBe(false);
  });

  it("finds a precomputed kernel", () => {
    expect(isPrecomputed(deep)).toBe(false);
    expect(isPrecomputed(precomputed())).toBe(true);
    expect(isPrecomputed(scale(2, add(white(1), precomputed())))).toBe(true);
  });

  it("requires that a precomputed kernel keeps to itself", () => {
    for (const kernel of [deep, precomputed(), scale(2, add(white(1), multiply(precomputed(), precomputed())))])
      requirePointsOrGram(kernel);
    for (const kernel of [
      add(precomputed() as KernelSpec, a),
      power(precomputed() as KernelSpec, 2),
      normalize(precomputed() as KernelSpec),
      onColumns([0], precomputed() as KernelSpec),
    ])
      expectError("kernel", () => requirePointsOrGram(kernel));
  });
});
