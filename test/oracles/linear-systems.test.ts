import { describe, expect, it } from "vitest";
import { cholesky, type LuFactorisation, ldl, lu, type Matrix, solve } from "../../src/entries/linalg";
import { expectError } from "../support/errors";
import { compare, type Fixture, isDetermined, isOptional, mismatch, numbersOf, readFixtures, toleranceOf } from "../support/fixtures";

interface SystemFixture extends Fixture {
  readonly kind: "linear_system";
  readonly inputs: { readonly A: Matrix; readonly b: readonly number[] | Matrix };
  readonly properties: { readonly spd: boolean };
  readonly tol: Fixture["tol"] & { readonly backward_error: { readonly max: number | null } };
  readonly expected: { readonly det_sign: number; readonly det?: number; readonly cholesky_lower?: Matrix };
}

interface FailureFixture extends Fixture {
  readonly kind: "cholesky_must_fail";
  readonly inputs: { readonly A: Matrix };
  readonly expected: { readonly first_bad_leading_minor: number };
  readonly schur_pivot_at_failure: number;
}

const systems = readFixtures<SystemFixture>("c_linear_systems", "linear_system");
const failures = readFixtures<FailureFixture>("c_linear_systems", "cholesky_must_fail");
const definite = systems.filter(({ properties }) => properties.spd);

/** Where the fixture asks for more than LU with partial pivoting can give, its solution is not compared. */
const isAttainable = (fixture: Fixture, field: string): boolean => {
  const tolerance = toleranceOf(fixture, field);
  return isDetermined(tolerance) && !isOptional(tolerance);
};

const rightHandSide = ({ b }: SystemFixture["inputs"]): Matrix =>
  "rows" in b ? b : { rows: b.length, cols: 1, data: Float64Array.from(b) };

describe("LU against MPFR", () => {
  it.each(systems)("$id", (fixture) => {
    const { A } = fixture.inputs;
    const factored = lu(A);
    const X = factored.solve(rightHandSide(fixture.inputs));
    if (isAttainable(fixture, "x")) expect(mismatch(fixture, "x", X)).toBeNull();
    expect(solve(A, rightHandSide(fixture.inputs))).toEqual(X);
    expectSmallBackwardError(fixture, X);
    expect(factored.determinantSign).toBe(fixture.expected.det_sign);
    expect(mismatch(fixture, "logabsdet", factored.logDet)).toBeNull();
    if (fixture.expected.det !== undefined) expect(mismatch(fixture, "det", determinant(factored))).toBeNull();
  });
});

const symmetric = systems.filter(({ inputs: { A } }) =>
  A.data.every((a, at) => a === A.data[(at % A.rows) * A.rows + Math.floor(at / A.rows)]),
);

describe("LDLᵀ against MPFR", () => {
  it("in the symmetric ones of 57 problems", () => expect(symmetric.length).toBeGreaterThan(20));

  it.each(symmetric)("$id", (fixture) => {
    const factored = ldl(fixture.inputs.A);
    const X = factored.solve(rightHandSide(fixture.inputs));
    if (isAttainable(fixture, "x")) expect(mismatch(fixture, "x", X)).toBeNull();
    expectSmallBackwardError(fixture, X);
    expect(factored.determinantSign).toBe(fixture.expected.det_sign);
    expect(mismatch(fixture, "logabsdet", factored.logDet)).toBeNull();
    if (fixture.properties.spd) expect(factored.inertia.positive).toBe(fixture.inputs.A.rows);
  });
});

describe("Cholesky against MPFR", () => {
  it.each(definite)("$id", (fixture) => {
    const factored = cholesky(fixture.inputs.A);
    const X = factored.solve(rightHandSide(fixture.inputs));
    if (isAttainable(fixture, "x")) expect(mismatch(fixture, "x", X)).toBeNull();
    expectSmallBackwardError(fixture, X);
    expect(mismatch(fixture, "logabsdet", factored.logDet)).toBeNull();
    if (fixture.expected.cholesky_lower) expect(mismatch(fixture, "cholesky_lower", factored.L)).toBeNull();
  });

  it.each(failures)("$id fails at its first bad leading minor", (fixture) => {
    const error = expectError("not-positive-definite", () => cholesky(fixture.inputs.A), {
      pivot: fixture.expected.first_bad_leading_minor - 1,
    });
    // the Schur complement at the failing pivot, which the README calls clearly negative
    expect(compare("value", [error.value as number], [fixture.schur_pivot_at_failure], { rel: 1e-10, abs: 0 })).toBeNull();
  });
});

/** ‖b − Ax‖ / (‖A‖‖x‖ + ‖b‖) in the ∞-norm, the worst of the right-hand sides. */
function expectSmallBackwardError(fixture: SystemFixture, X: Matrix): void {
  const { max } = fixture.tol.backward_error;
  if (max === null) return;
  const { A } = fixture.inputs;
  const B = rightHandSide(fixture.inputs);
  const norm = Math.max(...Array.from({ length: A.rows }, (_, i) => row(A, i).reduce((sum, value) => sum + Math.abs(value), 0)));
  for (let c = 0; c < X.cols; c++) {
    const x = column(X, c);
    const b = column(B, c);
    const residual = b.map((value, i) => value - row(A, i).reduce((sum, a, j) => sum + a * (x[j] as number), 0));
    expect(magnitude(residual)).toBeLessThanOrEqual(max * (norm * magnitude(x) + magnitude(b)));
  }
}

/** The product of U's diagonal, kept between 1/2 and 2 by powers of 2, with the sign of the permutation by counting its inversions. */
function determinant({ U, permutation }: LuFactorisation): number {
  let mantissa = 1;
  let exponent = 0;
  permutation.forEach((row, i) => {
    mantissa *= U.data[i * U.rows + i] as number;
    const power = Math.floor(Math.log2(Math.abs(mantissa)));
    mantissa /= 2 ** power;
    exponent += power;
    for (const later of permutation.subarray(i + 1)) if (later < row) mantissa = -mantissa;
  });
  return mantissa * 2 ** exponent;
}

const row = ({ cols, data }: Matrix, i: number): number[] => Array.from(data.subarray(i * cols, (i + 1) * cols));
const column = (m: Matrix, c: number): number[] => numbersOf(m).filter((_, at) => at % m.cols === c);
const magnitude = (values: readonly number[]): number => Math.max(...values.map(Math.abs));

it("meets 57 of 57 systems and 5 of 5 failures; one solution needs more than partial pivoting, three are beyond float64", () => {
  expect(systems).toHaveLength(57);
  expect(failures).toHaveLength(5);
  expect(definite.filter(({ expected }) => expected.cholesky_lower)).toHaveLength(12);
  expect(systems.filter((fixture) => isOptional(toleranceOf(fixture, "x"))).map(({ id }) => id)).toEqual(["c.gfpp55"]);
  expect(systems.filter((fixture) => !isDetermined(toleranceOf(fixture, "x"))).map(({ id }) => id)).toEqual([
    "c.hilbert12",
    "c.prolate20",
    "c.gen_c14",
  ]);
});
