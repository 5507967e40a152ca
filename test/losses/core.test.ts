import { describe, expect, it } from "vitest";
import { formulaOf } from "../../src/losses/formula";
import { createBench } from "../support/core";
import { normals, random } from "../support/generator";
import { LOSSES } from "../support/losses";
import { ROUNDOFF } from "../support/precision";

const bench = createBench();

describe.each(LOSSES)("the core's $name loss is the readable formula", ({ loss }) => {
  const { value, slope, targets, code, parameter } = formulaOf(loss);
  const source = random(11);
  const target = { numbers: (x: number) => x, labels: (x: number) => (x < 0 ? -1 : 1), counts: (x: number) => Math.floor(4 * Math.abs(x)) }[
    targets
  ];

  it.each([0, 1, 2, 3, 4, 5, 255, 256, 257, 600])("n = %i, with and without weights, in place and not", (n) => {
    const h = normals(source, n).map((x) => 3 * x);
    const y = normals(source, n).map(target);
    const weights = normals(source, n).map(Math.abs);
    for (const w of [null, weights]) {
      for (const inPlace of [true, false]) {
        bench.clear();
        const [prediction, given] = [bench.vector(h), bench.vector(y)];
        const weighing = w && bench.vector(w);
        const slopes = inPlace ? prediction : bench.matrix(n, 1, null);
        const total = bench.run([slopes], (core) =>
          core.measure(code, parameter, n, prediction.address, given.address, weighing?.address ?? 0, slopes.address, bench.scratch),
        );
        let [sum, size] = [0, 0];
        h.forEach((x, i) => {
          const term = (w?.[i] ?? 1) * value(x, y[i] as number);
          sum += term;
          // what may cancel in the term: eʰ and yh for Poisson, nothing for the others
          size += Math.abs(term) + (targets === "counts" ? 2 * (w?.[i] ?? 1) * Math.abs((y[i] as number) * x) : 0);
        });
        expect(Math.abs(total - sum)).toBeLessThanOrEqual(2 * (n + 10) * ROUNDOFF * size);
        bench.read(slopes).forEach((found, i) => {
          const exact = (w?.[i] ?? 1) * slope(h[i] as number, y[i] as number);
          const parts = Math.abs(exact) + (targets === "counts" ? 2 * (w?.[i] ?? 1) * (y[i] as number) : 0);
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(16 * ROUNDOFF * parts);
        });
      }
    }
  });
});

it("a loss that the core does not know is a trap", () => {
  const known = LOSSES.map(({ loss }) => formulaOf(loss).code as number);
  expect(new Set(known).size).toBe(LOSSES.length);
  for (const code of [-1, Math.max(...known) + 1]) {
    bench.clear();
    const [h, y] = [bench.vector(Float64Array.of(1)), bench.vector(Float64Array.of(1))];
    expect(() => bench.run([h], (core) => core.measure(code, 0, 1, h.address, y.address, 0, h.address, bench.scratch))).toThrow(
      /unreachable/,
    );
  }
});

it("the slope of Poisson's loss where the rate overflows, and where it vanishes", () => {
  bench.clear();
  const { code } = formulaOf({ kind: "poisson" });
  const [h, y] = [bench.vector(Float64Array.of(800, -800)), bench.vector(Float64Array.of(3, 0))];
  const total = bench.run([h], (core) => core.measure(code, 0, 2, h.address, y.address, 0, h.address, bench.scratch));
  expect(total).toBe(Infinity);
  expect(Array.from(bench.read(h))).toEqual([Infinity, 0]);
});
