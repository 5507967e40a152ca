import { mercerError } from "../errors";
import type { Matrix } from "../matrix";
import { type FeatureMap, featuresOf, resolveFeatures } from "./features";
import { keptKernel } from "./known";
import type { SeenPoint } from "./seen-point";

/** What is known of the mean of a process: nothing, so that it is 0; or that it is some combination of 1, of 1 and the columns, or of features. */
export type Trend = "none" | "constant" | "linear" | FeatureMap;

/** @throws "argument" for what is no trend, "kernel" for an unknown kernel */
export function readTrend(trend: Trend): Trend {
  if (typeof trend === "function" || trend === "none" || trend === "constant" || trend === "linear") return trend;
  if (typeof trend === "object" && trend !== null) return keptKernel(trend);
  throw mercerError("argument", 'trend must be "none", "constant", "linear", a kernel with finitely many features, or a function', {
    argument: "trend",
    value: trend,
  });
}

/** The basis functions of a trend at the points, n × p: none, 1, 1 and the columns, or the features. */
export function trendBasis(trend: Trend, points: Matrix, pointAt: (row: number) => SeenPoint): Matrix {
  if (typeof trend !== "string") return featuresOf(resolveFeatures(trend, pointAt(0)), points, pointAt);
  const { rows, cols, data } = points;
  switch (trend) {
    case "none":
      return { rows, cols: 0, data: new Float64Array(0) };
    case "constant":
      return { rows, cols: 1, data: new Float64Array(rows).fill(1) };
    case "linear":
      return { rows, cols: cols + 1, data: Float64Array.from({ length: rows * (cols + 1) }, (_, at) => afterOne(data, cols, at)) };
    default:
      return trend satisfies never;
  }
}

/** Element `at` of the rows with a 1 before each. */
function afterOne(data: Float64Array, cols: number, at: number): number {
  const [row, column] = [Math.floor(at / (cols + 1)), at % (cols + 1)];
  return column === 0 ? 1 : (data[row * cols + column - 1] as number);
}

/** Whether a constant added to y is added to the trend. */
export function hasConstant(trend: Trend): boolean {
  return trend === "constant" || trend === "linear";
}

/**
 * ∇(φ(z)·β) for β of one target, the same at every z of d features.
 *
 * @throws "kernel" for a trend of features, whose gradient is not known
 */
export function trendGradient(trend: Trend, d: number, beta: Float64Array): Float64Array {
  switch (trend) {
    case "none":
    case "constant":
      return new Float64Array(d);
    case "linear":
      return beta.slice(1);
    default:
      throw mercerError("kernel", 'a trend of features has no gradient here; use the trend "linear", or add a kernel of those features', {
        kind: typeof trend === "function" ? "function" : trend.kind,
      });
  }
}
