import { afterAll, describe, expect, it } from "vitest";
import { lstsq, type Matrix, matrix, pinv } from "../../src/entries/linalg";
import { expectError } from "../support/errors";
import { normals, random } from "../support/generator";
import { MODES, ofRank, rectangular } from "../support/lapack-matrices";
import { oneNorm, product, residual, transpose } from "../support/oracles";
import { expectRounded, ROUNDOFF } from "../support/precision";

/** LAPACK's threshold for least squares: a ratio is an error in units of its own bound. */
const THRESHOLD = 50;
const SHAPES = [
  [1, 1],
  [2, 1],
  [1, 2],
  [3, 3],
  [8, 9],
  [9, 8],
  [20, 20],
  [40, 17],
  [17, 40],
  [64, 65],
  [65, 64],
  [70, 70],
] as const;

const worst = new Map<string, { ratio: number; where: string }>();

function check(name: string, ratio: number, where: string): void {
  if (!(ratio <= (worst.get(name)?.ratio ?? 0))) worst.set(name, { ratio, where });
  expect(ratio, `${name}, ${where}`).toBeLessThan(THRESHOLD);
}

afterAll(() => {
  for (const [name, { ratio, where }] of worst) console.info(`worst ratio of ${name}: ${ratio.toFixed(3)} (${where})`);
});

const frobenius = (values: Float64Array): number => {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest === 0 ? 0 : largest * Math.sqrt(values.reduce((sum, value) => sum + (value / largest) ** 2, 0));
};

/** A and a number whose product with it is of the size of 1, a power of two. */
function toUnit(A: Float64Array): { readonly unit: Float64Array; readonly scale: number } {
  const largest = A.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = largest === 0 ? 1 : 2 ** -Math.floor(Math.log2(largest));
  return { unit: A.map((value) => value * scale), scale };
}

/** The four laws of Moore and Penrose, each against the bound of its own products. */
function checkLaws(m: number, n: number, A: Float64Array, X: Float64Array, where: string): void {
  const [a, x] = [frobenius(A), frobenius(X)];
  const size = Math.max(m, n) * ROUNDOFF;
  const AX = product(m, m, n, A, X);
  const XA = product(n, n, m, X, A);
  if (a === 0) {
    expect(x).toBe(0);
    return;
  }
  check("‖AXA − A‖", frobenius(residual(m, n, m, AX, A, A)) / (a * a * x * size), where);
  check("‖XAX − X‖", frobenius(residual(n, m, n, XA, X, X)) / (x * x * a * size), where);
  const skew = (k: number, M: Float64Array): number => frobenius(transpose(k, k, M).map((value, at) => value - (M[at] as number)));
  check("‖(AX)ᵀ − AX‖", skew(m, AX) / (a * x * size), where);
  check("‖(XA)ᵀ − XA‖", skew(n, XA) / (a * x * size), where);
}

describe.each(SHAPES)("of a %i × %i matrix", (m, n) => {
  it.each(rectangular(random(17 * m + n), m, n))("$name", ({ name, A }) => {
    const where = `${name}, ${m} × ${n}`;
    const { unit, scale } = toUnit(A);
    const X = pinv(matrix(A.slice(), m, n));
    expect([X.rows, X.cols]).toEqual([n, m]);
    checkLaws(
      m,
      n,
      unit,
      X.data.map((value) => value / scale),
      where,
    );
    const size = Math.max(m, n) * ROUNDOFF;
    const norm = frobenius(unit);
    // dqrt17: what is left is orthogonal to A; and it is as long as told
    const B = normals(random(m), 2 * m);
    const { solution, rank, residualNorm } = lstsq(matrix(A.slice(), m, n), matrix(B, m, 2));
    const Y = solution.data.map((value) => value / scale);
    const left = residual(m, 2, n, unit, Y, B);
    if (norm > 0) {
      const gradient = product(n, 2, m, transpose(m, n, unit), left);
      // A singular value at the tolerance may be taken or left: it lets so much of B through
      const reach = frobenius(B) + norm * frobenius(Y);
      check("‖Aᵀ(B − AX)‖", frobenius(gradient) / (norm * reach * size), where);
    }
    for (let q = 0; q < 2; q++) {
      const told = frobenius(left.filter((_, at) => at % 2 === q));
      expect(Math.abs((residualNorm[q] as number) - told)).toBeLessThanOrEqual(8 * size * (frobenius(B) + norm * frobenius(Y)));
    }
    // dqrt16: what lies in the range of A is met
    const inRange = product(m, 2, n, unit, normals(random(n), 2 * n));
    const met = lstsq(matrix(A.slice(), m, n), matrix(inRange, m, 2));
    const Z = met.solution.data.map((value) => value / scale);
    const missed = residual(m, 2, n, unit, Z, inRange);
    const against = oneNorm(m, n, unit) * oneNorm(n, 2, Z) + oneNorm(m, 2, inRange);
    if (norm > 0) check("‖B − AX‖, B in the range", oneNorm(m, 2, missed) / (against * size), where);
    else expect([rank, residualNorm[0]]).toEqual([0, frobenius(B.filter((_, at) => at % 2 === 0))]);
    if (name.startsWith("random, κ = 2") || name.startsWith("near")) expect(rank).toBe(Math.min(m, n));
    // one column as a vector
    const b = B.filter((_, at) => at % 2 === 0);
    const alone = lstsq(matrix(A.slice(), m, n), b);
    const pair = lstsq(matrix(A.slice(), m, n), matrix(b, m, 1));
    expect(alone.solution).toEqual(pair.solution.data);
    expect([alone.residualNorm, alone.rank]).toEqual([pair.residualNorm[0], pair.rank]);
  });
});

