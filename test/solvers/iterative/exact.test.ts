import { expect, test } from "vitest";
import {
  fit,
  isMercerError,
  type Kernel,
  type KernelModel,
  kernelRidge,
  type Matrix,
  matern,
  polynomial,
  predict,
  rbf,
} from "../../../src/entries/index";
import { exactly, magnitude, minus, toNumber } from "../../support/exact-number";
import { exactRidge } from "../../support/exact-ridge";
import { random } from "../../support/generator";

const CASES = 24;

/** Fits that converged, were interrupted, or are as near as rounding allows. */
function attempt(
  options: Parameters<typeof kernelRidge>[0],
  X: Matrix,
  y: Float64Array,
  sampleWeight: Float64Array | undefined,
): KernelModel<Float64Array> {
  try {
    return fit(kernelRidge(options), X, y, sampleWeight ? { sampleWeight } : {});
  } catch (error) {
    if (!isMercerError(error) || error.code !== "diverged") throw error;
    return error.model as KernelModel<Float64Array>;
  }
}

test(`the bound holds against the exact fit in 512 bits, for ${CASES} problems`, () => {
  for (let seed = 1; seed <= CASES; seed++) {
    const source = random(seed);
    const [n, d] = [source.integer(3, 14), source.integer(1, 3)];
    const X = { rows: n, cols: d, data: Float64Array.from({ length: n * d }, () => source.between(-1, 1)) };
    const y = Float64Array.from({ length: n }, () => source.between(-2, 2));
    const kernels: Kernel[] = [rbf({ gamma: 1.5 }), matern({ nu: 1.5, lengthScale: 0.6 }), polynomial({ degree: 2, gamma: 1, coef0: 1 })];
    const kernel = kernels[seed % 3] as Kernel;
    const weights = seed % 2 === 0 ? Float64Array.from({ length: n }, () => source.between(0.5, 2)) : undefined;
    const [lambda, intercept] = [10 ** source.between(-6, 0), seed % 4 < 2];
    const tolerance = [1e-3, 1e-9, 1e-15][seed % 3] as number;
    const options = { kernel, lambda, intercept, tolerance, maxIterations: source.integer(0, 9), rank: source.integer(1, n) };
    const model = attempt({ ...options, solver: "iterative" }, X, y, weights);
    const exact = exactRidge({ kernel, X, y, lambda, intercept, ...(weights ? { weights } : {}) });
    const predicted = predict(model, X);
    for (let i = 0; i < n; i++) {
      const x = X.data.slice(i * d, (i + 1) * d);
      const size = kernel.kind === "polynomial" ? (x.reduce((sum, value) => sum + value * value, 0) + 1) ** 2 : 1;
      const error = toNumber(magnitude(minus(exactly(predicted[i] as number), exact.at(x)))) / Math.sqrt(size);
      expect(model.report.errorBound, `seed ${seed}, point ${i}`).toBeGreaterThanOrEqual(error);
    }
  }
});
