import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cholesky,
  eigh,
  isMercerError,
  ldl,
  lstsq,
  lu,
  type Matrix,
  matmul,
  matrix,
  pinv,
  pivotedCholesky,
  qr,
  syrk,
} from "../../src/entries/linalg";
import { abs, exactCondition, exactSolve, logOf, toNumber, whole } from "../support/exact";
import { normals, random } from "../support/generator";
import { general, positiveDefinite, rectangular, symmetric } from "../support/lapack-matrices";
import { infinityNorm, oneNorm, product, residual, transpose } from "../support/oracles";
import { ROUNDOFF } from "../support/precision";

/** |r_i| of a solution may be so much of ‖M‖‖y‖ + ‖f‖, M y = f being the equilibrated system: n ε and what elimination lets whole numbers grow by. */
const BACKWARD = 1e-12;

type Kind = "general" | "symmetric" | "definite";

interface System {
  readonly n: number;
  readonly A: Float64Array;
  readonly b: Float64Array;
}

/** Whole numbers −9 … 9 times 2ᵏ, k from −1074 to 1019, rows and columns times powers of two of their own, and a right-hand side alike. */
function systems(kind: Kind): fc.Arbitrary<System> {
  const exponents = fc
    .constantFrom(0, 3, 40, 300, 900)
    .chain((width) => fc.array(fc.integer({ min: -width, max: width }), { minLength: 8, maxLength: 8 }));
  return fc
    .record({
      n: fc.integer({ min: 1, max: 8 }),
      k: fc.oneof(fc.integer({ min: -1074, max: 1015 }), fc.constantFrom(-1074, -1040, 0, 1015)),
      h: fc.integer({ min: -1100, max: 1100 }),
      entries: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 64, maxLength: 64 }),
      right: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 8, maxLength: 8 }),
      rows: exponents,
      cols: exponents,
      own: exponents,
    })
    .map(({ n, k, h, entries, right, rows, cols, own }) => {
      const Z = (i: number, j: number): number => {
        if (kind === "general") return entries[i * 8 + j] as number;
        if (kind === "symmetric") return entries[Math.max(i, j) * 8 + Math.min(i, j)] as number;
        let sum = i === j ? 1 : 0;
        for (let p = 0; p < n; p++) sum += (entries[i * 8 + p] as number) * (entries[j * 8 + p] as number);
        return sum;
      };
      const scales = kind === "general" ? cols : rows;
      // as much as keeps the largest number below 2¹⁰²⁴
      const most = Math.max(...Array.from({ length: n * n }, (_, at) => (rows[Math.floor(at / n)] as number) + (scales[at % n] as number)));
      const base = Math.min(k, 1013 - most);
      return {
        n,
        A: Float64Array.from({ length: n * n }, (_, at) => {
          const [i, j] = [Math.floor(at / n), at % n];
          return times(Z(i, j), base + (rows[i] as number) + (scales[j] as number));
        }),
        b: Float64Array.from({ length: n }, (_, i) =>
          times(right[i] as number, Math.min(1019, Math.max(-1074, base + (rows[i] as number) + h + (own[i] as number)))),
        ),
      };
    });
}

function times(x: number, e: number): number {
  return toNumber({ p: BigInt(x) << BigInt(Math.max(0, e)), q: 1n << BigInt(Math.max(0, -e)) });
}

/** ⌊log₂⌋ of a whole number */
const height = (value: bigint): number => abs(value).toString(2).length - 1;

/** max_i |b − A x|_i r_i ≤ BACKWARD (‖R A C‖‖C⁻¹x‖ + ‖R b‖) in exact arithmetic, R and C from the largest elements of rows and columns. */
function backwardError({ n, A, b }: System, x: Float64Array): number {
  const a = Array.from(A, whole);
  const sizes = (elements: bigint[]): number =>
    elements.reduce((most, value) => Math.max(most, value === 0n ? -Infinity : height(value)), -Infinity);
  const rows = Array.from({ length: n }, (_, i) => sizes(a.slice(i * n, (i + 1) * n)));
  const byRows = (j: number): bigint[] => rows.map((e, i) => ((a[i * n + j] as bigint) << 5000n) >> BigInt(e));
  const cols = Array.from({ length: n }, (_, j) => sizes(byRows(j)) - 5000);
  const unit = 1n << 6000n;
  const weigh = (value: bigint, e: number): bigint => (e >= 0 ? value << BigInt(e) : value >> BigInt(-e));
  // y = C⁻¹x, f = R b and the residual, in units of 2⁻⁶⁰⁰⁰ and of the same power of two; half of the least number may be lost to x
  let [worst, solution, right, lost] = [0n, 0n, 0n, 0n];
  for (let j = 0; j < n; j++) {
    const y = weigh(abs(whole(x[j] as number)) * unit, (cols[j] as number) - 1074);
    if (y > solution) solution = y;
    lost += weigh(unit, (cols[j] as number) - 1074);
  }
  for (let i = 0; i < n; i++) {
    let r = whole(b[i] as number) << 1074n;
    for (let j = 0; j < n; j++) r -= (a[i * n + j] as bigint) * whole(x[j] as number);
    const left = weigh(abs(r) * unit, -2148 - (rows[i] as number));
    if (left > worst) worst = left;
    const f = weigh(abs(whole(b[i] as number)) * unit, -1074 - (rows[i] as number));
    if (f > right) right = f;
  }
  const scale = solution * BigInt(n) + right;
  const excess = worst - lost * BigInt(n);
  return excess <= 0n ? 0 : toNumber({ p: excess, q: scale + 1n });
}

