import { describe, expect, it } from "vitest";
import { fit, type Kernel, type KernelModel, kernelRidge, linear, type Matrix, polynomial, rbf } from "../../../src/entries/index";
import { randomMatrix, randomVector } from "../../support/random";

const n = 9;
const X = randomMatrix(1, n, 2);
const y = randomVector(2, n);
/** y once for every λ. */
const copies = (t: number): Matrix => ({
  rows: n,
  cols: t,
  data: Float64Array.from({ length: n * t }, (_, at) => y[Math.floor(at / t)] as number),
});
/** K of rank 3 by its numbers, and of rank 9. */
const KERNELS: readonly (readonly [string, Kernel])[] = [
  ["linear", linear()],
  ["polynomial", polynomial({ degree: 2 })],
  ["rbf", rbf({ gamma: 0.5 })],
];
const LAMBDAS = [
  [0, 1],
  [1, 0],
  [1, 1e-3, 1],
  [0, 0.5, 1e-6, 0.5],
];
const solvers = ["auto", "eigen", "pivotedCholesky", "primal"] as const;

const largest = (values: readonly (number | null | undefined)[]): number | null =>
  values.some((value) => typeof value !== "number") ? null : Math.max(...(values as number[]));
const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

describe.each(KERNELS)("targets with a λ of their own, %s", (_, kernel) => {
  // "auto" looks at all λ before it chooses a route by features
  const own = solvers.filter((name) => name !== (kernel.kind === "rbf" ? "primal" : "auto"));
  for (const solver of own) {
    it.each(LAMBDAS)(`solver "${solver}", λ = %j, %j …: what is said of them is the worst of what is said of each`, (...lambda) => {
      const whole: KernelModel<Matrix> = fit(kernelRidge({ kernel, lambda, solver }), X, copies(lambda.length));
      const each = lambda.map((one) => fit(kernelRidge({ kernel, lambda: one, solver }), X, y).report);
      const groups = unique(lambda).map((one) => each[lambda.indexOf(one)] as (typeof each)[0]);
      const { report } = whole;
      const ranks = groups.map(({ rank }) => rank);
      expect(report.rank).toBe(ranks.includes(null) ? null : Math.min(...(ranks as number[])));
      expect(report.conditionEstimate).toBe(largest(groups.map(({ conditionEstimate }) => conditionEstimate)));
      const routes = each.map((one) => one.solver);
      expect((report as { solvers?: unknown }).solvers).toEqual(unique(routes).length > 1 ? routes : undefined);
      expect(report.solver).toBe(["eigen", "lu"].find((route) => routes.includes(route as (typeof routes)[0])) ?? routes[0]);
      expect(report.reason).toBe(unique(groups.map(({ reason }) => reason)).join("; "));
      const error = largest(groups.map(({ backwardError }) => backwardError)) as number;
      expect(Math.abs((report.backwardError as number) - error)).toBeLessThanOrEqual(1e-14);
      const bound = largest(groups.map(({ errorBound }) => errorBound));
      if (bound === null) expect(report.errorBound).toBeNull();
      else expect(Math.abs((report.errorBound as number) / bound - 1)).toBeLessThan(1);
      each.forEach(({ trainingLoss: [loss] }, q) => {
        expect(Math.abs((report.trainingLoss[q] as number) - (loss as number))).toBeLessThanOrEqual(1e-9 * (1e-12 + (loss as number)));
      });
    });
  }
});

describe("the rank of a factor", () => {
  it("is that of K with a ridge and an intercept, too, and that which the reason tells", () => {
    // degree 2 in one feature: three dimensions, one of which is the constant
    const points = [-3, -1, 0, 1, 2, 5];
    for (const lambda of [0.1, 1e-4]) {
      for (const intercept of [false, true]) {
        const { report } = fit(
          kernelRidge({ kernel: polynomial({ degree: 2, gamma: 1 }), lambda, intercept, solver: "pivotedCholesky" }),
          points,
          [1, 2, 0, 3, 1, 2],
        );
        expect(report.rank).toBe(3);
        expect(report.reason).toContain("rank 3 of 6 at the tolerance");
        // of the features nothing is decided: λ makes them of full rank
        const primal = fit(
          kernelRidge({ kernel: polynomial({ degree: 2, gamma: 1 }), lambda, intercept, solver: "primal" }),
          points,
          [1, 2, 0, 3, 1, 2],
        );
        expect(primal.report.rank).toBeNull();
      }
    }
  });
});
