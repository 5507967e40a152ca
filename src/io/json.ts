import { type MercerError, mercerError } from "../errors";
import { isPrecomputed, someKernel } from "../kernels/parts";
import { readKernel } from "../kernels/read";
import { resolveKernel } from "../kernels/resolve";
import type { Kernel, KernelSpec } from "../kernels/spec";
import { isCount, type Matrix, rowOf, type Targets } from "../matrix";
import type { KernelModel, Model, Report } from "../models/model";
import { requireModel } from "../models/predict";
import { decodeNumbers, encodedLength, encodeNumbers } from "./base64";

/** A model as JSON: arrays as base64 of little-endian float64, non-finite numbers and −0 as strings, so that every bit returns. */
export interface ModelJson {
  readonly format: "mercer-model";
  readonly version: 1;
  readonly model: unknown;
}

/** The model as a value that `JSON.stringify` takes. How long the fit took is left out: equal fits give equal files. */
export function toJSON(model: Model): ModelJson {
  const { kind, kernel, n, d, points, coefficients, intercept, report } = requireModel(model);
  requirePlain(readKernel(kernel));
  return {
    format: "mercer-model",
    version: 1,
    model: {
      kind,
      kernel,
      n,
      d,
      points: points && writeMatrix(points),
      coefficients: writeTargets(coefficients),
      intercept: typeof intercept === "number" ? writeNumber(intercept) : encodeNumbers(intercept),
      report: {
        solver: report.solver,
        reason: report.reason,
        warnings: report.warnings,
        rank: report.rank,
        conditionEstimate: writeNullable(report.conditionEstimate),
        backwardError: writeNullable(report.backwardError),
        trainingLoss: report.trainingLoss.map(writeNumber),
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
      },
    },
  };
}

/**
 * The model that `toJSON` wrote, from the parsed JSON.
 *
 * @throws "format" with the `path` of the first fault; nothing is allocated before its size has been checked
 */
export function fromJSON(value: unknown): Model {
  const file = readObject(value, "$");
  readLiteral(file.format, "$.format", "mercer-model");
  readLiteral(file.version, "$.version", 1);
  const model = readObject(file.model, "$.model");
  readLiteral(model.kind, "$.model.kind", "kernelModel");
  const kernel = readKernelAt(model.kernel, "$.model.kernel");
  const n = readCount(model.n, "$.model.n");
  const points = model.points === null ? null : readMatrix(model.points, "$.model.points");
  if ((points === null) !== isPrecomputed(kernel)) throw fault("$.model.points", "must be null for a precomputed kernel, and only then");
  const d = model.d === null ? null : readCount(model.d, "$.model.d");
  if (points && points.rows !== n) throw fault("$.model.points.rows", `is ${points.rows}, n is ${n}`);
  if (d !== (points?.cols ?? null)) throw fault("$.model.d", `is ${d}, the points have ${points?.cols ?? "no"} columns`);
  if (points) requireFit(kernel, rowOf(points, 0), "$.model.kernel");
  const coefficients = readTargets(model.coefficients, "$.model.coefficients", n);
  const intercept =
    coefficients instanceof Float64Array
      ? readNumber(model.intercept, "$.model.intercept")
      : readNumbers(model.intercept, "$.model.intercept", coefficients.cols);
  const report = readReport(model.report, "$.model.report", n);
  return { kind: "kernelModel", kernel, n, d, points, coefficients, intercept, report } as KernelModel;
}

/** @throws "kernel" for a part that is a function */
function requirePlain(kernel: KernelSpec): void {
  const parts = ["custom", "fromFeatures", "mapped", "multiplier"];
  if (!someKernel(kernel, ({ kind }) => parts.includes(kind))) return;
  throw mercerError(
    "kernel",
    "a kernel with a function of yours cannot be written as JSON; keep the coefficients and make the kernel anew",
    {
      kind: kernel.kind,
    },
  );
}

function readReport(value: unknown, path: string, n: number): Report {
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

function writeNumber(value: number): number | string {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : String(value);
}

function writeNullable(value: number | null): number | string | null {
  return value === null ? null : writeNumber(value);
}

function writeMatrix({ rows, cols, data }: Matrix): { rows: number; cols: number; data: string } {
  return { rows, cols, data: encodeNumbers(data) };
}

function writeTargets(values: Targets): string | { rows: number; cols: number; data: string } {
  return values instanceof Float64Array ? encodeNumbers(values) : writeMatrix(values);
}

const SPECIAL: ReadonlyMap<unknown, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

function readNumber(value: unknown, path: string): number {
  const number = typeof value === "number" ? value : SPECIAL.get(value);
  if (number === undefined) throw fault(path, 'must be a number, or "NaN", "Infinity", "-Infinity" or "-0"');
  return number;
}

function readCount(value: unknown, path: string): number {
  if (!isCount(value) || value === 0) throw fault(path, "must be a positive whole number");
  return value;
}

function readString(value: unknown, path: string): string {
  if (typeof value !== "string") throw fault(path, "must be a string");
  return value;
}

function readBoolean(value: unknown, path: string): boolean {
  if (typeof value !== "boolean") throw fault(path, "must be true or false");
  return value;
}

function readLiteral(value: unknown, path: string, expected: string | number): void {
  if (value !== expected) throw fault(path, `must be ${JSON.stringify(expected)}; it is ${JSON.stringify(value)}`);
}

function readObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw fault(path, typeof value === "string" ? "is a string; parse it with JSON.parse first" : "must be an object");
  }
  return value as Record<string, unknown>;
}

function readArray<T>(value: unknown, path: string, read: (entry: unknown, path: string) => T): T[] {
  if (!Array.isArray(value)) throw fault(path, "must be an array");
  return value.map((entry, i) => read(entry, `${path}[${i}]`));
}

function readKernelAt(value: unknown, path: string): KernelSpec {
  try {
    return readKernel(readObject(value, path) as unknown as Kernel);
  } catch (cause) {
    throw fault(path, cause instanceof Error ? cause.message : "is not a kernel");
  }
}

function requireFit(kernel: Kernel, sample: Float64Array, path: string): void {
  try {
    resolveKernel(kernel, sample);
  } catch (cause) {
    throw fault(path, cause instanceof Error ? cause.message : "does not fit the points");
  }
}

function readMatrix(value: unknown, path: string): Matrix {
  const m = readObject(value, path);
  const rows = readCount(m.rows, `${path}.rows`);
  const cols = readCount(m.cols, `${path}.cols`);
  return { rows, cols, data: readNumbers(m.data, `${path}.data`, rows * cols) };
}

function readTargets(value: unknown, path: string, n: number): Targets {
  if (typeof value === "string") return readNumbers(value, path, n);
  const m = readMatrix(value, path);
  if (m.rows !== n) throw fault(`${path}.rows`, `is ${m.rows}, n is ${n}`);
  return m;
}

function readNumbers(value: unknown, path: string, count: number): Float64Array {
  const text = readString(value, path);
  if (text.length !== encodedLength(count))
    throw fault(path, `has ${text.length} characters; ${count} numbers take ${encodedLength(count)}`);
  const numbers = decodeNumbers(text);
  if (numbers === null || encodeNumbers(numbers) !== text) throw fault(path, "is not base64");
  const at = numbers.findIndex((x) => !Number.isFinite(x));
  if (at >= 0) throw fault(path, `has ${numbers[at]} at index ${at}; a model has finite numbers only`);
  return numbers;
}

function fault(path: string, message: string): MercerError {
  return mercerError("format", `not a mercer model: ${path} ${message}`, { path });
}
