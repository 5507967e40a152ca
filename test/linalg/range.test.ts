import { describe, expect, it } from "vitest";
import { cholesky, eigh, ldl, lstsq, lu, matmul, pinv, pivotedCholesky, qr, solve, syrk } from "../../src/entries/linalg";
import { expectError } from "../support/errors";
import { expectRounded } from "../support/precision";

/** What public reports and an attack from outside found at the ends of the range of numbers; the right values follow by hand. */

const MOST = Number.MAX_VALUE;
const LEAST = Number.MIN_VALUE;

/** A matrix of two rows and two columns. */
const square = (a: number, b: number, c: number, d: number): number[][] => [
  [a, b],
  [c, d],
];

function expectClose(found: ArrayLike<number>, right: readonly number[], tolerance = 4 * Number.EPSILON): void {
  expect(found).toHaveLength(right.length);
  right.forEach((value, i) => {
    expect(Math.abs((found[i] as number) - value)).toBeLessThanOrEqual(tolerance * Math.abs(value) + LEAST);
  });
}

describe("solutions with numbers near the largest", () => {
  const A = [
    [1e308, 1e308],
    [-1e308, 1e308],
  ];

  it("elimination whose sums are beyond it", () => {
    const eliminated = lu(A);
    expectClose(eliminated.solve([1e308, 0]), [0.5, 0.5]);
    expectClose(solve(A, [1e308, 0]), [0.5, 0.5]);
    expectClose(qr(A).solve([1e308, 0]), [0.5, 0.5]);
    expectClose(qr(A, { pivoting: true }).solve([1e308, 0]), [0.5, 0.5]);
    expectClose(lstsq(A, [1e308, 0]).solution, [0.5, 0.5]);
    expect(eliminated.conditionEstimate).toBe(2);
    expect(eliminated.determinantSign).toBe(1);
    // det = 2·10⁶¹⁶
    expectRounded(eliminated.logDet, 616 * Math.LN10 + Math.LN2, 64);
    expect(Array.from(eliminated.L.data)).toEqual([1, 0, -1, 1]);
    // U has 2·10³⁰⁸
    expectError("not-finite", () => eliminated.U, { row: 1, column: 1 });
  });

  it("symmetric ones", () => {
    const S = [
      [1e308, -1e308],
      [-1e308, -1e308],
    ];
    expectClose(ldl(S).solve([1e308, 0]), [0.5, -0.5]);
    expect(ldl(S).inertia).toEqual({ positive: 1, zero: 0, negative: 1 });
    expectRounded(ldl(S).conditionEstimate, 2, 64);
    const P = [
      [1.6e308, 8e307],
      [8e307, 1.6e308],
    ];
    expectClose(cholesky(P).solve([1.6e308, 8e307]), [1, 0], 1e-15);
    expectClose(ldl(P).solve([1.6e308, 8e307]), [1, 0], 1e-15);
    // ‖P‖‖P⁻¹‖ = 1.5/0.75 · 1.5
    expectRounded(cholesky(P).conditionEstimate, 3, 64);
  });

  it("of an ordinary matrix", () => {
    const rotation = [
      [1, 1],
      [-1, 1],
    ];
    expect(lu(rotation).solve([MOST, MOST])).toEqual(Float64Array.of(0, MOST));
    expectClose(qr(rotation).solve([1e308, 1e308]).slice(1), [1e308]);
    expectClose(ldl(square(2, 0, 0, 2)).solve([MOST, 1]), [MOST / 2, 0.5]);
    expectError("not-finite", () => lu([[0.5]]).solve([MOST]), { argument: "B", row: 0, column: 0 });
    expectError("not-finite", () => solve(square(1, 0, 0, 1e-10), square(1, 2, 3, 1e300)), { row: 1, column: 1 });
  });
});

