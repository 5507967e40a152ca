import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Diagnosis, diagnose, fit, kernelRidge, linear, type Matrix, precomputed, rbf, sigmoid } from "../../src/entries/index";
import { at, build, jacobi, norm, plusDiagonal, times } from "../support/dense";
import { expectError } from "../support/errors";
import { expectRounded } from "../support/precision";
import { exactDistance, independentColumns } from "../support/rational";

/** Σ_k s_k a_k b_kᵀ of whole numbers: rank at most r; with a = b symmetric, with s ≥ 0 too semidefinite. */
const wholeMatrices = (kind: "semidefinite" | "symmetric" | "general"): fc.Arbitrary<Matrix> =>
  fc.record({ n: fc.integer({ min: 1, max: 6 }), r: fc.integer({ min: 0, max: 6 }) }).chain(({ n, r }) => {
    const small = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: n * r, maxLength: n * r });
    const signs = fc.array(kind === "semidefinite" ? fc.constant(1) : fc.constantFrom(-1, 1), { minLength: r, maxLength: r });
    return fc.tuple(small, small, signs).map(([a, other, s]) => {
      const b = kind === "general" ? other : a;
      return build(n, n, (i, j) => s.reduce((sum, sign, k) => sum + sign * (a[i * r + k] as number) * (b[j * r + k] as number), 0));
    });
  });

const vectors = (n: number): fc.Arbitrary<number[]> => fc.array(fc.integer({ min: -5, max: 5 }), { minLength: n, maxLength: n });
const withVector = (kind: Parameters<typeof wholeMatrices>[0]): fc.Arbitrary<[Matrix, number[]]> =>
  wholeMatrices(kind).chain((K) => vectors(K.rows).map((v) => [K, v]));
const scaled = (K: Matrix, by: number): Matrix => ({ ...K, data: K.data.map((value) => value * by) });
const KINDS = ["semidefinite", "symmetric", "general"] as const;

