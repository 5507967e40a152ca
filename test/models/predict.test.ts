import { describe, expect, it } from "vitest";
import { evaluate, fit, gram, type KernelModel, kernelRidge, type Matrix, precomputed, predict, rbf, rowOf } from "../../src/entries/index";
import { at, pickRows, product } from "../support/dense";
import { expectError } from "../support/errors";
import { formsOf } from "../support/forms";
import { COMPOSITES, VECTOR_KERNELS, WHITE_KERNELS } from "../support/kernels";
import { randomMatrix, randomVector } from "../support/random";
import { roundingBound } from "../support/rounding";

const d = 3;
const KERNELS = [...VECTOR_KERNELS, ...COMPOSITES, ...WHITE_KERNELS];

function modelOf(n: number, t: number, kernel = rbf({ gamma: 0.5 }) as Parameters<typeof kernelRidge>[0]["kernel"], intercept = true) {
  return fit(kernelRidge({ kernel, lambda: 0.1, intercept }), randomMatrix(n, n, d), randomMatrix(n + 1, n, t));
}

describe("predict", () => {
  it.each(KERNELS)("$name: h(z) = Σ α_i k(x_i, z) + b, written out", ({ kernel }) => {
    for (const [n, t] of [
      [1, 1],
      [5, 2],
      [33, 1],
      [40, 9],
    ] as const) {
      const model = modelOf(n, t, kernel(d));
      const Z = randomMatrix(9, 6, d, 2);
      const H = predict(model, Z);
      for (let i = 0; i < 6; i++) {
        for (let q = 0; q < t; q++) {
          let sum = model.intercept[q] as number;
          let size = Math.abs(sum);
          let error = 0;
          for (let j = 0; j < n; j++) {
            const term = at(model.coefficients, j, q) * evaluate(model.kernel, rowOf(model.points as Matrix, j), rowOf(Z, i));
            sum += term;
            size += Math.abs(term);
            error += Math.abs(at(model.coefficients, j, q)) * roundingBound(model.kernel, rowOf(model.points as Matrix, j), rowOf(Z, i));
          }
          expect(Math.abs(at(H, i, q) - sum)).toBeLessThanOrEqual(error + 4 * n * Number.EPSILON * size);
        }
      }
    }
  });

  it.each([1, 2, 7, 8, 9])("one row alone gives the bits that it gives among 8192 and more, %d targets", (t) => {
    const model = modelOf(70, t);
    const m = 8192 + 37;
    const Z = randomMatrix(t, m, d, 2);
    const all = predict(model, Z);
    for (const i of [0, 1, 3, 4, 31, 32, 33, 4095, 8190, 8191, 8192, 8193, m - 2, m - 1]) {
      expect(predict(model, pickRows(Z, [i])).data).toEqual(rowOf(all, i).slice());
    }
    const tail = Array.from({ length: 101 }, (_, i) => m - 101 + i);
    expect(predict(model, pickRows(Z, tail)).data).toEqual(all.data.slice((m - 101) * t));
  });

  it("a target alone has, to rounding, the predictions that it has among others", () => {
    const X = randomMatrix(1, 50, d);
    const Y = randomMatrix(2, 50, 3);
    const Z = randomMatrix(3, 20, d);
    const together = predict(fit(kernelRidge({ kernel: rbf() }), X, Y), Z);
    for (let q = 0; q < 3; q++) {
      const alone = predict(
        fit(
          kernelRidge({ kernel: rbf() }),
          X,
          Y.data.filter((_, k) => k % 3 === q),
        ),
        Z,
      );
      alone.forEach((value, i) => {
        expect(at(together, i, q)).toBeCloseTo(value, 12);
      });
    }
  });

  it("a precomputed kernel takes k(Z, X)", () => {
    const X = randomMatrix(4, 20, d);
    const Z = randomMatrix(5, 7, d);
    const Y = randomMatrix(6, 20, 2);
    const model = fit(kernelRidge({ kernel: precomputed() }), gram(rbf(), X), Y);
    const expected = product(gram(rbf(), Z, X), model.coefficients);
    predict(model, gram(rbf(), Z, X)).data.forEach((value, k) => {
      expect(value).toBeCloseTo(expected.data[k] as number, 12);
    });
    expectError("shape", () => predict(model, gram(rbf(), X, Z)), { argument: "Z" });
  });

  it("shapes the result as the targets were", () => {
    const X = randomMatrix(7, 10, d);
    const y = randomVector(8, 10);
    const vector = fit(kernelRidge({ kernel: rbf(), intercept: true }), X, y);
    const column = fit(kernelRidge({ kernel: rbf(), intercept: true }), X, { rows: 10, cols: 1, data: y });
    const h = predict(vector, X);
    expect(h).toBeInstanceOf(Float64Array);
    expect(predict(column, X)).toEqual({ rows: 10, cols: 1, data: h });
  });

  it.each(formsOf(randomMatrix(9, 5, d)))("takes Z as %s", (_, form) => {
    const model = modelOf(12, 2);
    expect(predict(model, form)).toEqual(predict(model, randomMatrix(9, 5, d)));
  });

  it("changes neither model nor points, and gives a result of the caller's own", () => {
    const model = modelOf(12, 1);
    const copy = structuredClone(model);
    const Z = randomMatrix(10, 5, d);
    const before = Z.data.slice();
    const first = predict(Object.freeze(model), Object.freeze(Z));
    const kept = first.data.slice();
    predict(model, randomMatrix(11, 9, d));
    expect(first.data).toEqual(kept);
    expect(model).toEqual(copy);
    expect(Z.data).toEqual(before);
    expect(predict(structuredClone(model), Z)).toEqual(first);
  });

  it("takes a vector as points of one feature", () => {
    const z = [1, 2, 3];
    const model = fit(kernelRidge({ kernel: rbf() }), [1, 2, 4], [0, 1, 0]);
    expect(predict(model, z)).toEqual(predict(model, [[1], [2], [3]]));
    expectError("shape", () => predict(modelOf(5, 1), z), { argument: "Z", features: 1, needed: d });
  });

  it.each<[string, string, unknown]>([
    ["NaN", "not-finite", [[1, 2, Number.NaN]]],
    ["too few features", "shape", [[1, 2]]],
    ["no points", "shape", []],
    ["nothing", "argument", undefined],
    ["an overflow", "not-finite", [[1e200, 1e200, 1e200]]],
  ])("refuses %s, and works afterwards", (name, code, Z) => {
    const linearOrRbf = name === "an overflow" ? modelOf(40, 1, { kind: "linear" }) : modelOf(40, 1);
    const big =
      name === "an overflow" ? { ...linearOrRbf, points: { rows: 40, cols: d, data: new Float64Array(120).fill(1e200) } } : linearOrRbf;
    const before = predict(linearOrRbf, [[1, 2, 3]]);
    expectError(code as "shape", () => predict(big, Z as Matrix));
    expect(predict(linearOrRbf, [[1, 2, 3]])).toEqual(before);
  });

  it.each([[null], [undefined], [{}], [{ kind: "linearModel" }], ["model"]])("refuses %j as a model", (value) => {
    expectError("argument", () => predict(value as unknown as KernelModel, [[1]]), { argument: "model" });
  });
});
