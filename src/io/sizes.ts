import type { Targets } from "../matrix";
import type { ReportLike } from "../models/model";
import { fault } from "./fields";

/** Conditions between the fields of a model, which no schema of one field can tell. */

/** α, and the coefficients of a record, have n rows. */
export function requireRows(coefficients: Targets, n: number, path: string): void {
  if (coefficients instanceof Float64Array) {
    if (coefficients.length !== n) throw fault(path, `has ${coefficients.length} numbers, n is ${n}`);
  } else if (coefficients.rows !== n) throw fault(`${path}.rows`, `is ${coefficients.rows}, n is ${n}`);
}

/** b is a number beside a vector, and has one for each column of a matrix. */
export function requireColumns(coefficients: Targets, intercept: number | Float64Array): void {
  const path = "$.model.intercept";
  if (coefficients instanceof Float64Array) {
    if (typeof intercept !== "number") throw fault(path, "must be a number, as the coefficients are a vector");
  } else if (typeof intercept === "number" || intercept.length !== coefficients.cols) {
    throw fault(path, `must have ${coefficients.cols} numbers, one for each column of the coefficients`);
  }
}

export function requireRecord({ record }: ReportLike, n: number): void {
  record?.coefficients?.forEach((coefficients, i) => {
    requireRows(coefficients, n, `$.model.report.record.coefficients[${i}]`);
  });
}