describe("the smallest numbers", () => {
  it("factors and solutions of denormals", () => {
    expectClose(lu(square(1e-320, 2e-320, 3e-320, 4e-320)).solve([1e-320, 3e-320]), [1, 0], 1e-3);
    const tiny = [
      [4 * LEAST, 2 * LEAST],
      [2 * LEAST, 9 * LEAST],
    ];
    // the solution of [4 2; 2 9]x = [6, 11] is [1, 1]
    for (const factor of [lu, cholesky, ldl, qr]) expectClose(factor(tiny).solve([6 * LEAST, 11 * LEAST]), [1, 1]);
    expectClose(lstsq(tiny, [6 * LEAST, 11 * LEAST]).solution, [1, 1]);
    // L = [2 0; 1 √8] √LEAST, √LEAST = 2⁻⁵³⁷
    expectClose(cholesky(tiny).L.data, [2 ** -536, 0, 2 ** -537, Math.sqrt(8) * 2 ** -537]);
    expectRounded(cholesky(tiny).logDet, Math.log(32) - 2148 * Math.LN2, 64);
    expectRounded(ldl(tiny).logDet, Math.log(32) - 2148 * Math.LN2, 64);
    expect(eigh(square(4 * LEAST, 0, 0, -2 * LEAST)).values).toEqual(Float64Array.of(-2 * LEAST, 4 * LEAST));
  });

  it("inverses of what is below 1e-308", () => {
    expectClose(pinv([[1e-308]]).data, [1e308]);
    expectClose(pinv(square(2 ** -1023, 0, 0, 2 ** -1023)).data, [2 ** 1023, 0, 0, 2 ** 1023]);
    expectError("not-finite", () => pinv([[1e-310]]), { argument: "A", row: 0, column: 0 });
    expectError("not-finite", () => pinv([[LEAST], [0]]), { row: 0, column: 0 });
    expectClose(pinv([[1e308, 1e308]]).data, [5e-309, 5e-309]);
    expectError("not-finite", () => cholesky(square(1, 0, 0, LEAST)).inverseDiagonal, { row: 1 });
    expectClose(cholesky([[1e-308]]).inverseDiagonal, [1e308]);
  });
});

describe("both ends in one matrix", () => {
  it("diagonals, and triangles whose multipliers vanish", () => {
    const diagonal = [
      [1e300, 0],
      [0, 1e-300],
    ];
    for (const factor of [lu, ldl, cholesky, qr]) expectClose(factor(diagonal).solve([1e300, 3e-300]), [1, 3]);
    // the true condition number is 1e600
    for (const factor of [lu, ldl, cholesky, qr]) expect(factor(diagonal).conditionEstimate).toBe(Infinity);
    for (const factor of [lu, ldl, cholesky]) expect(factor(diagonal).logDet).toBeCloseTo(0, 11);
    // u₂₂ = 2·10⁻³⁰⁰ − 10⁻⁶⁰⁰·10³⁰⁰
    const graded = lu(square(1e300, 1e300, 1e-300, 2e-300));
    expectClose(graded.solve([2e300, 3e-300]), [1, 1]);
    expect(graded.logDet).toBeCloseTo(0, 11);
    const beside = square(0, 1e-300, 1e-300, 1);
    expectClose(ldl(beside).solve([1e-300, 1]), [0, 1]);
    expect(ldl(beside).inertia).toEqual({ positive: 1, zero: 0, negative: 1 });
    const corner = square(2 ** 400, 2 ** -400, 2 ** -400, 0);
    expectClose(lu(corner).solve([2 ** 400, 2 ** -400]), [1, 0]);
  });

  it("right-hand sides whose elements differ by more than a number can", () => {
    const identity = square(1, 0, 0, 1);
    for (const factor of [lu, ldl, cholesky, qr])
      expect(factor(identity).solve([MOST, LEAST]).map(Math.abs)).toEqual(Float64Array.of(MOST, LEAST));
    expect(lstsq(identity, [MOST, LEAST])).toEqual({ solution: Float64Array.of(MOST, LEAST), rank: 2, residualNorm: 0 });
  });

  it("an indefinite matrix says so with a value that is a number, or −∞ where that is", () => {
    expectError("not-positive-definite", () => cholesky(square(1e-300, 1, 1, 1)), { pivot: 1 });
    expectError("not-positive-definite", () => cholesky(square(1e-300, 1e200, 1e200, 1)), { pivot: 1, value: -Infinity });
    expectError("not-positive-definite", () => cholesky(square(0, 1e308, 1e308, 1)), { pivot: 0, value: 0 });
    expectError("not-positive-definite", () => cholesky([[-1e-320]]), { pivot: 0, value: -1e-320 });
  });
});

