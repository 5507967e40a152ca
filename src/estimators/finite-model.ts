import { mercerError } from "../errors";
import type { Matrix, Targets } from "../matrix";
import { allFinite } from "../matrix/vectors";
import type { Model } from "../models/model";

/**
 * The model itself, all of whose coefficients are numbers.
 *
 * @throws "not-finite" where one is not: y, the weights or λ are so near the ends of the range that the fit has no such answer
 */
export function requireFiniteModel<M extends Model>(model: M): M {
  for (const [name, values] of partsOf(model)) {
    if (
      values === null ||
      values === undefined ||
      allFinite(typeof values === "number" ? Float64Array.of(values) : "data" in values ? values.data : values)
    )
      continue;
    const message = `the ${name} of the fit are not all finite: y, the points, the weights or lambda are too near the ends of the range of numbers; divide y by a power of two, or use a larger lambda`;
    throw mercerError("not-finite", message, { argument: "y" });
  }
  return model;
}

type Part = Targets | Matrix | number | null | undefined;

function partsOf(model: Model): readonly (readonly [name: string, values: Part])[] {
  switch (model.kind) {
    case "linearModel":
      return [
        ["weights", model.weights],
        ["intercept", model.intercept],
      ];
    case "gaussianProcessModel":
      return [
        ["coefficients", model.coefficients],
        ["trend coefficients", model.trendCoefficients],
      ];
    case "kernelModel":
    case "classifierModel":
      return [
        ["coefficients", model.coefficients],
        ["intercept", model.intercept],
      ];
    default:
      return model satisfies never;
  }
}
