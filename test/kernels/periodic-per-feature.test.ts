import { describe, expect, it } from "vitest";
import { gram, type Matrix, periodic } from "../../src/entries/index";
import type { KernelSpec } from "../../src/kernels/spec";
import { random } from "../support/generator";
import { preciseKernel } from "../support/precise-kernels";

const [n, d] = [8, 3];
const wave = { period: 1.5, lengthScale: 0.875, metric: "per-feature" } as const;
const kernel = periodic(wave);

/** Points around an offset, as far apart as `spread` says, the last equal to the first. */
function points(seed: number, offset: number, spread: number): Matrix {
  const source = random(seed);
  const data = Float64Array.from({ length: n * d }, () => offset + spread * source.between(-1, 1));
  data.set(data.subarray(0, d), (n - 1) * d);
  return { rows: n, cols: d, data };
}

function rowOf({ data }: Matrix, i: number): number[] {
  return [...data.subarray(i * d, (i + 1) * d)];
}

/** The largest |k̂ − k|/k against 60 digits. */
function worstError(X: Matrix, period: number = wave.period): number {
  const of = { ...wave, period };
  const K = gram(periodic(of), X);
  let worst = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const { value } = preciseKernel(periodic(of) as KernelSpec, rowOf(X, i), rowOf(X, j));
      worst = Math.max(
        worst,
        value
          .minus(K.data[i * n + j] as number)
          .div(value)
          .abs()
          .toNumber(),
      );
    }
  }
  return worst;
}

describe("the periodic kernel per feature, from sines and cosines of the points", () => {
  it.each([
    ["within some periods", 0, 5],
    ["around 1e4", 1e4, 3],
    ["around 1e8", 1e8, 3],
    ["around −1e8, 1e-7 apart", -1e8, 1e-7],
    ["1e-9 apart", 0.3, 1e-9],
    ["1e-9 apart around 1e4", 1e4, 1e-9],
    ["of every size up to 1e15", 0, 1e15],
  ])("is within 4.5e-15 of itself: points %s", (_, offset, spread) => {
    expect(worstError(points(1, offset, spread))).toBeLessThan(4.5e-15);
  });

  it.each([2 ** -40, 0.8125, 3, 1024, 2 ** 300])("whatever the period: %d", (period) => {
    expect(worstError(points(2, 0, 3 * period), period)).toBeLessThan(4.5e-15);
  });

  it("is exactly 1 for equal points, symmetric bit for bit, and never above 1", () => {
    for (const offset of [0, 0.75, 1e8]) {
      for (const spread of [1e-9, 1, 100]) {
        const { data } = gram(kernel, points(3, offset, spread));
        for (let i = 0; i < n; i++) {
          expect(data[i * n + i]).toBe(1);
          for (let j = 0; j < i; j++) expect(data[i * n + j]).toBe(data[j * n + i]);
        }
        expect(data[n - 1]).toBe(1);
        expect(Math.max(...data)).toBe(1);
      }
    }
  });

  it("is the same for both orders of the points where K is not symmetric by construction", () => {
    const [X, Z] = [points(4, 2, 9), points(5, -1, 4)];
    const [there, back] = [gram(kernel, X, Z).data, gram(kernel, Z, X).data];
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) expect(there[i * n + j]).toBe(back[j * n + i]);
  });

  it("does not change where points move by whole periods that are exact", () => {
    const X = points(6, 0, 1);
    const rounded = X.data.map((x) => Math.round(x * 2 ** 20) / 2 ** 20);
    const moved = rounded.map((x, at) => x + 1.5 * ((at % 7) - 3));
    expect(gram(kernel, { ...X, data: moved }).data).toEqual(gram(kernel, { ...X, data: rounded }).data);
  });
});