describe("y in the range of K, against exact arithmetic", () => {
  it("a column of a matrix that is not symmetric", () => {
    const K = [
      [-2, -1],
      [-4, -2],
    ];
    expect(diagnose(K, [-1, -2])).toMatchObject({ interpolates: true, rank: 1 });
    expect(diagnose(K, [-1, -2.000001]).interpolates).toBe(false);
  });

  it("a matrix of rank 1 that is not symmetric, whose second singular value comes out above 3·ε of the first", () => {
    const K = [
      [4, 3, -3],
      [12, 9, -9],
      [8, 6, -6],
    ];
    expect(diagnose(K, [0, 0, 0])).toMatchObject({ rank: 1, invertible: false });
    expect(diagnose(K, [1, 3, 2]).interpolates).toBe(true);
  });

  it.each(KINDS)("%s, y = Kv: it interpolates (300 cases)", (kind) => {
    fc.assert(
      fc.property(withVector(kind), ([K, v]) => {
        expect(diagnose(K, times(K, v)).interpolates).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it.each(KINDS)("%s, any y: rank, loss and whether it is 0 are the exact ones (300 cases)", (kind) => {
    fc.assert(
      fc.property(withVector(kind), ([K, y]) => {
        const { rank, attainableLoss, interpolates, invertible } = diagnose(K, y);
        const exact = exactDistance(K, y);
        expect(rank).toBe(independentColumns(K).length);
        expect(invertible).toBe(rank === K.rows);
        expect(interpolates).toBe(exact === 0);
        expect(Math.abs(((attainableLoss as number[])[0] as number) - exact)).toBeLessThanOrEqual(1e-9 * (exact + norm(y) ** 2 * 1e-9));
      }),
      { numRuns: 300 },
    );
  });

  it.each(KINDS)("%s: powers of two in K and y change nothing else, from 2⁻⁹⁰⁰ to 2⁹⁰⁰ (200 cases)", (kind) => {
    const power = fc.integer({ min: -900, max: 900 }).map((e) => 2 ** e);
    const yPower = fc.integer({ min: -430, max: 430 }).map((e) => 2 ** e);
    fc.assert(
      fc.property(withVector(kind), power, yPower, ([K, y], c, d) => {
        const plain = diagnose(K, y);
        const other = diagnose(
          scaled(K, c),
          y.map((value) => value * d),
        );
        const same = ({ n, rank, inertia, symmetric, psd, conditionNumber, nullSpace, interpolates, causes }: Diagnosis) => ({
          ...{ n, rank, inertia, symmetric, psd, conditionNumber, nullSpace, interpolates, causes },
        });
        expect(same(other)).toEqual(same(plain));
        expect(other.eigenvalues).toEqual(plain.eigenvalues.map((value) => value * c));
        expect(other.tolerance).toBe(plain.tolerance * c);
        expect(other.witness?.value).toBe(plain.witness ? plain.witness.value * c : undefined);
        expect(other.attainableLoss).toEqual((plain.attainableLoss as number[]).map((loss) => loss * d * d));
        if (plain.tolerance > 0) expect(other.suggestedLambda).toBe(plain.suggestedLambda * c);
      }),
      { numRuns: 200 },
    );
  });
});

describe("the ends of the range", () => {
  it("two targets at one point, 1e154 and 2e154", () => {
    const found = diagnose(rbf({ gamma: 1 }), [[0], [0]], [1e154, 2e154]);
    expect(found).toMatchObject({ interpolates: false, rank: 1 });
    // (0.5e154)² twice
    expect((found.attainableLoss as number[])[0]).toBeCloseTo(5e307, -294);
    expect(diagnose(rbf({ gamma: 1 }), [[0], [0]], [1e200, 1e200])).toMatchObject({ interpolates: true, attainableLoss: [0] });
    expect(diagnose(rbf({ gamma: 1 }), [[0], [0]], [1e-200, 2e-200])).toMatchObject({ interpolates: false, attainableLoss: [0] });
  });

  it("a loss or an eigenvalue beyond the largest number is an error that says which", () => {
    const loss = expectError("not-finite", () =>
      diagnose(rbf({ gamma: 1 }), [[0], [0]], { rows: 2, cols: 2, data: Float64Array.of(1, 1e155, 1, 2e155) }),
    );
    expect(loss.message).toContain("target 1");
    const eigenvalue = expectError("not-finite", () =>
      diagnose([
        [1e308, 1e308],
        [1e308, 1e308],
      ]),
    );
    expect(eigenvalue.message).toContain("an eigenvalue of K");
  });

  it("a K of 1e±300 and of the smallest numbers has the rank, and the witness, that it has", () => {
    for (const c of [1e300, 1e-300, 2 ** -1070]) {
      const K = [
        [3 * c, 4 * c],
        [4 * c, 3 * c],
      ];
      const { rank, conditionNumber, witness, suggestedLambda, eigenvalues } = diagnose(K, [1, 1]);
      expect([rank, (eigenvalues[0] as number) / c]).toEqual([2, expect.closeTo(-1, 12)]);
      expectRounded(conditionNumber, 7, 64);
      expectRounded((witness?.value as number) / c, -1, 64);
      expect(suggestedLambda / c).toBeGreaterThan(1);
    }
  });
});

describe("every number, recomputed", () => {
  it.each(["semidefinite", "symmetric"] as const)("%s (200 cases)", (kind) => {
    fc.assert(
      fc.property(withVector(kind), ([K, y]) => recompute(K, y, diagnose(K, y))),
      { numRuns: 200 },
    );
  });

  it("of kernels with points: rows that are equal, multiples, near or 0 (150 cases)", () => {
    const points = fc.array(fc.tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -2, max: 2 })), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(points, (X) => {
        const found = diagnose(linear(), X);
        const K = build(X.length, X.length, (i, j) =>
          (X[i] as number[]).reduce((sum, x, k) => sum + x * ((X[j] as number[])[k] as number), 0),
        );
        expect(found.featureDimension).toBe(2);
        expect(found.rank).toBe(independentColumns(K).length);
        const equal = (i: number, j: number) => String(X[i]) === String(X[j]);
        const first = (i: number) => X.findIndex((_, j) => equal(i, j));
        expect(found.duplicates).toEqual(X.flatMap((_, i) => (first(i) < i ? [[first(i), i]] : [])));
        expect(found.zeroRows).toEqual(X.flatMap((x, i) => (x[0] === 0 && x[1] === 0 ? [i] : [])));
        const parallel = (i: number, j: number) => at(K, i, i) * at(K, j, j) === at(K, i, j) ** 2 && at(K, i, i) * at(K, j, j) > 0;
        const alone = X.map((_, i) => first(i) === i);
        const earlier = (i: number) => X.findIndex((_, j) => j < i && alone[j] && parallel(i, j));
        expect(found.collinear).toEqual(X.flatMap((_, i) => (alone[i] && earlier(i) >= 0 ? [[earlier(i), i]] : [])));
        expect(found.nearDuplicates).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

function recompute(K: Matrix, y: number[], found: Diagnosis): void {
  const n = K.rows;
  const { values } = jacobi(K);
  const largest = values.reduce((best, value) => Math.max(best, Math.abs(value)), 0);
  const rounding = 8 * n * Number.EPSILON * largest;
  const rank = independentColumns(K).length;
  expect([found.n, found.symmetric, found.rank, found.invertible]).toEqual([n, true, rank, rank === n]);
  found.eigenvalues.forEach((value, i) => {
    expect(Math.abs(value - (values[i] as number))).toBeLessThanOrEqual(rounding);
  });
  expect(Math.abs(found.tolerance - n * Number.EPSILON * largest)).toBeLessThanOrEqual(n * Number.EPSILON * rounding);
  const negative = values.filter((value) => value < -rounding).length;
  expect(found.inertia).toEqual({ negative, zero: n - rank, positive: rank - negative });
  expect(found.psd).toBe(negative === 0);
  const least = Math.min(...values.map(Math.abs));
  if (rank < n) expect(found.conditionNumber).toBe(Infinity);
  else expect(Math.abs(found.conditionNumber / (largest / least) - 1)).toBeLessThanOrEqual((8 * rounding) / least);
  expect(found.witness === null).toBe(negative === 0);
  if (found.witness) {
    const { q, value } = found.witness;
    const form = times(K, q).reduce((sum, image, i) => sum + image * (q[i] as number), 0);
    expect(value).toBeLessThan(0);
    expect(Math.abs(value - form)).toBeLessThanOrEqual(n * rounding);
    expect(Math.abs(value - (values[0] as number))).toBeLessThanOrEqual(n * rounding);
  }
  const { nullSpace } = found;
  expect([nullSpace.rows, nullSpace.cols]).toEqual([n, n - rank]);
  const column = (c: number) => Float64Array.from({ length: n }, (_, i) => at(nullSpace, i, c));
  for (let c = 0; c < n - rank; c++) {
    expect(norm(times(K, column(c)))).toBeLessThanOrEqual(rounding);
    for (let e = 0; e <= c; e++) {
      const product = column(c).reduce((sum, value, i) => sum + value * (column(e)[i] as number), 0);
      expect(Math.abs(product - (c === e ? 1 : 0))).toBeLessThanOrEqual(8 * n * Number.EPSILON);
    }
  }
  const effect = rank < n ? Math.max(...times(K, column(0)).map(Math.abs)) : 0;
  expect(Math.abs(found.nullEffect - effect)).toBeLessThanOrEqual(rounding);
  const exact = exactDistance(K, y);
  expect(Math.abs(((found.attainableLoss as number[])[0] as number) - exact)).toBeLessThanOrEqual(1e-9 * (exact + 1e-9 * norm(y) ** 2));
  expect(found.interpolates).toBe(exact === 0);
  const lift = 10 * (n * Number.EPSILON * largest || Number.EPSILON) - (values[0] as number);
  expect(Math.abs(found.suggestedLambda - Math.max(0, lift))).toBeLessThanOrEqual(2 * rounding);
  const rows = Array.from({ length: n }, (_, i) => String(K.data.slice(i * n, (i + 1) * n).map((value) => value + 0)));
  expect(found.duplicates).toEqual(rows.flatMap((row, i) => (rows.indexOf(row) < i ? [[rows.indexOf(row), i]] : [])));
  expect([found.featureDimension, found.causes.includes("indefinite")]).toEqual([null, negative > 0]);
  expect(found.explanation).toContain(rank === n ? "invertible" : `its rank is ${rank}`);
}

describe("the suggested λ is one that works", () => {
  const succeeds = (K: Matrix, lambda: number) => {
    const model = fit(kernelRidge({ kernel: precomputed(), lambda, solver: "cholesky" }), K, new Float64Array(K.rows).fill(1));
    expect(model.report.solver).toBe("cholesky");
  };

  it.each(["semidefinite", "symmetric"] as const)("%s, as it is and as it is written (200 cases)", (kind) => {
    const power = fc.integer({ min: -900, max: 900 }).map((e) => 2 ** e);
    fc.assert(
      fc.property(wholeMatrices(kind), power, (whole, c) => {
        const K = scaled(whole, c);
        const { suggestedLambda, explanation } = diagnose(K);
        succeeds(K, suggestedLambda);
        const written = /about λ = ([^ ]+)\.$/.exec(explanation)?.[1];
        if (written === undefined) return;
        expect(Number(written)).toBeGreaterThanOrEqual(suggestedLambda);
        succeeds(K, Number(written));
      }),
      { numRuns: 200 },
    );
  });

  it("of smooth and indefinite kernels, up to 60 points (60 cases)", () => {
    const sizes = fc.record({
      n: fc.integer({ min: 2, max: 60 }),
      gamma: fc.double({ min: 1e-3, max: 3, noNaN: true }),
      tanh: fc.boolean(),
    });
    fc.assert(
      fc.property(sizes, ({ n, gamma, tanh }) => {
        const kernel = tanh ? sigmoid({ gamma, coef0: -1 }) : rbf({ gamma });
        const X = Array.from({ length: n }, (_, i) => [Math.sin(i), Math.floor(i / 2) / n]);
        const { suggestedLambda: lambda } = diagnose(kernel, X);
        const { report } = fit(kernelRidge({ kernel, lambda, solver: "cholesky" }), X, new Float64Array(n).fill(1));
        expect(report.solver).toBe("cholesky");
      }),
      { numRuns: 60 },
    );
  });
});

it("diagnose tells how far it is, and hears an abort, of a matrix too", () => {
  const K = plusDiagonal(
    build(3, 3, () => 1),
    () => 1,
  );
  expectError("aborted", () => diagnose(K, [1, 2, 3], { signal: AbortSignal.abort() }));
  expectError("shape", () => diagnose(K, { rows: 3, cols: 0, data: new Float64Array(0) }));
});
