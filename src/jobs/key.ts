import { describeValue, mercerError, readingError } from "../errors";
import { sha256 } from "../provenance/sha256";

/** Name and version of what keys are made of. */
const FORMAT = "mercer-job";
const VERSION = 1;

/**
 * The content key of plain data: SHA-256 in hexadecimal digits of all that it says, in whatever order its fields stand and whether its numbers are in arrays or typed arrays. A job that is
 * delivered twice, or submitted anew, has the key that it had: what was done under it need not be done again, and what is done again overwrites the same bytes.
 *
 * @throws "argument" for what is no plain data, as functions and dates
 * @example jobKey({ a: 1, b: [2, 3] }) === jobKey({ b: Float64Array.of(2, 3), a: 1 }) // true
 */
export function jobKey(value: unknown): string {
  const text = written([FORMAT, VERSION, value], "value");
  return sha256([new TextEncoder().encode(text)]);
}

/** Values as text, one text for each: fields in order of their names, numbers as JavaScript writes them, −0 apart from 0. */
function written(value: unknown, path: string): string {
  switch (typeof value) {
    case "string":
    case "boolean":
      return JSON.stringify(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "object":
      return value === null ? "null" : structured(value, path);
    default:
      throw notPlain(value, path);
  }
}

function structured(value: object, path: string): string {
  try {
    if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
      return `[${Array.from(value as ArrayLike<unknown>, (entry, i) => written(entry, `${path}[${i}]`)).join()}]`;
    }
    if (Object.prototype.toString.call(value) !== "[object Object]") throw notPlain(value, path);
    const names = Object.keys(value).sort();
    const fields = names.map((name) => [name, (value as Readonly<Record<string, unknown>>)[name]] as const);
    const said = fields.filter(([, entry]) => entry !== undefined);
    return `{${said.map(([name, entry]) => `${JSON.stringify(name)}:${written(entry, `${path}.${name}`)}`).join()}}`;
  } catch (error) {
    throw readingError(error, path);
  }
}

function notPlain(value: unknown, path: string): Error {
  const message = `${path} is ${describeValue(value)}; a job is plain data: objects, arrays, numbers, strings, flags and null`;
  return mercerError("argument", message, { argument: path });
}
