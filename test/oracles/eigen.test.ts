import { describe, expect, it } from "vitest";
import { custom, diagnose, evaluate, gram, type Matrix } from "../../src/entries/index";
import { eigh } from "../../src/entries/linalg";
import { type FixtureKernel, kernelOf } from "../support/fixture-kernels";
import { type Fixture, mismatch, readFixtures, toleranceOf } from "../support/fixtures";

interface EigenFixture extends Fixture {
  readonly kind: "sym_eig";
  readonly inputs: { readonly A: Matrix };
  readonly expected: {
    readonly eigenvectors_rows: Matrix;
    readonly clusters: readonly (readonly [number, number])[];
    readonly rank_default?: number;
    readonly is_psd_default?: boolean;
    readonly inertia_default?: readonly [number, number, number];
  };
}

interface PsdFixture extends Fixture {
  readonly kind: "psd_check";
  readonly inputs: { readonly X: Matrix };
  readonly params: { readonly kernel: FixtureKernel & Readonly<Record<string, unknown>> };
  readonly expected: { readonly psd: boolean; readonly n_negative?: number; readonly qKq?: number; readonly witness_q?: readonly number[] };
}

const eigenCases = readFixtures<EigenFixture>("d_eigen_rank_psd", "sym_eig");
const psdCases = readFixtures<PsdFixture>("d_eigen_rank_psd", "psd_check");

const norm = (values: readonly number[]): number => Math.hypot(...values);
const bound = (fixture: Fixture, field: string): Readonly<Record<string, unknown>> =>
  toleranceOf(fixture, field) as Readonly<Record<string, unknown>>;

describe("symmetric eigendecomposition against MPFR", () => {
  it("all 25 cases are here", () => expect(eigenCases).toHaveLength(25));

  it.each(eigenCases)("$id", (fixture) => {
    const { A } = fixture.inputs;
    const n = A.rows;
    const { values, vectors } = eigh(A);
    const v = (i: number, j: number): number => vectors.data[i * n + j] as number;
    expect(mismatch(fixture, "eigenvalues", values)).toBeNull();
    const indices = Array.from({ length: n }, (_, i) => i);
    const residuals = indices.map((j) =>
      norm(
        indices.map((i) => indices.reduce((sum, k) => sum + (A.data[i * n + k] as number) * v(k, j), 0) - (values[j] as number) * v(i, j)),
      ),
    );
    expect(Math.max(...residuals)).toBeLessThanOrEqual((bound(fixture, "residual").max as number | null) ?? 0);
    const gaps = indices.flatMap((i) => indices.map((j) => indices.reduce((sum, k) => sum + v(k, i) * v(k, j), i === j ? -1 : 0)));
    expect(norm(gaps) / Math.sqrt(n)).toBeLessThanOrEqual(bound(fixture, "orthogonality").max as number);
    const { eigenvectors_rows: reference, clusters } = fixture.expected;
    const allowed = bound(fixture, "clusters").subspace_abs as readonly number[];
    clusters.forEach(([from, to], c) => {
      const cluster = indices.slice(from, to);
      const outside = cluster.flatMap((j) => {
        const shares = cluster.map((r) => indices.reduce((sum, k) => sum + (reference.data[r * n + k] as number) * v(k, j), 0));
        return indices.map(
          (i) => v(i, j) - cluster.reduce((sum, r, s) => sum + (reference.data[r * n + i] as number) * (shares[s] as number), 0),
        );
      });
      expect(norm(outside)).toBeLessThanOrEqual(allowed[c] as number);
    });
  });

  it.each(eigenCases.filter(({ expected }) => expected.rank_default !== undefined))(
    "$id: rank, inertia and definiteness",
    ({ inputs, expected }) => {
      const found = diagnose(inputs.A);
      expect(found.rank).toBe(expected.rank_default);
      expect(found.psd).toBe(expected.is_psd_default);
      const { positive, zero, negative } = found.inertia;
      expect([positive, negative, zero]).toEqual(expected.inertia_default);
    },
  );
});