/** What a call gives, or the code of the error of this library. */
function outcome<T>(call: () => T): { readonly value?: T; readonly code?: string } {
  try {
    return { value: call() };
  } catch (error) {
    if (!isMercerError(error)) throw error;
    return { code: error.code };
  }
}

/** Whether every leading minor is above 0. */
function isDefinite(n: number, A: Float64Array): boolean {
  return Array.from({ length: n }, (_, k) => A.filter((_, at) => at % n <= k && at < n * (k + 1))).every((leading, k) => {
    const solved = exactSolve(k + 1, leading, new Float64Array(k + 1));
    return solved !== null && solved.determinant > 0n;
  });
}

const FACTORISATIONS = { general: lu, symmetric: ldl, definite: cholesky } as const;

describe("right, or told: solutions, determinants and condition numbers against exact arithmetic, 150 cases each", () => {
  it.each(["general", "symmetric", "definite"] as const)("%s", (kind) => {
    let solved = 0;
    fc.assert(
      fc.property(systems(kind), (system) => {
        const { n, A, b } = system;
        const exact = exactSolve(n, A, b);
        // digits that fall below the smallest number may make A singular, or indefinite
        if (exact === null) return;
        const made = outcome(() => FACTORISATIONS[kind](matrix(A.slice(), n, n)));
        if (kind === "definite" && !isDefinite(n, A)) {
          expect(made.code).toBe("not-positive-definite");
          return;
        }
        const { solve, logDet, conditionEstimate } = made.value as ReturnType<typeof lu>;
        const { code, value } = outcome(() => solve(b));
        const largest = Math.max(...exact.X.map((x) => Math.abs(toNumber(x))));
        if (value) {
          solved++;
          expect(value.every(Number.isFinite)).toBe(true);
          expect(backwardError(system, value)).toBeLessThan(BACKWARD);
        } else {
          expect(code).toBe("not-finite");
          expect(largest).toBeGreaterThan(Number.MAX_VALUE * (1 - 1e-6));
        }
        const truth = logOf({ p: exact.determinant, q: 1n << BigInt(1074 * n) });
        expect(Math.abs(logDet - truth)).toBeLessThan(1e-9);
        if ("determinantSign" in (made.value as object))
          expect((made.value as ReturnType<typeof lu>).determinantSign).toBe(exact.determinant > 0n ? 1 : -1);
        const condition = toNumber(exactCondition(n, A));
        if (condition < 1e12) {
          expect(conditionEstimate).toBeLessThanOrEqual(condition * (1 + 1e-3));
          expect(conditionEstimate).toBeGreaterThan(condition / 30);
        } else expect(conditionEstimate).toBeGreaterThan(1e9);
      }),
      { numRuns: 150, seed: 11 },
    );
    expect(solved).toBeGreaterThan(60);
  });
});

/** Whole numbers in a matrix and a right-hand side, and the powers of two they are multiplied by. */
const pairs = fc.record({
  m: fc.integer({ min: 1, max: 8 }),
  n: fc.integer({ min: 1, max: 8 }),
  t: fc.integer({ min: 1, max: 2 }),
  k: fc.oneof(fc.integer({ min: -1074, max: 1010 }), fc.constantFrom(-1074, -1070, 1010)),
  h: fc.oneof(fc.integer({ min: -1074, max: 1010 }), fc.constantFrom(-1074, -1070, 1010)),
  entries: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 64, maxLength: 64 }),
  right: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 16, maxLength: 16 }),
});

const scaledBy = (M: Matrix, e: number): Matrix => ({ ...M, data: M.data.map((value) => exactTimes(value, e)) });

