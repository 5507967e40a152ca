import { describe, expect, it } from "vitest";
import { createBench } from "../../support/core";
import { normals, orthogonal, random } from "../../support/generator";
import { compensatedDot, product } from "../../support/oracles";
import { expectRounded, ROUNDOFF } from "../../support/precision";

const bench = createBench();

interface Tridiagonal {
  readonly rows: number;
  readonly diagonal: Float64Array;
  readonly beside: Float64Array;
}

function lanczos(n: number, k: number, K: Float64Array, start: Float64Array): Tridiagonal {
  bench.clear();
  const v = bench.vector(start);
  const previous = bench.matrix(n, 1, null);
  const w = bench.matrix(n, 1, null);
  const diagonal = bench.matrix(k, 1, null);
  const beside = bench.matrix(k - 1, 1, null);
  bench.run([v, previous], (core) => core.startLanczos(n, v.address, previous.address));
  for (let rows = 0; rows >= 0; ) {
    bench.write(w, product(n, 1, n, K, bench.read(v)));
    const outputs = [v, previous, w, diagonal, beside];
    rows = bench.run(outputs, (core) =>
      core.lanczosStep(n, k, rows, v.address, previous.address, w.address, diagonal.address, beside.address),
    );
    if (rows < 0)
      return { rows: -rows, diagonal: bench.read(diagonal).subarray(0, -rows), beside: bench.read(beside).subarray(0, -rows - 1) };
  }
  throw new Error("there is a last row");
}

/** How many eigenvalues of a tridiagonal matrix are below x: the negative pivots of T − xI (Sturm). */
function countBelow({ diagonal, beside }: Tridiagonal, x: number): number {
  let count = 0;
  let pivot = 1;
  diagonal.forEach((a, i) => {
    const b = i > 0 ? (beside[i - 1] as number) : 0;
    pivot = a - x - (b * b) / (pivot === 0 ? Number.MIN_VALUE : pivot);
    if (pivot < 0) count++;
  });
  return count;
}

/** The eigenvalue with `index` others below it, by bisection. */
function eigenvalue(T: Tridiagonal, index: number): number {
  const reach = T.diagonal.reduce((sum, a) => sum + Math.abs(a), 0) + 2 * T.beside.reduce((sum, b) => sum + Math.abs(b), 0);
  let [low, high] = [-reach, reach];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (countBelow(T, middle) > index) high = middle;
    else low = middle;
  }
  return high;
}

/** Q D Qᵀ */
function withEigenvalues(Q: Float64Array, values: readonly number[]): Float64Array {
  const n = values.length;
  return Q.map((_, at) => {
    const [i, j] = [Math.max(Math.floor(at / n), at % n), Math.min(Math.floor(at / n), at % n)];
    return compensatedDot(
      0,
      n,
      (k) => (Q[i * n + k] as number) * (values[k] as number),
      (k) => Q[j * n + k] as number,
    );
  });
}

describe("lanczos", () => {
  const source = random(1);

  it.each([1, 2, 5, 10, 40, 100])("has all eigenvalues of T between the least and the greatest of K, n = %i", (n) => {
    const values = Array.from({ length: n }, (_, i) => 3 * 0.8 ** i - 0.1);
    const K = withEigenvalues(orthogonal(source, n), values);
    for (const k of new Set([1, Math.min(3, n), Math.min(12, n)])) {
      const T = lanczos(n, k, K, normals(source, n));
      expect(T.rows).toBeLessThanOrEqual(k);
      // Computed Rayleigh quotients are off by the rounding of dot products of n terms.
      const slack = 4 * n * ROUNDOFF * 3;
      expect(eigenvalue(T, T.rows - 1)).toBeLessThanOrEqual(2.9 + slack);
      expect(eigenvalue(T, 0)).toBeGreaterThanOrEqual(Math.min(...values) - slack);
    }
  });

  it("finds the greatest eigenvalue from any start that is not orthogonal to its vector", () => {
    const n = 60;
    const values = Array.from({ length: n }, (_, i) => 5 / (1 + i));
    const K = withEigenvalues(orthogonal(source, n), values);
    const T = lanczos(n, 15, K, normals(source, n));
    expect(T.rows).toBe(15);
    expectRounded(eigenvalue(T, 14), 5, 64);
  });

  it("has the spectrum of K after n steps", () => {
    const ascending = [-3, 0.5, 1, 2, 4, 7];
    const T = lanczos(6, 6, withEigenvalues(orthogonal(source, 6), ascending), normals(source, 6));
    expect(T.rows).toBe(6);
    ascending.forEach((value, i) => {
      expect(eigenvalue(T, i)).toBeCloseTo(value, 9);
    });
  });

  it.each([1, 0])("stops after one step when K is %i·I, where every vector spans an invariant subspace", (value) => {
    const n = 9;
    const K = Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? value : 0));
    const T = lanczos(n, 5, K, Float64Array.of(0, 1, 1, 0, 0, 0, 1, 1, 0));
    expect(T.rows).toBe(1);
    expect(T.diagonal[0]).toBeCloseTo(value, 14);
  });

  it("is not misled by what rounding leaves beyond an invariant subspace", () => {
    const n = 9;
    const ones = new Float64Array(n * n).fill(1);
    const T = lanczos(
      n,
      n,
      ones,
      Float64Array.from({ length: n }, (_, i) => 1 + i),
    );
    expect(eigenvalue(T, T.rows - 1)).toBeCloseTo(n, 13);
    expect(eigenvalue(T, T.rows - 1)).toBeLessThanOrEqual(n * (1 + 4 * n * ROUNDOFF));
  });
});
