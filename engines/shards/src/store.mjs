import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeFile } from "./write-file.mjs";

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
