import { describe, expectTypeOf, it } from "vitest";
import * as mercer from "../../src/entries/index";
import type * as contract from "./contract";

/** Whatever the contract promises to accept, ours accepts; whatever ours returns, the contract promises. */
describe("exports are assignable to the contract's", () => {
  it("data", () => {
    expectTypeOf<mercer.Vector>().toEqualTypeOf<contract.Vector>();
    expectTypeOf<mercer.Matrix>().toEqualTypeOf<contract.Matrix>();
    expectTypeOf<contract.MatrixLike>().toExtend<mercer.MatrixLike>();
    expectTypeOf<contract.Points>().toExtend<mercer.Points>();
    expectTypeOf(mercer.matrix).toExtend<typeof contract.matrix>();
    expectTypeOf(mercer.toArrays).toExtend<typeof contract.toArrays>();
    expectTypeOf(mercer.rowOf).toExtend<typeof contract.rowOf>();
  });

  it("kernels", () => {
    expectTypeOf<mercer.Kernel>().toEqualTypeOf<contract.Kernel>();
    expectTypeOf(mercer.linear).toExtend<typeof contract.linear>();
    expectTypeOf(mercer.polynomial).toExtend<typeof contract.polynomial>();
    expectTypeOf(mercer.rbf).toExtend<typeof contract.rbf>();
    expectTypeOf(mercer.laplacian).toExtend<typeof contract.laplacian>();
    expectTypeOf(mercer.allSubsets).toExtend<typeof contract.allSubsets>();
    expectTypeOf(mercer.precomputed).toExtend<typeof contract.precomputed>();
    expectTypeOf(mercer.evaluate).toExtend<typeof contract.evaluate>();
    expectTypeOf(mercer.gram).toExtend<typeof contract.gram>();
    expectTypeOf(mercer.gramDiagonal).toExtend<typeof contract.gramDiagonal>();
    expectTypeOf(mercer.exponential).toExtend<typeof contract.exponential>();
    expectTypeOf(mercer.matern).toExtend<typeof contract.matern>();
    expectTypeOf(mercer.rationalQuadratic).toExtend<typeof contract.rationalQuadratic>();
    expectTypeOf(mercer.periodic).toExtend<typeof contract.periodic>();
    expectTypeOf(mercer.sigmoid).toExtend<typeof contract.sigmoid>();
    expectTypeOf(mercer.cosine).toExtend<typeof contract.cosine>();
    expectTypeOf(mercer.chi2).toExtend<typeof contract.chi2>();
    expectTypeOf(mercer.additiveChi2).toExtend<typeof contract.additiveChi2>();
    expectTypeOf(mercer.anova).toExtend<typeof contract.anova>();
    expectTypeOf(mercer.constant).toExtend<typeof contract.constant>();
    expectTypeOf(mercer.white).toExtend<typeof contract.white>();
    expectTypeOf(mercer.custom).toExtend<typeof contract.custom>();
    expectTypeOf(mercer.fromFeatures).toExtend<typeof contract.fromFeatures>();
    expectTypeOf(mercer.add).toExtend<typeof contract.add>();
    expectTypeOf(mercer.multiply).toExtend<typeof contract.multiply>();
    expectTypeOf(mercer.scale).toExtend<typeof contract.scale>();
    expectTypeOf(mercer.power).toExtend<typeof contract.power>();
    expectTypeOf(mercer.exponentiate).toExtend<typeof contract.exponentiate>();
    expectTypeOf(mercer.normalize).toExtend<typeof contract.normalize>();
    expectTypeOf(mercer.onColumns).toExtend<typeof contract.onColumns>();
    expectTypeOf(mercer.mapInputs).toExtend<typeof contract.mapInputs>();
    expectTypeOf(mercer.multiplier).toExtend<typeof contract.multiplier>();
    expectTypeOf(mercer.describe).toExtend<typeof contract.describe>();
    expectTypeOf(mercer.isPsd).toExtend<typeof contract.isPsd>();
    expectTypeOf(mercer.centerGram).toExtend<typeof contract.centerGram>();
    expectTypeOf(mercer.featureMatrix).toExtend<typeof contract.featureMatrix>();
    expectTypeOf<contract.FeatureMap>().toExtend<mercer.FeatureMap>();
  });

  it("diagnosis", () => {
    expectTypeOf<mercer.Diagnosis>().toExtend<contract.Diagnosis>();
    expectTypeOf(mercer.diagnose).toExtend<typeof contract.diagnose>();
    expectTypeOf(mercer.spectralFilter).toExtend<typeof contract.spectralFilter>();
  });

  it("estimators", () => {
    expectTypeOf(mercer.kernelRidge).toExtend<typeof contract.kernelRidge>();
    expectTypeOf(mercer.leastSquares).toExtend<typeof contract.leastSquares>();
    expectTypeOf(mercer.linearDescent).toExtend<typeof contract.linearDescent>();
    expectTypeOf(mercer.kernelDescent).toExtend<typeof contract.kernelDescent>();
    expectTypeOf(mercer.kernelClassifier).toExtend<typeof contract.kernelClassifier>();
    expectTypeOf<contract.FitOptions>().toExtend<mercer.FitOptions>();
  });

  it("models", () => {
    expectTypeOf<mercer.Targets>().toEqualTypeOf<contract.Targets>();
    expectTypeOf<mercer.Report>().toExtend<contract.Report>();
    expectTypeOf<contract.Report>().toExtend<mercer.ReportLike>();
    expectTypeOf<mercer.KernelModel<Float64Array>>().toExtend<contract.KernelModel<Float64Array>>();
    expectTypeOf<mercer.KernelModel<mercer.Matrix>>().toExtend<contract.KernelModel<contract.Matrix>>();
    expectTypeOf<mercer.LinearModel<Float64Array>>().toExtend<contract.LinearModel<Float64Array>>();
    expectTypeOf<mercer.LinearModel<mercer.Matrix>>().toExtend<contract.LinearModel<contract.Matrix>>();
    expectTypeOf<mercer.GaussianProcessModel<Float64Array>>().toExtend<contract.GaussianProcessModel<Float64Array>>();
    expectTypeOf<mercer.GaussianProcessModel<mercer.Matrix>>().toExtend<contract.GaussianProcessModel<contract.Matrix>>();
    expectTypeOf<mercer.Model>().toExtend<contract.Model>();
    expectTypeOf<mercer.ClassifierModel<"a" | "b">>().toExtend<contract.ClassifierModel<"a" | "b">>();
    expectTypeOf<contract.Label>().toEqualTypeOf<mercer.Label>();
    expectTypeOf<contract.KernelModel | contract.LinearModel>().toExtend<mercer.RegressionModel>();
  });

  type Estimator = contract.KernelRidge | contract.KernelDescent | contract.Nystrom;

  it("verbs, in the overloads for kernel models", () => {
    expectTypeOf(mercer.fit).toExtend<
      (estimator: Estimator, X: contract.Points, y: contract.Vector, options?: contract.FitOptions) => contract.KernelModel<Float64Array>
    >();
    expectTypeOf(mercer.fit).toExtend<
      (
        estimator: Estimator,
        X: contract.Points,
        Y: contract.MatrixLike,
        options?: contract.FitOptions,
      ) => contract.KernelModel<contract.Matrix>
    >();
    expectTypeOf(mercer.fit).toExtend<
      (
        estimator: contract.LeastSquares | contract.LinearDescent,
        X: contract.Points,
        y: contract.Vector,
        options?: contract.FitOptions,
      ) => contract.LinearModel<Float64Array>
    >();
    expectTypeOf(mercer.fit).toExtend<
      (
        estimator: contract.GaussianProcess,
        X: contract.Points,
        y: contract.Vector,
        options?: contract.FitOptions,
      ) => contract.GaussianProcessModel<Float64Array>
    >();
    expectTypeOf(mercer.gaussianProcess).toExtend<typeof contract.gaussianProcess>();
    expectTypeOf(mercer.nystrom).toExtend<typeof contract.nystrom>();
    expectTypeOf(mercer.parametersOf).toExtend<typeof contract.parametersOf>();
    expectTypeOf(mercer.withParameters).toExtend<typeof contract.withParameters>();
    expectTypeOf(mercer.logMarginalLikelihood).toExtend<typeof contract.logMarginalLikelihood>();
    expectTypeOf(mercer.tune).toExtend<typeof contract.tune>();
    expectTypeOf(mercer.predictDistribution).toExtend<typeof contract.predictDistribution>();
    expectTypeOf(mercer.samplePosterior).toExtend<typeof contract.samplePosterior>();
    expectTypeOf(mercer.samplePrior).toExtend<typeof contract.samplePrior>();
    expectTypeOf(mercer.predict).toExtend<typeof contract.predict>();
    expectTypeOf(mercer.predictor).toExtend<typeof contract.predictor>();
    expectTypeOf(mercer.fit).toExtend<
      (
        estimator: contract.KernelClassifier,
        X: contract.Points,
        labels: readonly ("a" | "b")[],
        options?: contract.FitOptions,
      ) => contract.ClassifierModel<"a" | "b">
    >();
    expectTypeOf(mercer.decision).toExtend<typeof contract.decision>();
    expectTypeOf(mercer.classify).toExtend<typeof contract.classify>();
    expectTypeOf(mercer.score).toExtend<
      (model: contract.ClassifierModel<"a" | "b">, X: contract.Points, labels: readonly ("a" | "b")[]) => number
    >();
    expectTypeOf(mercer.score).toExtend<
      (model: contract.KernelModel | contract.LinearModel, X: contract.Points, y: contract.Vector | contract.MatrixLike) => number
    >();
    expectTypeOf(mercer.selectLambda).toExtend<typeof contract.selectLambda>();
    expectTypeOf(mercer.lambdaPath).toExtend<typeof contract.lambdaPath>();
    expectTypeOf(mercer.leaveOneOut).toExtend<typeof contract.leaveOneOut>();
    expectTypeOf(mercer.crossValidate).toExtend<typeof contract.crossValidate>();
    expectTypeOf(mercer.predictInterval).toExtend<typeof contract.predictInterval>();
    expectTypeOf(mercer.standardize).toExtend<typeof contract.standardize>();
    expectTypeOf(mercer.applyScaler).toExtend<typeof contract.applyScaler>();
    expectTypeOf(mercer.toJSON).toExtend<typeof contract.toJSON>();
    expectTypeOf(mercer.fromJSON).toExtend<typeof contract.fromJSON>();
  });

  it("errors", () => {
    expectTypeOf<mercer.ErrorCode>().toEqualTypeOf<contract.ErrorCode>();
    expectTypeOf<mercer.MercerError>().toExtend<contract.MercerError>();
    expectTypeOf(mercer.isMercerError).toExtend<typeof contract.isMercerError>();
  });
});

