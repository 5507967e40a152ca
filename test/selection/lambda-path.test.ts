import { describe, expect, it } from "vitest";
import { fit, gram, kernelRidge, lambdaPath, linear, type Matrix, predict, rbf, selectLambda } from "../../src/entries/index";
import { cholesky } from "../../src/linalg/factorisations";
import { pickRows } from "../support/dense";
import { expectError } from "../support/errors";
import { randomMatrix, randomVector } from "../support/random";

const n = 16;
const X = randomMatrix(1, n, 2);
const Y = randomMatrix(2, n, 2, 3);
const weights = randomVector(3, n).map((value) => Math.abs(value) + 0.2);
const kernel = rbf({ gamma: 1.3 });
const LAMBDAS = [3, 1e-3, 0.05];

const close = (found: number, wanted: number, bound = 1e-9): void => {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(bound * Math.max(1, Math.abs(wanted)));
};

/** (K + λW⁻¹), by the readable way. */
function system(lambda: number, w: Float64Array): Matrix {
  const K = gram(kernel, X);
  return { ...K, data: K.data.map((value, at) => value + (at % (n + 1) === 0 ? lambda / (w[at / (n + 1)] as number) : 0)) };
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * (b[i] as number), 0);
const ones = new Float64Array(n).fill(1);
const column = (q: number): Float64Array => Float64Array.from({ length: n }, (_, i) => Y.data[2 * i + q] as number);

describe.each([false, true])("intercept %s", (intercept) => {
  describe.each([null, weights])("weights %#", (given) => {
    const w = given ?? ones;
    const options = given ? { sampleWeight: given } : {};
    const path = lambdaPath(kernelRidge({ kernel, intercept }), X, Y, LAMBDAS, options);

    it("the likelihood is that of a multivariate normal distribution, restricted with an intercept", () => {
      LAMBDAS.forEach((lambda, at) => {
        const { solve, logDet } = cholesky(system(lambda, w));
        const u = solve(ones);
        const wanted = [0, 1].map((q) => {
          const y = column(q);
          const b = intercept ? dot(u, y) / dot(u, ones) : 0;
          const rest = y.map((value) => value - b);
          const p = intercept ? 1 : 0;
          const trend = intercept ? Math.log(dot(u, ones)) - Math.log(n) : 0;
          return -0.5 * ((n - p) * Math.log(2 * Math.PI) + logDet + trend + dot(rest, solve(rest)));
        });
        close(path.logMarginalLikelihood[at] as number, (wanted[0] as number) + (wanted[1] as number));
      });
    });

    it("degrees of freedom and generalised cross-validation are those of the matrix that smooths", () => {
      LAMBDAS.forEach((lambda, at) => {
        const smoothed = Array.from({ length: n }, (_, i) => {
          const unit = Float64Array.from({ length: n }, (_, k) => Number(k === i));
          return predict(fit(kernelRidge({ kernel, lambda, intercept }), X, unit, options), X)[i] as number;
        });
        const edf = smoothed.reduce((a, b) => a + b);
        close(path.effectiveDimension[at] as number, edf);
        const h = predict(fit(kernelRidge({ kernel, lambda, intercept }), X, Y, options), X);
        const rss = h.data.reduce((sum, value, k) => sum + (w[k >> 1] as number) * ((Y.data[k] as number) - value) ** 2, 0);
        const whole = w.reduce((a, b) => a + b);
        close(path.gcv[at] as number, rss / whole / 2 / (1 - edf / n) ** 2);
      });
    });

    it("leave-one-out is that of refits", () => {
      const lambda = LAMBDAS[2] as number;
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const rest = Array.from({ length: n }, (_, k) => k).filter((k) => k !== i);
        const sampleWeight = rest.map((k) => w[k] as number);
        const model = fit(kernelRidge({ kernel, lambda, intercept }), pickRows(X, rest), pickRows(Y, rest), { sampleWeight });
        const { data } = predict(model, pickRows(X, [i]));
        for (let q = 0; q < 2; q++) sum += (w[i] as number) * ((Y.data[2 * i + q] as number) - (data[q] as number)) ** 2;
      }
      close(path.looError[2] as number, sum / (2 * w.reduce((a, b) => a + b)));
    });
  });
});

