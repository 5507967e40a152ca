import { afterAll, describe, expect, it } from "vitest";
import { cholesky, eigh, ldl, lu, type Matrix, matrix, type Solve } from "../../src/entries/linalg";
import { expectError } from "../support/errors";
import { random } from "../support/generator";
import { general, knownSolution, positiveDefinite, symmetric, type TestMatrix } from "../support/lapack-matrices";
import { infinityNorm, inverse, oneNorm, product, residual, transpose } from "../support/oracles";
import { expectRounded, ROUNDOFF } from "../support/precision";

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
      check(`the ${path} residual`, oneNorm(n, 1, column(left, q)) / (oneNorm(n, n, A) * norm) / ROUNDOFF, where);
      const relative = infinityNorm(n, 1, column(difference, q)) / infinityNorm(n, 1, column(truth, q));
      check(`the ${path} error`, (relative * rcond) / ROUNDOFF, where);
    }
    if (t === 1) expect(solve(B)).toEqual(X);
  }
}

/** Estimate and truth of rcond differ by less than the factor 30, and the estimate, being a norm of A⁻¹x, is no pessimist. */
function checkCondition(estimate: number, { name, n }: TestMatrix, norm: number, inverseNorm: number, path: string): void {
  const truth = norm * inverseNorm;
  const ratio = Math.max(estimate, truth) / Math.min(estimate, truth) - (1 - ROUNDOFF);
  check(`the ${path} condition estimate`, ratio, `${name}, n = ${n}`);
  // A⁻¹ and its norm are known to a relative error of about n·κ·ε.
  const uncertain = 1 + 4 * n * truth * ROUNDOFF;
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
    const { L, solve, logDet, conditionEstimate, inverseDiagonal } = cholesky(lower);
    const left = residual(n, n, n, L.data, transpose(n, n, L.data), A);
    const norm = infinityNorm(n, n, A);
    check("‖LLᵀ − A‖", infinityNorm(n, n, left) / norm / (n * ROUNDOFF), `${name}, n = ${n}`);
    expect(L.data.every((value, at) => at % n <= Math.floor(at / n) || value === 0)).toBe(true);
    expect(logDet).toBeCloseTo(2 * logOfDiagonal(L), 8);
    const inverted = inverse(n, A);
    const inverseNorm = infinityNorm(n, n, inverted);
    checkCondition(conditionEstimate, one, norm, inverseNorm, "Cholesky");
    const truth = inverted.filter((_, at) => at % (n + 1) === 0);
    expect(inverseDiagonal).toHaveLength(n);
    inverseDiagonal.forEach((value, i) => {
      check("(A⁻¹)_ii", Math.abs(value / (truth[i] as number) - 1) / (n * norm * inverseNorm * ROUNDOFF), `${name}, n = ${n}`);
    });
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
    if (norm > 0) check("‖LU − PA‖", infinityNorm(n, n, left) / norm / (n * ROUNDOFF), `${name}, n = ${n}`);
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

describe.each([...SIZES, 190])("ldl, n = %i", (n) => {
  it.each([...symmetric(random(n), n), ...positiveDefinite(random(n + 1), n)])("$name", (one) => {
    const { name, A, zeroPivot } = one;
    const { L, D, permutation, solve, inertia, logDet, determinantSign, conditionEstimate } = ldl(matrix(A.slice(), n, n));
    const where = `${name}, n = ${n}`;
    const PAP = A.map((_, at) => A[(permutation[Math.floor(at / n)] as number) * n + (permutation[at % n] as number)] as number);
    const norm = infinityNorm(n, n, A);
    const left = residual(n, n, n, product(n, n, n, L.data, D.data), transpose(n, n, L.data), PAP);
    if (norm > 0) check("‖LDLᵀ − PAPᵀ‖", infinityNorm(n, n, left) / norm / (n * ROUNDOFF), where);
    expect(Array.from(permutation).sort((a, b) => a - b)).toEqual(Array.from(permutation.keys()));
    for (const [at, value] of L.data.entries()) {
      const [i, j] = [Math.floor(at / n), at % n];
      if (i === j ? value !== 1 : j > i && value !== 0) expect.fail(`L has ${value} at (${i}, ${j})`);
      if (D.data[at] !== D.data[j * n + i] || (Math.abs(i - j) > 1 && D.data[at] !== 0)) expect.fail(`D has ${D.data[at]} at (${i}, ${j})`);
    }
    expect(inertia.positive + inertia.zero + inertia.negative).toBe(n);
    if (zeroPivot !== null) {
      expect(inertia.zero).toBeGreaterThan(0);
      expect({ logDet, determinantSign, conditionEstimate }).toEqual({
        logDet: -Infinity,
        determinantSign: 0,
        conditionEstimate: Infinity,
      });
      expectError("singular", () => solve(new Float64Array(n)));
      return;
    }
    const inverseNorm = infinityNorm(n, n, inverse(n, A));
    // where rounding cannot turn a sign
    if (norm * inverseNorm < 1e12) {
      const { values } = eigh(matrix(A, n, n));
      expect(inertia).toEqual({ positive: values.filter((v) => v > 0).length, zero: 0, negative: values.filter((v) => v < 0).length });
      expect(determinantSign).toBe(inertia.negative % 2 ? -1 : 1);
      expect(logDet).toBeCloseTo(
        values.reduce((sum, value) => sum + Math.log(Math.abs(value)), 0),
        6,
      );
    }
    checkCondition(conditionEstimate, one, norm, inverseNorm, "LDLᵀ");
    checkSolve(solve, one, 1 / norm / inverseNorm, "LDLᵀ", n);
  });
});

describe("ldl", () => {
  it("is exact where whole numbers allow, and takes two pivots where the diagonal has none", () => {
    const { L, D, permutation } = ldl([
      [0, 2, 4],
      [2, 0, 6],
      [4, 6, 0],
    ]);
    // 4 is the largest of the first column: rows 0 and 2 are eliminated together, [2 6] [0 4; 4 0]⁻¹ = [1.5 0.5]
    expect(Array.from(permutation)).toEqual([0, 2, 1]);
    expect(Array.from(D.data)).toEqual([0, 4, 0, 4, 0, 0, 0, 0, -6]);
    expect(Array.from(L.data)).toEqual([1, 0, 0, 0, 1, 0, 1.5, 0.5, 1]);
    expect(ldl([[-3]]).inertia).toEqual({ positive: 0, zero: 0, negative: 1 });
    expect(ldl([]).determinantSign).toBe(1);
  });

  it("keeps a small pivot where the row that would replace it has a larger element further down", () => {
    // 1 < α 2 would exchange it, but 1 ≥ α 2²/8: elimination by it makes nothing grow
    const { L, D, permutation } = ldl([
      [1, 2, 0],
      [2, 0, 8],
      [0, 8, 1],
    ]);
    expect(Array.from(permutation)).toEqual([0, 1, 2]);
    expect(Array.from(D.data)).toEqual([1, 0, 0, 0, -4, 8, 0, 8, 1]);
    expect(Array.from(L.data)).toEqual([1, 0, 0, 2, 1, 0, 0, 0, 1]);
  });

  it("has the inertia of a spectrum put in", () => {
    const n = 90;
    const A = new Float64Array(n * n);
    const v = Float64Array.from({ length: n }, (_, i) => Math.sin(i + 1));
    const square = v.reduce((sum, x) => sum + x * x, 0);
    // a reflection: diag(d) H for d of whole numbers, symmetrised by H from the left as well
    const d = (i: number): number => (i < 13 ? -1 - i : i < 60 ? 2 + i : -0.5);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        for (let k = 0; k < n; k++) {
          const left = (i === k ? 1 : 0) - (2 * (v[i] as number) * (v[k] as number)) / square;
          const right = (j === k ? 1 : 0) - (2 * (v[j] as number) * (v[k] as number)) / square;
          A[i * n + j] = (A[i * n + j] as number) + left * d(k) * right;
        }
    const upper = A.map((value, at) => (at % n > Math.floor(at / n) ? (A[(at % n) * n + Math.floor(at / n)] as number) : value));
    expect(ldl(matrix(upper, n, n)).inertia).toEqual({ positive: 47, zero: 0, negative: 43 });
  });

  it("refuses what is not square or not symmetric", () => {
    expectError("shape", () => ldl([[1, 2]]));
    expectError(
      "asymmetric",
      () =>
        ldl([
          [1, 2],
          [3, 4],
        ]),
      { row: 1, column: 0 },
    );
    expectError("not-finite", () => ldl([[Number.NaN]]));
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
    expectRounded(logDet, 2 * Math.log(4), 64);
  });
});
