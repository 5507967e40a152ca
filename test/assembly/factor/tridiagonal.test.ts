import { describe, expect, it } from "vitest";
import { createBench, onAndBelow } from "../../support/core";
import { random } from "../../support/generator";
import { EPSILON } from "../../support/precision";

const bench = createBench();

/** Row i holds v of the reflection H_i, whose last element is 1; T is what is left on the diagonal and beside it. */
interface Reduced {
  readonly rows: Float64Array;
  readonly beside: Float64Array;
  readonly tau: Float64Array;
}

function reduced(n: number, A: Float64Array, rowsAtOnce: number): Reduced {
  bench.clear();
  const a = bench.matrix(n, n, A, { keep: onAndBelow });
  const [beside, tau, q] = [n, n, 9 * n].map((length) => bench.vector(new Float64Array(length))) as [Placed, Placed, Placed];
  bench.run([[a, onAndBelow], beside, tau, q], (core) => {
    for (let from = n - 1; from >= 1; from -= rowsAtOnce) {
      core.tridiagonalise(n, from, Math.max(1, from - rowsAtOnce + 1), a.address, beside.address, tau.address, q.address);
    }
  });
  return { rows: bench.read(a), beside: bench.read(beside), tau: bench.read(tau) };
}
type Placed = ReturnType<typeof bench.vector>;

/** H_(n−1) … H_1 T H_1 … H_(n−1): A again. */
function putTogether(n: number, { rows, beside, tau }: Reduced): Float64Array {
  const M = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    M[i * (n + 1)] = rows[i * (n + 1)] as number;
    if (i > 0) M[i * n + i - 1] = M[(i - 1) * n + i] = beside[i - 1] as number;
  }
  for (let i = 1; i < n; i++) {
    const v = rows.subarray(i * n, i * n + i);
    const t = tau[i] as number;
    // H M H = M − v wᵀ − w vᵀ, w = τ M v − ½ τ² (vᵀ M v) v
    const w = Float64Array.from({ length: n }, (_, r) => t * v.reduce((sum, value, c) => sum + value * (M[r * n + c] as number), 0));
    const half = 0.5 * t * v.reduce((sum, value, r) => sum + value * (w[r] as number), 0);
    v.forEach((value, r) => {
      (w[r] as number) -= half * value;
    });
    for (let r = 0; r < n; r++) {
      for (let c = 0; c < n; c++) (M[r * n + c] as number) -= (v[r] ?? 0) * (w[c] as number) + (w[r] as number) * (v[c] ?? 0);
    }
  }
  return M;
}

function norm(x: Float64Array): number {
  return Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
}

describe("tridiagonalise", () => {
  it.each([1, 2, 3, 4, 5, 8, 33, 127, 128, 129, 130, 255, 511, 514])(
    "leaves reflections that give A again, n = %i, in one strip and in several",
    (n) => {
      const source = random(n);
      const A = new Float64Array(n * n);
      for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) A[i * n + j] = A[j * n + i] = source.between(-1, 1);
      const found = reduced(n, A, 64);
      const again = putTogether(n, found);
      const size = norm(A);
      expect(norm(again.map((value, at) => value - (A[at] as number)))).toBeLessThanOrEqual(4 * n * EPSILON * size);
      // in calls of any number of rows
      expect(reduced(n, A, n)).toEqual(found);
    },
  );
});
