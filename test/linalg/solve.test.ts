import { describe, expect, it } from "vitest";
import { cholesky, isMercerError, lu, type Matrix, matrix, solve } from "../../src/entries/linalg";
import { normals, random } from "../support/generator";
import { product } from "../support/oracles";

const A: Matrix = matrix(Float64Array.of(4, 1, 0, 1, 3, 1, 0, 1, 2), 3, 3);

describe("solve", () => {
  it("is A⁻¹B: a vector for a vector, a matrix for a matrix, even of one column", () => {
    const x = Float64Array.of(1, -2, 3);
    const b = product(3, 1, 3, A.data, x);
    const vector = solve(A, b);
    expect(vector).toBeInstanceOf(Float64Array);
    vector.forEach((value, i) => {
      expect(value).toBeCloseTo(x[i] as number, 14);
    });
    expect(solve(A, Array.from(b))).toEqual(vector);
    expect(solve(A, matrix(b, 3, 1))).toEqual({ rows: 3, cols: 1, data: vector });
    expect(solve(A, matrix(new Float64Array(0), 3, 0))).toEqual({ rows: 3, cols: 0, data: new Float64Array(0) });
  });

  it("gives a column the same bits alone and among others from two on", () => {
    const n = 70;
    const source = random(1);
    const M = matrix(normals(source, n * n), n, n);
    const B = normals(source, n * 5);
    const together = solve(M, matrix(B, n, 5)).data;
    const pair = matrix(
      B.filter((_, at) => at % 5 < 2),
      n,
      2,
    );
    expect(solve(M, pair).data).toEqual(together.filter((_, at) => at % 5 < 2));
  });

  it("may be called again after other work", () => {
    const factored = lu(A);
    const b = Float64Array.of(1, 2, 3);
    const before = factored.solve(b);
    cholesky(A);
    lu(matrix(Float64Array.of(0, 1, 1, 0), 2, 2)).solve([1, 2]);
    expect(factored.solve(b)).toEqual(before);
    expect(Array.from(b)).toEqual([1, 2, 3]);
  });
});

describe("an empty matrix", () => {
  const empty = matrix(new Float64Array(0), 0, 0);

  it("has empty factors, the determinant 1, and solves for nothing", () => {
    const factored = cholesky(empty);
    expect(factored.L).toEqual(empty);
    expect(factored.logDet + 0).toBe(0);
    expect(factored.solve(new Float64Array(0))).toEqual(new Float64Array(0));
    const eliminated = lu(empty);
    expect(eliminated).toMatchObject({ L: empty, U: empty, permutation: new Int32Array(0), determinantSign: 1 });
    expect(eliminated.logDet).toBe(0);
    expect(solve(empty, new Float64Array(0))).toEqual(new Float64Array(0));
  });

  it("is not taken for a singular one", () => {
    expect(cholesky(empty).conditionEstimate).toBeLessThan(Infinity);
    expect(lu(empty).conditionEstimate).toBeLessThan(Infinity);
  });
});

describe("errors", () => {
  const wide = matrix(new Float64Array(6), 2, 3);
  const indefinite = matrix(Float64Array.of(1, 2, 2, 1), 2, 2);
  const singular = matrix(Float64Array.of(1, 2, 2, 4), 2, 2);

  it.each<[string, () => unknown, Record<string, unknown>]>([
    ["cholesky of a matrix that is not square", () => cholesky(wide), { code: "shape", argument: "A" }],
    ["lu of one", () => lu(wide), { code: "shape", argument: "A" }],
    ["solve with one", () => solve(wide, [1, 2]), { code: "shape", argument: "A" }],
    ["cholesky of an indefinite matrix", () => cholesky(indefinite), { code: "not-positive-definite", pivot: 1, value: -3 }],
    ["cholesky of a singular matrix", () => cholesky(singular), { code: "not-positive-definite", pivot: 1, value: 0 }],
    ["a negative first pivot", () => cholesky([[-2]]), { code: "not-positive-definite", pivot: 0, value: -2 }],
    ["solve with a singular matrix", () => solve(singular, [1, 2]), { code: "singular", pivot: 1 }],
    ["its lu solving", () => lu(singular).solve([1, 2]), { code: "singular", pivot: 1 }],
    ["too many right-hand sides", () => solve(A, [1, 2, 3, 4]), { code: "shape", argument: "B" }],
    ["too few for a Cholesky factorisation", () => cholesky(A).solve([1, 2]), { code: "shape", argument: "B" }],
    ["too few for an LU factorisation", () => lu(A).solve(matrix(new Float64Array(4), 2, 2)), { code: "shape", argument: "B" }],
    ["NaN in A", () => lu([[1, Number.NaN]]), { code: "not-finite", argument: "A", row: 0, column: 1 }],
    ["∞ on the right", () => cholesky(A).solve([1, Infinity, 3]), { code: "not-finite", argument: "B", row: 1 }],
  ])("%s", (_, call, expected) => {
    let caught: unknown;
    try {
      call();
    } catch (error) {
      caught = error;
    }
    expect(isMercerError(caught)).toBe(true);
    expect(caught).toMatchObject(expected);
  });

  it("of a bad matrix come before those of a bad right-hand side", () => {
    expect(() => solve(wide, [1])).toThrow(expect.objectContaining({ argument: "A" }));
    expect(() => solve(singular, [1])).toThrow(expect.objectContaining({ code: "shape", argument: "B" }));
  });

  it("leave everything working", () => {
    expect(() => cholesky(indefinite)).toThrow("pivot 1 of 2 is -3");
    expect(Array.from(cholesky([[4]]).solve([8]))).toEqual([2]);
  });
});
