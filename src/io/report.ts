import type { Report } from "../models/model";
import {
  fieldOf,
  listOf,
  nullable,
  optional,
  type Read,
  readCount,
  readFinite,
  readFlag,
  readNumber,
  readObject,
  readTargets,
  readText,
  recordOf,
} from "./fields";

type Written = Omit<Report, "elapsedMs">;

/** `n` is the number of coefficients per target. How long the fit took is not in a file: equal fits give equal files. */
export function readReport(value: unknown, path: string, n: number): Report {
  return { ...recordOf<Written>(fieldsOf(n))(value, path), elapsedMs: 0 };
}

/** The fields that a file has, in its order. */
export function reportFields(report: Report): object {
  const path = "$.model.report";
  const object = readObject(report, path);
  return Object.fromEntries(Object.keys(fieldsOf(1)).map((name) => [name, fieldOf(object, name, path)]));
}

function fieldsOf(n: number): { readonly [K in keyof Written]-?: Read<Written[K]> } {
  return {
    solver: readText,
    reason: readText,
    warnings: listOf(readText),
    rank: nullable(readCount),
    conditionEstimate: nullable(readNumber),
    backwardError: nullable(readNumber),
    trainingLoss: listOf(readNumber),
    gap: optional(listOf(nullable(readNumber))),
    errorBound: optional(nullable(readNumber)),
    iterations: nullable(readCount),
    step: nullable(readNumber),
    diverging: readFlag,
    nullComponent: nullable(readNumber),
    record: nullable(
      recordOf<NonNullable<Report["record"]>>({
        steps: listOf(readCount),
        losses: listOf(readNumber),
        coefficients: optional(listOf((entry, at) => readTargets(entry, at, n))),
      }),
    ),
    bytes: readFinite,
  };
}
