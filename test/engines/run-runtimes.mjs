// The built library in every JavaScript runtime: on the main thread and in pools of one to four threads, as an ES module and by require. Everywhere
// the bits of hashes.json.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { check, checkHashes, finish, requireBuild, SHARED_JOBS } from "./checks.mjs";

const RUNTIMES = [
  { name: "Node 20", binary: "node-20/bin/node" },
  { name: "Node 22", binary: "node-22/bin/node" },
  { name: "Node 24", binary: "node-24/bin/node" },
  { name: "Bun", binary: "@oven/bun-linux-x64/bin/bun" },
  { name: "Deno", binary: "@deno/linux-x64-glibc/deno", args: ["run", "--allow-read", "--allow-env", "--allow-sys"] },
];

requireBuild();
for (const { name, binary, args = [] } of RUNTIMES) {
  const executable = fileURLToPath(new URL(`node_modules/${binary}`, import.meta.url));
  if (!existsSync(executable)) {
    check(`${name} is installed`, false, true);
    continue;
  }
  const script = fileURLToPath(new URL("runtime.mjs", import.meta.url));
  const { stdout, stderr, status } = spawnSync(executable, [...args, script], { encoding: "utf8", maxBuffer: 2 ** 26 });
  check(`${name} ends by itself, without an error`, status === 0 ? 0 : stderr.slice(-2000), 0);
  if (status !== 0) continue;
  const { main, pools, required } = JSON.parse(stdout);
  checkHashes(`${name}, main thread`, main);
  for (const [kind, found] of Object.entries(pools)) {
    checkHashes(`${name}, pool, ${kind}`, found, SHARED_JOBS);
    if (kind !== "required") check(`${name}, pool, threads`, found.threads, Number(kind));
  }
  check(`${name}: by require the same`, required, true);
}
finish();
