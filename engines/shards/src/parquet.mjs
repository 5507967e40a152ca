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
    const options = { file, metadata, compressors, rowStart: start + from, rowEnd: start + to, useOffsetIndex: true };
    const values = new Map();
    // one after the other: what the decoder leaves behind is several times a column
    for (const name of columns) values.set(name, await columnOf(options, name));
    yield { from, count: to - from, column: (name) => values.get(name), fault: () => null };
  },
};

/** { values, first }: where the values lie, and at which place that of the first row is. */
async function columnOf(options, name) {
  const chunks = [];
  await parquetRead({ ...options, columns: [name], onChunk: (chunk) => chunks.push(chunk) });
  const whole = chunks.find((chunk) => chunk.rowStart <= options.rowStart && chunk.rowEnd >= options.rowEnd);
  if (whole) return { values: whole.columnData, first: options.rowStart - whole.rowStart };
  return { values: joined(chunks, options.rowStart, options.rowEnd), first: 0 };
}

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
function joined(chunks, from, to) {
  const values = new Array(to - from);
  for (const { rowStart, rowEnd, columnData } of chunks) {
    for (let row = Math.max(from, rowStart); row < Math.min(to, rowEnd); row++) values[row - from] = columnData[row - rowStart];
  }
  return values;
}
