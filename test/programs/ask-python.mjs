import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The answer of a script beside this file, of Debian's Python, to a question; both are JSON. */
export function askPython(script, question) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return JSON.parse(execFileSync("/usr/bin/python3", [path], { input: JSON.stringify(question), encoding: "utf8", maxBuffer: 2 ** 28 }));
}
