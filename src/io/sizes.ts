import type { Targets } from "../matrix";
import type { ReportLike } from "../models/model";
import { fault } from "./fields";

/** Conditions between the fields of a model, which no schema of one field can tell. */

/** Columns of α or w. */
export function targetsOf(coefficients: Targets): number {
  return coefficients instanceof Float64Array ? 1 : coefficients.cols;
}

/** α, and the coefficients of a record, have n rows. */
export function requireRows(coefficients: Targets, n: number, path: string): void {
  const [rows, at] = coefficients instanceof Float64Array ? [coefficients.length, path] : [coefficients.rows, `${path}.rows`];
  if (rows !== n) throw fault(at, `is ${rows}, n is ${n}`);
}

/** b is a number beside a vector, and has one for each column of a matrix. */
export function requireColumns(coefficients: Targets, intercept: number | Float64Array): void {
  const columns = coefficients instanceof Float64Array ? "vector" : coefficients.cols;
  if (columns === (typeof intercept === "number" ? "vector" : intercept.length)) return;
  throw fault("$.model.intercept", "must be one number for each column");
}

export function requireRecord({ record }: ReportLike, n: number): void {
  record?.coefficients?.forEach((coefficients, i) => {
    requireRows(coefficients, n, `$.model.report.record.coefficients[${i}]`);
  });
}
