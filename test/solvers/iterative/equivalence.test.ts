import { describe, expect, test } from "vitest";
import { add, fit, type Kernel, kernelRidge, matern, predict, rbf, white } from "../../../src/entries/index";
import { randomMatrix, randomVector } from "../../support/random";

const n = 300;
const X = randomMatrix(1, n, 3);
const y = randomVector(2, n).map((value, i) => value / 10 + Math.sin(3 * (X.data[3 * i] as number)) + 2);
const Z = randomMatrix(3, 100, 3);
const smooth = rbf({ gamma: 2 });

function differences(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
}

describe("the iterative solver is within its bound of the direct one", () => {
  const kernels: [string, Kernel][] = [
    ["Gaussian", smooth],
    ["Matérn 3/2", matern({ nu: 1.5, lengthScale: 0.5 })],
    ["Matérn 1/2 and noise", add(matern({ nu: 0.5, lengthScale: 1 }), white(0.1))],
  ];
  for (const [name, kernel] of kernels) {
    for (const intercept of [false, true]) {
      for (const sampleWeight of [undefined, y.map((_, i) => (i % 7 === 0 ? 0 : 1 + (i % 3)))]) {
        test(`${name}, ${intercept ? "with" : "without"} intercept${sampleWeight ? ", weighted" : ""}`, () => {
          const weighing = sampleWeight ? { sampleWeight } : {};
          const options = { kernel, lambda: 0.01, intercept };
          const exact = fit(kernelRidge({ ...options, solver: "cholesky" }), X, y, weighing);
          const model = fit(kernelRidge({ ...options, solver: "iterative", tolerance: 1e-5 }), X, y, weighing);
          const { report } = model;
          expect(report.solver).toBe("iterative");
          const most = differences(predict(model, Z), predict(exact, Z));
          expect(most).toBeLessThanOrEqual(report.errorBound as number);
          expect(report.errorBound as number).toBeLessThan(1e-4);
          expect((report.trainingLoss[0] as number) / (exact.report.trainingLoss[0] as number)).toBeCloseTo(1, 4);
        });
      }
    }
  }
});
