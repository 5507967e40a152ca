// A thread that runs jobs, so that whoever started it stays free to say that it is alive.
import { parentPort } from "node:worker_threads";
import { readPlan } from "./plan.mjs";
import { runJob } from "./run.mjs";

let plan = null;

parentPort.on("message", async ({ planBytes, job, parts }) => {
  try {
    if (planBytes) plan = readPlan(planBytes);
    const onRows = (rows) => parentPort.postMessage({ rows });
    const { bytes, summary } = await runJob(plan, job, { parts, onRows });
    const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes);
    parentPort.postMessage({ result: { bytes: own, summary } }, [own.buffer]);
  } catch (error) {
    const { name, message, code, file, group, row, column } = error;
    parentPort.postMessage({ error: { name, message, code, file, group, row, column } });
  }
});
