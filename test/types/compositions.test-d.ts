import { describe, expectTypeOf, it } from "vitest";
import {
  add,
  constant,
  exponentiate,
  type Kernel,
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
} from "../../src";

describe("compositions that cannot be are type errors", () => {
  it("a precomputed kernel beside one of points, however deep", () => {
    // @ts-expect-error
    add(precomputed(), rbf());
    // @ts-expect-error
    multiply(rbf(), scale(2, precomputed()));
    // @ts-expect-error
    add(constant(1), multiply(precomputed(), white(1)), scale(2, rbf()));
  });

  it("a precomputed kernel where points are needed", () => {
    // @ts-expect-error
    onColumns([0], precomputed());
    // @ts-expect-error
    normalize(add(precomputed(), white(1)));
    // @ts-expect-error
    power(precomputed(), 2);
    // @ts-expect-error
    exponentiate(scale(2, precomputed()));
    // @ts-expect-error
    mapInputs((x) => x, precomputed());
    // @ts-expect-error
    multiplier(() => 1, precomputed());
  });

  it("what can be is not, and its type carries the parts", () => {
    const onGram = add(scale(2, precomputed()), white(1), constant(1), multiply(precomputed(), precomputed()));
    expectTypeOf(onGram.terms[0].kernel.kind).toEqualTypeOf<"precomputed">();
    const onPoints = multiply(normalize(rbf()), add(rbf(), white(1)));
    expectTypeOf(onPoints.factors[1].terms[1].kind).toEqualTypeOf<"white">();
    expectTypeOf(power(onPoints, 2).kernel).toEqualTypeOf(onPoints);
  });

  it("a kernel whose type has lost its kind is left to run time", () => {
    const some = rbf() as Kernel;
    expectTypeOf(add(some, precomputed())).toExtend<Kernel>();
    expectTypeOf(normalize(some)).toExtend<Kernel>();
    const list: Kernel[] = [some];
    expectTypeOf(add(...list)).toExtend<Kernel>();
  });
});
