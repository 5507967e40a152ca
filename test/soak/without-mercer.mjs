// node --expose-gc test/soak/without-mercer.mjs: the heap of a program that asks a worker again and again, as a pool does, and has nothing of the library in it. Its data stay
// what they were; V8 compiles for thousands of calls.
import { setTimeout as wait } from "node:timers/promises";
import { getHeapSnapshot } from "node:v8";
import { Worker } from "node:worker_threads";
import { heapOf } from "./heap.mjs";

const ECHO =
  'const { parentPort } = require("node:worker_threads"); parentPort.on("message", (job) => parentPort.postMessage({ kind: "result", job }));';
const CALLS = 10_000;

const worker = new Worker(ECHO, { eval: true });
let heard = (_answer) => {};
worker.on("message", (answer) => heard(answer));

async function ask(call) {
  const controller = new AbortController();
  const stop = () => {};
  controller.signal.addEventListener("abort", stop);
  const data = new Float64Array(40).fill(call);
  const args = structuredClone(
    [
      { kind: "ridge", lambda: 0.1 },
      { rows: 20, cols: 2, data },
    ],
    { transfer: [data.buffer] },
  );
  const answered = new Promise((resolve) => {
    heard = resolve;
  });
  worker.postMessage({ verb: "fit", args }, [args[1].data.buffer]);
  const { job } = await answered;
  if (call % 7 === 0) await Promise.all(job.args.map(async ({ kind }) => kind));
  if (call % 11 === 0) JSON.parse(JSON.stringify(job.args[0]));
  controller.signal.removeEventListener("abort", stop);
}

for (let calls = 0; calls <= 4 * CALLS; calls++) {
  await ask(calls);
  if (calls % CALLS !== 500) continue;
  for (let round = 0; round < 4; round++) {
    globalThis.gc();
    await wait(5);
  }
  const { heapUsed } = process.memoryUsage();
  console.log({ calls, heapUsed, ...(await heapOf(getHeapSnapshot())) });
}
await worker.terminate();
