// The table of hashes against the built library in this Node. With --write the table is made anew, on purpose: the changelog says why.
import { check, checkHashes, finish, readHashes, writeHashes } from "./checks.mjs";
import { report } from "./jobs/index.mjs";
import { library } from "./library.mjs";

/** Functions whose results are words, copies or choices; and `evaluate`, which uses the host's functions. */
const WITHOUT_BITS = [
  "canonical",
  "confusionMatrix",
  "describe",
  "describeLoss",
  "evaluate",
  "fromScikitLearn",
  "inPool",
  "inferKind",
  "isMercerError",
  "isPsd",
  "matrix",
  "parametersOf",
  "rowOf",
  "toArrays",
  "withParameters",
];

/** Entries whose functions have names of `mercer`. */
const APART = ["jobs", "serving", "statistics", "tables"];

const used = new Set();
const found = await report(watched(library));
if (process.argv.includes("--write")) {
  if (found.error) throw new Error(`${found.error}: ${found.message}`);
  writeHashes(found.hashes);
}
const hashes = readHashes();
checkHashes(`Node ${process.version}`, found);
check("no two are the same", new Set(Object.values(hashes)).size, Object.keys(hashes).length);
check(
  "jobs that are not in the table",
  Object.keys(found.hashes ?? {})
    .filter((name) => !(name in hashes))
    .join("; "),
  "",
);
check("functions without a job", unused(library, "").join("; "), "");
finish();

/** The functions, noting which are asked for. */
function watched(functions, prefix = "") {
  return new Proxy(functions, {
    get(target, name) {
      used.add(prefix + String(name));
      return APART.includes(name) ? watched(target[name], `${name}.`) : target[name];
    },
  });
}

function unused(functions, prefix) {
  return Object.keys(functions).flatMap((name) => {
    if (APART.includes(name)) return unused(functions[name], `${name}.`);
    return used.has(prefix + name) || WITHOUT_BITS.includes(name) ? [] : [prefix + name];
  });
}
