// The built library in every JavaScript runtime: on the main thread, on another, in pools of one to four; by import and by
// require. Everywhere the bits of hashes.json.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { check, checkHashes, finish, requireBuild, SHARED_JOBS } from "./checks.mjs";

/** Milliseconds after which a runtime counts as hanging. */
const PATIENCE = 300_000;

/** Without the cache of compiled code, which takes a file that was built anew, with as many letters, for the old one. */
const DENO = ["run", "--no-code-cache", "--allow-read", "--allow-env", "--allow-sys"];

const RUNTIMES = [
  { name: "Node 20", binary: "node-20/bin/node" },
  { name: "Node 22", binary: "node-22/bin/node" },
  { name: "Node 24", binary: "node-24/bin/node" },
  { name: "Bun", binary: "@oven/bun-linux-x64/bin/bun" },
  { name: "Deno", binary: "@deno/linux-x64-glibc/deno", args: DENO },
];

requireBuild();
for (const { name, binary, args = [] } of RUNTIMES) {
  const executable = fileURLToPath(new URL(`node_modules/${binary}`, import.meta.url));
  if (!existsSync(executable)) {
    check(`${name} is installed`, false, true);
    continue;
  }
  const script = fileURLToPath(new URL("runtime.mjs", import.meta.url));
  const { stdout, stderr, status, error } = spawnSync(executable, [...args, script], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    timeout: PATIENCE,
    killSignal: "SIGKILL",
    env: { ...process.env, NO_COLOR: "1" },
  });
  check(`${name} ends by itself, without an error`, status === 0 ? 0 : `${error?.message ?? ""}${stderr.slice(0, 2000)}`, 0);
  if (status !== 0) continue;
  const { main, thread, worker, pools } = JSON.parse(stdout);
  for (const [where, copies] of Object.entries({ "main thread": main, thread })) {
    for (const [copy, found] of Object.entries(copies)) checkHashes(`${name}, ${where}, by ${copy}`, found);
  }
  if (worker) checkHashes(`${name}, worker`, worker);
  for (const [kind, found] of Object.entries(pools)) {
    checkHashes(`${name}, pool, ${kind}`, found, SHARED_JOBS);
    if (kind !== "required") check(`${name}, pool, threads`, found.threads, Number(kind));
  }
}
finish();
