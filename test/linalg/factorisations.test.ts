import { afterAll, describe, expect, it } from "vitest";
import { cholesky, lu, type Matrix, matrix, type Solve } from "../../src/linalg";
import { random } from "../support/generator";
import { general, knownSolution, positiveDefinite, type TestMatrix } from "../support/lapack-matrices";
import { EPS, infinityNorm, inverse, oneNorm, product, residual, transpose } from "../support/oracles";

/** LAPACK's threshold: a ratio is an error in units of its own bound. */
const THRESHOLD = 30;
const SIZES = [1, 2, 3, 5, 10, 15, 16, 17, 31, 33, 50, 63, 64, 65, 100, 127, 128, 129, 130, 255, 256, 257];
const RIGHT_HAND_SIDES = [1, 2, 15];

/** The worst of each ratio over this file, told at the end. */
const worst = new Map<string, { ratio: number; where: string }>();

function check(name: string, ratio: number, where: string): void {
  if (!(ratio <= (worst.get(name)?.ratio ?? 0))) worst.set(name, { ratio, where });
  expect(ratio, `${name}, ${where}`).toBeLessThan(THRESHOLD);
}

afterAll(() => {
  for (const [name, { ratio, where }] of worst) console.info(`worst ratio of ${name}: ${ratio.toFixed(3)} (${where})`);
});

/** ‖B − AX‖ / (‖A‖ ‖X‖ ε) and ‖X − X*‖ rcond / (‖X*‖ ε), the greatest over the columns, and the same for a vector as for a matrix. */
function checkSolve(solve: Solve, one: TestMatrix, rcond: number, path: string, seed: number): void {
  const { n, A, name } = one;
  for (const t of RIGHT_HAND_SIDES) {
    const where = `${name}, n = ${n}, ${t} right-hand sides`;
    const { X: truth, B } = knownSolution(random(seed + t), one, t);
    const X = solve(matrix(B, n, t)).data;
    const column = (M: Float64Array, q: number): Float64Array => M.filter((_, at) => at % t === q);
    const difference = X.map((x, at) => x - (truth[at] as number));
    const left = residual(n, t, n, A, X, B);
    for (let q = 0; q < t; q++) {
      const norm = oneNorm(n, 1, column(X, q));
      check(`the ${path} residual`, oneNorm(n, 1, column(left, q)) / (oneNorm(n, n, A) * norm) / EPS, where);
      const relative = infinityNorm(n, 1, column(difference, q)) / infinityNorm(n, 1, column(truth, q));
      check(`the ${path} error`, (relative * rcond) / EPS, where);
    }
    if (t === 1) expect(solve(B)).toEqual(X);
  }
}

/** Estimate and truth of rcond differ by less than the factor 30, and the estimate, being a norm of A⁻¹x, is no pessimist. */
function checkCondition(estimate: number, { name, n }: TestMatrix, norm: number, inverseNorm: number, path: string): void {
  const truth = norm * inverseNorm;
  const ratio = Math.max(estimate, truth) / Math.min(estimate, truth) - (1 - EPS);
  check(`the ${path} condition estimate`, ratio, `${name}, n = ${n}`);
  // A⁻¹ and its norm are known to a relative error of about n·κ·ε.
  const uncertain = 1 + 4 * n * truth * EPS;
  expect(estimate, `${name}, n = ${n}`).toBeLessThanOrEqual(truth * uncertain);
}

