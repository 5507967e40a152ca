import { describe, expect, it, vi } from "vitest";
import {
  add,
  constant,
  custom,
  evaluate,
  exponentiate,
  fit,
  gram,
  gramDiagonal,
  type Kernel,
  kernelRidge,
  linear,
  mapInputs,
  multiply,
  normalize,
  onColumns,
  power,
  precomputed,
  predict,
  predictor,
  rbf,
  rowOf,
  scale,
  toJSON,
  white,
} from "../../src/entries/index";
import { at, build, gaussSolve, plusDiagonal, times } from "../support/dense";
import { expectError } from "../support/errors";
import { hat } from "../support/kernels";
import { randomMatrix, randomVector } from "../support/random";
import { resident } from "../support/resident";

const [n, d] = [40, 2];
const X = randomMatrix(1, n, d);
const Z = randomMatrix(2, 7, d);
const y = randomVector(3, n);
const K = gram(rbf(), X);
const Kzx = gram(rbf(), Z, X);
const relative = (got: ArrayLike<number>, want: ArrayLike<number>, bound: number): void => {
  Array.from(got, (value, i) =>
    expect(Math.abs(value - (want[i] as number))).toBeLessThanOrEqual(bound * (1 + Math.abs(want[i] as number))),
  );
};

describe("white noise", () => {
  const twice = [
    [1, 2],
    [1, 2],
    [3, 4],
  ];

  it("is on the diagonal by index, not by equality of points; 0 between two sets and in evaluate", () => {
    expect(gram(white(0.5), twice).data).toEqual(build(3, 3, (i, j) => (i === j ? 0.5 : 0)).data);
    expect(gram(white(0.5), twice, twice).data).toEqual(new Float64Array(9));
    expect(gramDiagonal(white(0.5), twice)).toEqual(Float64Array.of(0.5, 0.5, 0.5));
    expect(evaluate(white(0.5), [1], [1])).toBe(0);
  });

  it("in a composition the algebra acts on the matrices", () => {
    const G = gram(multiply(add(white(2), rbf()), add(constant(1), white(0.5))), X);
    expect(G.data).toEqual(build(n, n, (i, j) => (i === j ? 3 * 1.5 : at(K, i, j))).data);
    expect(gram(power(add(white(2), constant(1)), 2), twice).data).toEqual(build(3, 3, (i, j) => (i === j ? 9 : 1)).data);
    expect(gram(exponentiate(white(0)), twice).data).toEqual(new Float64Array(9).fill(1));
    expect(gram(onColumns([0], white(2)), twice).data).toEqual(gram(white(2), twice).data);
  });

  it("acts as a ridge, and h and the training loss are without it", () => {
    const noisy = fit(kernelRidge({ kernel: add(rbf(), white(0.25)), lambda: 0.125 }), X, y);
    const ridge = fit(kernelRidge({ kernel: rbf(), lambda: 0.375 }), X, y);
    relative(noisy.coefficients, ridge.coefficients, 1e-12);
    relative(predict(noisy, X), predict(ridge, X), 1e-12);
    const loss = predict(noisy, X).reduce((sum, h, i) => sum + (h - (y[i] as number)) ** 2, 0);
    relative(noisy.report.trainingLoss, [loss], 1e-10);
  });
});

describe("a precomputed kernel", () => {
  const made: readonly (readonly [string, Kernel, (value: number, same: boolean) => number])[] = [
    ["itself", precomputed(), (value) => value],
    ["scaled", scale(2, precomputed()), (value) => 2 * value],
    ["with noise", add(precomputed(), white(0.5)), (value, same) => value + (same ? 0.5 : 0)],
    ["plus a constant", add(constant(3), precomputed()), (value) => value + 3],
    ["squared", multiply(precomputed(), precomputed()), (value) => value * value],
    ["a product with a sum", multiply(precomputed(), add(precomputed(), constant(1))), (value) => value * (value + 1)],
  ];

  it.each(made)("%s", (_, kernel, f) => {
    const model = fit(kernelRidge({ kernel, lambda: 0.5 }), K, y);
    const G = build(n, n, (i, j) => f(at(K, i, j), i === j));
    const alpha = gaussSolve(
      plusDiagonal(G, () => 0.5),
      y,
    );
    relative(model.coefficients, alpha, 1e-11);
    expect(model).toMatchObject({ points: null, d: null, n });
    const expected = times(
      build(7, n, (i, j) => f(at(Kzx, i, j), false)),
      alpha,
    );
    relative(predict(model, Kzx), expected, 1e-10);
    const h = predictor(model);
    expect(Array.from({ length: 7 }, (__, i) => h(rowOf(Kzx, i)))).toEqual(Array.from(predict(model, Kzx)));
    h.release();
  });

  it("with weights of 0 in a composition", () => {
    const weights = y.map((_, i) => (i % 3 === 0 ? 0 : 1));
    const kernel = add(precomputed(), constant(1));
    const model = fit(kernelRidge({ kernel, lambda: 0.5 }), K, y, { sampleWeight: weights });
    const same = fit(kernelRidge({ kernel: add(rbf(), constant(1)), lambda: 0.5 }), X, y, { sampleWeight: weights });
    relative(model.coefficients, same.coefficients, 1e-11);
    relative(predict(model, Kzx), predict(same, Z), 1e-11);
  });

  // its type has lost its kind: otherwise the compiler would refuse it, too
  const given: Kernel = precomputed();

  it.each<[string, Kernel]>([
    ["a sum with a kernel of points", add(given, rbf())],
    ["a product with one", multiply(given, linear())],
    ["a power of a sum with one", scale(2, add(white(1), add(constant(1), multiply(given, rbf()))))],
    ["a normalised one", normalize(given)],
    ["on columns", onColumns([0], given)],
    ["after a map", mapInputs((x) => x, given)],
    [
      "with a custom kernel",
      add(
        given,
        custom(() => 1),
      ),
    ],
  ])("is refused in %s", (_, kernel) => {
    expectError("kernel", () => fit(kernelRidge({ kernel }), K, y));
  });

  it("has no Gram matrix, diagonal or formula of its own, in compositions neither", () => {
    for (const kernel of [precomputed(), add(precomputed(), white(1))]) {
      expectError("kernel", () => gram(kernel, X));
      expectError("kernel", () => gramDiagonal(kernel, X));
      expectError("kernel", () => evaluate(kernel, [1], [1]));
    }
  });
});

