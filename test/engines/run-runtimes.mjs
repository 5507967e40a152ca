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
  const { stdout, stderr, status, error } = run(executable, args, "runtime.mjs");
  check(`${name} ends by itself, without an error`, status === 0 ? 0 : `${error?.message ?? ""}${stderr.slice(0, 2000)}`, 0);
  const relaxed = run(executable, args, "relaxed.mjs").stdout.trim();
  // The condition of K + λI is about 10³; 0 would be the strict core, but that Bun's engine has the instruction and rounds twice all the same
  if (name === "Node 20") check(`${name} has no relaxed SIMD`, relaxed, "null");
  else
    check(
      `${name}: a fit by relaxed SIMD is near the strict one, and not it (${relaxed})`,
      (relaxed > 0 || name === "Bun") && relaxed < 1e-11,
      true,
    );
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

function run(executable, args, script) {
  return spawnSync(executable, [...args, fileURLToPath(new URL(script, import.meta.url))], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    timeout: PATIENCE,
    killSignal: "SIGKILL",
    env: { ...process.env, NO_COLOR: "1" },
  });
}
