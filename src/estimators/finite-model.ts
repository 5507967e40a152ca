import { mercerError } from "../errors";
import type { Matrix, Targets } from "../matrix";
import type { Model, ReportLike } from "../models/model";

/**
 * The model itself, whose coefficients are numbers, and whose report has ∞ only where its type says so, and NaN nowhere: every fit leaves the library through here.
 *
 * @throws "not-finite" where they are not: y, the weights or λ are so near the ends of the range that the fit has no such answer
 */
export function requireFiniteModel<M extends Model>(model: M): M {
  for (const [name, part, mayBe] of [...partsOf(model), ...partsOfReport(model.report)]) {
    if (part === null || part === undefined || everyNumber(part, (value) => Number.isFinite(value) || value === mayBe)) continue;
    const message = `the ${name} of the fit cannot be told by finite numbers: y, the points, the weights or lambda are too near the ends of their range; divide y by a power of two, or use a larger lambda`;
    throw mercerError("not-finite", message, { argument: "y" });
  }
  return model;
}

type Numbers = Targets | Matrix | number | readonly number[] | null | undefined;

/** What is looked at, and the infinity that it may be. */
type Part = readonly [name: string, part: Numbers, mayBe?: number];

function everyNumber(part: NonNullable<Numbers>, isRight: (value: number) => boolean): boolean {
  if (typeof part === "number") return isRight(part);
  return ("data" in part ? part.data : part).every(isRight);
}

function partsOf(model: Model): readonly Part[] {
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
        ["log marginal likelihood", model.logMarginalLikelihood, -Infinity],
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

function partsOfReport({ record, certificate, gap, ...report }: ReportLike): readonly Part[] {
  return [
    ["condition estimate", report.conditionEstimate, Infinity],
    ["backward error", report.backwardError],
    ["error bound", report.errorBound],
    ["training loss", report.trainingLoss, Infinity],
    ["gap", gap?.filter((value) => value !== null), Infinity],
    ["feature loss", report.featureLoss, Infinity],
    ["step", report.step],
    ["part in the null space", report.nullComponent],
    ["losses of the record", record?.losses, Infinity],
    ...(record?.coefficients ?? []).map((values): Part => ["coefficients of the record", values]),
    ["bound", certificate?.reached],
    ["remaining trace", certificate?.remainingTrace],
  ];
}
