import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { DataError } from "./errors.mjs";

/**
 * The whole file or none: where it cannot be written, what was there before is as it was. Whoever writes the same content at the same time does no harm. A link stays one, and what is no file, a pipe or
 * a device, is written to as it is.
 *
 * @throws DataError "file" with the path, where the storage is full for example
 */
export function writeFile(path, bytes) {
  try {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there && !there.isFile() && !there.isDirectory()) write(path, "w", bytes);
    else replace(there ? realpathSync(path) : path, bytes);
  } catch (error) {
    const message = `${path} cannot be written: ${error.message}; make room there, or name another place, and run it again`;
    throw new DataError("file", message, { file: path }, error);
  }
}

/** Bytes to a temporary name in the same folder, fsync, rename, fsync of the folder. */
function replace(path, bytes) {
  const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    write(temporary, "wx", bytes, fsyncSync);
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

function write(path, flags, bytes, finish = (_file) => {}) {
  const file = openSync(path, flags);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    finish(file);
  } finally {
    closeSync(file);
  }
}