/** Functions of two points that are in no library, for the test of definiteness alone. */
const OTHERS: Readonly<Record<string, (p: Readonly<Record<string, number>>) => (x: Float64Array, z: Float64Array) => number>> = {
  neg_sq_distance: () => (x, z) => -squared(x, z),
  exp_power:
    ({ gamma = 1, power = 1 }) =>
    (x, z) =>
      Math.exp(-gamma * Math.sqrt(squared(x, z)) ** power),
  box:
    ({ radius = 1 }) =>
    (x, z) =>
      Math.sqrt(squared(x, z)) <= radius ? 1 : 0,
  epanechnikov:
    ({ radius = 1 }) =>
    (x, z) =>
      Math.max(0, 1 - squared(x, z) / radius ** 2),
  triangular:
    ({ radius = 1 }) =>
    (x, z) =>
      Math.max(0, 1 - Math.sqrt(squared(x, z)) / radius),
  min: () => (x, z) => x.reduce((sum, value, k) => sum + Math.min(value, z[k] as number), 0),
  cos_difference:
    ({ omega = 1 }) =>
    (x, z) =>
      x.reduce((product, value, k) => product * Math.cos(omega * (value - (z[k] as number))), 1),
  tanimoto: () => (x, z) => dot(x, z) / (dot(x, x) + dot(z, z) - dot(x, z)),
  multiquadric:
    ({ c = 1 }) =>
    (x, z) =>
      Math.sqrt(squared(x, z) + c * c),
};

function squared(x: Float64Array, z: Float64Array): number {
  return x.reduce((sum, value, k) => sum + (value - (z[k] as number)) ** 2, 0);
}

function dot(x: Float64Array, z: Float64Array): number {
  return x.reduce((sum, value, k) => sum + value * (z[k] as number), 0);
}

describe("is this a kernel? against MPFR", () => {
  it("all 19 cases are here", () => expect(psdCases).toHaveLength(19));

  it.each(psdCases)("$id", (fixture) => {
    const { kernel: spec } = fixture.params;
    const other = OTHERS[spec.type];
    const kernel = other ? custom(other(spec as unknown as Readonly<Record<string, number>>)) : kernelOf(spec);
    if (!kernel) throw new Error(`${fixture.id} has a kernel of unknown type`);
    const { X } = fixture.inputs;
    const found = diagnose(kernel, X);
    expect(mismatch(fixture, "K", gram(kernel, X))).toBeNull();
    expect(found.psd).toBe(fixture.expected.psd);
    expect(mismatch(fixture, "min_eigenvalue", found.eigenvalues[0] as number)).toBeNull();
    expect(mismatch(fixture, "max_eigenvalue", found.eigenvalues[X.rows - 1] as number)).toBeNull();
    if (fixture.expected.psd) {
      expect(found.witness).toBeNull();
      return;
    }
    expect(found.inertia.negative).toBe(fixture.expected.n_negative);
    const { q, value } = found.witness as NonNullable<typeof found.witness>;
    expect(value).toBeLessThan(0);
    // qᵀKq by the readable formula, and no worse a witness than the reference's: the smallest eigenvalue is the least of all forms
    const form = q.reduce((sum, qi, i) => sum + qi * q.reduce((inner, qj, j) => inner + qj * evaluate(kernel, row(X, i), row(X, j)), 0), 0);
    expect(Math.abs(form - value)).toBeLessThanOrEqual(1e-10 * Math.abs(value));
    const reference = fixture.expected.witness_q as readonly number[];
    const quotient = (fixture.expected.qKq as number) / reference.reduce((sum, qi) => sum + qi * qi, 0);
    expect(value).toBeLessThanOrEqual(quotient * (1 - 1e-9));
  });
});

function row(X: Matrix, i: number): Float64Array {
  return X.data.slice(i * X.cols, (i + 1) * X.cols);
}
