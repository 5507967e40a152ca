import { describeNonNumber, describeValue, type MercerError, mercerError } from "../errors";
import { isCount, type Matrix, type Targets } from "../matrix";
import { float64Of } from "../matrix/numbers";

/** The parts of a model, as they are read wherever one is handed in: of plain data, from whichever source. */

/** α or w: a vector or a matrix. */
export function readTargetsOf(value: unknown, name: string): Targets {
  return float64Of(value) ?? readMatrixOf(value, name);
}

/** A matrix with at least one row and column. */
export function readMatrixOf(value: unknown, name: string): Matrix {
  const { rows, cols, data: given } = Object(value) as Partial<Matrix>;
  const data = float64Of(given);
  if (data && isCount(rows) && isCount(cols) && rows * cols > 0 && data.length === rows * cols) {
    return data === given ? (value as Matrix) : { rows, cols, data };
  }
  if (isCount(rows) && isCount(cols)) {
    const found = data ? `an array of ${data.length} numbers` : describeValue(given);
    throw wrong(`${name}.data`, `a Float64Array of ${rows} · ${cols} numbers`, found, given);
  }
  throw wrong(name, "a Float64Array or a matrix { rows, cols, data }", describeValue(value), value);
}

/** b: a number for a vector, one per column for a matrix. */
export function readInterceptOf(value: unknown, coefficients: Targets, name: string): number | Float64Array {
  if (!("cols" in coefficients)) {
    if (typeof value === "number") return value;
    throw wrong(`${name}.intercept`, "a number", describeNonNumber(value), value);
  }
  return readVectorOf(value, coefficients.cols, `${name}.intercept`);
}

/** A vector of so many numbers, or of any number of them. */
export function readVectorOf(value: unknown, length: number | null, name: string): Float64Array {
  const own = float64Of(value);
  if (own && (length === null || own.length === length)) return own;
  throw wrong(name, `a Float64Array${length === null ? "" : ` of ${length} numbers`}`, describeValue(value), value);
}

/** Rows of α or w. */
export function rowCountOf(values: Targets): number {
  return "cols" in values ? values.rows : values.length;
}

/** What to throw for a value that is no model. */
export function noModel(value: unknown, name: string): MercerError {
  const isFile = typeof value === "object" && value !== null && "format" in value;
  const isOfTable = typeof value === "object" && value !== null && "kind" in value && value.kind === "tableModel";
  const remedy = isFile ? "; read the file with fromJSON" : isOfTable ? "; a model of a table is for the verbs of mercer/table" : "";
  const message = `${name} must be a model, as fit or fromJSON return it; it is ${describeValue(value)}${remedy}`;
  return mercerError("argument", message, { argument: name });
}

function wrong(name: string, needed: string, found: string, value: unknown): MercerError {
  const isList = Array.isArray(value);
  const remedy = isList
    ? "; Float64Array.from makes one of it"
    : typeof value === "object" && value
      ? "; toJSON and fromJSON keep models in files"
      : "";
  return mercerError("argument", `${name} must be ${needed}; it is ${found}${remedy}`, { argument: name });
}
