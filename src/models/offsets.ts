import { mercerError } from "../errors";
import { seenPoint } from "../kernels/seen-point";
import { trendBasis } from "../kernels/trend";
import { type Matrix, rowAt } from "../matrix";
import { columnsOf, type GaussianModel, type RegressionModel } from "./model";

/** What is added to the combination of kernels or features at each row of z, for every target, m × t: b, or the trend of a Gaussian process. */
export function offsetsOf(model: RegressionModel, z: Matrix): (at: number) => number {
  const { coefficients, intercepts } = columnsOf(model);
  const t = coefficients.cols;
  if (!hasTrend(model)) return (at) => intercepts[at % t] as number;
  const { data } = trendOf(model, z, t);
  return (at) => data[at] as number;
}

/** Whether the model is a Gaussian process with a trend. */
export function hasTrend(model: RegressionModel): model is GaussianModel {
  return model.kind === "gaussianProcessModel" && (model.trend ?? "none") !== "none";
}

/** φ(z)·β, m × t */
function trendOf({ trend = "none", trendCoefficients }: GaussianModel, z: Matrix, t: number): Matrix {
  const { rows: m, cols: p, data: basis } = trendBasis(trend, z, (row) => seenPoint(rowAt(z, row)));
  const beta = trendCoefficients instanceof Float64Array ? trendCoefficients : (trendCoefficients as Matrix).data;
  if (beta.length !== p * t) {
    const message = `Z has ${z.cols} columns, for which the trend has ${p} basis functions; the model has coefficients of ${beta.length / t}`;
    throw mercerError("shape", message, { argument: "Z" });
  }
  const data = new Float64Array(m * t);
  for (let i = 0; i < m; i++) {
    for (let q = 0; q < t; q++) {
      let sum = 0;
      for (let k = 0; k < p; k++) sum += (basis[i * p + k] as number) * (beta[k * t + q] as number);
      data[i * t + q] = sum;
    }
  }
  return { rows: m, cols: t, data };
}
