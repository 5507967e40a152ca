import { afterAll, describe, expect, it } from "vitest";
import { lu, type Matrix, matrix, type QrFactorisation, qr } from "../../src/entries/linalg";
import { expectError } from "../support/errors";
import { normals, random } from "../support/generator";
import { MODES, ofRank, type RectangularMatrix, rectangular } from "../support/lapack-matrices";
import { infinityNorm, inverse, oneNorm, product, residual, transpose } from "../support/oracles";
import { expectRounded, ROUNDOFF } from "../support/precision";

/** LAPACK's threshold: a ratio is an error in units of its own bound. */
const THRESHOLD = 50;
/** Around the widths of the panels, 8 and its doubles, and of the blocks of reflections, 64. */
const SHAPES: readonly (readonly [number, number])[] = [
  ...[1, 2, 3, 7, 8, 9, 16, 17, 63, 64, 65, 128, 129].map((n) => [n, n] as const),
  ...[
    [5, 1],
    [1, 5],
    [9, 8],
    [8, 9],
    [40, 17],
    [17, 40],
    [100, 65],
    [65, 100],
    [200, 3],
  ].map(([m, n]) => [m as number, n as number] as const),
];

const worst = new Map<string, { ratio: number; where: string }>();

function check(name: string, ratio: number, where: string): void {
  if (!(ratio <= (worst.get(name)?.ratio ?? 0))) worst.set(name, { ratio, where });
  expect(ratio, `${name}, ${where}`).toBeLessThan(THRESHOLD);
}

afterAll(() => {
  for (const [name, { ratio, where }] of worst) console.info(`worst ratio of ${name}: ${ratio.toFixed(3)} (${where})`);
});

/** A P */
function permuted(A: Float64Array, n: number, pivots: Int32Array): Float64Array {
  return A.map((_, at) => A[at - (at % n) + (pivots[at % n] as number)] as number);
}

/** ‖A P − Q R‖ by columns, each against its own length, and ‖I − QᵀQ‖; R is upper triangular, Q of the right shape. */
function checkFactors({ Q, R, pivots }: QrFactorisation, { name, m, n, A }: RectangularMatrix, kind: string): void {
  const steps = Math.min(m, n);
  const where = `${name}, ${m} × ${n}`;
  expect([Q.rows, Q.cols, R.rows, R.cols]).toEqual([m, steps, steps, n]);
  expect(Array.from(pivots).sort((a, b) => a - b)).toEqual(Array.from(pivots.keys()));
  expect(R.data.every((value, at) => at % n >= Math.floor(at / n) || value === 0)).toBe(true);
  const AP = permuted(A, n, pivots);
  const left = residual(m, n, steps, Q.data, R.data, AP);
  const whole = oneNorm(m, n, A);
  for (let j = 0; j < n; j++) {
    const column = (M: Float64Array): Float64Array => M.filter((_, at) => at % n === j);
    const norm = kind === "qr" ? oneNorm(m, 1, column(AP)) : whole;
    const missed = oneNorm(m, 1, column(left));
    if (norm === 0) expect(missed).toBe(0);
    else check(`‖AP − QR‖, ${kind}`, missed / norm / (m * ROUNDOFF), where);
  }
  const identity = Float64Array.from({ length: steps * steps }, (_, at) => (at % (steps + 1) === 0 ? 1 : 0));
  const gap = residual(steps, steps, m, transpose(m, steps, Q.data), Q.data, identity);
  check(`‖I − QᵀQ‖, ${kind}`, oneNorm(steps, steps, gap) / (m * ROUNDOFF), where);
}

