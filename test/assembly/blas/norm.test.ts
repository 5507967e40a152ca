import { describe, expect, it } from "vitest";
import { createBench, padded } from "../../support/core";
import { integers, random } from "../../support/generator";
import { infinityNorm } from "../../support/oracles";

const bench = createBench();

/** max_i s_i Σ_j |a_ij| s_j by the core, A with a padded leading dimension. */
function norm(m: number, n: number, A: Float64Array, scale: Float64Array | null = null): number {
  bench.clear();
  const a = bench.matrix(m, n, A, { layout: padded });
  const s = scale && bench.vector(scale);
  return bench.run([], (core) => core.infinityNorm(m, n, a.address, a.rs, s?.address ?? 0));
}

describe("infinityNorm", () => {
  it("is max_i Σ_j |a_ij|, exactly on whole numbers, for every m, n in 0…9", () => {
    const source = random(1);
    for (let m = 0; m < 10; m++) {
      for (let n = 0; n < 10; n++) {
        const A = integers(source, m * n, -99, 99);
        expect(norm(m, n, A)).toBe(infinityNorm(m, n, A));
      }
    }
  });

  it("is that of SAS with a scale", () => {
    const source = random(2);
    for (const n of [1, 2, 5, 16, 33]) {
      const A = integers(source, n * n, -99, 99);
      const scale = integers(source, n, 0, 9);
      const scaled = A.map((a, at) => a * (scale[at % n] as number) * (scale[Math.floor(at / n)] as number));
      expect(norm(n, n, A, scale)).toBe(infinityNorm(n, n, scaled));
    }
  });

  it("is NaN with a NaN anywhere, ∞ with an infinite element", () => {
    const [m, n] = [5, 4];
    for (let at = 0; at < m * n; at++) {
      const A = new Float64Array(m * n).fill(1);
      A[at] = Number.NaN;
      expect(norm(m, n, A), `NaN at element ${at}`).toBeNaN();
      A[at] = -Infinity;
      expect(norm(m, n, A), `−∞ at element ${at}`).toBe(Infinity);
    }
  });
});
