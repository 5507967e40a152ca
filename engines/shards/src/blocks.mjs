import { readerOf } from "./formats.mjs";
import { rowReader } from "./row-reader.mjs";
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
  const points = { ...(await pointsOf(source)), width: null };
  const targets = source.y === null ? [] : [source.y].flat();
  const read = [...new Set([...points.columns, ...targets, ...(source.weight === null ? [] : [source.weight])])];
  let block = null;
  for await (const piece of piecesOf(source, read, { from, to })) {
    const readRow = rowReader(source, piece, points, targets);
    for (let i = 0; i < piece.count; i++) {
      const at = piece.start + i;
      block ??= emptyBlock(source, at, targets.length);
      const fault = readRow(i, block);
      if (fault === null) block.kept[block.rows++] = at - block.from;
      else if (source.badRows === "error") throw fault;
      if ((at + 1) % BLOCK !== 0 && at + 1 !== to) continue;
      yield finished(block, source, points.width, at + 1 - block.from);
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
  const reader = await readerOf(format);
  let start = 0;
  for (const file of files) {
    let rowOfFile = 0;
    for (const [index, group] of file.groups.entries()) {
      const end = start + group.rows;
      if (start < to && end > from) {
        await requireSameFile(file);
        const range = { from: Math.max(0, from - start), to: Math.min(group.rows, to - start) };
        for await (const piece of reader.read(file, index, columns, range)) {
          yield { ...piece, start: start + piece.from, file: file.path, group: index, row: rowOfFile + piece.from };
        }
      }
      rowOfFile += group.rows;
      start = end;
    }
  }
}

/** Room for a block, of which `rows` are there. */
function emptyBlock({ weight, labels }, from, targets) {
  let X = null;
  return {
    from,
    rows: 0,
    pointsOf: (width) => {
      X ??= new Float64Array(BLOCK * width);
      return X;
    },
    y: labels ? [] : new Float64Array(BLOCK * targets),
    weights: weight === null ? null : new Float64Array(BLOCK),
    kept: new Int32Array(BLOCK),
  };
}

/** @param count how many rows there were, with those that were set aside */
function finished({ from, rows, pointsOf: room, y, weights, kept }, source, width, count) {
  const cols = rows > 0 ? width : 0;
  const targets = y.slice(0, rows * (Array.isArray(source.y) ? source.y.length : 1));
  return {
    from,
    X: { rows, cols, data: filled(room(cols), rows * cols) },
    y: Array.isArray(source.y) ? { rows, cols: source.y.length, data: targets } : targets,
    ...(weights === null ? {} : { sampleWeight: weights.slice(0, rows) }),
    setAside: count - rows,
    kept: kept.slice(0, rows),
  };
}

/** The first numbers of an array; the array itself where that is all of it. */
function filled(array, length) {
  return length === array.length ? array : array.slice(0, length);
}
