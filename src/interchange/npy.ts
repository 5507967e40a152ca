import { mercerError } from "../errors";
import { readChoice, readOptions, readTargets } from "../input";
import { asBytes } from "../io/bytes";
import { type MatrixLike, type Targets, transposed, type Values } from "../matrix";
import { fault, readHeader, writeHeader } from "./npy/header";
import { type Descr, type NumberType, readDescr } from "./npy/types";

/** How the numbers of a file are kept. */
export interface NpyOptions {
  /** float64, float32 to which numbers are rounded, or whole numbers which they must be; < little-endian, > big-endian. "<f8" unless given. */
  dtype?: (typeof DTYPES)[number];
  /** "C" row by row, "F" column by column. "C" unless given. */
  order?: "C" | "F";
}

const DTYPES = ["<f8", ">f8", "<f4", ">f4", "<i4", ">i4", "<i8", ">i8"] as const;

/**
 * The array of a .npy file: a `Float64Array` for one dimension, a matrix for two. Versions 1 to 3 of the format; float64, float32, whole numbers and booleans, little- or big-endian,
 * row by row or column by column.
 *
 * @example fromNpy(toNpy([[1, 2], [3, 4]])).data // [1, 2, 3, 4], as of the bytes of await readFile("X.npy")
 *
 * @throws "argument" for what are no bytes; "format" with the `path` of the fault: cut off, of another type, of other dimensions, with a whole number beyond 2⁵³. Nothing is
 * allocated before its size has been checked
 */
export function fromNpy(bytes: Uint8Array | ArrayBuffer): Targets {
  const file = asBytes(bytes);
  const { shape, fortran, start, ...descr } = readHeader(file);
  const count = shape.reduce((size, side) => size * side, 1);
  const held = (file.length - start) / descr.type.bytes;
  if (held !== count) throw fault("$.shape", `is (${shape.join(", ")}), ${count} numbers; the file has ${held}`);
  const data = readNumbers(file.subarray(start), count, descr);
  const [rows, cols] = shape as [number, number?];
  if (cols === undefined) return data;
  return { rows, cols, data: fortran ? transposed(cols, rows, data) : data };
}

function readNumbers(bytes: Uint8Array, count: number, { type, little }: Descr): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const value = type.read(view, i * type.bytes, little);
    if (type.range && !isWithin(value, type)) throw fault(`$[${i}]`, "is a whole number beyond 2⁵³, which float64 does not keep");
    data[i] = value;
  }
  return data;
}

/**
 * A vector or a matrix as a .npy file, version 1.
 *
 * @example
 * const model = fit(kernelRidge({ kernel: rbf(), lambda: 0.1 }), X, y);
 * const bytes = toNpy(predict(model, Z)); // for await writeFile("predictions.npy", bytes)
 *
 * @throws "argument" for a number that the type asked for does not have; as readers of matrices
 */
export function toNpy(values: Values | MatrixLike, options: NpyOptions = {}): Uint8Array {
  const { dtype = "<f8", order = "C" } = readOptions(options, "toNpy", { dtype: true, order: true });
  const { type, little } = readDescr(readChoice(dtype, "dtype", DTYPES)) as Descr;
  const fortran = readChoice(order, "order", ["C", "F"]) === "F";
  const { matrix, isVector } = readTargets(values, "values");
  const { rows, cols } = matrix;
  const data = fortran ? transposed(rows, cols, matrix.data) : matrix.data;
  const header = writeHeader(dtype, fortran, isVector ? [rows] : [rows, cols]);
  const file = new Uint8Array(header.length + type.bytes * data.length);
  file.set(header);
  const view = new DataView(file.buffer);
  data.forEach((value, i) => {
    if (!isWithin(value, type)) throw notOfType(value, dtype, i);
    type.write(view, header.length + i * type.bytes, value, little);
  });
  return file;
}

/** From here on a number rounds to infinity. */
const BEYOND_FLOAT32 = 2 ** 128 - 2 ** 103;

/** Whether a type has a number, rounded to it for float32. */
function isWithin(value: number, { range, bytes }: NumberType): boolean {
  if (range) return Number.isInteger(value) && value >= range[0] && value <= range[1];
  return bytes === 8 || Math.abs(value) < BEYOND_FLOAT32;
}

function notOfType(value: number, dtype: string, at: number): Error {
  return mercerError("argument", `values has ${value} as number ${at} of the file, which ${dtype} does not have; use dtype "<f8"`, {
    argument: "values",
    value,
  });
}
