import type { StructuredProduct } from "../gaussian/structured-product";
import type { Matrix } from "../matrix";
import type { RegressionModel } from "../models/model";
import { predict } from "../models/predict";
import { type Problem, scatter } from "../problem/problem";

/** x ↦ Kx at the points that count, white noise left out: the predictions of a model with x for coefficients. */
export type TimesGram = (x: Float64Array) => Float64Array;

/** @param Z the points that count, or their rows of K */
export function timesGram(model: RegressionModel, problem: Problem, Z: Matrix, product: StructuredProduct | null): TimesGram {
  if (product) return (x) => product.times(x, 1);
  return (x) => {
    const { data } = scatter({ ...problem, t: 1 }, x);
    return predict({ kind: "kernelModel", ...plainParts(model), coefficients: data, intercept: 0 } as RegressionModel, Z) as Float64Array;
  };
}

function plainParts(model: RegressionModel): object {
  if (model.kind === "linearModel") return {};
  const { kernel, points, n, d, report } = model;
  return { kernel, points, n, d, report };
}
