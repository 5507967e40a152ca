import { describe, expect, it } from "vitest";
import { createBench, padded, rowMajor } from "../../support/core";
import { random } from "../../support/generator";
import { product, transpose } from "../../support/oracles";
import { EPSILON } from "../../support/precision";

const bench = createBench();

/** L with numbers of its own above the diagonal, to be followed. */
function factor(n: number): Float64Array {
  const next = random(n + 3).uniform;
  return Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 0.5 + next() : next() - 0.5));
}

function below(n: number, L: Float64Array): Float64Array {
  return L.map((value, at) => (at % n > Math.floor(at / n) ? 0 : value));
}

/** A matrix without row and column p. */
function without(n: number, A: Float64Array, p: number): Float64Array {
  return A.filter((_, at) => at % n !== p && Math.floor(at / n) !== p);
}

function removed(n: number, L: Float64Array, p: number, layout: typeof rowMajor): Float64Array {
  bench.clear();
  const l = bench.matrix(n, n, L, { layout });
  const rotations = bench.vector(new Float64Array(2 * n));
  bench.run([l, rotations], (core) => core.removeRow(n, p, l.address, l.rs, rotations.address));
  return without(n, Float64Array.from(bench.read(l)), n - 1);
}

describe.each([rowMajor, padded])("removeRow", (layout) => {
  it.each([1, 2, 3, 8, 33])("leaves the factor of the matrix without row and column p, n = %i", (n) => {
    const L = factor(n);
    const A = product(n, n, n, below(n, L), transpose(n, n, below(n, L)));
    for (let p = 0; p < n; p++) {
      const left = removed(n, L, p, layout);
      const m = n - 1;
      const M = product(m, m, m, below(m, left), transpose(m, m, below(m, left)));
      const wanted = without(n, A, p);
      for (let i = 0; i < m; i++) {
        expect(left[i * m + i]).toBeGreaterThan(0);
        for (let j = 0; j < m; j++) {
          const scale = Math.sqrt((wanted[i * m + i] as number) * (wanted[j * m + j] as number));
          expect(Math.abs((M[i * m + j] as number) - (wanted[i * m + j] as number))).toBeLessThanOrEqual(8 * n * EPSILON * scale);
        }
      }
    }
  });

  it("takes along what is above the diagonal, and leaves rows before p as they are", () => {
    const n = 9;
    const L = factor(n);
    const p = 4;
    const left = removed(n, L, p, layout);
    const wanted = without(n, L, p);
    left.forEach((value, at) => {
      const [i, j] = [Math.floor(at / (n - 1)), at % (n - 1)];
      if (j > i || i < p) expect(value).toBe(wanted[at]);
    });
  });

  it("knows no size: a factor of 1e-160 and 1e150", () => {
    const left = removed(2, Float64Array.of(1e150, 0, 1e150, 1e-160), 0, layout);
    expect(left[0]).toBe(1e150);
    const tiny = removed(2, Float64Array.of(1e-160, 0, 3e-160, 4e-160), 0, layout);
    expect(Math.abs((tiny[0] as number) / 5e-160 - 1)).toBeLessThanOrEqual(4 * EPSILON);
  });
});
