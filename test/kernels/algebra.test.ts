import { describe, expect, it } from "vitest";
import {
  add,
  constant,
  evaluate,
  exponentiate,
  gram,
  type Kernel,
  linear,
  mapInputs,
  multiplier,
  multiply,
  normalize,
  onColumns,
  polynomial,
  power,
  rbf,
  scale,
} from "../../src/entries/index";
import { build } from "../support/dense";
import { expectError } from "../support/errors";
import { randomMatrix } from "../support/random";

const [x, z] = [
  [1, 2, 3],
  [2, 0, -1],
] as const;
const k = linear();
const value = -1;
const never = undefined as never;

describe("the constructors of the algebra", () => {
  it("are their formulas", () => {
    expect(evaluate(add(k, constant(5), k), x, z)).toBe(2 * value + 5);
    expect(evaluate(multiply(k, constant(5), k), x, z)).toBe(5 * value * value);
    expect(evaluate(scale(-3, k), x, z)).toBe(3);
    expect(evaluate(power(k, 3), x, z)).toBe(-1);
    expect(evaluate(exponentiate(k), x, z)).toBe(Math.exp(-1));
    expect(evaluate(normalize(k), x, z)).toBe(-1 / Math.sqrt(14 * 5));
    expect(evaluate(onColumns([2, 0], k), x, z)).toBe(2 - 3);
    expect(evaluate(onColumns([0, 0], k), x, z)).toBe(4);
    expect(
      evaluate(
        mapInputs((p) => [p[0] as number, 10], k),
        x,
        z,
      ),
    ).toBe(102);
    expect(
      evaluate(
        multiplier((p) => 1 + (p[0] as number), k),
        x,
        z,
      ),
    ).toBe(-6);
  });

  it("make data that carries its parts, also in its type", () => {
    const kernel = add(scale(2, k), multiply(rbf(), power(k, 2)));
    expect(kernel).toEqual({
      kind: "sum",
      terms: [
        { kind: "scaled", factor: 2, kernel: { kind: "linear" } },
        {
          kind: "product",
          factors: [
            { kind: "rbf", gamma: "auto" },
            { kind: "power", exponent: 2, kernel: { kind: "linear" } },
          ],
        },
      ],
    });
    expect(kernel.terms[0].factor + kernel.terms[1].factors[1].exponent).toBe(4);
  });

  it("keep a copy of the columns", () => {
    const columns = [0, 1];
    const kernel = onColumns(columns, k);
    columns[0] = 7;
    expect(kernel.columns).toEqual([0, 1]);
  });

  it("polynomials with coefficients ≥ 0 are sums, scales and powers", () => {
    const X = randomMatrix(1, 9, 2);
    const expanded = add(constant(1), scale(3, k), scale(3, power(k, 2)), power(k, 3));
    const closed = gram(polynomial({ gamma: 1, coef0: 1, degree: 3 }), X);
    gram(expanded, X).data.forEach((entry, at) => {
      expect(Math.abs(entry - (closed.data[at] as number))).toBeLessThanOrEqual(40 * Number.EPSILON * (1 + Math.abs(entry)) * 8);
    });
  });

  it("normalised kernels are exactly 1 on the diagonal and at equal points, 0 where k(x, x) is 0", () => {
    const X = build(6, 2, (i, j) => (i === 3 ? 0 : (i % 2) + j + 0.3));
    const K = gram(normalize(polynomial({ gamma: 1, coef0: 0, degree: 3 })), X);
    expect(Array.from({ length: 6 }, (_, i) => K.data[7 * i])).toEqual([1, 1, 1, 0, 1, 1]);
    expect(K.data[2]).toBe(1);
    expect(Array.from(K.data.subarray(18, 24))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it("a kernel that is negative on the diagonal cannot be normalised", () => {
    expectError("kernel", () => gram(normalize(scale(-1 as number, rbf())), [[1], [2]]), { row: 0, value: -1 });
    expectError("kernel", () => gram(normalize(add(k, constant(-5))), [[3], [2]]), { row: 1, value: -1 });
  });

  it("a map of the points may change their number of features, but not from point to point", () => {
    const widen = mapInputs((p) => [...p, 1, 2], rbf({ lengthScale: [1, 2, 3, 4] }));
    expect(gram(widen, [[1, 2]]).data).toEqual(Float64Array.of(1));
    const ragged = mapInputs((p) => (p[0] === 1 ? [1] : [1, 2]), k);
    expectError("shape", () => gram(ragged, [[1], [2]]), { argument: "map", row: 1 });
    expectError(
      "shape",
      () =>
        gram(
          mapInputs(() => [], k),
          [[1], [2]],
        ),
      { argument: "map" },
    );
    expectError("not-finite", () =>
      gram(
        mapInputs((p) => [1 / (p[0] as number)], k),
        [[1], [0]],
      ),
    );
    expectError(
      "not-finite",
      () =>
        gram(
          multiplier((p) => 1 / (p[0] as number), k),
          [[1], [0]],
        ),
      { row: 1 },
    );
    expectError(
      "not-finite",
      () =>
        gram(
          multiplier(() => "1" as unknown as number, k),
          [[1], [0]],
        ),
      { row: 0 },
    );
  });

  it.each<[string, () => unknown]>([
    ["kernels", () => add()],
    ["kernels", () => multiply()],
    ["factor", () => scale(Number.NaN, k)],
    ["factor", () => scale("2" as never, k)],
    ["exponent", () => power(k, 0)],
    ["exponent", () => power(k, -1)],
    ["exponent", () => power(k, 1.5)],
    ["exponent", () => power(k, 2 ** 31)],
    ["columns", () => onColumns([], k)],
    ["columns", () => onColumns([-1 as number], k)],
    ["columns", () => onColumns([0.5 as number], k)],
    ["columns", () => onColumns([0, Number.NaN], k)],
    ["columns", () => onColumns(never, k)],
    ["columns", () => onColumns(1 as never, k)],
    ["map", () => mapInputs(never, k)],
    ["f", () => multiplier(3 as never, k)],
  ])("refuse a bad %s", (argument, body) => {
    expectError("argument", body, { argument });
  });

  it.each<[string, () => Kernel]>([
    ["add", () => add(k, never)],
    ["multiply", () => multiply(never)],
    ["scale", () => scale(2, never)],
    ["power", () => power(never, 2)],
    ["exponentiate", () => exponentiate(never)],
    ["normalize", () => normalize({} as Kernel)],
    ["onColumns", () => onColumns([0], { kind: "?" })],
  ])("%s: a part that is no kernel is refused where it is used", (_, make) => {
    expectError("kernel", () => gram(make(), [[1]]));
  });

  it("a column that the points do not have is refused", () => {
    expectError("shape", () => gram(onColumns([0, 3], k), [[1, 2, 3]]), { argument: "columns", column: 3 });
    expectError("shape", () => evaluate(onColumns([3], k), x, z), { column: 3 });
  });
});
