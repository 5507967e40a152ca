import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The whole file or none: bytes to a temporary name in the same folder, fsync, rename, fsync of the folder. Whoever writes the same content at the same time does no harm.
 */
export function writeFile(path, bytes) {
  const temporary = join(dirname(path), `.${process.pid}-${Math.floor(performance.now() * 1e6)}.tmp`);
  try {
    const file = openSync(temporary, "wx");
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Results in a folder, one file for each key. */
export function fileStore(folder, ending = "") {
  mkdirSync(folder, { recursive: true });
  const path = (key) => join(folder, key + ending);
  return {
    path,
    async put(key, bytes) {
      writeFile(path(key), bytes);
    },
    /** Null where there is none. */
    async get(key) {
      try {
        return readFileSync(path(key));
      } catch (error) {
        if (error.code === "ENOENT") return null;
        throw error;
      }
    },
    async remove(keys) {
      for (const key of keys) rmSync(path(key), { force: true });
    },
    async close() {},
  };
}
