import { describe, expect, it } from "vitest";
import {
  add,
  constant,
  fit,
  gaussianProcess,
  type Kernel,
  laplacian,
  leaveOneOut,
  linear,
  logMarginalLikelihood,
  matern,
  multiply,
  predictDistribution,
  scale,
  white,
} from "../../src/entries/index";
import { random } from "../support/generator";

/** 40 problems of any scale: kernels of one to nine numbers, noise from 1 to 1e-12, places that are equal or far apart. */
describe("random series", () => {
  const { uniform } = random(21);
  const power = (from: number, to: number): number => 10 ** (from + (to - from) * uniform());
  const decay = (): Kernel => {
    const of = Math.floor(4 * uniform());
    return of === 3 ? laplacian({ gamma: power(-2, 2) }) : matern({ nu: ([0.5, 1.5, 2.5] as const)[of] as 0.5, lengthScale: power(-2, 2) });
  };
  const kernelOf = (): Kernel => {
    const of = uniform();
    if (of < 0.3) return scale(power(-2, 2), decay());
    if (of < 0.5) return add(decay(), scale(uniform(), decay()));
    if (of < 0.7) return multiply(decay(), decay());
    if (of < 0.85) return add(decay(), multiply(decay(), add(constant(uniform()), scale(uniform(), linear()))));
    return add(decay(), white(1e-3 * uniform()), constant(3));
  };
  it("solve their equations to rounding, and are the dense process up to its condition number", () => {
    for (let problem = 0; problem < 40; problem++) {
      const n = 3 + Math.floor(40 * uniform());
      const spread = power(-3, 3);
      const X = Array.from({ length: n }, () => spread * (uniform() - 0.5));
      if (problem % 3 === 0) X[1] = X[0] as number;
      const size = power(-10, 10);
      const y = X.map(() => size * (uniform() - 0.5));
      const Z = Array.from({ length: 5 }, () => 2 * spread * (uniform() - 0.5));
      const options = { kernel: kernelOf(), noise: power(-12, 0), trend: (["none", "constant", "linear"] as const)[problem % 3] as "none" };
      const of = (solver: "cholesky" | "stateSpace") => {
        const estimator = gaussianProcess({ ...options, solver });
        const model = fit(estimator, X, y);
        const { gradient = {} } = logMarginalLikelihood(estimator, X, y, { gradient: true });
        return {
          model,
          gradient: Object.values(gradient),
          variance: predictDistribution(model, Z).variance,
          left: leaveOneOut(estimator, X, y),
        };
      };
      const [dense, series] = [of("cholesky"), of("stateSpace")];
      expect(series.model.report.backwardError).toBeLessThan(64 * Number.EPSILON);
      const doubt = 64 * Number.EPSILON * ((dense.model.report.conditionEstimate as number) + n);
      const close = (found: ArrayLike<number>, expected: ArrayLike<number>, floor = 0): void => {
        const most = Math.max(floor, ...Array.from(expected, Math.abs));
        Array.from(found, (value, i) => expect(Math.abs(value - (expected[i] as number))).toBeLessThanOrEqual(doubt * most));
      };
      close([series.model.logMarginalLikelihood], [dense.model.logMarginalLikelihood], n);
      close(series.model.coefficients, dense.model.coefficients);
      close(series.gradient, dense.gradient, n);
      close(series.variance, dense.variance, 1);
      close(series.left.residuals, dense.left.residuals, size);
    }
  });
});
