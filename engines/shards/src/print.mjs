import { DataError } from "./errors.mjs";

// the error is that of the write, below
process.stdout.on("error", () => {});

/**
 * A line to the standard output. A reader that has gone wants no more.
 *
 * @param {string} text
 * @returns {Promise<void>}
 * @throws DataError "file" where it cannot be written, of which `console.log` says nothing: a disk that is full
 */
export function print(text) {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${text}\n`, (error) => {
      if (!error || /** @type {NodeJS.ErrnoException} */ (error).code === "EPIPE") resolve();
      else reject(new DataError("file", `the output cannot be written: ${error.message}`, {}, error));
    });
  });
}
