import { describe, expect, it } from "vitest";
import {
  add,
  constant,
  laplacian,
  linear,
  mapInputs,
  multiplier,
  multiply,
  onColumns,
  polynomial,
  precomputed,
  rationalQuadratic,
  rbf,
  scale,
  sigmoid,
} from "../../src/entries/index";
import { resolveGamma, resolveKernel } from "../../src/kernels/resolve";
import { applyMap, pickColumns, type SeenPoint, seenPoint } from "../../src/kernels/seen-point";
import { expectError } from "../support/errors";

const point = (d: number): SeenPoint => seenPoint(new Float64Array(d).fill(1));

describe("resolveKernel", () => {
  it('replaces "auto" by 1/d and leaves numbers alone', () => {
    expect(resolveKernel(rbf(), point(4))).toEqual(rbf({ gamma: 0.25 }));
    expect(resolveKernel(laplacian(), point(5))).toEqual(laplacian({ gamma: 0.2 }));
    expect(resolveKernel(sigmoid(), point(8))).toEqual(sigmoid({ gamma: 0.125 }));
    expect(resolveKernel(polynomial({ gamma: 3 }), point(4))).toEqual(polynomial({ gamma: 3 }));
    expect(resolveKernel(linear(), point(4))).toEqual(linear());
    expect(resolveKernel(precomputed(), point(4))).toEqual(precomputed());
    expect([resolveGamma("auto", 4), resolveGamma(3, 4)]).toEqual([0.25, 3]);
  });

  it("counts the features that a part sees, and not those of the points", () => {
    const first = (x: Float64Array): number[] => [x[0] as number];
    expect(resolveKernel(onColumns([3, 0], rbf()), point(4))).toEqual(onColumns([3, 0], rbf({ gamma: 0.5 })));
    expect(resolveKernel(mapInputs(first, rbf()), point(4))).toEqual(mapInputs(first, rbf({ gamma: 1 })));
    const deep = (gamma: number | "auto", inner: number | "auto") =>
      add(linear(), scale(2, multiply(onColumns([1, 2], onColumns([0], laplacian({ gamma: inner }))), rbf({ gamma }))));
    expect(resolveKernel(deep("auto", "auto"), point(5))).toEqual(resolveKernel(deep(0.2, 1), point(5)));
    const f = (): number => 1;
    expect(resolveKernel(multiplier(f, rbf()), point(2))).toEqual(multiplier(f, rbf({ gamma: 0.5 })));
  });

  it("gives the canonical form: what is equal by the rules is resolved to the same data", () => {
    expect(resolveKernel(add(rbf(), constant(1), rbf()), point(2))).toEqual(
      resolveKernel(add(constant(1), scale(2, rbf({ gamma: "auto" }))), point(2)),
    );
  });

  it("refuses what does not fit the number of features, wherever it is", () => {
    expectError("shape", () => resolveKernel(rbf({ lengthScale: [1, 2] }), point(3)), { argument: "lengthScale", features: 3 });
    const nested = add(linear(), onColumns([0, 2], rationalQuadratic({ alpha: 1, lengthScale: [1, 2, 3] })));
    expectError("shape", () => resolveKernel(nested, point(3)), { argument: "lengthScale", features: 2 });
    expectError("shape", () => resolveKernel(linear({ metric: [[1]] }), point(2)), { argument: "metric" });
    expectError("shape", () => resolveKernel(onColumns([0, 5], linear()), point(3)), { argument: "columns", column: 5 });
  });
});

describe("pickColumns and applyMap", () => {
  it("give new points and never the caller's own", () => {
    expect(pickColumns([2, 0, 2], Float64Array.of(1, 2, 3))).toEqual(Float64Array.of(3, 1, 3));
    const x = Float64Array.of(1, 2);
    const spoiled = applyMap((given) => given.fill(9), x);
    expect([x, spoiled]).toEqual([Float64Array.of(1, 2), Float64Array.of(9, 9)]);
    const kept = Float64Array.of(5);
    const image = applyMap(() => kept, x);
    kept[0] = 6;
    expect(image).toEqual(Float64Array.of(5));
  });

  it("refuse images that are not finite numbers", () => {
    expectError("not-finite", () => applyMap(() => [Number.NaN], point(1).features));
    expectError("argument", () => applyMap(() => 3 as unknown as number[], point(1).features));
    expectError("argument", () => applyMap(() => ["1"] as unknown as number[], point(1).features));
  });
});
