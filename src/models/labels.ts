import { describeValue, mercerError, readingError } from "../errors";
import { isCount, type Matrix } from "../matrix";

/** What a class goes by. */
export type Label = string | number | boolean;

/** The labels that occur, each once and in order, and for each point the index of its own. */
export interface Classes<L extends Label> {
  readonly classes: readonly L[];
  readonly indices: Int32Array;
}

/**
 * Numbers by size, strings by code unit, false before true.
 *
 * @throws "argument" for a label that is no string, number or boolean, or not of the type of the first; "not-finite" for NaN or ±∞; "shape" for no labels
 */
export function readLabels<L extends Label>(labels: readonly L[] | ArrayLike<L>, name: string): Classes<L> {
  const list = listOf(labels, name);
  if (list.length === 0) throw mercerError("shape", `${name} is empty; at least one label is needed`, { argument: name });
  list.forEach((label, row) => {
    if (!["string", "number", "boolean"].includes(typeof label) || typeof label !== typeof list[0]) {
      const message = `${name} at index ${row} is ${describeValue(label)}; labels are all strings, all numbers or all booleans`;
      throw mercerError("argument", message, { argument: name, row, value: label });
    }
    if (typeof label === "number" && !Number.isFinite(label)) {
      throw mercerError("not-finite", `${name} at index ${row} is ${label}; a label is a finite number`, {
        argument: name,
        row,
        value: label,
      });
    }
  });
  const classes = [...new Set(list)].sort((a, b) => (a < b ? -1 : 1));
  return { classes, indices: indicesOf(list, classes) };
}

/** The labels as an array of our own. */
function listOf<L extends Label>(labels: ArrayLike<L>, name: string): readonly L[] {
  try {
    if (typeof labels === "object" && labels !== null && isCount(labels.length)) return Array.from(labels);
  } catch (error) {
    throw readingError(error, name);
  }
  throw mercerError("argument", `${name} must be an array of labels, one per point; it is ${describeValue(labels)}`, { argument: name });
}

/** @throws "argument" where labels of one side are of another type than those of the other: 0 and "0" are never the same */
export function requireSameType(classes: readonly Label[], name: string, others: readonly Label[], whose: string): void {
  const [one, other] = [typeof classes[0], typeof others[0]];
  if (one === other) return;
  const message = `the labels of ${name} are of type ${one}, those of ${whose} of type ${other}; labels are all strings, all numbers or all booleans`;
  throw mercerError("argument", message, { argument: name, value: classes[0] });
}

/** Where each label stands among the classes; −1 where it does not. */
function indicesOf<L extends Label>(labels: ArrayLike<L>, classes: readonly L[]): Int32Array {
  const positions = new Map(classes.map((label, at) => [label, at]));
  return Int32Array.from(labels, (label) => positions.get(label) ?? -1);
}

/** +1 for the class of a column and −1 for the others; two classes have one column, +1 for the second. */
export function signsOf({ classes, indices }: Classes<Label>): Matrix {
  const cols = columnsFor(classes.length);
  const rows = indices.length;
  const data = new Float64Array(rows * cols);
  indices.forEach((c, i) => {
    for (let q = 0; q < cols; q++) data[i * cols + q] = c === (cols === 1 ? 1 : q) ? 1 : -1;
  });
  return { rows, cols, data };
}

/** Columns of decision values: one for two classes, else one for each. */
export function columnsFor(classes: number): number {
  return classes === 2 ? 1 : classes;
}
