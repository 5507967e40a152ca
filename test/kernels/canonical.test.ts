import { describe, expect, it } from "vitest";
import {
  add,
  canonical,
  constant,
  custom,
  exponentiate,
  type Kernel,
  laplacian,
  linear,
  mapInputs,
  multiplier,
  multiply,
  normalize,
  onColumns,
  power,
  rbf,
  scale,
  white,
} from "../../src/entries/index";

const [a, b, c] = [linear(), rbf(), laplacian()];
const f = (x: Float64Array): number => x[0] as number;
const map = (x: Float64Array): Float64Array => x;

describe("canonical", () => {
  const equal: readonly (readonly [string, Kernel, Kernel])[] = [
    ["a + b = b + a", add(a, b), add(b, a)],
    ["(a + b) + c = a + (b + c)", add(add(a, b), c), add(a, add(b, c))],
    ["ab = ba", multiply(a, b), multiply(b, a)],
    ["(ab)c = a(bc)", multiply(multiply(a, b), c), multiply(a, multiply(b, c))],
    ["2(3a) = 6a", scale(2, scale(3, a)), scale(6, a)],
    ["½(2a) = a", scale(0.5, scale(2, a)), a],
    ["a + a = 2a", add(a, a), scale(2, a)],
    ["a + 3a = 4a", add(a, scale(3, a)), scale(4, a)],
    ["a − a = 0", add(a, scale(-1, a)), constant(0)],
    ["a − a + b = b", add(a, scale(-1, a), b), b],
    ["a·a = a²", multiply(a, a), power(a, 2)],
    ["a·a² = a³", multiply(a, power(a, 2)), power(a, 3)],
    ["(a²)³ = a⁶", power(power(a, 2), 3), power(a, 6)],
    ["a¹ = a", power(a, 1), a],
    ["1 + 2 = 3", add(constant(1), constant(2)), constant(3)],
    ["2·3 = 6", multiply(constant(2), constant(3)), constant(6)],
    ["2·3 = 6, scaled", scale(2, constant(3)), constant(6)],
    ["2a = a·2", scale(2, a), multiply(a, constant(2))],
    ["(2a)(3b) = 6ab", multiply(scale(2, a), scale(3, b)), scale(6, multiply(a, b))],
    ["(2(ab))a = 2a²b", multiply(scale(2, multiply(a, b)), a), scale(2, multiply(b, power(a, 2)))],
    ["½(a + b) + ½(a + b) + c = a + b + c", add(scale(0.5, add(a, b)), scale(0.5, add(a, b)), c), add(a, b, c)],
    ["½(a + b) + ½(a + b) + a = 2a + b", add(scale(0.5, add(a, b)), scale(0.5, add(a, b)), a), add(scale(2, a), b)],
    ["0·a·b = 0", multiply(a, constant(0), b), constant(0)],
    ["noises add up", add(white(1), a, white(2)), add(a, white(3))],
    ["a sum of one", add(a), a],
    ["a product of one", multiply(a), a],
    ["inside eᵏ", exponentiate(add(a, b)), exponentiate(add(b, a))],
    ["inside a normalisation", normalize(add(a, b)), normalize(add(b, a))],
    ["on columns", onColumns([1, 0], add(a, b)), onColumns([1, 0], add(b, a))],
    ["the same function", multiplier(f, add(mapInputs(map, a), b)), multiplier(f, add(b, mapInputs(map, a)))],
    ["plain data", add({ kind: "rbf" } as Kernel, a), add(a, b)],
  ];

  it.each(equal)("%s", (_, left, right) => {
    expect(canonical(left)).toEqual(canonical(right));
    expect(canonical(canonical(left))).toEqual(canonical(left));
  });

  const different: readonly (readonly [string, Kernel, Kernel])[] = [
    ["a and b", a, b],
    ["parameters", rbf({ gamma: 1 }), rbf({ gamma: 2 })],
    ["the order of columns", onColumns([0, 1], a), onColumns([1, 0], a)],
    ["what is scaled", scale(2, a), scale(2, b)],
    ["a + 1 and a", add(a, constant(1)), a],
    ["metrics", linear({ metric: [[1]] }), linear({ metric: [[2]] })],
    ["white noise and its square", power(white(2), 2), white(4)],
  ];

  it.each(different)("keeps %s apart", (_, left, right) => {
    expect(canonical(left)).not.toEqual(canonical(right));
    expect(canonical(add(left, right))).not.toEqual(canonical(scale(2, left)));
  });

  it("functions are equal when they are one and the same", () => {
    const [first, second] = [custom(() => 1), custom(() => 1)];
    expect(canonical(add(first, first))).toEqual(canonical(scale(2, first)));
    expect(canonical(add(first, second))).toMatchObject({ kind: "sum", terms: { length: 2 } });
    expect(
      canonical(
        multiply(
          mapInputs(map, a),
          mapInputs((x) => map(x), a),
        ),
      ),
    ).toMatchObject({ kind: "product", factors: { length: 2 } });
  });

  it("leaves the caller's data alone", () => {
    const kernel = add(b, scale(2, a), a);
    const copy = JSON.stringify(kernel);
    canonical(kernel);
    expect(JSON.stringify(kernel)).toBe(copy);
  });
});