describe("a matrix of low rank", () => {
  it.each(Object.entries(MODES))("has exactly that rank, κ = 10¹²: %s", (_, mode) => {
    for (const [m, n] of [
      [10, 10],
      [50, 50],
      [33, 50],
      [100, 60],
    ] as const) {
      for (const share of [0.3, 0.5, 0.9]) {
        const rank = Math.floor(share * Math.min(m, n));
        const { A } = ofRank(random(m + n), m, n, rank, mode);
        expect(lstsq(matrix(A, m, n), new Float64Array(m)).rank).toBe(rank);
        checkLaws(m, n, A, pinv(matrix(A, m, n)).data, `rank ${rank}, κ = 10¹², ${m} × ${n}`);
      }
    }
  });

  it("has the solution of least norm: nothing of it in the null space, and the only one that the law of the residual allows", () => {
    for (const [m, n, rank] of [
      [12, 9, 5],
      [9, 12, 5],
      [40, 70, 33],
      [130, 66, 65],
    ] as const) {
      const { A, nullSpace } = ofRank(random(rank), m, n, rank, (k) => 1 + k / rank);
      const B = normals(random(1), 3 * m);
      const { solution, rank: found } = lstsq(matrix(A, m, n), matrix(B, m, 3));
      expect(found).toBe(rank);
      const shares = product(n - rank, 3, n, transpose(n, n - rank, nullSpace), solution.data);
      check("‖V₂ᵀX‖", frobenius(shares) / (frobenius(solution.data) * Math.max(m, n) * ROUNDOFF), `rank ${rank}, ${m} × ${n}`);
      const byInverse = product(n, 3, m, pinv(matrix(A, m, n)).data, B);
      const difference = frobenius(byInverse.map((value, at) => value - (solution.data[at] as number)));
      check("‖A⁺B − X‖", difference / (frobenius(solution.data) * Math.max(m, n) * ROUNDOFF), `rank ${rank}, ${m} × ${n}`);
    }
  });

  it("is decided by the tolerance", () => {
    const A = [
      [1, 0, 0],
      [0, 2 ** -17, 0],
      [0, 0, 2 ** -33],
    ];
    expect([0, 1e-12, 1e-7, 1e-3, 2].map((tolerance) => lstsq(A, [1, 1, 1], { tolerance }).rank)).toEqual([3, 3, 2, 1, 0]);
    expect(Array.from(pinv(A, { tolerance: 1e-7 }).data)).toEqual([1, 0, 0, 0, 2 ** 17, 0, 0, 0, 0]);
    expect(lstsq(A, [3, 4, 0], { tolerance: 2 })).toEqual({ solution: new Float64Array(3), rank: 0, residualNorm: 5 });
  });
});