describe.each(SHAPES)("qr of a %i × %i matrix", (m, n) => {
  it.each(rectangular(random(31 * m + n), m, n))("$name", (one) => {
    const { name, A } = one;
    const plain = qr(matrix(A.slice(), m, n));
    checkFactors(plain, one, "qr");
    expect(Array.from(plain.pivots)).toEqual(Array.from(plain.pivots.keys()));
    expect(plain.rank).toBeNull();
    const pivoted = qr(matrix(A.slice(), m, n), { pivoting: true });
    checkFactors(pivoted, one, "pivoted");
    const diagonal = Array.from({ length: Math.min(m, n) }, (_, k) => Math.abs(pivoted.R.data[k * (n + 1)] as number));
    diagonal.forEach((value, k) => {
      expect(value).toBeLessThanOrEqual((k === 0 ? Infinity : (diagonal[k - 1] as number)) * (1 + 1e-7) + 1e-14 * (diagonal[0] as number));
    });
    if (name.startsWith("random, κ = 2") || name.startsWith("near")) {
      for (const factored of [plain, pivoted]) {
        checkSolve(factored, one);
        if (m === n) expect(factored.logDet as number).toBeCloseTo(lu(matrix(A, n, n)).logDet, 8);
        if (m === n) checkCondition(factored, n);
      }
      expect(pivoted.rank).toBe(Math.min(m, n));
    }
    expect(plain.logDet === null).toBe(m !== n);
  });
});

/** ‖Aᵀ(B − AX)‖/(‖A‖‖B‖ max(m, n) ε) for a tall A, LAPACK's test of least squares; a vector gives what a column gives. */
function checkSolve({ solve }: QrFactorisation, { name, m, n, A }: RectangularMatrix): void {
  if (m < n) {
    expectError("singular", () => solve(new Float64Array(m)), { pivot: m });
    return;
  }
  // B of the size of A, so that X neither vanishes nor overflows
  const unit = oneNorm(m, n, A);
  for (const t of [1, 2, 15]) {
    const B = normals(random(t), m * t).map((value) => value * unit);
    const X = solve(matrix(B, m, t));
    expect([X.rows, X.cols]).toEqual([n, t]);
    const left = residual(m, t, n, A, X.data, B).map((value) => value / unit);
    const gradient = product(
      n,
      t,
      m,
      transpose(m, n, A).map((value) => value / unit),
      left,
    );
    check("‖Aᵀ(B − AX)‖", oneNorm(n, t, gradient) / (oneNorm(m, t, B) / unit) / (Math.max(m, n, t) * ROUNDOFF), `${name}, ${m} × ${n}`);
    if (t === 1) expect(solve(B)).toEqual(X.data);
  }
}

/** Against the true norms, which inversion gives to about n·κ·ε. */
function checkCondition({ R, conditionEstimate }: QrFactorisation, n: number): void {
  const truth = infinityNorm(n, n, R.data) * infinityNorm(n, n, inverse(n, R.data));
  expect(conditionEstimate).toBeLessThanOrEqual(truth * (1 + 1e-8));
  expect(conditionEstimate).toBeGreaterThan(truth / 30);
}

describe("qr with pivoting finds the rank exactly", () => {
  it.each(Object.entries(MODES))("%s, κ = 10¹²", (_, mode) => {
    for (const [m, n] of [
      [10, 10],
      [33, 50],
      [50, 33],
      [100, 100],
    ] as const) {
      for (const share of [0.3, 0.5, 0.9]) {
        const rank = Math.floor(share * Math.min(m, n));
        const { A } = ofRank(random(n), m, n, rank, mode);
        const factored = qr(matrix(A, m, n), { pivoting: true });
        expect(factored.rank).toBe(rank);
        expect(factored.conditionEstimate).toBe(Infinity);
        expectError("singular", () => factored.solve(new Float64Array(m)), { pivot: rank });
        checkFactors(factored, { name: `rank ${rank}`, m, n, A }, "pivoted");
      }
    }
  });

  it("where lengths lose their digits to subtraction, as in Kahan's matrix and beside a large row", () => {
    const n = 100;
    const [s, c] = [Math.sin(1.2), Math.cos(1.2)];
    const kahan = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return j < i ? 0 : s ** i * (j === i ? 1 : -c) * (1 - 1e-6 * j);
    });
    const { pivots } = qr(matrix(kahan, n, n), { pivoting: true });
    expect(Array.from(pivots)).toEqual(Array.from(pivots.keys()));
    // One row of 10⁹ hides what is left of the columns behind it: 1 in the last, less in the others
    const source = random(5);
    const rows = 6;
    const A = Float64Array.from({ length: rows * 5 }, (_, at) => (at < 5 ? 1e9 : (0.1 + 0.1 * (at % 5)) * source.normal()));
    const found = qr(matrix(A, rows, 5), { pivoting: true });
    expect(found.rank).toBe(5);
    checkFactors(found, { name: "a large row", m: rows, n: 5, A }, "pivoted");
    const diagonal = Array.from({ length: 5 }, (_, k) => Math.abs(found.R.data[k * 6] as number));
    // the true remaining lengths, each column against the one that was taken, by the factors themselves
    for (let k = 1; k < 5; k++) {
      for (let j = k + 1; j < 5; j++) {
        const rest = Math.hypot(...Array.from({ length: j - k + 1 }, (_, i) => found.R.data[(k + i) * 5 + j] as number));
        expect(rest).toBeLessThanOrEqual((diagonal[k] as number) * (1 + 1e-6));
      }
    }
  });
});

