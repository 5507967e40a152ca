import { isMercerError, mercerError } from "../errors";
import { guarded } from "../io/fields";

export const EXPORT = "a file of mercer_export.py";

/**
 * Reading a file of another program: whatever this library says against its parts becomes a fault of the file.
 *
 * @throws "format" with the `path` of the fault, `path` itself where a part tells no other
 */
export function reading<T>(what: string, path: string, body: () => T): T {
  try {
    return guarded(path, body);
  } catch (error) {
    if (!isMercerError(error) || error.code === "unsupported") throw error;
    const at = error.code === "format" ? error.path : path;
    const told = error.code === "format" ? error.message.replace(/^not an? [^:]*: /, "") : `${at}: ${error.message}`;
    throw mercerError("format", `not ${what}: ${told}`, { path: at });
  }
}
