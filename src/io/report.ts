import type { Report } from "../models/model";
import {
  readArray,
  readBoolean,
  readNumber,
  readObject,
  readString,
  readTargets,
  writeNullable,
  writeNumber,
  writeTargets,
} from "./fields";

/** How long the fit took is left out: equal fits give equal files. */
export function writeReport(report: Report): unknown {
  return {
    solver: report.solver,
    reason: report.reason,
    warnings: report.warnings,
    rank: report.rank,
    conditionEstimate: writeNullable(report.conditionEstimate),
    backwardError: writeNullable(report.backwardError),
    trainingLoss: report.trainingLoss.map(writeNumber),
    ...(report.gap ? { gap: report.gap.map(writeNullable) } : {}),
    ...(report.errorBound === undefined ? {} : { errorBound: writeNullable(report.errorBound) }),
    iterations: report.iterations,
    step: writeNullable(report.step),
    diverging: report.diverging,
    nullComponent: writeNullable(report.nullComponent),
    record: report.record && {
      steps: report.record.steps,
      losses: report.record.losses.map(writeNumber),
      ...(report.record.coefficients ? { coefficients: report.record.coefficients.map(writeTargets) } : {}),
    },
    bytes: report.bytes,
  };
}

/** `n` is the number of coefficients per target. */
export function readReport(value: unknown, path: string, n: number): Report {
  const report = readObject(value, path);
  const nullable = (name: string): number | null => (report[name] === null ? null : readNumber(report[name], `${path}.${name}`));
  return {
    solver: readString(report.solver, `${path}.solver`),
    reason: readString(report.reason, `${path}.reason`),
    warnings: readArray(report.warnings, `${path}.warnings`, readString),
    rank: nullable("rank"),
    conditionEstimate: nullable("conditionEstimate"),
    backwardError: nullable("backwardError"),
    trainingLoss: readArray(report.trainingLoss, `${path}.trainingLoss`, readNumber),
    ...(report.gap === undefined
      ? {}
      : { gap: readArray(report.gap, `${path}.gap`, (gap, at) => (gap === null ? null : readNumber(gap, at))) }),
    ...(report.errorBound === undefined ? {} : { errorBound: nullable("errorBound") }),
    iterations: nullable("iterations"),
    step: nullable("step"),
    diverging: readBoolean(report.diverging, `${path}.diverging`),
    nullComponent: nullable("nullComponent"),
    record: report.record === null ? null : readRecord(report.record, `${path}.record`, n),
    bytes: readNumber(report.bytes, `${path}.bytes`),
    elapsedMs: 0,
  };
}

function readRecord(value: unknown, path: string, n: number): NonNullable<Report["record"]> {
  const record = readObject(value, path);
  const steps = readArray(record.steps, `${path}.steps`, readNumber);
  const losses = readArray(record.losses, `${path}.losses`, readNumber);
  if (record.coefficients === undefined) return { steps, losses };
  return { steps, losses, coefficients: readArray(record.coefficients, `${path}.coefficients`, (entry, at) => readTargets(entry, at, n)) };
}