describe("residuals", () => {
  it("of rows near the largest number", () => {
    expectClose([lstsq([[1e308], [1e308]], [1e308, -1e308]).residualNorm], [Math.SQRT2 * 1e308]);
    expectClose([lstsq([[1e308], [1e308], [0]], [1e308, 1e308, 1e308]).residualNorm], [1e308]);
    // ‖(MOST, −MOST)‖ is √2 times the largest number
    expectError("not-finite", () => lstsq([[1], [1]], [MOST, -MOST]), { argument: "B", column: 0 });
  });

  it("of the smallest ones", () => {
    expectClose([lstsq([[LEAST], [LEAST]], [4 * LEAST, -4 * LEAST]).residualNorm], [6 * LEAST]);
    expect(lstsq([[1], [0]], [1e300, 1e-300]).residualNorm).toBe(1e-300);
  });
});

describe("products", () => {
  it("that are numbers although a sum on the way is none", () => {
    expect(Array.from(matmul([[1e200, 1e200]], [[1e200], [-1e200]]).data)).toEqual([0]);
    expect(Array.from(matmul([[MOST, MOST, -MOST]], [[1], [1], [1]]).data)).toEqual([MOST]);
    expect(Array.from(matmul([[1e160, 1e160, 3]], [[1e160], [-1e160], [5]]).data)).toEqual([15]);
  });

  it("beyond the largest number, with their place, NaN from ∞ − ∞ too", () => {
    expectError("not-finite", () => matmul(square(1, 0, 0, 1e200), square(1, 1, 1, 1e200)), { row: 1, column: 1 });
    expectError("not-finite", () => matmul([[1e308, 1e308]], [[1e308], [-1]]), { row: 0, column: 0 });
    expectError("not-finite", () => syrk(square(1, 0, 0, 1e160)), { row: 1, column: 1 });
  });

  it("whose terms vanish one by one", () => {
    const row = Array.from({ length: 1000 }, () => 2 ** -540);
    // 1000·2⁻¹⁰⁸⁰ = 15.6 times the smallest number
    expect(
      Array.from(
        matmul(
          [row],
          row.map((x) => [x]),
        ).data,
      ),
    ).toEqual([16 * LEAST]);
    expect(Array.from(syrk([row, row]).data)).toEqual([16, 16, 16, 16].map((x) => x * LEAST));
    expect(Array.from(matmul([[1e308, 1e-16, 0]], [[0], [1e-300], [1e308]]).data)).toEqual([1e-16 * 1e-300]);
  });
});

describe("pivotedCholesky", () => {
  const unit = square(4, 2, 2, 1);

  it.each([2 ** 1020, 2 ** 600, 2 ** -600, 2 ** -1060, LEAST])("takes a semidefinite matrix times %d", (size) => {
    const A = unit.map((row) => row.map((x) => x * size));
    const { rank, residualTrace, pivots, L, solve, logDet } = pivotedCholesky(A);
    expect([rank, Array.from(pivots), logDet]).toEqual([1, [0], -Infinity]);
    expect(Array.from(residualTrace)).toEqual([5 * size, 0]);
    const root = Math.sqrt(size);
    expectClose(L.data, [2 * root, root]);
    // the pseudo-inverse is A/(25 size²)
    expectClose(solve([4 * size, 2 * size]), [0.8, 0.4], 1e-15);
  });

  it("tells that the trace is beyond the largest number, and what is not semidefinite, at every size", () => {
    expectError("not-finite", () => pivotedCholesky(square(MOST, MOST, MOST, MOST)));
    for (const size of [1e307, 1e-320]) {
      expectError("not-positive-definite", () => pivotedCholesky(square(size, 2 * size, 2 * size, size)));
    }
    expect(pivotedCholesky(square(1e300, 0, 0, 1e-300), { tolerance: 0 }).L.data).toEqual(Float64Array.of(1e150, 0, 0, 1e-150));
  });
});

describe("eigh", () => {
  it("tells that an eigenvalue is beyond the largest number, and which", () => {
    expectError("not-finite", () => eigh(square(1e308, 1e308, 1e308, 1e308)), { row: 1 });
    expectClose(eigh(square(8e307, 8e307, 8e307, 8e307)).values.slice(1), [1.6e308]);
  });
});
