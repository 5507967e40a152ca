import { mercerError } from "../errors";
import { readMatrix } from "../input";
import { semidefiniteFactor } from "../kernels/metric";
import { unitExponent } from "../kernels/rows";
import type { Matrix } from "../matrix";
import { timesPowersOfTwo } from "../matrix/powers-of-two";
import type { Side } from "./side";
import type { PointView, ViewStep } from "./views";

/**
 * Gradients by the points of a side from those by the points of a view of them, row by row: Jᵀg for the linear map J that the view is. Points that are
 * scaled to one size are so for kernels on which that has no effect.
 *
 * @throws "kernel" for a view through a function
 */
export function gradientBefore(side: Side, view: PointView, gradient: Matrix): Matrix {
  if (view.before === null) return gradient;
  const before = side.view(view.before);
  const through = stepBack(view.steps[view.steps.length - 1] as Differentiated, before.cols);
  const data = new Float64Array(before.data.length);
  for (let i = 0; i < before.rows; i++) {
    const at = i * before.cols;
    data.set(through(gradient.data.subarray(i * gradient.cols, (i + 1) * gradient.cols), before.data.subarray(at, at + before.cols)), at);
  }
  return gradientBefore(side, view.before, { ...before, data });
}

/** Steps that programs to be differentiated have: of phases their leaves know nothing. */
type Differentiated = Exclude<ViewStep, { readonly kind: "phases" }>;

/** Jᵀg of a step for a point x of d features. */
function stepBack(step: Differentiated, d: number): (g: Float64Array, x: Float64Array) => Float64Array {
  switch (step.kind) {
    case "columns":
      return (g) => {
        const sums = new Float64Array(d);
        step.columns.forEach((column, k) => {
          sums[column] = (sums[column] as number) + (g[k] as number);
        });
        return sums;
      };
    case "metric": {
      const { data: L } = semidefiniteFactor(readMatrix(step.metric, "metric"));
      return (g) => Float64Array.from({ length: d }, (_, i) => g.reduce((sum, value, j) => sum + (L[i * d + j] as number) * value, 0));
    }
    case "unitScale":
      return (g, x) => timesPowersOfTwo(g, unitExponent(x, step.beyond ?? 0));
    case "powers":
      return (g) => timesPowersOfTwo(g, step.exponents);
    case "nonNegative":
      return (g) => g;
    case "map":
      throw mercerError("kernel", "a kernel of mapped points has no gradient that is known: that of the map is not", { kind: "mapped" });
    default:
      return step satisfies never;
  }
}
