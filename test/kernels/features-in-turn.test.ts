import { describe, expect, it } from "vitest";
import { add, exponential, fit, type Kernel, kernelRidge, linear, matern, nystrom, predict, rbf } from "../../src/entries/index";
import { randomMatrix, randomVector } from "../support/random";

const n = 6;
const y = randomVector(3, n);
const points = [1, 2, 3].map((d) => randomMatrix(d, n, d));

/** Kernels that are resolved as they are written, whatever the number of features. */
const KERNELS: readonly (readonly [string, () => Kernel])[] = [
  ["linear", () => linear()],
  ["matern", () => matern({ nu: 1.5, lengthScale: 2 })],
  ["exponential", () => exponential({ lengthScale: 2 })],
  ["rbf", () => rbf({ gamma: 0.5 })],
  ["a sum", () => add(linear(), matern({ nu: 2.5, lengthScale: 1 }))],
];

describe("an estimator that is fitted to points of one, two and three features in turn", () => {
  it.each(KERNELS)("%s", (_, make) => {
    const ridge = () => kernelRidge({ kernel: make(), lambda: 0.1 });
    const landmarks = () => nystrom({ kernel: make(), lambda: 0.1, landmarks: 3 });
    for (const estimator of [ridge, landmarks]) {
      const shared = estimator();
      for (const X of [...points, ...points.slice().reverse()]) {
        const [one, other] = [fit(shared, X, y), fit(estimator(), X, y)];
        expect(one.coefficients).toEqual(other.coefficients);
        expect(predict(one, X)).toEqual(predict(other, X));
      }
    }
  });
});
