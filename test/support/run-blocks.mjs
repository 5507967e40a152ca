// Runs modules, whose texts come as JSON on standard input, one after the other; at its end it prints what each wrote, and its error.
import { readFileSync, writeSync } from "node:fs";

const told = [];

for (const name of ["stdout", "stderr"]) {
  process[name].write = (text) => {
    told.at(-1)[name] += text;
    return true;
  };
}
process.on("exit", () => writeSync(1, JSON.stringify(told)));

/** A module without a place in the file system imports by address. */
const located = (code) =>
  code.replace(
    /(\bfrom |\bimport(?:\.meta\.resolve)?\(|^import )"([^".][^"]*)"/gm,
    (_, before, name) => `${before}"${import.meta.resolve(name)}"`,
  );

for (const code of JSON.parse(readFileSync(0, "utf8"))) {
  told.push({ stdout: "", stderr: "" });
  try {
    await import(`data:text/javascript,${encodeURIComponent(located(code))}`);
  } catch (error) {
    process.stderr.write(String(error.stack));
  }
  // what a block has not awaited writes after it
  await new Promise((done) => setImmediate(done));
}