describe("a custom kernel", () => {
  it("is asked for pairs of points, and mirrored", () => {
    const kernel = custom(hat);
    expect(gram(kernel, X).data).toEqual(build(n, n, (i, j) => hat(rowOf(X, Math.max(i, j)), rowOf(X, Math.min(i, j)))).data);
    expect(gram(kernel, X, Z).data).toEqual(build(n, 7, (i, j) => hat(rowOf(X, i), rowOf(Z, j))).data);
    const first = custom((x) => x[0] as number);
    const F = gram(first, [[1], [2]]);
    expect(F.data).toEqual(Float64Array.of(1, 2, 2, 2));
  });

  it("is called for the pairs on and below the diagonal only", () => {
    const evaluatePair = vi.fn(() => 1);
    gram(custom(evaluatePair), X);
    expect(evaluatePair).toHaveBeenCalledTimes((n * (n + 1)) / 2);
  });

  it("sees the features of its part, in arrays of its own", () => {
    const lengths = new Set<number>();
    const spoiling = custom((x, z) => {
      lengths.add(x.length);
      x.fill(99);
      z.fill(99);
      return 1;
    });
    const before = X.data.slice();
    expect(gram(onColumns([1], spoiling), X).data.every((value) => value === 1)).toBe(true);
    expect([...lengths]).toEqual([1]);
    expect(X.data).toEqual(before);
    expect(gram(add(spoiling, rbf()), X).data).toEqual(K.data.map((value) => 1 + value));
  });

  it("may compute with the library itself", () => {
    const inner = custom((x, z) => gram(rbf({ gamma: 1 }), [Array.from(x)], [Array.from(z)]).data[0] as number);
    const G = gram(add(inner, custom(hat)), X);
    const expected = gram(add(rbf({ gamma: 1 }), custom(hat)), X);
    relative(G.data, expected.data, 4 * Number.EPSILON);
    const model = fit(kernelRidge({ kernel: inner, lambda: 1 }), X, y);
    relative(predict(model, Z), predict(fit(kernelRidge({ kernel: rbf({ gamma: 1 }), lambda: 1 }), X, y), Z), 1e-13);
  });

  it("that throws ends the call with its own error, and leaves nothing behind", () => {
    gram(rbf(), X);
    const before = resident();
    const own = new Error("mine");
    const throwing = custom(() => {
      throw own;
    });
    expect(() => gram(throwing, X)).toThrow(own);
    expect(() => gram(add(rbf(), onColumns([0], throwing)), X)).toThrow(own);
    expect(resident()).toEqual(before);
    expect(gram(rbf(), X)).toEqual(K);
  });

  it.each([Number.NaN, Infinity, undefined, "1"])("that gives %s is refused, naming the pair", (value) => {
    const bad = custom((x, z) => (x[0] === 2 && z[0] === 1 ? (value as number) : 1));
    expectError("not-finite", () => gram(bad, [[1], [2]]), { row: 1, column: 0 });
    expect(expectError("not-finite", () => gram(bad, [[0], [2]], [[0], [1]]))).toMatchObject({ row: 1, column: 1 });
  });

  it("stays out of JSON", () => {
    for (const kernel of [
      custom(hat),
      add(
        rbf(),
        mapInputs((x) => x, linear()),
      ),
    ]) {
      expectError("kernel", () => toJSON(fit(kernelRidge({ kernel }), X, y)));
    }
  });

  it("two at a time in predictors of their own do not mix", () => {
    const [one, two] = [1, 2].map((value) => predictor(fit(kernelRidge({ kernel: custom(() => value) }), X, y)));
    const [first, second] = [one?.([0, 0]), two?.([0, 0])];
    gram(custom(hat), X);
    expect([one?.([1, 1]), two?.([1, 1])]).toEqual([first, second]);
  });
});

describe("a metric", () => {
  it("gives xᵀAz, symmetric bit for bit, and goes through JSON", () => {
    const kernel = linear({
      metric: [
        [2, 0.3],
        [0.3, 1],
      ],
    });
    const G = gram(kernel, X);
    expect(G.data).toEqual(build(n, n, (i, j) => at(G, j, i)).data);
    relative(G.data, build(n, n, (i, j) => evaluate(kernel, rowOf(X, i), rowOf(X, j))).data, 8 * Number.EPSILON);
    const again = JSON.parse(JSON.stringify(kernel)) as Kernel;
    expect(gram(again, X)).toEqual(G);
  });

  it("gives the same bits between two sets as within one", () => {
    const kernel = linear({
      metric: [
        [2, 0.3],
        [0.3, 1],
      ],
    });
    expect(gram(kernel, X, X)).toEqual(gram(kernel, X));
  });
});