describe("refinement", () => {
  it("is for up to 16 columns unless asked for", () => {
    const A = matrix(normals(random(1), 600), 30, 20);
    for (const t of [1, 16, 17]) {
      const B = matrix(normals(random(2), 30 * t), 30, t);
      const [given, refined, plain] = [{}, { refine: true }, { refine: false }].map((options) => lstsq(A, B, options).solution);
      expect(refined).not.toEqual(plain);
      expect(given).toEqual(t <= 16 ? refined : plain);
    }
  });

  it("is not led astray where no digit of X is certain: what is left stays within the rounding of A", () => {
    const notorious = rectangular(random(7), 30, 30).filter(({ name }) => /Hilbert|Vandermonde|0\.1\/ε|graded rows/.test(name));
    expect(notorious).toHaveLength(5);
    for (const { name, A } of notorious) {
      const B = normals(random(8), 30 * 3);
      for (const refine of [true, false]) {
        const { solution, rank } = lstsq(matrix(A.slice(), 30, 30), matrix(B, 30, 3), { tolerance: 0, refine });
        expect(rank).toBe(30);
        for (let q = 0; q < 3; q++) {
          const [x, b] = [solution.data, B].map((M) => M.filter((_, at) => at % 3 === q)) as [Float64Array, Float64Array];
          const against = frobenius(A) * frobenius(x) + frobenius(b);
          check(
            "‖b − Ax‖, no rank taken away",
            frobenius(residual(30, 1, 30, A, x, b)) / (against * 30 * ROUNDOFF),
            `${name}, refine: ${refine}`,
          );
        }
      }
    }
  });
});

describe("known answers", () => {
  it("a line through points, and how far it misses them", () => {
    const { solution, rank, residualNorm } = lstsq(
      [
        [1, 0],
        [1, 1],
        [1, 2],
      ],
      [0, 0, 3],
    );
    expect(Array.from(solution, (value) => Math.round(value * 1e12) / 1e12)).toEqual([-0.5, 1.5]);
    expect(rank).toBe(2);
    expectRounded(residualNorm, Math.sqrt(1.5), 16);
  });

  it("of a vector, of zeros, of nothing", () => {
    expect(Array.from(pinv([[3], [4]]).data, (value) => Math.round(value * 1e15) / 1e15)).toEqual([0.12, 0.16]);
    expect(pinv(matrix(new Float64Array(6), 2, 3))).toEqual(matrix(new Float64Array(6), 3, 2));
    const empty = (rows: number, cols: number): Matrix => matrix(new Float64Array(0), rows, cols);
    expect(pinv(empty(0, 3))).toEqual(empty(3, 0));
    expect(pinv(empty(3, 0))).toEqual(empty(0, 3));
    expect(lstsq(empty(0, 2), [])).toEqual({ solution: new Float64Array(2), rank: 0, residualNorm: 0 });
    expect(lstsq(empty(2, 0), [3, 4])).toEqual({ solution: new Float64Array(0), rank: 0, residualNorm: 5 });
    expect(lstsq([[1], [2]], empty(2, 0))).toEqual({ solution: empty(1, 0), rank: 1, residualNorm: new Float64Array(0) });
  });

  it("at the ends of the range of numbers", () => {
    for (const size of [1e-300, 1e-160, 1e160, 1e300]) {
      const { solution, residualNorm } = lstsq([[size], [size]], [size, 3 * size]);
      expectRounded(solution[0], 2, 8);
      expectRounded(residualNorm / size, Math.SQRT2, 8);
    }
  });
});

describe("lstsq and pinv as functions", () => {
  const A = matrix(normals(random(1), 12), 4, 3);

  it("leave their inputs alone", () => {
    const B = matrix(normals(random(2), 8), 4, 2);
    const before = [A.data.slice(), B.data.slice()];
    lstsq(A, B);
    pinv(A);
    expect([A.data, B.data]).toEqual(before);
  });

  it("say what they cannot do", () => {
    expectError("shape", () => lstsq(A, [1, 2, 3]), { argument: "B" });
    expectError("not-finite", () => lstsq(A, [1, 2, 3, Number.NaN]), { argument: "B" });
    expectError("not-finite", () => pinv([[Infinity]]), { argument: "A" });
    expectError("argument", () => lstsq(A, [1, 2, 3, 4], { tolerance: -1 }), { argument: "tolerance" });
    expectError("argument", () => pinv(A, { tolerance: Number.NaN }), { argument: "tolerance" });
    expectError("argument", () => lstsq(A, [1, 2, 3, 4], { refine: 1 as unknown as boolean }), { argument: "refine" });
    expectError("argument", () => pinv(A, 3 as unknown as object));
  });
});