describe("qr of what is hardly a matrix", () => {
  const empty = (rows: number, cols: number): Matrix => matrix(new Float64Array(0), rows, cols);

  it.each([true, false])("of no rows or no columns, pivoting: %s", (pivoting) => {
    for (const [m, n] of [
      [0, 0],
      [0, 3],
      [3, 0],
    ] as const) {
      const { Q, R, pivots, rank, logDet } = qr(empty(m, n), { pivoting });
      expect([Q, R]).toEqual([empty(m, 0), empty(0, n)]);
      expect(pivots).toHaveLength(n);
      expect(rank).toBe(pivoting ? 0 : null);
      expect(logDet).toBe(m === n ? 0 : null);
    }
    expect(qr(empty(3, 0), { pivoting }).solve([1, 2, 3])).toEqual(new Float64Array(0));
    expect(qr([[2], [0]], { pivoting }).solve(empty(2, 0))).toEqual(empty(1, 0));
  });

  it("a number: Q is ±1", () => {
    const { Q, R, logDet, conditionEstimate } = qr([[-3]]);
    expect([(Q.data[0] as number) * (R.data[0] as number), Math.abs(Q.data[0] as number)]).toEqual([-3, 1]);
    expectRounded(logDet, Math.log(3), 2);
    expect(conditionEstimate).toBe(1);
  });

  it("zeros: R is zero, the determinant too, and nothing can be solved with", () => {
    for (const pivoting of [true, false]) {
      const { R, logDet, conditionEstimate, solve } = qr(matrix(new Float64Array(9), 3, 3), { pivoting });
      expect(R.data.every((value) => value === 0)).toBe(true);
      expect([logDet, conditionEstimate]).toEqual([-Infinity, Infinity]);
      expectError("singular", () => solve([1, 2, 3]), { pivot: 0 });
    }
  });

  it("takes columns of the same length in their order", () => {
    expect(
      Array.from(
        qr(
          [
            [0, 1, 1],
            [0, 0, 0],
          ],
          { pivoting: true },
        ).pivots,
      ),
    ).toEqual([1, 0, 2]);
  });
});

describe("qr as a function", () => {
  const A = matrix(normals(random(1), 12), 4, 3);

  it("leaves its inputs alone, works after others, and keeps to what it is given", () => {
    const before = A.data.slice();
    const factored = qr(A);
    const { Q } = factored;
    qr(matrix(normals(random(2), 10_000), 100, 100), { pivoting: true });
    const x = factored.solve([1, 2, 3, 4]);
    expect(factored.Q).toBe(Q);
    expect(factored.solve([1, 2, 3, 4])).toEqual(x);
    expect(A.data).toEqual(before);
  });

  it("says what it cannot do", () => {
    expectError("argument", () => qr(A, { pivoting: 1 as unknown as boolean }), { argument: "pivoting" });
    expectError("argument", () => qr(A, null as unknown as object));
    expectError("not-finite", () => qr([[1, Number.NaN]]), { argument: "A", column: 1 });
    expectError("shape", () => qr(A).solve([1, 2, 3]), { argument: "B" });
    expectError("not-finite", () => qr(A).solve([1, 2, 3, Infinity]), { argument: "B" });
  });
});
