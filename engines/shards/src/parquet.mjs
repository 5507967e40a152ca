import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { DataError } from "./errors.mjs";

/** Row groups of a Parquet file: one of them is decoded at a time, and of it only the columns that are asked for. */
export const parquet = {
  async describe(path) {
    const { metadata } = await opened(path);
    return { groups: metadata.row_groups.map(({ num_rows }) => ({ rows: Number(num_rows) })) };
  },

  async *read({ path }, index, columns, { from, to }) {
    const { file, metadata } = await opened(path);
    requireColumns(path, metadata, columns);
    const start = metadata.row_groups.slice(0, index).reduce((rows, { num_rows }) => rows + Number(num_rows), 0);
    const chunks = new Map(columns.map((name) => [name, []]));
    const options = { file, metadata, compressors, columns, rowStart: start + from, rowEnd: start + to, useOffsetIndex: true };
    await parquetRead({ ...options, onChunk: (chunk) => chunks.get(chunk.columnName).push(chunk) });
    const values = new Map(columns.map((name) => [name, cut(chunks.get(name), start + from, start + to)]));
    yield { from, count: to - from, column: (name) => values.get(name), fault: () => null };
  },
};

async function opened(path) {
  const file = await asyncBufferFromFile(path);
  return { file, metadata: await parquetMetadataAsync(file) };
}

function requireColumns(path, { schema }, columns) {
  const names = schema.map(({ name }) => name);
  const missing = columns.find((name) => !names.includes(name));
  if (missing) throw new DataError("source", `${path} has no column ${missing}; it has ${names.slice(1).join(", ")}`, { file: path });
}

/** The rows [from, to) of chunks that may reach beyond. */
function cut(chunks, from, to) {
  if (chunks.length === 1 && chunks[0].rowStart === from && chunks[0].rowEnd === to) return chunks[0].columnData;
  const values = new Array(to - from);
  for (const { rowStart, rowEnd, columnData } of chunks) {
    for (let row = Math.max(from, rowStart); row < Math.min(to, rowEnd); row++) values[row - from] = columnData[row - rowStart];
  }
  return values;
}
