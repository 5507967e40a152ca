import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { parse } from "csv-parse";
import { parse as parseWhole } from "csv-parse/sync";
import { DataError } from "./errors.mjs";

/** Rows of a stretch, which is read by itself from one byte to another: some blocks of rows. */
const STRETCH = 16_384;

const OPTIONS = { relax_column_count: true, skip_empty_lines: true };

/** A CSV file with a header, in stretches of 16,384 rows whose bytes are found once, when the plan is made: fields may have line breaks, so no other place can be known to begin a row. */
export const csv = {
  async describe(path) {
    const groups = [];
    let header = null;
    let [rows, from, end] = [0, 0, 0];
    const onRecord = (record, { bytes }) => {
      end = bytes;
      if (header === null) {
        header = record;
        from = end;
      } else if (++rows === STRETCH) {
        groups.push({ rows, from, to: end });
        rows = 0;
        from = end;
      }
      return null;
    };
    const parser = parse({ ...OPTIONS, bom: true, on_record: onRecord });
    parser.resume();
    await pipeline(createReadStream(path), parser);
    if (rows > 0) groups.push({ rows, from, to: end });
    return { header: header ?? [], groups };
  },

  async *read({ path, header, groups }, index, columns, { from, to }) {
    const missing = columns.find((name) => !header.includes(name));
    if (missing) throw new DataError("source", `${path} has no column ${missing}; it has ${header.join(", ")}`, { file: path });
    const records = parseWhole(await bytesOf(path, groups[index]), { ...OPTIONS, to }).slice(from);
    const column = (name) => {
      const k = header.indexOf(name);
      return { values: records.map((record) => record[k]), first: 0 };
    };
    const fault = (i) => (records[i].length === header.length ? null : `it has ${records[i].length} fields, the header ${header.length}`);
    yield { from, count: records.length, column, fault };
  },
};

async function bytesOf(path, { from, to }) {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(to - from);
    await file.read(bytes, 0, bytes.length, from);
    return bytes;
  } finally {
    await file.close();
  }
}
