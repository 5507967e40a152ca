import { open } from "node:fs/promises";
import { RecordBatchReader } from "apache-arrow";
import { DataError } from "./errors.mjs";

/** Record batches of an Arrow file (Feather version 2): one of them is in memory at a time. */
export const arrow = {
  describe: (path) =>
    reading(path, async (reader) => {
      const groups = [];
      for (let i = 0; i < reader.numRecordBatches; i++) groups.push({ rows: (await reader.readRecordBatch(i)).numRows });
      return { groups };
    }),

  async *read({ path }, index, columns, { from, to }) {
    const batch = await reading(path, (reader) => reader.readRecordBatch(index));
    const values = new Map(
      columns.map((name) => {
        const vector = batch.getChild(name);
        if (vector) return [name, { values: asArray(vector), first: from }];
        const names = batch.schema.fields.map((field) => field.name).join(", ");
        throw new DataError("source", `${path} has no column ${name}; it has ${names}`, { file: path });
      }),
    );
    yield { from, count: to - from, column: (name) => values.get(name), fault: () => null };
  },
};

/** A vector that is read like an array. */
function asArray(vector) {
  return new Proxy([], { get: (_, i) => vector.get(Number(i)) });
}

async function reading(path, body) {
  const handle = await open(path);
  try {
    const reader = await (await RecordBatchReader.from(handle)).open();
    if (!reader.isFile())
      throw new DataError("file", `${path} is a stream of Arrow; write it as a file, which has an index`, { file: path });
    return await body(reader);
  } finally {
    await handle.close().catch(() => {});
  }
}
