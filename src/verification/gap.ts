import { UNIT_ROUNDOFF } from "../kernels/rounding";
import { formulaOf } from "../losses/formula";
import type { Loss } from "../losses/spec";
import { columnOf, type Matrix } from "../matrix";
import { dot } from "../matrix/vectors";
import { columnsOf, type RegressionModel } from "../models/model";
import type { Problem } from "../problem/problem";
import { type Claim, unchecked } from "./claim";
import type { TimesGram } from "./times-gram";
import { measured, type Predicted } from "./training-loss";

/**
 * J exceeds its minimum by λ eᵀKe at least, e = α + r/(2λ) and r = w L′: that must be no more than the gap told. λ = ½√(rᵀKr / αᵀKα) makes it least, and is the λ of the fit but for rounding.
 */
export function gapClaims(model: RegressionModel, problem: Problem, times: TimesGram, predicted: Predicted, loss: Loss): Claim[] {
  const told = model.report.gap ?? [];
  if (problem.training.noise()) return [unchecked("gap", told, "white noise is part of K, and no part of the predictions")];
  const { coefficients, intercepts } = columnsOf(model);
  const { n, t, weights, Y } = problem;
  const alpha = problem.support ? pick(coefficients, problem.support) : coefficients;
  const found: (number | null)[] = [];
  const lambdas: (number | null)[] = [];
  const bounds: number[] = [];
  const formula = formulaOf(loss);
  for (let q = 0; q < t; q++) {
    const { slopes: r, loss: sum } = measured(predicted, q, loss);
    const [a, b] = [columnOf(alpha.data, t, q), intercepts[q] as number];
    const Ka = columnOf(predicted.h.data, t, q).map((h) => h - b);
    const [size, slope] = [dot(a, Ka), dot(r, times(r))];
    if (!(size > 0) || !(slope > 0)) {
      found.push(null);
      lambdas.push(null);
      bounds.push(0);
      continue;
    }
    const lambda = Math.sqrt(slope / size) / 2;
    const e = a.map((value, i) => value + (r[i] as number) / (2 * lambda));
    const y = columnOf(Y.data, t, q);
    let [floor, unsure] = [0, 0];
    for (let i = 0; i < n; i++) {
      const w = weights?.[i] ?? 1;
      floor -= w * formula.conjugate(0, y[i] as number);
      const error = (predicted.doubt[i * t + q] as number) + 4 * UNIT_ROUNDOFF * (Math.abs(y[i] as number) + Math.abs(b));
      const lost =
        (w * formula.bend((r[i] as number) / w, y[i] as number) * error) / (2 * lambda) + 32 * UNIT_ROUNDOFF * Math.abs(a[i] as number);
      unsure += lost * Math.sqrt(Math.max(0, problem.training.diagonal()[i] as number));
    }
    const J = sum - floor + lambda * size;
    const square = Math.max(0, dot(e, times(e)));
    found.push((lambda * square) / J);
    lambdas.push(lambda);
    bounds.push((told[q] ?? 0) * (1 + 2 ** -20) + (lambda * unsure * (2 * Math.sqrt(square) + unsure)) / J);
  }
  const checked = told.map((gap, q) => gap === null || found[q] === null || (found[q] as number) <= (bounds[q] as number));
  return [
    { claim: "lambda", holds: null, told: null, found: lambdas, reason: "estimated from the slopes of the loss" },
    { claim: "gap", holds: checked.every(Boolean), told, found, bound: bounds },
  ];
}

function pick({ cols, data }: Matrix, support: readonly number[]): Matrix {
  return {
    rows: support.length,
    cols,
    data: Float64Array.from(
      { length: support.length * cols },
      (_, at) => data[(support[Math.floor(at / cols)] as number) * cols + (at % cols)] as number,
    ),
  };
}
