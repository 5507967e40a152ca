import type { Matrix } from "../../matrix";
import { fault, type Line, numberOf } from "./lines";

/** The support vectors of a file: a coefficient each, and the entries that are not 0, with their columns from 1. */
export interface Vectors {
  readonly coefficients: Float64Array;
  readonly entries: readonly (readonly Entry[])[];
}

interface Entry {
  readonly column: number;
  readonly value: number;
  readonly line: number;
}

/** Lines "coefficient column:value column:value …", columns ascending. `first`: the least of them. */
export function readVectors(lines: readonly Line[], first: 0 | 1): Vectors {
  const coefficients = new Float64Array(lines.length);
  const entries = lines.map(({ text, at }, i) => {
    const [coefficient, ...words] = text.split(/\s+/) as [string, ...string[]];
    coefficients[i] = numberOf(coefficient, at);
    let last = first - 1;
    return words.map((word): Entry => {
      const [column, value, ...rest] = word.split(":") as [string, ...string[]];
      const index = /^\d{1,10}$/.test(column) ? Number(column) : -1;
      if (value === undefined || rest.length > 0 || index <= last) {
        throw fault(at, `has ${JSON.stringify(word.slice(0, 20))} in the place of column:value, columns ascending from ${first}`);
      }
      last = index;
      return { column: index, value: numberOf(value, at), line: at };
    });
  });
  return { coefficients, entries };
}

/**
 * The vectors as points of so many features, by the largest column unless given.
 *
 * @throws "format" for a column beyond the features; where there would be more numbers than the file has characters, and nobody has said so
 */
export function pointsOf({ entries }: Vectors, features: number | undefined, characters: number): Matrix {
  const largest = entries
    .flat()
    .reduce<Entry>((most, entry) => (entry.column > most.column ? entry : most), { column: 0, value: 0, line: 1 });
  const cols = features ?? largest.column;
  if (largest.column > cols) throw fault(largest.line, `has the column ${largest.column}; the points have ${cols} features`);
  if (cols === 0) throw fault(1, "begins a file whose vectors are all 0, of unknown length; give the option features");
  const rows = entries.length;
  if (features === undefined && rows * cols > characters) {
    const message = `has the column ${cols}, so that ${rows} sparse vectors would be points of ${rows * cols} numbers; give the option features if that is meant`;
    throw fault(largest.line, message);
  }
  const data = new Float64Array(rows * cols);
  entries.forEach((row, i) => {
    for (const { column, value } of row) data[i * cols + column - 1] = value;
  });
  return { rows, cols, data };
}

/** Coefficients by the serial numbers of the training points, which a precomputed kernel has in the column 0 of its vectors. */
export function bySerialNumber({ coefficients, entries }: Vectors, count: number | undefined, characters: number): Float64Array {
  const serials = entries.map(([entry], i) => {
    const serial = entry?.column === 0 ? entry.value : Number.NaN;
    if (Number.isSafeInteger(serial) && serial > 0) return serial;
    throw fault(entry?.line ?? 1, `has no serial number 0:number, as vectors of a precomputed kernel have; it is the vector ${i + 1}`);
  });
  const n = count ?? serials.reduce((most, serial) => Math.max(most, serial), 0);
  if (count === undefined && n > characters)
    throw fault(1, `begins a file with the serial number ${n}; give the option features if so many points are meant`);
  const all = new Float64Array(n);
  const seen = new Set<number>();
  serials.forEach((serial, i) => {
    const line = entries[i]?.[0]?.line ?? 1;
    if (serial > n) throw fault(line, `has the serial number ${serial}; k(Z, X) has ${n} columns`);
    if (seen.has(serial)) throw fault(line, `has the serial number ${serial} for the second time`);
    seen.add(serial);
    all[serial - 1] = coefficients[i] as number;
  });
  return all;
}
