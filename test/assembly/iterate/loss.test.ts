import { describe, expect, it } from "vitest";
import { Loss } from "../../../assembly/iterate/terms";
import { createBench } from "../../support/core";
import { normals, random } from "../../support/generator";
import { ROUNDOFF } from "../../support/precision";

const bench = createBench();

interface Case {
  readonly name: string;
  readonly code: Loss;
  readonly parameter: number;
  readonly labels: boolean;
  /** L(h, y) as the books have it. */
  readonly value: (h: number, y: number) => number;
  /** L′(h, y); 0 where there is none. */
  readonly slope: (h: number, y: number) => number;
  /** L″ is at most this. */
  readonly curvature: number;
}

const [delta, epsilon] = [0.7, 0.25];
const CASES: readonly Case[] = [
  {
    name: "squared",
    code: Loss.Squared,
    parameter: 0,
    labels: false,
    value: (h, y) => (h - y) ** 2,
    slope: (h, y) => 2 * (h - y),
    curvature: 2,
  },
  {
    name: "absolute",
    code: Loss.Absolute,
    parameter: 0,
    labels: false,
    value: (h, y) => Math.abs(h - y),
    slope: (h, y) => Math.sign(h - y),
    curvature: Infinity,
  },
  {
    name: "Huber",
    code: Loss.Huber,
    parameter: delta,
    labels: false,
    value: (h, y) => (Math.abs(h - y) <= delta ? (h - y) ** 2 : 2 * delta * Math.abs(h - y) - delta ** 2),
    slope: (h, y) => 2 * Math.max(-delta, Math.min(delta, h - y)),
    curvature: 2,
  },
  {
    name: "ε-insensitive",
    code: Loss.EpsilonInsensitive,
    parameter: epsilon,
    labels: false,
    value: (h, y) => Math.max(0, Math.abs(h - y) - epsilon),
    slope: (h, y) => (Math.abs(h - y) > epsilon ? Math.sign(h - y) : 0),
    curvature: Infinity,
  },
  {
    name: "logistic",
    code: Loss.Logistic,
    parameter: 0,
    labels: true,
    value: (h, y) => Math.max(0, -y * h) + Math.log1p(Math.exp(-Math.abs(h))),
    slope: (h, y) => -y / (1 + Math.exp(y * h)),
    curvature: 0.25,
  },
  {
    name: "hinge",
    code: Loss.Hinge,
    parameter: 0,
    labels: true,
    value: (h, y) => Math.max(0, 1 - y * h),
    slope: (h, y) => (y * h < 1 ? -y : 0),
    curvature: Infinity,
  },
  {
    name: "squared hinge",
    code: Loss.SquaredHinge,
    parameter: 0,
    labels: true,
    value: (h, y) => Math.max(0, 1 - y * h) ** 2,
    slope: (h, y) => -2 * y * Math.max(0, 1 - y * h),
    curvature: 2,
  },
];

function measure(
  { code, parameter }: Case,
  h: Float64Array,
  y: Float64Array,
  weights: Float64Array | null = null,
): { loss: number; slopes: Float64Array } {
  bench.clear();
  const [prediction, target] = [bench.vector(h), bench.vector(y)];
  const w = weights && bench.vector(weights);
  const slopes = bench.matrix(h.length, 1, null);
  const loss = bench.run([slopes], (core) =>
    core.measure(code, parameter, h.length, prediction.address, target.address, w?.address ?? 0, slopes.address, bench.scratch),
  );
  return { loss, slopes: bench.read(slopes) };
}

describe.each(CASES)("the $name loss", (loss) => {
  const source = random(7);
  const labelled = (y: Float64Array): Float64Array => (loss.labels ? y.map((value) => (value < 0 ? -1 : 1)) : y);

  it.each([0, 1, 2, 3, 4, 5, 255, 256, 257, 600])("is the sum of its formula, and the slopes are, n = %i", (n) => {
    const h = normals(source, n).map((value) => 3 * value);
    const y = labelled(normals(source, n));
    const weights = normals(source, n).map(Math.abs);
    for (const w of [null, weights]) {
      const { loss: total, slopes } = measure(loss, h, y, w);
      const at = (i: number): number => (w?.[i] ?? 1) * loss.value(h[i] as number, y[i] as number);
      const expected = Array.from(h.keys()).reduce((sum, i) => sum + at(i), 0);
      // n roundings of the sum and a few of each term
      expect(Math.abs(total - expected)).toBeLessThanOrEqual((n + 10) * ROUNDOFF * 2 * expected);
      slopes.forEach((slope, i) => {
        const exact = (w?.[i] ?? 1) * loss.slope(h[i] as number, y[i] as number);
        expect(Math.abs(slope - exact)).toBeLessThanOrEqual(16 * ROUNDOFF * Math.abs(exact));
      });
    }
  });

  it("has the derivative that central differences show, and a curvature within its bound", () => {
    const step = 1e-5;
    for (let i = 0; i < 200; i++) {
      const h = -4 + i * 0.0403;
      const y = loss.labels ? (i % 2 ? 1 : -1) : 0.37;
      const one = (at: number) => measure(loss, Float64Array.of(at), Float64Array.of(y));
      const [before, here, after] = [one(h - step), one(h), one(h + step)];
      const difference = (after.loss - before.loss) / (2 * step);
      // away from kinks the error is that of the third derivative and of rounding
      expect(Math.abs(difference - (here.slopes[0] as number))).toBeLessThanOrEqual(1e-9);
      const bend = ((after.slopes[0] as number) - (before.slopes[0] as number)) / (2 * step);
      expect(bend).toBeLessThanOrEqual(loss.curvature * (1 + 1e-9));
      expect(bend).toBeGreaterThanOrEqual(-1e-9);
    }
  });

  it("has slope 0 at a kink, by convention, and lets NaN show", () => {
    const kink = { absolute: 0.5, "ε-insensitive": 0.5 + epsilon, hinge: 1 }[loss.name];
    if (kink !== undefined) expect(measure(loss, Float64Array.of(kink), Float64Array.of(loss.labels ? 1 : 0.5)).slopes[0]).toBe(0);
    expect(measure(loss, Float64Array.of(Number.NaN), Float64Array.of(1)).loss).toBeNaN();
  });

  it("overflows nowhere that its value does not", () => {
    for (const h of [1e300, -1e300, 800, -800]) {
      for (const y of [1, -1]) {
        const { loss: total, slopes } = measure(loss, Float64Array.of(h), Float64Array.of(y));
        const value = loss.value(h, y);
        if (Number.isFinite(value)) expect(Math.abs(total - value)).toBeLessThanOrEqual(8 * ROUNDOFF * value);
        else expect(total).toBe(Infinity);
        expect((slopes[0] as number) + 0).toBe(loss.slope(h, y) + 0);
      }
    }
  });
});
