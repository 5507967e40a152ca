import type { Report } from "../models/model";
import { count, type Field, finite, flag, list, nullable, number, optional, record, targets, text } from "./fields";

type Written = Omit<Report, "elapsedMs">;

/** `n` is the number of coefficients per target. How long the fit took is left out: equal fits give equal files. */
export function report(n: number): Field<Report> {
  const { read, write } = record<Written>({
    solver: text,
    reason: text,
    warnings: list(text),
    rank: nullable(count),
    conditionEstimate: nullable(number),
    backwardError: nullable(number),
    trainingLoss: list(number),
    gap: optional(list(nullable(number))),
    errorBound: optional(nullable(number)),
    iterations: nullable(count),
    step: nullable(number),
    diverging: flag,
    nullComponent: nullable(number),
    record: nullable(
      record<NonNullable<Report["record"]>>({ steps: list(count), losses: list(number), coefficients: optional(list(targets(n))) }),
    ),
    bytes: finite,
  });
  return { read: (value, path) => ({ ...read(value, path), elapsedMs: 0 }), write };
}
