import { describe, expect, it } from "vitest";
import { minimumNormLeastSquares } from "../../src/dense/minimum-norm-qr";
import type { Matrix } from "../../src/matrix";
import { integers, random } from "../support/generator";

/** [C; C] and [CX + S; CX − S]: X is the solution, exactly, whatever the rest S is; all are whole numbers. */
function twice(C: Matrix, X: Matrix, spread: number): { readonly A: Matrix; readonly Y: Matrix } {
  const { rows: m, cols: n } = C;
  const t = X.cols;
  const S = integers(random(m), m * t, -spread, spread);
  const Y = new Float64Array(2 * m * t);
  for (let i = 0; i < m; i++) {
    for (let q = 0; q < t; q++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += (C.data[i * n + j] as number) * (X.data[j * t + q] as number);
      Y[i * t + q] = sum + (S[i * t + q] as number);
      Y[(m + i) * t + q] = sum - (S[i * t + q] as number);
    }
  }
  const A = { rows: 2 * m, cols: n, data: new Float64Array(2 * m * n) };
  A.data.set(C.data);
  A.data.set(C.data, m * n);
  return { A, Y: { rows: 2 * m, cols: t, data: Y } };
}

function whole(rows: number, cols: number, seed: number): Matrix {
  return { rows, cols, data: integers(random(seed), rows * cols, -9, 9) };
}

function farthest(got: Float64Array, want: Float64Array): number {
  expect(got.length).toBe(want.length);
  return got.reduce((most, value, at) => Math.max(most, Math.abs(value - (want[at] as number))), 0);
}

describe("least squares of a tall matrix", () => {
  it.each([
    [256, 1, 1],
    [513, 12, 1],
    [1100, 30, 3],
  ])("finds the solution that %i rows, twice, of %i columns are made for, %i at a time", (m, n, t) => {
    const X = whole(n, t, 7);
    const { A, Y } = twice(whole(m, n, 1), X, 9);
    const refined = minimumNormLeastSquares(A, Y);
    expect(refined.rank).toBe(n);
    expect(farthest(refined.solution.data, X.data)).toBeLessThanOrEqual(9 * Number.EPSILON);
    const plain = minimumNormLeastSquares(A, Y, { refine: false });
    expect(farthest(plain.solution.data, X.data)).toBeLessThan(1e-12);
  });

  it("tells the rank, and finds the shortest solution, where columns are repeated", () => {
    const [m, n] = [400, 9];
    const C = whole(m, n, 2);
    const D = { rows: m, cols: 2 * n, data: Float64Array.from({ length: 2 * m * n }, (_, at) => C.data[Math.floor(at / 2)] as number) };
    const half = whole(2 * n, 1, 3);
    half.data.forEach((_, j, data) => {
      data[j] = data[j - (j % 2)] as number;
    });
    const { A, Y } = twice(D, half, 9);
    const { solution, rank, dropped } = minimumNormLeastSquares(A, Y);
    expect(rank).toBe(n);
    expect(dropped).toBeGreaterThan(1e14);
    expect(farthest(solution.data, half.data)).toBeLessThan(1e-12);
  });

  it("keeps the digits where κ² ε is near 1: R alone could not correct them", () => {
    const m = 400;
    const [u, v] = [whole(m, 1, 4).data, whole(m, 1, 5).data];
    const near = 2 ** -25;
    const C = { rows: m, cols: 2, data: Float64Array.from({ length: 2 * m }, (_, at) => pick(u, at) + (at % 2) * near * pick(v, at)) };
    const X = { rows: 2, cols: 1, data: Float64Array.of(1, 1) };
    const { A, Y } = twice(C, X, 9);
    const { solution, conditionEstimate } = minimumNormLeastSquares(A, Y);
    expect(conditionEstimate).toBeGreaterThan(1e7);
    expect(farthest(solution.data, X.data)).toBeLessThan(1e-9);
  });

  it("takes columns and right-hand sides near the ends of the range of numbers", () => {
    const X = whole(4, 2, 8);
    const { A, Y } = twice(whole(300, 4, 6), X, 9);
    const sizes = [2 ** 900, 2 ** -900, 1, 2 ** 400];
    const scaled = { ...A, data: A.data.map((value, at) => value * (sizes[at % 4] as number)) };
    const { solution } = minimumNormLeastSquares(scaled, Y);
    const back = solution.data.map((value, at) => value * (sizes[Math.floor(at / 2)] as number));
    expect(farthest(back, X.data)).toBeLessThanOrEqual(9 * Number.EPSILON);
  });
});

function pick(x: Float64Array, at: number): number {
  return x[Math.floor(at / 2)] as number;
}
