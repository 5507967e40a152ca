import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { crossing } from "./jobs/index.mjs";

const table = new URL("./hashes.json", import.meta.url);

/** SHA-256 of every job's result, the same on all engines; `npm run hashes` writes it anew when a change of the core is meant to change bits. */
export function readHashes() {
  return JSON.parse(readFileSync(table, "utf8"));
}

/** The jobs that a pool can do. */
export const SHARED_JOBS = Object.keys(crossing);

export function writeHashes(hashes) {
  writeFileSync(table, `${JSON.stringify(hashes, null, 2)}\n`);
}

let passed = 0;
let failed = 0;

export function check(name, actual, wanted) {
  const ok = actual === wanted;
  if (ok) passed++;
  else failed++;
  console.log(`${ok ? "ok  " : "FAIL"} ${name}${ok ? "" : `: ${String(actual)} instead of ${String(wanted)}`}`);
}

/** One check for each job; those that pass are told in one line. */
export function checkHashes(where, { hashes = {}, error, message }, names = Object.keys(readHashes())) {
  const wanted = readHashes();
  const wrong = names.filter((name) => !wanted[name] || hashes[name] !== wanted[name]);
  if (error !== undefined) console.log(`     ${where}: ${error}, ${message}`);
  for (const name of wrong) check(`${where}: ${name}`, hashes[name] ?? error, wanted[name]);
  passed += names.length - wrong.length;
  console.log(`${wrong.length === 0 ? "ok  " : "FAIL"} ${where}: ${names.length - wrong.length} of ${names.length} hashes`);
}

export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

export function requireBuild() {
  if (existsSync(new URL("../../dist/index.js", import.meta.url))) return;
  console.error("dist is missing: npm run build");
  process.exit(1);
}
