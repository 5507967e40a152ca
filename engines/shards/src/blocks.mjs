import { rowError } from "./errors.mjs";
import { readerOf } from "./formats.mjs";
import { pointsOf, requireSameFile } from "./source.mjs";

/** Rows of a block: those of mercer/statistics. */
const BLOCK = 4096;

/**
 * The rows [from, to) of a source in the blocks of mercer/statistics: { X, y, from, setAside }, with sampleWeight where there are weights. `kept` are the places in the block of the rows
 * that were not set aside.
 *
 * @throws DataError "row" with file, row group and row of the first value that is no finite number, unless such rows are set aside; "file" where a file is another than planned
 */
export async function* blocksOf(source, { from, to }) {
  const { columns, pointOf } = await pointsOf(source);
  const targets = source.y === null ? [] : [source.y].flat();
  const read = [...new Set([...columns, ...targets, ...(source.weight === null ? [] : [source.weight])])];
  let block = null;
  for await (const piece of piecesOf(source, read, { from, to })) {
    const row = rowReader(source, piece, { columns, pointOf, targets });
    for (let i = 0; i < piece.count; i++) {
      const at = piece.start + i;
      block ??= emptyBlock(at);
      add(block, row(i), at, source.badRows);
      if ((at + 1) % BLOCK !== 0 && at + 1 !== to) continue;
      yield finished(block, source);
      block = null;
    }
  }
}

/** All rows in one part, as fits take them: { X, y, setAside }. */
export async function rowsOf(source, range = { from: 0, to: source.rows }) {
  const blocks = [];
  for await (const block of blocksOf(source, range)) blocks.push(block);
  const cols = blocks.find(({ X }) => X.rows > 0)?.X.cols ?? 0;
  const X = { rows: 0, cols, data: joined(blocks.map((block) => block.X.data)) };
  X.rows = cols > 0 ? X.data.length / cols : 0;
  const y = blocks.map((block) => block.y);
  const setAside = blocks.reduce((sum, block) => sum + block.setAside, 0);
  const sampleWeight = source.weight === null ? undefined : joined(blocks.map((block) => block.sampleWeight));
  return { X, y: targetsOf(y, source), setAside, sampleWeight };
}

function targetsOf(parts, { y, labels }) {
  if (y === null) return null;
  if (labels) return parts.flat();
  if (!Array.isArray(y)) return joined(parts);
  const data = joined(parts.map((part) => part.data));
  return { rows: data.length / y.length, cols: y.length, data };
}

function joined(parts) {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Pieces of the groups that hold the rows, each with `start`, the place of its first row in all of the data. */
async function* piecesOf({ format, files }, columns, { from, to }) {
  let start = 0;
  for (const file of files) {
    let rowOfFile = 0;
    for (const [index, group] of file.groups.entries()) {
      const end = start + group.rows;
      if (start < to && end > from) {
        await requireSameFile(file);
        const range = { from: Math.max(0, from - start), to: Math.min(group.rows, to - start) };
        for await (const piece of readerOf(format).read(file, index, columns, range)) {
          yield { ...piece, start: start + piece.from, file: file.path, group: index, row: rowOfFile + piece.from };
        }
      }
      rowOfFile += group.rows;
      start = end;
    }
  }
}

/** A function that gives row i of a piece: { x, y, weight }, or { fault }. */
function rowReader({ weight, labels }, piece, { columns, pointOf, targets }) {
  const values = new Map([...columns, ...targets, ...(weight === null ? [] : [weight])].map((name) => [name, piece.column(name)]));
  const place = (i, column) => ({ file: piece.file, group: piece.group, row: piece.row + i, column });
  return (i) => {
    const broken = piece.fault(i);
    if (broken) return { fault: rowError(broken, place(i, "all")) };
    const x =
      pointOf === null
        ? columns.map((name) => values.get(name)[i])
        : pointOf(Object.fromEntries(columns.map((name) => [name, values.get(name)[i]])));
    const numbers = x.map(numberOf);
    const wrong = numbers.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) return { fault: rowError(notFinite(x[wrong]), place(i, pointOf === null ? columns[wrong] : `${wrong} of the point`)) };
    const y = [];
    for (const name of targets) {
      const given = values.get(name)[i];
      const value = labels ? given : numberOf(given);
      if (labels ? given === null || given === undefined || given === "" : !Number.isFinite(value)) {
        return { fault: rowError(labels ? "has no label" : notFinite(given), place(i, name)) };
      }
      y.push(value);
    }
    const w = weight === null ? 1 : numberOf(values.get(weight)[i]);
    if (!(w >= 0 && w < Infinity)) return { fault: rowError(`${String(values.get(weight)[i])} is no weight`, place(i, weight)) };
    return { x: numbers, y, weight: w };
  };
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

function emptyBlock(from) {
  return { from, cols: 0, X: new Float64Array(0), y: [], weights: [], kept: [], setAside: 0 };
}

function add(block, { x, y, weight, fault }, at, badRows) {
  if (fault) {
    if (badRows === "error") throw fault;
    block.setAside++;
    return;
  }
  if (block.cols === 0) {
    block.cols = x.length;
    block.X = new Float64Array(BLOCK * x.length);
  }
  block.X.set(x, block.kept.length * block.cols);
  for (const value of y) block.y.push(value);
  block.weights.push(weight);
  block.kept.push(at - block.from);
}

function finished({ from, cols, X, y, weights, kept, setAside }, source) {
  const rows = kept.length;
  const targets = source.labels ? y : Float64Array.from(y);
  return {
    from,
    X: { rows, cols, data: X.slice(0, rows * cols) },
    y: Array.isArray(source.y) ? { rows, cols: source.y.length, data: targets } : targets,
    ...(source.weight === null ? {} : { sampleWeight: Float64Array.from(weights) }),
    setAside,
    kept,
  };
}
