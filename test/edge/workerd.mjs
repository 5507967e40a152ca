import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import workerd from "workerd";

/**
 * Starts the runtime with one service for each worker, on a free port each: modules by name, JavaScript as text, WebAssembly as bytes.
 *
 * Gives the addresses by the workers' names, and `stop`, which ends the runtime.
 */
export async function serve(workers) {
  const folder = mkdtempSync(join(tmpdir(), "mercer-edge-"));
  const names = Object.keys(workers);
  writeFileSync(join(folder, "config.capnp"), configuration(folder, workers));
  // The ports are told as lines of JSON on file descriptor 3
  const runtime = spawn(workerd.default, ["serve", "--control-fd=3", join(folder, "config.capnp")], {
    stdio: ["ignore", "inherit", "inherit", "pipe"],
  });
  const ended = new Promise((resolve) => runtime.on("close", resolve));
  const stop = async () => {
    runtime.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const addresses = {};
  const listening = (async () => {
    for await (const line of createInterface({ input: runtime.stdio[3] })) {
      const { event, socket, port } = JSON.parse(line);
      if (event === "listen") addresses[socket] = `http://127.0.0.1:${port}/`;
      if (names.every((name) => name in addresses)) return true;
    }
    return false;
  })();
  if (await listening) return { addresses, stop };
  await stop();
  throw new Error("workerd did not start");
}

function configuration(folder, workers) {
  const names = Object.keys(workers);
  const services = names.map(
    (name) => `(name = "${name}", worker = (modules = [${modules(folder, name, workers[name])}], compatibilityDate = "2026-01-01"))`,
  );
  const sockets = names.map((name) => `(name = "${name}", address = "127.0.0.1:0", http = (), service = "${name}")`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [${services.join()}], sockets = [${sockets.join()}]);
`;
}

function modules(folder, worker, files) {
  return Object.entries(files).map(([name, contents], index) => {
    const file = `${worker}-${index}`;
    writeFileSync(join(folder, file), contents);
    return `(name = "${name}", ${typeof contents === "string" ? "esModule" : "wasm"} = embed "${file}")`;
  });
}
