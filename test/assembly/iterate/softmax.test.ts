import { describe, expect, it } from "vitest";
import { createBench } from "../../support/core";
import { normals, random } from "../../support/generator";
import { ROUNDOFF } from "../../support/precision";

const bench = createBench();

/** Σ w L and its slopes by the core; R has three places more than elements, and nothing after them is touched. */
function softmax(h: Float64Array, classes: readonly number[], weights: Float64Array) {
  bench.clear();
  const n = classes.length;
  const c = h.length / n;
  const [values, given, weighing] = [bench.vector(h), bench.vector(Float64Array.from(classes)), bench.vector(weights)];
  const slopes = bench.vector(new Float64Array(n * c + 3).fill(Number.NaN));
  const work = bench.vector(new Float64Array(n + 1).fill(Number.NaN));
  const loss = bench.run([slopes, work], (core) =>
    core.softmax(n, c, values.address, given.address, weighing.address, slopes.address, work.address),
  );
  return { loss, slopes: bench.read(slopes).slice(0, n * c) };
}

describe("softmax", () => {
  const source = random(3);

  it.each([1, 2, 3, 4, 5, 63, 64, 65].flatMap((n) => [2, 3, 7, 10].map((c) => [n, c] as const)))(
    "n = %i, %i classes: the loss and the slopes are those of the formula",
    (n, c) => {
      const h = normals(source, n * c).map((x) => 4 * x);
      const weights = normals(source, n).map((x) => 0.1 + Math.abs(x));
      const classes = Array.from({ length: n }, (_, i) => (3 * i + 1) % c);
      const { loss, slopes } = softmax(h, classes, weights);
      let [sum, size] = [0, 0];
      for (let i = 0; i < n; i++) {
        const row = Array.from(h.subarray(i * c, (i + 1) * c));
        const [w, k] = [weights[i] as number, classes[i] as number];
        const most = Math.max(...row);
        const e = row.map((x) => Math.exp(x - most));
        const total = e.reduce((a, b) => a + b, 0);
        sum += w * (most - (row[k] as number) + Math.log(total));
        size += w * (Math.abs(most) + Math.abs(row[k] as number) + c);
        e.forEach((x, q) => {
          const others = e.reduce((a, b, j) => (j === q ? a : a + b), 0);
          const exact = q === k ? (-w * others) / total : (w * x) / total;
          expect(Math.abs((slopes[i * c + q] as number) - exact)).toBeLessThanOrEqual((20 + 2 * c) * ROUNDOFF * Math.abs(exact));
        });
      }
      expect(Math.abs(loss - sum)).toBeLessThanOrEqual(2 * (n + 10) * ROUNDOFF * size);
    },
  );

  it("overflows nowhere, and keeps what is small beside 1", () => {
    const far = softmax(Float64Array.of(1e300, -1e300, 0, 0, 800, -800), [0, 1], Float64Array.of(1, 2));
    expect(far.loss).toBe(0);
    expect(Array.from(far.slopes, (x) => x + 0)).toEqual([0, 0, 0, 0, 0, 0]);
    const wrong = softmax(Float64Array.of(800, 0, 0), [1], Float64Array.of(2));
    expect(wrong.loss).toBe(1600);
    expect(Array.from(wrong.slopes)).toEqual([2, -2, 0]);
    const sure = softmax(Float64Array.of(0, 50), [1], Float64Array.of(1));
    expect(Math.abs(sure.loss / Math.exp(-50) - 1)).toBeLessThan(8 * ROUNDOFF);
    expect(Math.abs((sure.slopes[1] as number) / Math.exp(-50) + 1)).toBeLessThan(8 * ROUNDOFF);
  });
});
