import { describe, expect, it } from "vitest";
import { createBench, onAndBelow, padded } from "../../support/core";
import { normals, random } from "../../support/generator";

const bench = createBench();

function symmetric(n: number, seed: number): Float64Array {
  const A = normals(random(seed), n * n);
  return A.map((value, at) => (at % n > Math.floor(at / n) ? (A[(at % n) * n + Math.floor(at / n)] as number) : value));
}

describe("isSymmetric", () => {
  const told = (n: number, A: Float64Array): boolean => {
    bench.clear();
    const a = bench.matrix(n, n, A, { layout: padded });
    return Boolean(bench.run([], (core) => core.isSymmetric(n, a.address, a.rs)));
  };

  it.each([0, 1, 2, 3, 8, 9, 31, 32, 33, 65])("finds any one element that has no equal, n = %i", (n) => {
    const A = symmetric(n, n);
    expect(told(n, A)).toBe(true);
    for (let at = 0; at < n * n; at += n > 10 ? 7 : 1) {
      const [i, j] = [Math.floor(at / n), at % n];
      const other = A.slice();
      other[at] = i === j ? Number.NaN : (other[at] as number) * (1 + Number.EPSILON);
      expect(told(n, other), `element (${i}, ${j})`).toBe(false);
    }
  });

  it("takes 0 and −0 for equal", () => {
    expect(told(2, Float64Array.of(1, 0, -0, 1))).toBe(true);
  });
});

describe("symmetricNorm", () => {
  const norms = (n: number, A: Float64Array): [number, number] => {
    bench.clear();
    const whole = bench.matrix(n, n, A, { layout: padded });
    const lower = bench.matrix(n, n, A, { layout: padded, keep: onAndBelow });
    const sums = bench.vector(new Float64Array(n));
    return bench.run([sums], (core) => [
      core.infinityNorm(n, n, whole.address, whole.rs, 0),
      core.symmetricNorm(n, lower.address, lower.rs, sums.address),
    ]);
  };

  it("has the bits of infinityNorm for the whole matrix, above its diagonal nothing being read", () => {
    for (const n of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 32, 61, 100]) {
      const [whole, lower] = norms(n, symmetric(n, n + 100));
      expect(lower).toBe(whole);
    }
  });

  it("is NaN with a NaN anywhere below", () => {
    const n = 7;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        const A = symmetric(n, 5);
        A[i * n + j] = Number.NaN;
        expect(norms(n, A)[1], `element (${i}, ${j})`).toBeNaN();
      }
    }
  });
});

describe("columnMagnitudes and scaleColumns", () => {
  it.each([
    [0, 3],
    [1, 1],
    [3, 2],
    [5, 7],
  ])("of %i × %i numbers", (m, n) => {
    bench.clear();
    const A = normals(random(m + n), m * n);
    const a = bench.matrix(m, n, A, { layout: padded });
    const most = bench.vector(new Float64Array(n).fill(9));
    bench.run([most], (core) => core.columnMagnitudes(m, n, a.address, a.rs, most.address));
    const expected = Float64Array.from({ length: n }, (_, j) =>
      A.reduce((largest, value, at) => (at % n === j ? Math.max(largest, Math.abs(value)) : largest), 0),
    );
    expect(bench.read(most)).toEqual(expected);
    const scales = bench.vector(Float64Array.from({ length: n }, (_, j) => 2 ** (j - 3)));
    bench.run([a], (core) => core.scaleColumns(m, n, a.address, a.rs, scales.address));
    expect(bench.read(a)).toEqual(A.map((value, at) => value * 2 ** ((at % n) - 3)));
  });
});
