import { rowError } from "./errors.mjs";

/**
 * A function that writes row i of a piece behind the rows of a block: null, or the DataError of what is wrong with the row. It leaves no more than a point behind, for there are millions of rows.
 *
 * @param {any} source
 * @param {any} piece
 * @param {{ columns: string[], pointOf: ((row: object) => ArrayLike<unknown>) | null, width: number | null }} points how they are made, and how many numbers they have, null until the first is there
 * @param {string[]} targets
 */
export function rowReader({ weight, labels }, piece, points, targets) {
  const { columns, pointOf } = points;
  const inputs = columns.map((name) => piece.column(name));
  const outputs = targets.map((name) => piece.column(name));
  const weights = weight === null ? null : piece.column(weight);
  const wrong = (i, column, reason) => rowError(reason, { file: piece.file, group: piece.group, row: piece.row + i, column });
  const valuesOf = (i) => {
    const row = {};
    for (let k = 0; k < columns.length; k++) row[columns[k]] = at(inputs[k], i);
    return row;
  };
  return (i, block) => {
    const broken = piece.fault(i);
    if (broken) return wrong(i, "all", broken);
    const point = pointOf === null ? inputs.map((input) => at(input, i)) : pointOf(valuesOf(i));
    points.width ??= point.length;
    if (point.length !== points.width) return wrong(i, "all", `its point has ${point.length} numbers, the first has ${points.width}`);
    const X = block.pointsOf(points.width);
    const start = block.rows * points.width;
    for (let k = 0; k < point.length; k++) {
      X[start + k] = numberOf(point[k]);
      if (!Number.isFinite(X[start + k])) return wrong(i, pointOf === null ? columns[k] : `${k} of the point`, notFinite(point[k]));
    }
    for (let k = 0; k < targets.length; k++) {
      const given = at(outputs[k], i);
      const value = labels ? given : numberOf(given);
      const isThere = labels ? given !== null && given !== undefined && given !== "" : Number.isFinite(value);
      if (!isThere) return wrong(i, targets[k], labels ? "has no label" : notFinite(given));
      block.y[block.rows * targets.length + k] = value;
    }
    if (weights !== null) {
      const value = numberOf(at(weights, i));
      if (!(value >= 0 && value < Infinity)) return wrong(i, weight, `${String(at(weights, i))} is no weight`);
      block.weights[block.rows] = value;
    }
    return null;
  };
}

/** The value of row i of a piece. */
function at({ values, first }, i) {
  return values[first + i];
}

/** Numbers as they are, whole numbers of 64 bits as the nearest, flags as 0 and 1, dates in milliseconds, text as JavaScript reads it; NaN for what is none. */
function numberOf(value) {
  switch (typeof value) {
    case "number":
      return value;
    case "bigint":
    case "boolean":
      return Number(value);
    case "string":
      return value.trim() === "" ? Number.NaN : Number(value);
    default:
      return value instanceof Date ? value.getTime() : Number.NaN;
  }
}

function notFinite(value) {
  return `${value === null || value === undefined || value === "" ? "nothing there" : JSON.stringify(String(value))}, no finite number`;
}
