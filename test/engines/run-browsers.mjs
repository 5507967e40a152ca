// The built library in every browser engine: on the main thread, in a module worker, in a pool with and without shared memory, and under policies that
// forbid WebAssembly. Everywhere the bits of hashes.json; `--only Firefox` takes one engine.
import { existsSync } from "node:fs";
import { installFromDebian } from "../../scripts/debian.mjs";
import { BROWSERS } from "./browsers.mjs";
import { check, checkHashes, finish, requireBuild, SHARED_JOBS } from "./checks.mjs";
import { startServer } from "./server.mjs";

requireBuild();
const only = process.argv[process.argv.indexOf("--only") + 1];
const engines = process.argv.includes("--only") ? BROWSERS.filter(({ name }) => name === only) : BROWSERS;
installFromDebian(engines.filter(({ executable }) => !existsSync(executable)).flatMap(({ packages }) => packages));
const server = await startServer();
try {
  for (const engine of engines) {
    try {
      await visit(engine);
    } catch (error) {
      check(`${engine.name} runs`, error.message, "no error");
    }
  }
} finally {
  server.close();
}
finish();

async function visit({ name, executable, open }) {
  const browser = await open(executable);
  console.log(`${name}: ${browser.version}`);
  try {
    for (const policy of ["open", "isolated"]) {
      const { page, worker, pool, calm, isolated, error } = JSON.parse(await browser.outcomeAt(server.urlOf(policy)));
      if (error) throw new Error(error);
      checkHashes(`${name}, ${policy}, page`, page);
      checkHashes(`${name}, ${policy}, worker`, worker);
      checkHashes(`${name}, ${policy}, pool`, pool, SHARED_JOBS);
      check(`${name}, ${policy}: isolated`, isolated, policy === "isolated");
      // WebKitGTK has no SharedArrayBuffer, isolated or not
      check(`${name}, ${policy}: threads of a pool of two`, pool.threads, policy === "isolated" && name !== "WebKit" ? 2 : 1);
      check(`${name}, ${policy}: a pooled fit is that of the page`, calm.same, true);
      check(`${name}, ${policy}: timers and messages come through meanwhile`, calm.ticks > 3 && calm.messages > 3, true);
      check(`${name}, ${policy}: an abort is heard`, calm.aborted, "aborted");
      console.log(`     longest pause of the main thread during a fit: ${Math.round(calm.longest)} ms`);
    }
    const { page, worker, pool } = JSON.parse(await browser.outcomeAt(server.urlOf("strict")));
    for (const [where, found] of Object.entries({ page, worker, pool })) {
      check(`${name}, no 'wasm-unsafe-eval', ${where}`, found.error, "unsupported");
    }
  } finally {
    await browser.close();
  }
}
