import { describeValue, mercerError, readingError } from "../errors";

/**
 * What a list or a stream gives, one by one, each an object: what a list throws when it is read is told, what a stream throws is its own.
 *
 * @param what they are, for the message
 * @throws "argument" for what is no list and no stream, and for a part that is no object
 */
export async function* eachPart<T extends object>(
  parts: AsyncIterable<T> | Iterable<T>,
  name: string,
  what: string,
): AsyncGenerator<T, void, undefined> {
  const source = isStream<T>(parts, name, what) ? parts : readable(parts, name);
  for await (const part of source) {
    if (typeof part !== "object" || part === null) {
      throw mercerError("argument", `${name} has ${describeValue(part)} among ${what}`, { argument: name });
    }
    yield part;
  }
}

async function* readable<T>(list: Iterable<T>, name: string): AsyncGenerator<T, void, undefined> {
  try {
    for await (const part of list) yield part;
  } catch (error) {
    throw readingError(error, name);
  }
}

/** Whether the parts are a stream; a list otherwise. */
function isStream<T>(parts: AsyncIterable<T> | Iterable<T>, name: string, what: string): parts is AsyncIterable<T> {
  try {
    if (typeof parts === "object" && parts !== null && !ArrayBuffer.isView(parts)) {
      const { [Symbol.asyncIterator]: stream, [Symbol.iterator]: list } = parts as Partial<AsyncIterable<T> & Iterable<T>>;
      if (typeof (stream ?? list) === "function") return typeof stream === "function";
    }
  } catch (error) {
    throw readingError(error, name);
  }
  throw mercerError("argument", `${name} must be a list or a stream of ${what}; it is ${describeValue(parts)}`, { argument: name });
}
