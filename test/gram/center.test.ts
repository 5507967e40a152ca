import { describe, expect, it } from "vitest";
import { centerGram, gram, linear, type Matrix, rbf } from "../../src/entries/index";
import { at, build, product, transpose } from "../support/dense";
import { expectError } from "../support/errors";
import { formsOf } from "../support/forms";
import { randomMatrix } from "../support/random";

const n = 12;
const X = randomMatrix(1, n, 3);
const Z = randomMatrix(2, 5, 3);
const H = build(n, n, (i, j) => (i === j ? 1 : 0) - 1 / n);

const near = (got: Matrix, want: Matrix): void => {
  expect([got.rows, got.cols]).toEqual([want.rows, want.cols]);
  got.data.forEach((value, k) => {
    expect(Math.abs(value - (want.data[k] as number))).toBeLessThanOrEqual(8 * n * Number.EPSILON);
  });
};

describe("centerGram", () => {
  it("is HKH, and (k(Z, X) − 1ᵀ/n K) H for new rows", () => {
    const K = gram(rbf(), X);
    near(centerGram(K), product(product(H, K), H));
    const means = build(5, n, (_, j) => Array.from({ length: n }, (_, i) => at(K, i, j)).reduce((sum, value) => sum + value, 0) / n);
    const Kzx = gram(rbf(), Z, X);
    near(
      centerGram(K, Kzx),
      product(
        build(5, n, (i, j) => at(Kzx, i, j) - at(means, i, j)),
        H,
      ),
    );
  });

  it("is the Gram matrix of the centred features", () => {
    const mean = Array.from({ length: 3 }, (_, k) => Array.from({ length: n }, (_, i) => at(X, i, k)).reduce((sum, x) => sum + x, 0) / n);
    const centred = (M: Matrix): Matrix => build(M.rows, 3, (i, k) => at(M, i, k) - (mean[k] as number));
    near(centerGram(gram(linear(), X)), product(centred(X), transpose(centred(X))));
    near(centerGram(gram(linear(), X), gram(linear(), Z, X)), product(centred(Z), transpose(centred(X))));
  });

  it("leaves nothing to centre, and its argument alone", () => {
    const K = gram(rbf(), X);
    const before = K.data.slice();
    const once = centerGram(K);
    near(centerGram(once), once);
    near(centerGram(K, K), once);
    expect(K.data).toEqual(before);
    expect(centerGram([[7]])).toEqual({ rows: 1, cols: 1, data: Float64Array.of(0) });
  });

  it.each(formsOf(gram(rbf(), X)))("takes %s", (_, K) => {
    expect(centerGram(K)).toEqual(centerGram(gram(rbf(), X)));
  });

  it("refuses what is no Gram matrix, and rows of another length", () => {
    expectError("shape", () => centerGram([[1, 2]]), { argument: "K" });
    expectError("shape", () => centerGram([]), { argument: "K" });
    expectError("shape", () => centerGram([[1]], [[1, 2]]), { argument: "Kzx" });
    expectError("not-finite", () => centerGram([[Number.NaN]]), { argument: "K" });
    expectError("not-finite", () => centerGram([[1]], [[Infinity]]), { argument: "Kzx" });
  });
});
