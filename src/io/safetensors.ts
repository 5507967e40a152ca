import { fault } from "./fields";
import { sizeOf } from "./leaves";

/**
 * The layout of safetensors: a file of named arrays that other languages read.
 *
 *     8 bytes      N, a little-endian integer
 *     N bytes      the header, JSON, filled up with blanks to a multiple of 8: for each array { dtype, shape, data_offsets }, and words under __metadata__
 *     the rest     the arrays without gaps, little-endian
 *
 * Source: the README of safetensors, "Format", and the checks of its reader.
 */
interface Tensors {
  readonly words: Readonly<Record<string, string>>;
  readonly arrays: ReadonlyMap<string, Tensor>;
}

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Bytes of N. */
const PREFIX = 8;
/** A longer header is refused, as by safetensors itself. */
const LONGEST_HEADER = 100_000_000;

export function writeTensors({ words, arrays }: Tensors): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: words };
  let end = 0;
  for (const [name, { shape, data }] of arrays) {
    header[name] = { dtype: "F64", shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = PREFIX + 8 * Math.ceil(text.length / 8);
  const file = new Uint8Array(start + end).fill(0x20, PREFIX, start);
  new DataView(file.buffer).setBigUint64(0, BigInt(start - PREFIX), true);
  file.set(text, PREFIX);
  let at = start;
  for (const { data } of arrays.values()) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

/** @throws "format" for a file that is not just so: lengths, offsets without gaps or overlaps, no byte too many, and every name once */
export function readTensors(file: Uint8Array): Tensors {
  const length = file.length < PREFIX ? 0 : Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const body = PREFIX + length;
  if (length < 2 || length > LONGEST_HEADER || body > file.length) {
    throw fault("$", `has ${file.length} bytes, and a header of ${length}: it is cut off, or no file of toBytes`);
  }
  const { __metadata__: words, ...entries } = readHeader(file.slice(PREFIX, body));
  const arrays = new Map<string, Tensor>();
  let end = 0;
  for (const [name, entry] of Object.entries(entries)) {
    const { shape, bytes } = readEntry(entry, `$.${name}`, end);
    if (bytes > file.length - body - end) throw fault(`$.${name}`, `ends at ${end + bytes}, the arrays have ${file.length - body} bytes`);
    arrays.set(name, { shape, data: new Float64Array(file.slice(body + end, body + end + bytes).buffer) });
    end += bytes;
  }
  if (body + end !== file.length) throw fault("$", `has ${file.length - body - end} bytes that belong to no array`);
  return { words: readWords(words), arrays };
}

/** As JSON.stringify would write it: JSON.parse takes names that stand twice, of which readers keep one or the other. */
function readHeader(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const header = parsed("$", () => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes).replace(/ *$/, ""));
  if (typeof header !== "object" || header === null || Array.isArray(header)) throw fault("$", "has a header that is no object");
  return header as Readonly<Record<string, unknown>>;
}

/** The value of JSON in its shortest form. */
export function parsed(path: string, text: () => string): unknown {
  try {
    const shortest = text();
    const value: unknown = JSON.parse(shortest);
    if (JSON.stringify(value) === shortest) return value;
  } catch {
    // told below
  }
  throw fault(path, "is not JSON in its shortest form, every name once");
}

/** An array that begins where the one before it ended. */
function readEntry(entry: unknown, path: string, start: number): { readonly shape: readonly number[]; readonly bytes: number } {
  const { dtype, shape, data_offsets: offsets, ...rest } = Object(entry) as Readonly<Record<string, unknown>>;
  const isShape = Array.isArray(shape) && shape.every((side) => Number.isSafeInteger(side) && (side as number) > 0);
  if (dtype !== "F64" || !isShape || Object.keys(rest).length > 0) throw fault(path, 'must be { dtype: "F64", shape, data_offsets }');
  const bytes = 8 * sizeOf(shape as number[]);
  if (JSON.stringify(offsets) === JSON.stringify([start, start + bytes])) return { shape: shape as number[], bytes };
  throw fault(`${path}.data_offsets`, `must be [${start}, ${start + bytes}]: arrays follow one another without gaps`);
}

function readWords(words: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(Object(words) as object);
  if (entries.every(([, word]) => typeof word === "string")) return Object.fromEntries(entries) as Record<string, string>;
  throw fault("$.__metadata__", "must have strings only");
}
