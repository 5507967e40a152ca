import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { CALLS } from "./jobs.mjs";

const table = new URL("./hashes.json", import.meta.url);

/** SHA-256 of every job's numbers, the same on all engines; `node hashes.mjs` writes it anew when a change of the core is meant to change bits. */
export const HASHES = JSON.parse(readFileSync(table, "utf8"));

/** The jobs of HASHES that a pool can do. */
export const SHARED_JOBS = Object.keys(HASHES).filter((name) => name in CALLS);

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
export function checkHashes(where, { hashes = {}, error }, names = Object.keys(HASHES)) {
  const wrong = names.filter((name) => hashes[name] !== HASHES[name]);
  for (const name of wrong) check(`${where}: ${name}`, hashes[name] ?? error, HASHES[name]);
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