/** x·2ᵉ rounded once, by whole numbers. */
function exactTimes(x: number, e: number): number {
  if (x === 0) return x;
  // in units of 2⁻¹⁰⁷⁴, half to even
  const shifted = whole(x) << BigInt(Math.max(0, e));
  const down = BigInt(Math.max(0, -e));
  let quotient = abs(shifted) >> down;
  const rest = abs(shifted) - (quotient << down);
  const half = down === 0n ? 1n : 1n << (down - 1n);
  // beyond 53 digits a number has been rounded before: whole(x) has no more
  if (rest > half || (rest === half && quotient % 2n === 1n && down > 0n)) quotient++;
  const size = quotient >= 1n << 2098n ? Infinity : fromWhole(quotient);
  return x < 0 ? -size : size;
}

function fromWhole(value: bigint): number {
  const shift = Math.max(0, height(value) - 60);
  const half = Math.trunc((shift - 1074) / 2);
  return Number(value >> BigInt(shift)) * 2 ** half * 2 ** (shift - 1074 - half);
}

/** Without the sign of zeros, which sums of parts do not keep. */
const unsigned = (M: Matrix): Matrix => ({ ...M, data: M.data.map((value) => value + 0) });

/** The same bits as `expected`, or "not-finite" where that has a number beyond the largest. */
function expectSame(call: () => Matrix, expected: Matrix): void {
  const { value, code } = outcome(call);
  if (expected.data.every(Number.isFinite)) expect(unsigned(value as Matrix)).toEqual(unsigned(expected));
  else expect(code).toBe("not-finite");
}

describe("a matrix times 2ᵏ has the bits of the matrix: 120 cases", () => {
  it("lstsq, pinv, qr, lu, eigh, ldl, pivotedCholesky, matmul and syrk", () => {
    fc.assert(
      fc.property(pairs, ({ m, n, t, k, h, entries, right }) => {
        const A = matrix(Float64Array.from(entries.slice(0, m * n)), m, n);
        const B = matrix(Float64Array.from(right.slice(0, m * t)), m, t);
        const [bigA, bigB] = [scaledBy(A, k), scaledBy(B, h)];
        const fitted = lstsq(A, B);
        const norms = { rows: 1, cols: t, data: fitted.residualNorm };
        const [solution, told] = [scaledBy(fitted.solution, h - k), scaledBy(norms, h)];
        if ([...solution.data, ...told.data].every(Number.isFinite)) {
          const found = lstsq(bigA, bigB);
          expect([unsigned(found.solution), found.rank]).toEqual([unsigned(solution), fitted.rank]);
          // a denormal solution has lost digits, and what is left of B with them
          if (solution.data.every((x, i) => fitted.solution.data[i] === 0 || Math.abs(x) > 2 ** -1000)) {
            told.data.forEach((norm, q) => {
              expect(Math.abs((found.residualNorm[q] as number) - norm)).toBeLessThanOrEqual(
                1e-12 * 9 * 2 ** Math.max(h, -1000) + 2 ** -1074,
              );
            });
          }
        } else expect(outcome(() => lstsq(bigA, bigB)).code).toBe("not-finite");
        expectSame(() => pinv(bigA), scaledBy(pinv(A), -k));
        for (const pivoting of [true, false]) {
          const [plain, big] = [qr(A, { pivoting }), qr(bigA, { pivoting })];
          expect([big.Q, big.pivots, big.rank]).toEqual([plain.Q, plain.pivots, plain.rank]);
          expectSame(() => big.R, scaledBy(plain.R, k));
        }
        const square = syrk(A);
        expectSame(() => syrk(bigA), scaledBy(square, 2 * k));
        expectSame(() => matmul({ ...bigA, rows: n, cols: m }, bigB), scaledBy(matmul({ ...A, rows: n, cols: m }, B), k + h));
        const S = scaledBy(square, k - 10);
        const [values, exact] = [outcome(() => eigh(S)), eigh(square)];
        // 2¹⁰¹⁰⁻¹⁰ leaves room for the sums of 8 rows of up to 8·81
        expect(values.value?.vectors).toEqual(k >= -1064 ? exact.vectors : values.value?.vectors);
        if (k < -1064) return;
        expect(values.value?.values).toEqual(scaledBy(matrix(exact.values, 1, m), k - 10).data);
        const [symmetricPlain, symmetricBig] = [ldl(square), ldl(S)];
        expect([symmetricBig.L, symmetricBig.inertia, symmetricBig.permutation]).toEqual([
          symmetricPlain.L,
          symmetricPlain.inertia,
          symmetricPlain.permutation,
        ]);
        expectSame(() => symmetricBig.D, scaledBy(symmetricPlain.D, k - 10));
        const even = scaledBy(square, 2 * Math.trunc((k - 10) / 2));
        const [low, lowBig] = [pivotedCholesky(square), pivotedCholesky(even)];
        expect([lowBig.rank, lowBig.pivots]).toEqual([low.rank, low.pivots]);
        expect(lowBig.L).toEqual(scaledBy(low.L, Math.trunc((k - 10) / 2)));
        expect(lowBig.residualTrace).toEqual(scaledBy(matrix(low.residualTrace, 1, low.rank + 1), 2 * Math.trunc((k - 10) / 2)).data);
        if (m === n) {
          const [plain, big] = [lu(A), lu(bigA)];
          expect([big.L, big.permutation, big.determinantSign]).toEqual([plain.L, plain.permutation, plain.determinantSign]);
          expectSame(() => big.U, scaledBy(plain.U, k));
        }
      }),
      { numRuns: 120, seed: 12 },
    );
  });
});

