import { describe, expect, it } from "vitest";
import { fit, gram, kernelRidge, precomputed, predict, predictor, rbf, rowOf } from "../../src/entries/index";
import { expectError } from "../support/errors";
import { COMPOSITES, VECTOR_KERNELS, WHITE_KERNELS } from "../support/kernels";
import { randomMatrix, randomVector } from "../support/random";

const [n, d] = [70, 3];
const X = randomMatrix(1, n, d);
const y = randomVector(2, n);
const Z = randomMatrix(3, 50, d, 2);

describe("predictor", () => {
  it.each([...VECTOR_KERNELS, ...COMPOSITES, ...WHITE_KERNELS])("$name: the bits of predict", ({ kernel }) => {
    const model = fit(kernelRidge({ kernel: kernel(d), intercept: true }), X, y);
    const h = predictor(model);
    expect(Array.from({ length: 50 }, (_, i) => h(rowOf(Z, i)))).toEqual(Array.from(predict(model, Z)));
    h.release();
  });

  it.each([1, 3, 9])("%d targets: the bits of predict, in an array of the caller's own", (t) => {
    const model = fit(kernelRidge({ kernel: rbf(), intercept: true }), X, randomMatrix(4, n, t));
    const h = predictor(model);
    const results = Array.from({ length: 50 }, (_, i) => h(rowOf(Z, i)));
    const expected = predict(model, Z);
    results.forEach((result, i) => {
      expect(result).toEqual(rowOf(expected, i).slice());
    });
    h.release();
  });

  it("a precomputed kernel takes a row of k(Z, X)", () => {
    const model = fit(kernelRidge({ kernel: precomputed() }), gram(rbf(), X), y);
    const K = gram(rbf(), Z, X);
    const h = predictor(model);
    expect(Array.from({ length: 50 }, (_, i) => h(rowOf(K, i)))).toEqual(Array.from(predict(model, K)));
    expectError("shape", () => h([1, 2]));
    h.release();
    expectError("argument", () => h(rowOf(K, 0)), { argument: "predictor" });
  });

  it("takes plain and typed arrays, and leaves them alone", () => {
    const h = predictor(fit(kernelRidge({ kernel: rbf() }), X, y));
    const x = Object.freeze([0.25, 0.5, -1]);
    expect(h(x)).toBe(h(Float64Array.from(x)));
    expect(h(Float32Array.from(x))).toBe(h(x));
    expect(x).toEqual([0.25, 0.5, -1]);
  });

  it("several live side by side, whatever else runs", () => {
    const models = [1, 2, 3].map((seed) =>
      fit(kernelRidge({ kernel: rbf() }), randomMatrix(seed, 20 * seed, d), randomVector(seed, 20 * seed)),
    );
    const all = models.map((model) => predictor(model));
    const expected = models.map((model) => predict(model, Z));
    fit(kernelRidge({ kernel: rbf() }), randomMatrix(9, 200, d), randomVector(9, 200));
    for (let i = 0; i < 50; i++) expect(all.map((h) => h(rowOf(Z, i)))).toEqual(expected.map((values) => values[i]));
    all[0]?.release();
    expect(all[1]?.(rowOf(Z, 7))).toBe(expected[1]?.[7]);
  });

  it("keeps what it was made of", () => {
    const model = fit(kernelRidge({ kernel: rbf(), intercept: true }), X, y);
    const h = predictor(model);
    const before = h(rowOf(Z, 0));
    model.coefficients.fill(0);
    model.points?.data.fill(0);
    expect(h(rowOf(Z, 0))).toBe(before);
  });

  it("throws after release, again and again", () => {
    const h = predictor(fit(kernelRidge({ kernel: rbf() }), X, y));
    h.release();
    h.release();
    expectError("argument", () => h(rowOf(Z, 0)), { argument: "predictor" });
    expectError("argument", () => h(rowOf(Z, 0)), { argument: "predictor" });
  });

  it.each<[string, string, unknown]>([
    ["too few features", "shape", [1, 2]],
    ["too many features", "shape", [1, 2, 3, 4]],
    ["a number", "shape", 3],
    ["nothing", "shape", undefined],
    ["a matrix", "shape", [[1, 2, 3]]],
    ["NaN", "not-finite", [1, Number.NaN, 3]],
    ["infinity", "not-finite", [1, 2, -Infinity]],
    ["a word", "argument", [1, "2", 3]],
    ["null", "argument", [1, null, 3]],
  ])("refuses %s, and works afterwards", (_, code, x) => {
    const model = fit(kernelRidge({ kernel: rbf() }), X, y);
    const h = predictor(model);
    expectError(code as "shape", () => h(x as number[]), { argument: "x" });
    expect(h(rowOf(Z, 0))).toBe(predict(model, Z)[0]);
  });

  it("names the position of an overflow as code not-finite", () => {
    const h = predictor(fit(kernelRidge({ kernel: { kind: "allSubsets" } }), X, y));
    expectError("not-finite", () => h([1e200, 1e200, 1e200]));
    expect(Number.isFinite(h([1, 1, 1]))).toBe(true);
  });
});