describe("λ", () => {
  const estimator = kernelRidge({ kernel, intercept: true });
  const y = column(0);

  it("each best is where its criterion is, ties with the larger", () => {
    const { lambdas, looError, gcv, logMarginalLikelihood, best } = lambdaPath(estimator, X, y);
    const at = (values: Float64Array, value: number): number => lambdas[values.lastIndexOf(value)] as number;
    expect(best).toEqual({
      leaveOneOut: at(looError, Math.min(...looError)),
      gcv: at(gcv, Math.min(...gcv)),
      marginalLikelihood: at(logMarginalLikelihood, Math.max(...logMarginalLikelihood)),
    });
  });

  it("by itself powers of two from less than matters to more than matters; selectLambda takes the same", () => {
    const { lambdas, effectiveDimension, looError } = lambdaPath(estimator, X, y);
    expect(Array.from(lambdas, (lambda) => Number.isInteger(Math.log2(lambda))).every(Boolean)).toBe(true);
    expect(effectiveDimension[0]).toBeGreaterThan(n - 1);
    expect((effectiveDimension.at(-1) as number) - 1).toBeLessThan(0.01);
    expect(selectLambda(estimator, X, y)).toMatchObject({ lambdas, looError });
  });

  it("many or few: the same errors of selectLambda, to rounding", () => {
    const many = [1e-4, 1e-3, 0.01, 0.1, 1, 10, 100, 1000];
    const together = selectLambda(estimator, X, Y, many);
    expect(together.lambdas).toEqual(Float64Array.from(many));
    many.forEach((lambda, at) => {
      close(together.looError[at] as number, selectLambda(estimator, X, Y, [lambda]).looError[0] as number, 1e-11);
    });
  });

  it("0 is taken where K has full rank, and refused where it has not", () => {
    const apart = [0, 1, 2, 3, 4];
    const targets = [1, 0, 2, 0, 1];
    const { effectiveDimension, looError, gcv } = lambdaPath(kernelRidge({ kernel }), apart, targets, [0, 1]);
    expect(effectiveDimension[0]).toBe(5);
    close(looError[0] as number, selectLambda(kernelRidge({ kernel }), apart, targets, [0]).looError[0] as number, 1e-12);
    expect(gcv[0]).toBeGreaterThan(0);
    expectError("singular", () => lambdaPath(kernelRidge({ kernel }), [0, 1, 1], [1, 2, 3], [0, 1]), { duplicates: [1, 2] });
    expectError("not-positive-definite", () => lambdaPath(kernelRidge({ kernel: linear() }), apart, targets, [1, 0]));
  });

  it("from 1e-300 to 1e300 nothing leaves the numbers", () => {
    const { looError, gcv, effectiveDimension, logMarginalLikelihood } = lambdaPath(kernelRidge({ kernel }), X, y, [1e-6, 1e100, 1e300]);
    const mean = dot(y, y) / n;
    for (const at of [1, 2]) {
      close(looError[at] as number, mean, 1e-12);
      close(gcv[at] as number, mean, 1e-12);
    }
    close((effectiveDimension[2] as number) * 1e300, n, 1e-12);
    close(logMarginalLikelihood[2] as number, -0.5 * n * (Math.log(2 * Math.PI) + 300 * Math.log(10)), 1e-12);
  });

  it("y times c: errors times c², the same choice; y + c with an intercept: the same of all", () => {
    const plain = lambdaPath(estimator, X, y);
    const scaled = lambdaPath(
      estimator,
      X,
      y.map((value) => value * 2 ** 200),
    );
    expect(scaled.best.leaveOneOut).toBe(plain.best.leaveOneOut);
    expect(scaled.looError).toEqual(plain.looError.map((error) => error * 2 ** 400));
    const shifted = lambdaPath(
      estimator,
      X,
      y.map((value) => value + 2 ** 20),
    );
    shifted.logMarginalLikelihood.forEach((value, at) => {
      close(value, plain.logMarginalLikelihood[at] as number, 1e-6);
    });
  });

  it("targets and rows that do not fit are refused", () => {
    expectError("shape", () => lambdaPath(estimator, [1], [1]), { argument: "X" });
    expectError("shape", () => lambdaPath(estimator, X, y, []), { argument: "lambdas" });
    expectError("argument", () => lambdaPath(estimator, X, y, [-1]), { argument: "lambdas[0]" });
    expectError("aborted", () => lambdaPath(estimator, X, y, [1], { signal: AbortSignal.abort() }));
  });
});
