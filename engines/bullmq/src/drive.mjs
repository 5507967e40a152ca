import { FlowProducer, Queue, QueueEvents } from "bullmq";
import { DataError, jobsOf, outcomeOf, writePlanBytes } from "mercer-shards";
import { patiently } from "./blobs.mjs";
import { idOf, partsOfTree } from "./flow.mjs";
import { resultsOf } from "./results.mjs";

const WAIT = { first: 50, longest: 1000 };

/**
 * Drives a plan to its end: puts its jobs into the queue, no more than `window` at once, waits for the results and makes of them what `outcomeOf` says.
 *
 * It keeps nothing to itself. Where it ends too early, another with the same plan goes on: it finds what is done and what is queued, by the keys of their content.
 *
 * @param window how many jobs are in the queue at most: what a driver puts there waits for workers, and takes room
 * @param attempts of each job, with pauses that double from a second on
 * @param onProgress told { jobs, jobsDone, rows, rowsDone, rowsPerSecond }, of what this driver has seen
 * @param keep whether the results stay; else they are removed once the outcome is known
 * @throws DataError where rows or files are at fault, with their place; Error for jobs that failed after all attempts
 */
export async function drive(connection, plan, { window = 1000, attempts = 5, onProgress, signal, lambda, keep = false } = {}) {
  const { jobs, merges, root } = jobsOf(plan);
  const results = resultsOf(connection.blobs, plan.key);
  await results.putPlan(writePlanBytes(plan));
  const queue = new Queue(connection.queue, ...connection.with({}));
  const flows = new FlowProducer(...connection.with({}));
  for (const one of [queue, flows]) one.on("error", () => {});
  const events = watch(connection, plan, jobs, merges, onProgress);
  const task = { plan, queue, flows, results, attempts, signal, events, connection };
  try {
    if (plan.work === "statistics") await reduceTree(task, partsOfTree(merges, root, window));
    else await runAll(task, jobs, window);
    events.end();
    const summaries = [];
    for (const key of root === null ? jobs.map((job) => job.key) : [root]) summaries.push(await results.summaryOf(key));
    const outcome = await outcomeOf(plan, async (key) => (await results.get(key)).bytes, lambda === undefined ? {} : { lambda });
    const count = (name) => summaries.reduce((sum, summary) => sum + (summary[name] ?? 0), 0);
    if (!keep && plan.work !== "predictions") await results.remove(root === null ? jobs.map(({ key }) => key) : [root]);
    return { plan: plan.key, rows: count("rows"), setAside: count("setAside"), ...outcome };
  } catch (error) {
    throw error instanceof DataError || error.name === "AbortError" ? error : connection.clean(error);
  } finally {
    await Promise.allSettled([events.close(), flows.close(), queue.close()]);
  }
}

/** Part after part, as they need each other. */
async function reduceTree(task, parts) {
  const rootKey = parts.at(-1).key;
  if (await task.results.summaryOf(rootKey)) return;
  for (const { key, children } of parts) await settle(task, [key], (node) => flowOf(task, node, children));
}

/** Jobs that do not need each other: a new one for each that is done. */
async function runAll(task, jobs, window) {
  const each = Math.max(1, Math.floor(window / 2));
  for (let at = 0; at < jobs.length; at += each) {
    await settle(
      task,
      jobs.slice(at, at + each).map(({ key }) => key),
      (key) => flowOf(task, key, () => []),
    );
  }
}

function flowOf(task, key, children) {
  const { plan, attempts, connection } = task;
  const below = children(key).map((child) => flowOf(task, child, children));
  return {
    name: below.length > 0 ? "merge" : plan.work,
    queueName: connection.queue,
    data: { plan: plan.key, key },
    opts: {
      jobId: idOf(plan.key, key),
      attempts,
      backoff: { type: "exponential", delay: 1000 },
      // results are kept elsewhere
      removeOnComplete: true,
      failParentOnFailure: true,
    },
    ...(below.length > 0 ? { children: below } : {}),
  };
}

/** Waits until the results of some keys are there; queues what is neither there nor queued, also where a server has forgotten it. */
async function settle(task, keys, flow) {
  const { results, queue, plan, signal, events } = task;
  let [open, wait, first] = [keys, WAIT.first, true];
  while (open.length > 0) {
    signal?.throwIfAborted();
    const left = [];
    for (const key of open) if (!(await results.summaryOf(key))) left.push(key);
    for (const key of left) {
      const id = idOf(plan.key, key);
      const state = await patiently(() => queue.getJobState(id));
      if (state === "failed" && !first) throw await faultOf(task, id);
      if (state === "failed" || state === "completed") {
        if (!(await results.summaryOf(key))) await patiently(async () => (await queue.getJob(id))?.remove({ removeChildren: true }));
        else continue;
      }
      if (["failed", "completed", "unknown"].includes(state) && !(await results.summaryOf(key)))
        await patiently(() => task.flows.add(flow(key)));
    }
    first = false;
    open = left;
    if (open.length > 0) await events.pause(wait);
    wait = Math.min(1.5 * wait, WAIT.longest);
  }
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

/** Progress by the events of the queue. */
function watch(connection, plan, jobs, merges, onProgress) {
  const known = new Map(jobs.map((job) => [idOf(plan.key, job.key), (job.to ?? 0) - (job.from ?? 0)]));
  for (const { key } of merges) known.set(idOf(plan.key, key), 0);
  const [seen, done] = [new Map(), new Set()];
  const began = performance.now();
  let wake = () => {};
  const tell = () => {
    if (!onProgress) return;
    const rowsDone = [...seen.values()].reduce((sum, rows) => sum + rows, 0);
    const rows = [...known.values()].reduce((sum, count) => sum + count, 0);
    onProgress({ jobs: known.size, jobsDone: done.size, rows, rowsDone, rowsPerSecond: (1000 * rowsDone) / (performance.now() - began) });
  };
  const events = new QueueEvents(connection.queue, ...connection.with({}, { blocking: true }));
  events.on("error", () => {});
  events.on("progress", ({ jobId, data }) => {
    if (!known.has(jobId)) return;
    seen.set(jobId, data.rows);
    tell();
  });
  events.on("completed", ({ jobId }) => {
    if (!known.has(jobId)) return;
    seen.set(jobId, known.get(jobId));
    done.add(jobId);
    tell();
    wake();
  });
  return {
    /** All is done, also what went by unseen. */
    end() {
      for (const [id, rows] of known) {
        seen.set(id, rows);
        done.add(id);
      }
      tell();
    },
    /** Until the time is over, or a job is done. */
    pause: (milliseconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    close: () => events.close(),
  };
}
