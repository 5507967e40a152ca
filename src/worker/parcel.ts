import { mercerError } from "../errors";
import { readMatrix } from "../input";
import type { MatrixLike } from "../matrix";

/**
 * An argument as it can cross to a worker: plain data. Views are cut out of the buffers behind them, which would cross as a whole; matrices that are
 * read by a function become arrays.
 *
 * @throws "kernel" for a function
 */
export function parcel(value: unknown, name: string): unknown {
  if (typeof value === "function") {
    const message = `${name} is a function, which cannot cross to a worker; use the verb of the same name outside the pool`;
    throw mercerError("kernel", message, { argument: name });
  }
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) return cut(value as Float64Array);
  if (Array.isArray(value))
    return typeof value[0] === "object" || typeof value[0] === "function" ? value.map((item) => parcel(item, name)) : value;
  if ("get" in value && typeof value.get === "function" && "columns" in value) return readMatrix(value as unknown as MatrixLike, name);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, parcel(item, `${name}.${key}`)]));
}

/** Only the elements seen, in a buffer that is not shared. */
function cut(view: Float64Array): Float64Array {
  const whole = view.byteLength === view.buffer.byteLength && view.buffer instanceof ArrayBuffer;
  return whole || !("slice" in view) ? view : view.slice();
}

/** The buffers of typed arrays in a result, which need not be copied to cross. */
export function buffersIn(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) buffersIn(item, found);
  }
  return found;
}
