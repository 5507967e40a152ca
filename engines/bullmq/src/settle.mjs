import { DataError } from "mercer-shards";
import { patiently } from "./blobs.mjs";
import { flowOf, idOf } from "./flow.mjs";

/** Milliseconds between looks at the queue, and at least how many times as long as a look takes. */
const WAIT = { first: 50, longest: 1000, looks: 50 };

/** States of jobs that no worker will take. */
const ENDED = ["failed", "completed", "unknown"];

/**
 * Waits until the results of some keys are there, of which no more than `most` are in the queue at once; queues what is neither there nor queued, also where a server has forgotten it.
 *
 * Between looks it goes by the events of the queue. A look asks for every key: one after each job would cost more than the jobs.
 *
 * @param children those of a key that are queued with it
 */
export async function settle(task, keys, children, most) {
  const { events, signal } = task;
  const waiting = [...keys];
  const [open, asked] = [new Set(), new Set()];
  for (let wait = WAIT.first; ; wait = Math.min(1.5 * wait, WAIT.longest)) {
    signal?.throwIfAborted();
    for (const key of waiting.splice(0, most - open.size)) open.add(key);
    const began = performance.now();
    events.forget();
    await look(task, { open, asked, children });
    if (open.size + waiting.length === 0) return;
    const left = waiting.length > 0 ? Math.floor(most / 2) : 0;
    await events.pause(Math.max(wait, WAIT.looks * (performance.now() - began)), (isDone) => count(open, isDone) >= open.size - left);
  }
}

function count(keys, isDone) {
  let found = 0;
  for (const key of keys) if (isDone(key)) found++;
  return found;
}

/** Takes the keys whose results are there out of `open`, and queues those that are nowhere; those in `asked` are not tried again once they have failed. */
async function look(task, { open, asked, children }) {
  const { plan, queue, flows, results } = task;
  const withoutResult = async (keys) => {
    const summaries = await results.summariesOf(keys);
    for (const [i, key] of keys.entries()) if (summaries[i]) open.delete(key);
    return keys.filter((key) => open.has(key));
  };
  const left = await withoutResult([...open]);
  const states = await Promise.all(left.map((key) => patiently(() => queue.getJobState(idOf(plan.key, key)))));
  const stateOf = new Map(left.map((key, i) => [key, states[i]]));
  const failed = left.find((key) => stateOf.get(key) === "failed" && asked.has(key));
  if (failed) throw await faultOf(task, idOf(plan.key, failed));
  // a job that was done meanwhile is not in the queue either
  const lost = await withoutResult(left.filter((key) => ENDED.includes(stateOf.get(key))));
  for (const key of lost) {
    if (stateOf.get(key) === "unknown") continue;
    await patiently(async () => (await queue.getJob(idOf(plan.key, key)))?.remove({ removeChildren: true }));
  }
  if (lost.length > 0) await patiently(() => flows.addBulk(lost.map((key) => flowOf(task, key, children))));
  for (const key of left) asked.add(key);
}

/** What a failed job failed of, or those below it. */
async function faultOf({ queue, results, plan }, id) {
  const failed = await queue.getFailed(0, 1000);
  const own = failed.filter((job) => job?.data.plan === plan.key);
  for (const job of own) {
    const fault = await results.takeFault(job.data.key);
    if (fault) return Object.assign(new DataError(fault.code, fault.message, fault), { name: fault.name });
  }
  const reasons = own.filter((job) => job.id !== id || own.length === 1).map((job) => job.failedReason);
  return new Error(`a job failed after all attempts: ${reasons[0] ?? "the queue does not say why"}`);
}
