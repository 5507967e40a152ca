import { describe, expect, it } from "vitest";
import { type Matrix, matmul, matrix, syrk } from "../../src/entries/linalg";
import { expectExact } from "../support/core";
import { integers, normals, random } from "../support/generator";
import { product, transpose } from "../support/oracles";

const SIZES = [0, 1, 2, 3, 5, 10, 15, 16, 17, 31, 33, 50, 63, 64, 65, 100, 127, 128, 129, 130];

describe("matmul", () => {
  it("is A·B, exactly on whole numbers, for every m, n, k in 0…8, and for sizes around the edges of the blocks", () => {
    const small = Array.from({ length: 9 }, (_, size) => size);
    const triples = small.flatMap((m) => small.flatMap((n) => small.map((k) => [m, n, k] as const)));
    const edges = [...SIZES, 255, 256, 257, 511, 512, 513].flatMap((size) => [
      [size, 3, 5],
      [4, size, 2],
      [3, 5, size],
    ]) as [number, number, number][];
    const source = random(1);
    for (const [m, n, k] of [...triples, ...edges, [257, 258, 259] as const]) {
      const A = integers(source, m * k, -9, 9);
      const B = integers(source, k * n, -9, 9);
      const C = matmul(matrix(A.slice(), m, k), matrix(B.slice(), k, n));
      expect([C.rows, C.cols]).toEqual([m, n]);
      expectExact(C.data, product(m, n, k, A, B), `${m} × ${n}, k = ${k}`);
    }
  });

  it("neither modifies nor keeps its arguments", () => {
    const A = matrix(integers(random(2), 30, -9, 9), 5, 6);
    const B = matrix(integers(random(3), 42, -9, 9), 6, 7);
    const copies = [A.data.slice(), B.data.slice()];
    const C = matmul(A, B);
    expect([A.data, B.data]).toEqual(copies);
    C.data.fill(0);
    expect([A.data, B.data]).toEqual(copies);
    expect(C.data.buffer.byteLength).toBe(8 * 5 * 7);
  });

  it("takes arrays of rows, and products of a matrix with itself", () => {
    const F = [
      [1, 1],
      [1, 0],
    ];
    expect(Array.from(matmul(F, F).data)).toEqual([2, 1, 1, 1]);
  });

  it('throws "shape" when the inner sizes differ', () => {
    const [A, B] = [matrix(new Float64Array(6), 2, 3), matrix(new Float64Array(4), 2, 2)];
    expect(() => matmul(A, B)).toThrow(expect.objectContaining({ code: "shape", argument: "B" }));
    expect(() => matmul(A, B)).toThrow("A is 2 × 3, B is 2 × 2");
  });
});

describe("syrk", () => {
  it.each([...SIZES, 255, 256, 257])("is A·Aᵀ, exactly on whole numbers, n = %i", (n) => {
    for (const k of [0, 1, 3, 16, 33]) {
      const A = integers(random(n + k), n * k, -9, 9);
      const C = syrk(matrix(A.slice(), n, k));
      expect([C.rows, C.cols]).toEqual([n, n]);
      expectExact(C.data, product(n, n, k, A, transpose(n, k, A)), `n = ${n}, k = ${k}`);
    }
  });

  it("is symmetric bit for bit, and has the bits of matmul", () => {
    for (const [n, k] of [
      [37, 300],
      [70, 5],
    ] as const) {
      const A = normals(random(n), n * k);
      const C = syrk(matrix(A, n, k));
      expectExact(C.data, transpose(n, n, C.data), "C");
      expectExact(C.data, matmul(matrix(A, n, k), matrix(transpose(n, k, A), k, n)).data, "A·Aᵀ");
    }
  });
});

describe.each<[string, (A: Matrix) => unknown]>([
  ["matmul", (A) => matmul(A, matrix(new Float64Array(4), 2, 2))],
  ["syrk", syrk],
])("%s refuses", (_, call) => {
  it.each([Number.NaN, Infinity, -Infinity])("%d with its place", (value) => {
    const A = matrix(Float64Array.of(1, 2, 3, value), 2, 2);
    expect(() => call(A)).toThrow(expect.objectContaining({ code: "not-finite", argument: "A", row: 1, column: 1 }));
  });

  it("data of another length", () => {
    expect(() => call({ rows: 2, cols: 2, data: new Float64Array(5) })).toThrow(expect.objectContaining({ code: "shape", argument: "A" }));
  });
});
