import { mercerError } from "../errors";
import { isVector, readMatrix, readVector } from "../input";
import type { MatrixLike } from "../matrix";

/** What crosses as it is, for the verb to say what it thinks of it. */
const WHOLE = /^\[object (Date|Map|Set|RegExp|Error|Boolean|Number|String|ArrayBuffer|Promise|Weak\w+)\]$/;

/** What classes of matrices may have in their prototypes. */
const FIELDS = ["rows", "cols", "data", "shape", "stride", "strides", "offset"];

/** What the arguments of a call have become, each thing once, and the buffers that are nobody else's. */
interface Parcels {
  readonly seen: Map<object, unknown>;
  readonly copies: ArrayBuffer[];
}

export function newParcels(): Parcels {
  return { seen: new Map(), copies: [] };
}

/**
 * An argument as it can cross to a worker: plain data. Views are cut out of the buffers behind them, which would cross as a whole; matrices that are
 * read by a function, and columns that are read one by one, become arrays. What is there twice stays one thing.
 *
 * @throws "kernel" for a function; "argument" for a symbol, and for what contains itself
 */
export function parcel(value: unknown, name: string, made = newParcels()): unknown {
  if (typeof value === "function") {
    const message = `${name} is a function, which cannot cross to a worker; use the verb of the same name outside the pool`;
    throw mercerError("kernel", message, { argument: name });
  }
  if (typeof value === "symbol") throw refusal(name, "is a symbol, which cannot cross to a worker");
  if (typeof value !== "object" || value === null) return value;
  const { seen, copies } = made;
  if (!seen.has(value)) {
    seen.set(value, undefined);
    const inner = (item: unknown, key: string): unknown => parcel(item, `${name}${key}`, made);
    seen.set(value, ArrayBuffer.isView(value) ? cut(value as Float64Array, copies) : wrap(value, name, inner));
  }
  const wrapped = seen.get(value);
  if (wrapped === undefined) throw refusal(name, "contains itself, which no argument may");
  return wrapped;
}

/** The same for points: rows of numbers become one matrix, which crosses fifty times as fast. What is none crosses as it is, for the verb to say so. */
export function pointsParcel(value: unknown, name: string, made: Parcels): unknown {
  if (!Array.isArray(value) || value.length === 0 || isVector(value) || made.seen.has(value)) return parcel(value, name, made);
  try {
    const points = readMatrix(value as MatrixLike, name);
    made.copies.push(points.data.buffer as ArrayBuffer);
    made.seen.set(value, points);
    return points;
  } catch {
    return parcel(value, name, made);
  }
}

function wrap(value: object, name: string, inner: (item: unknown, key: string) => unknown): object {
  if (Array.isArray(value)) return value.some(isThing) ? value.map((item, at) => inner(item, `[${at}]`)) : value;
  if (WHOLE.test(Object.prototype.toString.call(value))) return value;
  if ("get" in value && typeof value.get === "function") return own(value, name);
  // A column of a table, which has missing values as null
  if (Symbol.iterator in value && "length" in value) return Array.from(value as unknown as ArrayLike<unknown>);
  const keys = new Set([...Object.keys(value), ...FIELDS.filter((key) => key in value)]);
  return Object.fromEntries([...keys].map((key) => [key, inner((value as Record<string, unknown>)[key], `.${key}`)]));
}

function isThing(item: unknown): boolean {
  return typeof item === "object" ? item !== null : typeof item === "function" || typeof item === "symbol";
}

function refusal(name: string, what: string): Error {
  return mercerError("argument", `${name} ${what}`, { argument: name });
}

/** A matrix or a column that is read by a function, or by getters of its class, as one of our own. */
function own(value: object, name: string): object {
  return isVector(value) ? readVector(value, name) : readMatrix(value as MatrixLike, name);
}

/** Only the elements seen, in a buffer that is not shared; of float64 numbers, which may be many, the one copy that is made. */
function cut(view: Float64Array, copies: ArrayBuffer[]): Float64Array {
  if (Object.getPrototypeOf(view) === Float64Array.prototype) {
    const copy = view.slice();
    copies.push(copy.buffer as ArrayBuffer);
    return copy;
  }
  const whole = view.byteLength === view.buffer.byteLength && view.buffer instanceof ArrayBuffer;
  return whole || !("slice" in view) ? view : view.slice();
}

/** The buffers of typed arrays in a message, which need not be copied to cross. */
export function buffersIn(value: unknown, found = new Set<ArrayBuffer>(), seen = new Set<object>()): Set<ArrayBuffer> {
  if (typeof value !== "object" || value === null || seen.has(value)) return found;
  seen.add(value);
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else {
    for (const item of Object.values(value)) buffersIn(item, found, seen);
  }
  return found;
}