describe.each(SIZES)("cholesky, n = %i", (n) => {
  it.each(positiveDefinite(random(n), n))("$name", (one) => {
    const { name, A, zeroPivot } = one;
    // Only the lower triangle is referenced.
    const lower = matrix(
      A.map((a, at) => (at % n > Math.floor(at / n) ? 1e10 : a)),
      n,
      n,
    );
    if (zeroPivot !== null) {
      expect(() => cholesky(lower)).toThrow(expect.objectContaining({ code: "not-positive-definite", pivot: zeroPivot, value: 0 }));
      return;
    }
    const { L, solve, logDet, conditionEstimate } = cholesky(lower);
    const left = residual(n, n, n, L.data, transpose(n, n, L.data), A);
    const norm = infinityNorm(n, n, A);
    check("‖LLᵀ − A‖", infinityNorm(n, n, left) / norm / (n * EPS), `${name}, n = ${n}`);
    expect(L.data.every((value, at) => at % n <= Math.floor(at / n) || value === 0)).toBe(true);
    expect(logDet).toBeCloseTo(2 * logOfDiagonal(L), 8);
    const inverseNorm = infinityNorm(n, n, inverse(n, A));
    checkCondition(conditionEstimate, one, norm, inverseNorm, "Cholesky");
    checkSolve(solve, one, 1 / norm / inverseNorm, "Cholesky", n);
  });
});

describe.each(SIZES)("lu, n = %i", (n) => {
  it.each(general(random(n), n))("$name", (one) => {
    const { name, A, zeroPivot } = one;
    const { L, U, permutation, solve, logDet, determinantSign, conditionEstimate } = lu(matrix(A.slice(), n, n));
    const PA = new Float64Array(n * n);
    permutation.forEach((row, i) => {
      PA.set(A.subarray(row * n, (row + 1) * n), i * n);
    });
    const norm = infinityNorm(n, n, A);
    const left = residual(n, n, n, L.data, U.data, PA);
    if (norm > 0) check("‖LU − PA‖", infinityNorm(n, n, left) / norm / (n * EPS), `${name}, n = ${n}`);
    expect(Array.from(permutation).sort((a, b) => a - b)).toEqual(Array.from(permutation.keys()));
    for (const [at, value] of L.data.entries()) {
      const [i, j] = [Math.floor(at / n), at % n];
      if (i === j ? value !== 1 : j > i ? value !== 0 : !(Math.abs(value) <= 1)) expect.fail(`L has ${value} at (${i}, ${j})`);
      if (j < i && U.data[at] !== 0) expect.fail(`U has ${U.data[at]} at (${i}, ${j})`);
    }
    if (zeroPivot !== null) {
      expect({ logDet, determinantSign, conditionEstimate }).toEqual({
        logDet: -Infinity,
        determinantSign: 0,
        conditionEstimate: Infinity,
      });
      expect(() => solve(new Float64Array(n))).toThrow(expect.objectContaining({ code: "singular", pivot: zeroPivot }));
      return;
    }
    expect(logDet).toBeCloseTo(logOfDiagonal(U), 8);
    const inverseNorm = infinityNorm(n, n, inverse(n, A));
    checkCondition(conditionEstimate, one, norm, inverseNorm, "LU");
    checkSolve(solve, one, 1 / norm / inverseNorm, "LU", n);
  });
});

function logOfDiagonal({ rows: n, data }: Matrix): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.log(Math.abs(data[i * n + i] as number));
  return sum;
}

describe("the determinant", () => {
  it.each([
    [[[3]], 3],
    [[[-3]], -3],
    [
      [
        [0, 1],
        [1, 0],
      ],
      -1,
    ],
    [
      [
        [0, 2, 0],
        [0, 0, 3],
        [4, 0, 0],
      ],
      24,
    ],
    [
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 10],
      ],
      -3,
    ],
  ])("of %j is %d", (A, determinant) => {
    const { logDet, determinantSign } = lu(A);
    expect(determinantSign).toBe(Math.sign(determinant));
    expect(logDet).toBeCloseTo(Math.log(Math.abs(determinant)), 12);
  });

  it("of L Lᵀ is the square of the product of L's diagonal", () => {
    const L = Float64Array.of(2, 0, 0, 1, 4, 0, -3, 1, 0.5);
    const { logDet } = cholesky(matrix(product(3, 3, 3, L, transpose(3, 3, L)), 3, 3));
    expect(logDet).toBeCloseTo(2 * Math.log(4), 13);
  });
});