/** LAPACK's ratios at 2^±997, about 1e±300: what is small beside 2⁻⁹⁹⁷ loses digits, which count only beside the rest of its matrix. */
describe.each([997, -997])("LAPACK's families times 2^%i, by LAPACK's ratios, below 30", (e) => {
  const ordinary = ({ name }: { readonly name: string }): boolean => !name.startsWith("near");
  const ratio = (n: number, left: Float64Array, A: Float64Array): number =>
    infinityNorm(n, n, left) / (infinityNorm(n, n, A) * n * ROUNDOFF);
  const at = (values: Float64Array, power: number): Float64Array => values.map((value) => exactTimes(value, power));

  it.each([1, 2, 5, 16, 17, 33, 65])("factors and solutions, n = %i", (n) => {
    const checkSolution = (solve: (b: Float64Array) => Float64Array, A: Float64Array): void => {
      const b = normals(random(n), n);
      const x = solve(at(b, e));
      expect(oneNorm(n, 1, residual(n, 1, n, A, x, b)) / (oneNorm(n, n, A) * oneNorm(n, 1, x) * ROUNDOFF)).toBeLessThan(30);
    };
    for (const { A, zeroPivot } of general(random(n), n).filter(ordinary)) {
      const scaled = at(A, e);
      const { L, U, permutation, solve } = lu(matrix(scaled, n, n));
      const PA = Float64Array.from(A, (_, k) => A[(permutation[Math.floor(k / n)] as number) * n + (k % n)] as number);
      if (infinityNorm(n, n, A) > 0) expect(ratio(n, residual(n, n, n, L.data, at(U.data, -e), PA), A)).toBeLessThan(30);
      if (zeroPivot === null) checkSolution(solve, A);
    }
    for (const { A, zeroPivot } of symmetric(random(n), n).filter(ordinary)) {
      const { L, D, permutation, solve } = ldl(matrix(at(A, e), n, n));
      const order = (k: number): number => permutation[k] as number;
      const PAP = Float64Array.from(A, (_, k) => A[order(Math.floor(k / n)) * n + order(k % n)] as number);
      const LD = product(n, n, n, L.data, at(D.data, -e));
      if (infinityNorm(n, n, A) > 0) expect(ratio(n, residual(n, n, n, LD, transpose(n, n, L.data), PAP), A)).toBeLessThan(30);
      if (zeroPivot === null) checkSolution(solve, A);
    }
    for (const { A, zeroPivot } of positiveDefinite(random(n), n).filter((one) => ordinary(one) && one.zeroPivot === null)) {
      expect(zeroPivot).toBeNull();
      const even = e - Math.sign(e);
      const { L, solve } = cholesky(matrix(at(A, even), n, n));
      const unit = at(L.data, -even / 2);
      expect(ratio(n, residual(n, n, n, unit, transpose(n, n, unit), A), A)).toBeLessThan(30);
      checkSolution((b) => solve(at(b, even - e)), A);
    }
  });

  it.each([
    [5, 5],
    [17, 9],
    [9, 17],
    [70, 66],
  ])("qr of %i × %i", (m, n) => {
    for (const { A } of rectangular(random(m), m, n).filter(({ name }) => !/^near|graded columns|zero/.test(name))) {
      for (const pivoting of [true, false]) {
        const { Q, R, pivots } = qr(matrix(at(A, e), m, n), { pivoting });
        const AP = Float64Array.from(A, (_, k) => A[k - (k % n) + (pivots[k % n] as number)] as number);
        const left = residual(m, n, Math.min(m, n), Q.data, at(R.data, -e), AP);
        expect(oneNorm(m, n, left) / (oneNorm(m, n, A) * m * ROUNDOFF)).toBeLessThan(30);
      }
    }
  });
});
