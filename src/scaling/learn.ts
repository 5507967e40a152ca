import { mercerError } from "../errors";
import { columnOf, type Matrix } from "../matrix";
import type { ScalingMethod } from "./method";
import { momentsOf, requireDigits } from "./moments";
import { quantileOf } from "./quantiles";
import type { Scaling } from "./units";

/**
 * The scaling of every column of a matrix, by the rows that count; a spread of 0 is replaced by 1.
 *
 * @param name of the matrix, for errors
 * @throws "not-finite" for a column whose spread is beyond the numbers, or has no digits left at the least ones
 */
export function learnScaling(m: Matrix, method: ScalingMethod, weights: Float64Array | null, name: string): Scaling {
  const { center, spread } = measured(m, method, weights);
  const beyond = spread.findIndex((value) => !Number.isFinite(value));
  if (beyond >= 0) {
    const message = `the ${method} of column ${beyond} of ${name} is beyond the largest number, 1.8e308; scale it down`;
    throw mercerError("not-finite", message, { argument: name, column: beyond });
  }
  requireDigits(m, spread, name);
  return { center, spread: spread.map((value) => value || 1) };
}

function measured(m: Matrix, method: ScalingMethod, weights: Float64Array | null): Scaling {
  switch (method) {
    case "deviation":
    case "center": {
      const { mean, deviation } = momentsOf(m, weights);
      return { center: mean, spread: method === "center" ? deviation.map(() => 1) : deviation };
    }
    case "range":
    case "quantiles": {
      const columns = Array.from({ length: m.cols }, (_, k) => ordered(columnOf(m.data, m.cols, k), weights));
      const [low, high] = method === "range" ? [0, 1] : [0.25, 0.75];
      return {
        center: Float64Array.from(columns, (at) => at(method === "range" ? 0 : 0.5)),
        spread: Float64Array.from(columns, (at) => at(high) - at(low)),
      };
    }
    default:
      return method satisfies never;
  }
}

/** The quantiles of a column. */
function ordered(x: Float64Array, weights: Float64Array | null): (p: number) => number {
  const weightOf = (i: number): number => (weights ? (weights[i] as number) : 1);
  const order = Array.from(x.keys())
    .filter((i) => weightOf(i) > 0)
    .sort((a, b) => (x[a] as number) - (x[b] as number));
  return (p) => quantileOf(x, order, weightOf, p);
}
