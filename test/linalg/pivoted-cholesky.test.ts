import { describe, expect, it } from "vitest";
import { cholesky, matrix, pinv, pivotedCholesky } from "../../src/entries/linalg";
import { expectError } from "../support/errors";
import { orthogonal, random } from "../support/generator";
import { MODES } from "../support/lapack-matrices";
import { ROUNDOFF } from "../support/precision";

/** U diag(values) Uᵀ, symmetric bit for bit. */
function withSpectrum(n: number, values: (i: number) => number) {
  const U = orthogonal(random(n), n);
  const data = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += (U[i * n + k] as number) * values(k) * (U[j * n + k] as number);
      data[i * n + j] = sum;
      data[j * n + i] = sum;
    }
  }
  return { rows: n, cols: n, data };
}

describe("pivotedCholesky", () => {
  it.each([
    [12, 12],
    [12, 5],
    [40, 13],
    [3, 0],
  ])("of order %d and rank %d solves with the pseudo-inverse", (n, rank) => {
    const A = withSpectrum(n, (k) => (k < rank ? 1 + k : 0));
    const B = matrix(
      Float64Array.from({ length: 2 * n }, (_, at) => Math.sin(at + 1)),
      n,
      2,
    );
    const { solve, logDet } = pivotedCholesky(A);
    const inverse = pinv(A).data;
    const X = solve(B);
    for (let i = 0; i < n; i++)
      for (let q = 0; q < 2; q++) {
        let want = 0;
        for (let k = 0; k < n; k++) want += (inverse[i * n + k] as number) * (B.data[k * 2 + q] as number);
        expect(Math.abs((X.data[i * 2 + q] as number) - want)).toBeLessThan(1e-12);
      }
    const first = solve(B.data.filter((_, at) => at % 2 === 0));
    first.forEach((x, i) => {
      expect(x).toBeCloseTo(X.data[2 * i] as number, 11);
    });
    if (rank < n) expect(logDet).toBe(-Infinity);
    else expect(logDet).toBeCloseTo(cholesky(A).logDet, 12);
    expectError("shape", () => solve(new Float64Array(n + 1)));
  });

  it.each(Object.entries(MODES))("finds the rank of semidefinite matrices exactly: %s", (_, mode) => {
    for (const n of [5, 10, 33, 50, 100]) {
      for (const share of [0.3, 0.5, 0.9]) {
        const rank = Math.floor(share * n);
        const A = withSpectrum(n, (k) => (k < rank ? mode(k, rank) : 0));
        const { L, rank: found, pivots, residualTrace } = pivotedCholesky(A);
        expect(found).toBe(rank);
        expect(new Set(pivots).size).toBe(rank);
        // LAPACK's ratio ‖A − LLᵀ‖/(n ε ‖A‖), by elements
        let worst = 0;
        for (let i = 0; i < n; i++) {
          for (let j = 0; j <= i; j++) {
            let sum = A.data[i * n + j] as number;
            for (let k = 0; k < rank; k++) sum -= (L.data[i * rank + k] as number) * (L.data[j * rank + k] as number);
            worst = Math.max(worst, Math.abs(sum));
          }
        }
        expect(worst / (n * ROUNDOFF)).toBeLessThan(30);
        residualTrace.forEach((trace, k) => {
          expect(trace).toBeLessThanOrEqual(k === 0 ? Infinity : (residualTrace[k - 1] as number));
        });
      }
    }
  });

  it("is exact on whole numbers, ties to the lowest index", () => {
    const { L, pivots, residualTrace } = pivotedCholesky([
      [4, 2, 4],
      [2, 5, 2],
      [4, 2, 5],
    ]);
    expect(Array.from(pivots)).toEqual([1, 2, 0]);
    expect(residualTrace[0]).toBe(14);
    expect(L.data[1 * 3 + 0]).toBe(Math.sqrt(5));
    expect(
      Array.from(
        pivotedCholesky([
          [4, 0],
          [0, 4],
        ]).pivots,
      ),
    ).toEqual([0, 1]);
  });

  it("stops at the rank or the tolerance asked for", () => {
    const A = [
      [9, 0, 0],
      [0, 4, 0],
      [0, 0, 1],
    ];
    expect(pivotedCholesky(A, { rank: 2 })).toMatchObject({ rank: 2, residualTrace: Float64Array.of(14, 5, 1) });
    expect(pivotedCholesky(A, { tolerance: 2 })).toMatchObject({ rank: 2, L: { data: Float64Array.of(3, 0, 0, 2, 0, 0) } });
    expect(pivotedCholesky(A, { rank: 0 })).toMatchObject({ rank: 0, residualTrace: Float64Array.of(14) });
    expect(pivotedCholesky([])).toMatchObject({ rank: 0 });
    expect(
      pivotedCholesky([
        [0, 0],
        [0, 0],
      ]),
    ).toMatchObject({ rank: 0, residualTrace: Float64Array.of(0) });
  });

  it("refuses what is not square, symmetric, finite or semidefinite, and bad options", () => {
    expectError("shape", () => pivotedCholesky([[1, 2]]));
    expectError("asymmetric", () =>
      pivotedCholesky([
        [1, 2],
        [0, 1],
      ]),
    );
    expectError("not-finite", () => pivotedCholesky([[Number.NaN]]));
    expectError(
      "not-positive-definite",
      () =>
        pivotedCholesky([
          [1, 0],
          [0, -1],
        ]),
      { pivot: 1, value: -1 },
    );
    // nothing on the diagonal tells of these
    for (const entries of [
      [1, 2, 2, 1],
      [0, 1, 1, 0],
      [1, 1e-6, 1e-6, 0],
    ]) {
      const A = { rows: 2, cols: 2, data: Float64Array.from(entries) };
      expectError("not-positive-definite", () => pivotedCholesky(A));
    }
    const hidden = withSpectrum(30, (k) => (k === 7 ? -1e-3 : 1));
    expectError("not-positive-definite", () => pivotedCholesky(hidden));
    expectError("argument", () => pivotedCholesky([[1]], { rank: 0.5 }));
    expectError("argument", () => pivotedCholesky([[1]], { tolerance: -1 }));
  });
});