describe("types are inferred as promised", () => {
  const { fit, gram, kernelDescent, kernelRidge, predict, predictor, rbf } = mercer;
  const ridge = kernelRidge({ kernel: rbf() });
  const descent = kernelDescent({ kernel: rbf(), iterations: 1 });
  const X = [
    [1, 2],
    [3, 4],
  ];

  it("a vector y gives vectors and numbers", () => {
    for (const y of [[1, 2], Float64Array.of(1, 2), new Uint8Array(2)]) {
      const model = fit(ridge, X, y);
      expectTypeOf(model).toEqualTypeOf<mercer.KernelModel<Float64Array>>();
      expectTypeOf(model.coefficients).toEqualTypeOf<Float64Array>();
      expectTypeOf(model.intercept).toEqualTypeOf<number>();
      expectTypeOf(predict(model, X)).toEqualTypeOf<Float64Array>();
      expectTypeOf(predictor(model)([1, 2])).toEqualTypeOf<number>();
    }
    expectTypeOf(fit(descent, X, [1, 2])).toEqualTypeOf<mercer.KernelModel<Float64Array>>();
  });

  it("so it does for support vectors", () => {
    const machine = mercer.supportVectorRegression({ kernel: rbf() });
    expectTypeOf(fit(machine, X, [1, 2])).toEqualTypeOf<mercer.KernelModel<Float64Array>>();
    expectTypeOf(fit(machine, X, [[1], [2]])).toEqualTypeOf<mercer.KernelModel<mercer.Matrix>>();
  });

  it("a matrix Y gives matrices and arrays", () => {
    const rows: number[][] = [[1], [2]];
    const model = fit(ridge, X, rows);
    expectTypeOf(model).toEqualTypeOf<mercer.KernelModel<mercer.Matrix>>();
    expectTypeOf(model.coefficients).toEqualTypeOf<mercer.Matrix>();
    expectTypeOf(model.intercept).toEqualTypeOf<Float64Array>();
    expectTypeOf(predict(model, X)).toEqualTypeOf<mercer.Matrix>();
    expectTypeOf(predictor(model)([1, 2])).toEqualTypeOf<Float64Array>();
    expectTypeOf(fit(ridge, X, gram(rbf(), X))).toEqualTypeOf<mercer.KernelModel<mercer.Matrix>>();
    expectTypeOf(fit(ridge, X, [Float64Array.of(1), Float64Array.of(2)])).toEqualTypeOf<mercer.KernelModel<mercer.Matrix>>();
    expectTypeOf(fit(descent, X, { data: [1, 2], shape: [2, 1] })).toEqualTypeOf<mercer.KernelModel<mercer.Matrix>>();
  });

  it("a model is readonly", () => {
    const model = fit(ridge, X, [1, 2]);
    // @ts-expect-error: a model is readonly by type
    model.n = 3;
    // @ts-expect-error: its kernel, too
    model.kernel.kind = "linear";
    // @ts-expect-error: and its report
    model.report.diverging = true;
  });

  it("what makes no sense does not compile", () => {
    // @ts-expect-error: a kernel is needed
    kernelRidge({ lambda: 1 });
    // @ts-expect-error: not a solver
    kernelRidge({ kernel: rbf(), solver: "qr" });
    // @ts-expect-error: iterations are needed
    kernelDescent({ kernel: rbf() });
    // @ts-expect-error: σ is a number
    rbf({ sigma: "wide" });
    // @ts-expect-error: targets of words
    fit(ridge, X, ["a", "b"]);
    // @ts-expect-error: a model is not an estimator
    fit(fit(ridge, X, [1, 2]), X, [1, 2]);
  });

  it("a composed kernel carries its parts", () => {
    const { add, linear, normalize, scale } = mercer;
    const kernel = add(scale(2, linear()), normalize(rbf()));
    expectTypeOf(kernel.terms[0].kernel).toEqualTypeOf<mercer.LinearKernel>();
    expectTypeOf(kernel.terms[1].kernel).toEqualTypeOf<mercer.RbfKernel>();
    expectTypeOf(kernel).toExtend<mercer.KernelSpec>();
    // @ts-expect-error: there are two terms
    kernel.terms[2];
    // @ts-expect-error: a kernel is needed
    add("rbf");
    // @ts-expect-error: ν has three values, and Infinity
    mercer.matern({ nu: 2, lengthScale: 1 });
    // @ts-expect-error: a length scale is a number
    mercer.matern({ nu: 1.5, lengthScale: "1" });
  });

  it("a caught error is narrowed by isMercerError", () => {
    const error: unknown = null;
    if (mercer.isMercerError(error)) expectTypeOf(error.code).toEqualTypeOf<mercer.ErrorCode>();
  });
});
