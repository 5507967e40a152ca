import { isMercerError, type MercerError, mercerError } from "../errors";
import { requireWatching, type WatchOptions } from "../progress";
import { newParcels, parcel, pointsParcel } from "./parcel";
import { ARGUMENTS, PARTS, type PartVerb, type Verb } from "./verb-names";

/** A call of a verb: its arguments as data that are nobody else's, and who watches it. */
interface Call {
  readonly args: readonly unknown[];
  readonly watching: WatchOptions;
}

/**
 * Reads a call as it is now: what the caller does to the arguments later does not matter. The last of them may be options, and of options `signal` and
 * `onProgress` stay here.
 *
 * @throws "kernel" for a function, "argument" for what else cannot cross to a worker or is too much, with its name; "memory" where there is no room
 */
export function readCall(verb: Verb | PartVerb, given: readonly unknown[]): Call {
  const names: readonly string[] = { ...ARGUMENTS, ...PARTS }[verb];
  const nameOf = (at: number): string => names[at] ?? `argument ${at + 1}`;
  const { args, watching } = reading(nameOf(given.length - 1), () => separate(given));
  requireWatching(watching, ["addEventListener", "removeEventListener"]);
  if (args.slice(names.length).some((arg) => arg !== undefined)) {
    const message = `pool.${verb} takes ${names.join(", ")}, and { signal, onProgress } at the end; argument ${names.length + 1} is something else`;
    throw mercerError("argument", message, { argument: nameOf(names.length) });
  }
  const made = newParcels();
  const parcels = args.map((arg, at) => {
    const name = nameOf(at);
    return reading(name, () => (name === "X" || name === "Z" ? pointsParcel : parcel)(arg, name, made));
  });
  try {
    // In one piece: what two arguments share they share on the other side. What is a copy already is handed on
    return { args: structuredClone(parcels, { transfer: made.copies }), watching };
  } catch (error) {
    parcels.forEach((arg, at) => {
      reading(nameOf(at), () => structuredClone(arg));
    });
    throw unreadable("the arguments", error);
  }
}

function separate(given: readonly unknown[]): Call {
  const last = given.at(-1);
  if (typeof last !== "object" || last === null || !("signal" in last || "onProgress" in last)) return { args: given, watching: {} };
  const { signal, onProgress, ...rest } = last as WatchOptions;
  const args = given.slice(0, -1);
  return { args: Object.keys(rest).length > 0 ? [...args, rest] : args, watching: { signal, onProgress } as WatchOptions };
}

/** What reading throws of its own, getters that fail for example, becomes an error that names the argument. */
function reading<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw isMercerError(error) ? error : unreadable(name, error);
  }
}

function unreadable(name: string, cause: unknown): MercerError {
  const why = cause instanceof Error ? `: ${cause.message}` : "";
  if (/memory|allocation/i.test(why))
    return mercerError("memory", `there is no room for a copy of ${name}${why}`, { argument: name, cause });
  const message = `${name} cannot be read, or cannot cross to a worker${why}; hand in plain data`;
  return mercerError("argument", message, { argument: name, cause });
}
