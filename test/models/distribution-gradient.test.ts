import { describe, expect, it } from "vitest";
import {
  add,
  cosine,
  distributionGradient,
  fit,
  gaussianProcess,
  type Kernel,
  laplacian,
  linear,
  matern,
  multiply,
  onColumns,
  periodic,
  polynomial,
  predictDistribution,
  rbf,
  scale,
} from "../../src/entries/index";
import { expectError } from "../support/errors";
import { random } from "../support/generator";

const source = random(3);
const X = Array.from({ length: 25 }, () => [source.between(-2, 2), source.between(-2, 2)]);
const y = X.map(([a, b]) => Math.sin(2 * (a as number)) + (b as number));
const Z = Array.from({ length: 3 }, () => [source.between(-2, 2), source.between(-2, 2)]);

/** Central differences with Richardson's extrapolation, O(h⁴). */
const slope = (f: (h: number) => number): number => {
  const central = (h: number): number => (f(h) - f(-h)) / (2 * h);
  return (4 * central(5e-4) - central(1e-3)) / 3;
};

const KERNELS: readonly (readonly [string, Kernel])[] = [
  ["length scales", scale(2, rbf({ lengthScale: [1, 2] }))],
  ["Matérn", matern({ nu: 2.5, lengthScale: 1.5 })],
  [
    "a diagonal that is not constant",
    add(rbf({ lengthScale: 1 }), multiply(linear(), onColumns([0], polynomial({ degree: 2, gamma: 0.3 })))),
  ],
  ["cosine and periodic", add(cosine(), periodic({ period: 2, lengthScale: 1, metric: "per-feature" }))],
];

describe("distributionGradient", () => {
  it.each(KERNELS.flatMap(([name, kernel]) => (["none", "constant", "linear"] as const).map((trend) => [name, trend, kernel] as const)))(
    "is the slope of mean and variance: %s, trend %s",
    (_, trend, kernel) => {
      const model = fit(gaussianProcess({ kernel, noise: 0.1, trend }), X, y);
      const { mean, variance } = distributionGradient(model, Z);
      expect([mean.rows, mean.cols, variance.rows, variance.cols]).toEqual([3, 2, 3, 2]);
      Z.forEach((z, i) => {
        for (let k = 0; k < 2; k++) {
          const at = (h: number) => predictDistribution(model, [z.map((value, j) => (j === k ? value + h : value))]);
          const size = 1 + (predictDistribution(model, [z]).variance[0] as number);
          expect(Math.abs((mean.data[2 * i + k] as number) - slope((h) => at(h).mean[0] as number))).toBeLessThan(1e-7 * size);
          expect(Math.abs((variance.data[2 * i + k] as number) - slope((h) => at(h).variance[0] as number))).toBeLessThan(1e-7 * size);
        }
      });
    },
  );

  it("has the same bits for one point as for many", () => {
    const many = Array.from({ length: 300 }, () => [source.between(-2, 2), source.between(-2, 2)]);
    const model = fit(gaussianProcess({ kernel: matern({ nu: 1.5, lengthScale: 1 }), noise: 0.1, trend: "linear" }), X, y);
    const all = distributionGradient(model, many);
    for (const i of [0, 255, 256, 299]) {
      const one = distributionGradient(model, [many[i] as number[]]);
      expect(Array.from(one.variance.data)).toEqual(Array.from(all.variance.data.slice(2 * i, 2 * i + 2)));
      expect(Array.from(one.mean.data)).toEqual(Array.from(all.mean.data.slice(2 * i, 2 * i + 2)));
    }
  });

  it("refuses a kink, a function, features as a trend and several targets", () => {
    const rough = fit(gaussianProcess({ kernel: laplacian({ gamma: 1 }) }), X, y);
    expect(expectError("unsupported", () => distributionGradient(rough, [X[4] as number[]])).column).toBe(4);
    const trended = fit(gaussianProcess({ kernel: rbf(), trend: polynomial({ degree: 2 }) }), X, y);
    expectError("kernel", () => distributionGradient(trended, Z));
    const two = fit(gaussianProcess({ kernel: rbf() }), X, X);
    expectError("shape", () => distributionGradient(two as never, Z));
  });
});
