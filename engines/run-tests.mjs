// The tests of all engines, with real servers: node engines/run-tests.mjs after a build. Asks Debian for the servers, and npm for the packages, that are not there.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { run } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { DEBIAN, installFromDebian } from "../scripts/debian.mjs";
import { requireBuild } from "../test/engines/checks.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
// the one that waits most comes first, and the others run beside it
const PACKAGES = ["bullmq", "processes", "shards"];
const command = promisify(execFile);

requireBuild();
installFromDebian(DEBIAN.servers);
link();
await Promise.all(PACKAGES.map((name) => npmCi(join(here, name))));
const files = PACKAGES.flatMap((name) => testsOf(join(here, name, "test")));
let [passed, failed] = [0, 0];
const types = typeFaults();
for await (const { type, data } of run({ files, concurrency: 2 })) {
  const whole = data?.details?.type === "suite" || files.includes(data?.name);
  // suites and files count by what is in them, unless they fail by themselves
  if (type === "test:pass" && data.skip !== undefined) console.log(`SKIP ${data.name}: ${data.skip}`);
  else if (type === "test:pass" && !whole) passed++;
  if (type !== "test:fail" || (whole && data.details.error.failureType === "subtestsFailed")) continue;
  failed++;
  const { cause, message } = data.details.error;
  console.log(`FAIL ${data.name}\n${cause?.stack ?? message}`);
}
const faults = await types;
if (faults === null) passed++;
else {
  failed++;
  console.log(`FAIL types\n${faults}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** The packages of this repository under their names, as an installation would have them. */
function link() {
  const modules = join(here, "node_modules");
  mkdirSync(modules, { recursive: true });
  for (const [name, target] of [
    ["mercer", "../.."],
    ["mercer-shards", "../shards"],
  ]) {
    rmSync(join(modules, name), { force: true });
    symlinkSync(target, join(modules, name));
  }
}

async function npmCi(folder) {
  // a package that needs no other has none
  if (!existsSync(join(folder, "package-lock.json"))) return;
  await command("npm", ["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]);
}

/** What tsc says of the sources, which need their packages; null where all is well. Counts as a test. */
async function typeFaults() {
  try {
    await command("npx", ["tsc", "-p", here]);
    return null;
  } catch (error) {
    return error.stdout || error.message;
  }
}

function testsOf(folder) {
  return readdirSync(folder)
    .filter((name) => basename(name).endsWith(".test.mjs"))
    .map((name) => join(folder, name));
}
