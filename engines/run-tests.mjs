// The tests of all engines, with real servers: node engines/run-tests.mjs after a build. Asks Debian for the servers, and npm for the packages, that are not there.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { run } from "node:test";
import { fileURLToPath } from "node:url";
import { requireBuild } from "../test/engines/checks.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const PACKAGES = ["shards", "processes", "bullmq"];

requireBuild();
installFromDebian("redis-server", "postgresql", "parallel");
link();
for (const name of PACKAGES) npmCi(join(here, name));
const files = PACKAGES.flatMap((name) => testsOf(join(here, name, "test")));
let [passed, failed] = [0, 0];
for await (const { type, data } of run({ files, concurrency: 1 })) {
  const whole = data?.details?.type === "suite" || files.includes(data?.name);
  // suites and files count by what is in them, unless they fail by themselves
  if (type === "test:pass" && !whole) passed++;
  if (type !== "test:fail" || (whole && data.details.error.failureType === "subtestsFailed")) continue;
  failed++;
  const { cause, message } = data.details.error;
  console.log(`FAIL ${data.name}\n${cause?.stack ?? message}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** No server starts by itself: the tests start them. */
function installFromDebian(...packages) {
  try {
    execFileSync("dpkg", ["-s", ...packages], { stdio: "ignore" });
  } catch {
    const policy = "/usr/sbin/policy-rc.d";
    const own = !existsSync(policy);
    if (own) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    execFileSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], { stdio: "ignore", env });
    if (own) rmSync(policy);
  }
}

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

function npmCi(folder) {
  // a package that needs no other has none
  if (!existsSync(join(folder, "package-lock.json"))) return;
  execFileSync("npm", ["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"], {
    stdio: "inherit",
  });
}

function testsOf(folder) {
  return readdirSync(folder)
    .filter((name) => basename(name).endsWith(".test.mjs"))
    .map((name) => join(folder, name));
}
