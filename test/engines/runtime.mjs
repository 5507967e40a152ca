// What a runtime finds, as one line of JSON: run by run-runtimes.mjs in each of them.
import { createRequire } from "node:module";
import { Worker as Thread } from "node:worker_threads";
import { startPool } from "../../dist/pool.js";
import { reportsOfCopies } from "./copies.mjs";
import { pooledReport } from "./reports.mjs";

const require = createRequire(import.meta.url);
const found = { main: await reportsOfCopies(), thread: await reportsOfThread(), pools: {} };
// Bun and Deno have the workers of pages, too
if (typeof Worker === "function") found.worker = await reportOfWorker();
for (const threads of [1, 2, 3, 4]) found.pools[threads] = await pooledReport(startPool, { threads });
found.pools.required = await pooledReport(require("../../dist/pool.cjs").startPool, { threads: 2 });
console.log(JSON.stringify(found));

function reportsOfThread() {
  return new Promise((resolve, reject) => {
    const thread = new Thread(new URL("./thread.mjs", import.meta.url));
    thread.on("message", resolve);
    thread.on("error", reject);
  });
}

function reportOfWorker() {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = ({ message }) => reject(new Error(`worker: ${message}`));
  });
}
