// The packages of Debian that tests need: `node scripts/debian.mjs` asks apt-get for all that are not there.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** By what needs them. */
export const DEBIAN = {
  Chromium: ["chromium"],
  Firefox: ["firefox-esr"],
  WebKit: ["webkit2gtk-driver", "xvfb"],
  programs: ["python3-numpy", "libsvm3"],
  servers: ["redis-server", "postgresql", "parallel"],
};

/** apt-get asks this file whether a service may start. */
const POLICY = "/usr/sbin/policy-rc.d";

/** Asks for packages that are not there. Several processes may ask at once: one waits for the other. */
export function installFromDebian(packages) {
  if (packages.every(isInstalled)) return;
  const lock = join(tmpdir(), "mercer-apt-get.lock");
  const { status, error } = spawnSync("flock", [lock, process.execPath, import.meta.filename, "--locked", ...packages], {
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`install ${packages.join(", ")} by hand (${error?.message ?? `apt-get ended with ${status}`})`);
}

function isInstalled(name) {
  return spawnSync("dpkg", ["-s", name], { encoding: "utf8" }).stdout.includes("\nStatus: install ok installed\n");
}

/** No server among the packages starts by itself: the tests start them. */
function aptGet(packages) {
  const sudo = process.getuid() === 0 ? [] : ["sudo"];
  const silenced = sudo.length === 0 && !existsSync(POLICY);
  if (silenced) writeFileSync(POLICY, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    for (const words of [["update"], ["install", "-y", "--no-install-recommends", ...packages]]) {
      const [command, ...rest] = [...sudo, "apt-get", "-qq", ...words];
      execFileSync(command, rest, { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    }
  } finally {
    if (silenced) rmSync(POLICY);
  }
}

if (process.argv[1] === import.meta.filename) {
  const [, , locked, ...packages] = process.argv;
  if (locked === undefined) installFromDebian(Object.values(DEBIAN).flat());
  else if (!packages.every(isInstalled)) aptGet(packages);
}
