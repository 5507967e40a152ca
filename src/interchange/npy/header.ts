import { type MercerError, mercerError } from "../../errors";
import { type Descr, readDescr } from "./types";

export interface NpyHeader extends Descr {
  /** Column by column. */
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Where the numbers begin. */
  readonly start: number;
}

/**
 * The layout of a file of one array:
 *
 *     6 bytes    0x93 and "NUMPY"
 *     2 bytes    the version: 1, 2 or 3, and 0
 *     2 bytes    N, little-endian; 4 bytes from version 2 on
 *     N bytes    { descr, fortran_order, shape } as Python writes a dictionary, filled up with blanks to a multiple of 64, and a line feed
 *     the rest   the numbers
 *
 * Source: the documentation of numpy.lib.format.
 */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** A longer header is refused, as by NumPy itself. */
const LONGEST = 10_000;

/** A field of the dictionary, or two with a comma between. */
const FIELD = /\s*(['"])(descr|fortran_order|shape)\1\s*:\s*(?:(['"])([^'"]*)\3|(True|False)|\(([\d\s,L]*)\))\s*(,|(?=\}))\s*/y;

/** @throws "format" for what is no such file, and for an array of other than real numbers, or more than two dimensions */
export function readHeader(file: Uint8Array): NpyHeader {
  if (MAGIC.some((byte, at) => file[at] !== byte)) throw fault("$", "does not begin with 0x93 and NUMPY");
  const [major, minor] = [file[6] as number, file[7] as number];
  const from = major === 1 ? 10 : 12;
  if (file.length < from || ![1, 2, 3].includes(major) || minor !== 0) throw fault("$", `has the version ${major}.${minor}, or is cut off`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = from + length;
  if (length > LONGEST || start > file.length)
    throw fault("$", `has ${file.length} bytes, and a header of ${length}: it is cut off, or no array`);
  const text = new TextDecoder("utf-8").decode(file.subarray(from, start));
  return { ...readDictionary(text), start };
}

function readDictionary(text: string): Omit<NpyHeader, "start"> {
  const found = fieldsOf(text);
  const descr = found.get("descr")?.[4];
  const order = found.get("fortran_order")?.[5];
  const shape = found.get("shape")?.[6];
  if (descr === undefined || order === undefined || shape === undefined) {
    throw fault("$", "has a header that is not { descr, fortran_order, shape } of one array of numbers");
  }
  const type = readDescr(descr);
  if (!type)
    throw fault("$.descr", `is ${JSON.stringify(descr.slice(0, 20))}; it must be f8, f4, or whole numbers, in the order < or > of bytes`);
  return { ...type, fortran: order === "True", shape: readShape(shape) };
}

/** Each field once, and nothing else. */
function fieldsOf(text: string): Map<string, RegExpExecArray> {
  const found = new Map<string, RegExpExecArray>();
  FIELD.lastIndex = /^\s*\{/.exec(text)?.[0].length ?? text.length;
  for (let field = FIELD.exec(text); field; field = FIELD.exec(text)) {
    const name = field[2] as string;
    if (found.has(name)) throw fault(`$.${name}`, "stands twice");
    found.set(name, field);
    const end = FIELD.lastIndex;
    if (/^\s*\}\s*$/.test(text.slice(end))) return found;
    FIELD.lastIndex = end;
  }
  return new Map();
}

/** "3, 4", "3," with a comma after one, as Python writes them. */
function readShape(text: string): readonly number[] {
  const sides = text.split(",").map((side) => side.trim());
  if (sides.at(-1) === "") sides.pop();
  const shape = sides.map((side) => (/^\d{1,16}L?$/.test(side) ? Number.parseInt(side, 10) : Number.NaN));
  if (!shape.every(Number.isSafeInteger)) throw fault("$.shape", `is (${text.slice(0, 40)}); it must be of whole numbers`);
  if (shape.length === 1 || shape.length === 2) return shape;
  throw fault("$.shape", `has ${shape.length} dimensions; a vector has one and a matrix two, so reshape the array before it is saved`);
}

/** Version 1, with blanks until the numbers begin at a multiple of 64. */
export function writeHeader(descr: string, fortran: boolean, shape: readonly number[]): Uint8Array {
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': (${sides}), }`;
  const start = 64 * Math.ceil((10 + text.length + 1) / 64);
  const header = new Uint8Array(start).fill(0x20);
  header.set([...MAGIC, 1, 0]);
  new DataView(header.buffer).setUint16(8, start - 10, true);
  header.set(new TextEncoder().encode(text), 10);
  header[start - 1] = 0x0a;
  return header;
}

export function fault(path: string, message: string): MercerError {
  return mercerError("format", `not an array of NumPy: ${path} ${message}`, { path });
}
