import { describe, expect, it } from "vitest";
import type * as mercer from "../../src/entries/index";
import {
  crossValidate,
  diagnose,
  fit,
  gaussianProcess,
  kernelClassifier,
  kernelRidge,
  lambdaPath,
  leaveOneOut,
  predict,
  predictInterval,
  rbf,
  selectLambda,
  tune,
} from "../../src/entries/index";
import { kernel, labels, METHODS, mean, n, near, raw, scalingOf, spread, standard, v, X, x, y, Z, z } from "../support/standard-table";

describe("choosing", () => {
  const ridge = kernelRidge({ kernel, lambda: 0.1, standardize: true });

  it("cross-validation learns the units of each fold anew", () => {
    const folds = Int32Array.from({ length: n }, (_, i) => i % 4);
    const { predictions } = crossValidate(ridge, X, y, { folds });
    const rows = (fold: number, inside: boolean) => Array.from(folds.keys()).filter((i) => (folds[i] === fold) === inside);
    for (let fold = 0; fold < 4; fold++) {
      const pick = (at: readonly number[]) => at.map((i) => Array.from(X.data.subarray(2 * i, 2 * i + 2)));
      const model = fit(
        ridge,
        pick(rows(fold, false)),
        rows(fold, false).map((i) => y[i] as number),
      );
      expect(rows(fold, true).map((i) => (predictions as Float64Array)[i])).toEqual(Array.from(predict(model, pick(rows(fold, true)))));
    }
  });

  it("leave-one-out, λ paths and their choice hold the units of all rows; errors are raw", () => {
    const plain = kernelRidge({ kernel, lambda: 0.1 });
    near(leaveOneOut(ridge, X, y).predictions as Float64Array, raw(leaveOneOut(plain, x, v).predictions as Float64Array));
    const lambdas = [0.01, 0.1, 1, 2, 3, 4, 5, 6];
    const [found, expected] = [lambdaPath(ridge, X, y, lambdas), lambdaPath(plain, x, v, lambdas)];
    near(
      found.looError,
      expected.looError.map((e) => e * spread * spread),
      spread * spread,
    );
    near(
      found.gcv,
      expected.gcv.map((e) => e * spread * spread),
      spread * spread,
    );
    near(
      found.logMarginalLikelihood,
      expected.logMarginalLikelihood.map((l) => l - n * Math.log(spread)),
      n,
    );
    expect(found.best).toEqual(expected.best);
    near(
      selectLambda(ridge, X, y, [0.01, 0.1]).looError,
      selectLambda(plain, x, v, [0.01, 0.1]).looError.map((e) => e * spread * spread),
      spread * spread,
    );
  });

  it("intervals are those of standardised data, mapped back", () => {
    for (const method of ["jackknife+", "conformal"] as const) {
      const [found, expected] = [
        predictInterval(ridge, X, y, Z, { method }),
        predictInterval(kernelRidge({ kernel, lambda: 0.1 }), x, v, z, { method }),
      ];
      near(found.lower, raw(expected.lower));
      near(found.upper, raw(expected.upper));
    }
    const [process, plain] = [true, false].map((standardize) => gaussianProcess({ kernel, noise: 0.1, standardize })) as unknown as [
      mercer.GaussianProcess,
      mercer.GaussianProcess,
    ];
    near(predictInterval(process, X, y, Z).lower, raw(predictInterval(plain, x, v, z).lower));
    near(
      predictInterval(process, X, y, Z, { method: "jackknife+" }).lower,
      raw(predictInterval(plain, x, v, z, { method: "jackknife+" }).lower),
    );
  });

  it.each([
    ["kernelRidge", (standardize: boolean) => kernelRidge({ kernel: rbf({ lengthScale: 1 }), lambda: 0.1, standardize })],
    ["gaussianProcess", (standardize: boolean) => gaussianProcess({ kernel: rbf({ lengthScale: 1 }), noise: 0.1, standardize })],
  ])("tune of %s finds what it finds in standard units, and keeps the estimator's own", (kind, make) => {
    const [found, expected] = [
      tune(make(true) as mercer.KernelRidge, X, y, { starts: 1 }),
      tune(make(false) as mercer.KernelRidge, x, v, { starts: 1 }),
    ];
    expect(found.estimator).toMatchObject({ kind, standardize: { X: "deviation", y: "deviation" } });
    found.parameters.forEach(({ value }, i) => {
      expect(Math.abs(value / (expected.parameters[i]?.value as number) - 1)).toBeLessThan(1e-3);
    });
    const told =
      kind === "kernelRidge"
        ? mean((leaveOneOut(found.estimator, X, y).residuals as Float64Array).map((e) => e * e))
        : fit(found.estimator as never as mercer.GaussianProcess, X, y).logMarginalLikelihood;
    expect(Math.abs(found.value / told - 1)).toBeLessThan(1e-9);
  });

  it("tune by cross-validation gives back what it was given, with other numbers", () => {
    const { estimator, parameters } = tune(kernelClassifier({ kernel, lambda: 0.1, standardize: "range" }), X, labels, {
      starts: 1,
      iterations: 4,
    });
    expect(estimator).toMatchObject({ kind: "kernelClassifier", standardize: { X: "range", y: "none" }, lambda: parameters[0]?.value });
  });

  it("diagnose, with losses in raw units", () => {
    const twice = { ...X, data: X.data.map((value, at) => (at < 4 ? (X.data[at % 2] as number) : value)) };
    const by = scalingOf(twice, "deviation");
    const [c, s] = METHODS.deviation(y);
    const found = diagnose(kernel, twice, y, { standardize: true });
    const expected = diagnose(
      kernel,
      standard(twice, by),
      y.map((value) => (value - c) / s),
    );
    expect(found.rank).toBe(expected.rank);
    near(
      found.attainableLoss as number[],
      (expected.attainableLoss as number[]).map((loss) => loss * s * s),
      s * s,
    );
    expect(diagnose(kernel, twice, undefined, { standardize: true }).rank).toBe(expected.rank);
  });
});
