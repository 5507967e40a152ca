import { UnrecoverableError, Worker } from "bullmq";
import { jobsOf, readPlan } from "mercer-shards";
import { jobThread } from "./job-thread.mjs";
import { openMetrics } from "./metrics.mjs";
import { resultsOf } from "./results.mjs";

/** Codes of faults that another attempt would find again. */
const LASTING = new Set([
  "row",
  "source",
  "argument",
  "shape",
  "kernel",
  "unsupported",
  "not-finite",
  "not-positive-definite",
  "singular",
  "format",
]);

/** Plans that are held at once: one after the other is the rule, some at a time the exception. */
const MOST_PLANS = 4;

/** Milliseconds between notes of progress. */
const INTERVAL = 500;

/**
 * A worker: takes jobs from the queue, runs each on a thread, puts the result where the others find it, and only then says that it is done. A job whose result is there is not run again, and
 * one that is run twice has the same bytes, so nothing is lost and nothing counts twice when workers die.
 *
 * @param {ReturnType<typeof import("./connection.mjs").connect>} connection
 * @param {object} [options]
 * @param {number} [options.concurrency] threads, 1 unless given: what a worker takes of memory is per thread
 * @param {number} [options.lockDuration] milliseconds after which a job whose worker no longer answers goes to another
 * @param {number} [options.stalledInterval] milliseconds between looks for such jobs
 * @param {number} [options.heap] megabytes of the objects of a thread at most, as row groups decoded: V8 cleans up late where there is room, and a job that needs more ends with an error
 * @param {(event: { event: string, message: string, code?: unknown, job?: string }) => void} [options.onEvent] told of errors of the connection and of failed jobs, without secrets
 * @returns what tells of it, and `close`, which waits for the jobs that are running
 */
export function startWorker(
  connection,
  { concurrency = 1, lockDuration = 30_000, stalledInterval = lockDuration / 2, heap, onEvent = () => {} } = {},
) {
  const metrics = openMetrics();
  const idle = Array.from({ length: concurrency }, () => jobThread(heap));
  const threads = [...idle];
  const plans = new Map();
  const process = async (job) => {
    const thread = idle.pop();
    const began = performance.now();
    try {
      return await done(job, await planOf(connection, plans, job.data.plan), { thread, metrics, connection });
    } catch (error) {
      metrics.counts.failed++;
      throw error;
    } finally {
      metrics.counts.busySeconds += (performance.now() - began) / 1000;
      idle.push(thread);
    }
  };
  const options = { concurrency, lockDuration, stalledInterval, maxStalledCount: 10, drainDelay: 1, metrics: { maxDataPoints: 1440 } };
  const worker = new Worker(connection.queue, process, ...connection.with(options, { blocking: true }));
  const tell = (event, error, more = {}) => {
    const { message, code } = connection.clean(error);
    onEvent({ event, message, ...(code === undefined ? {} : { code }), ...more });
  };
  worker.on("error", (error) => tell("error", error));
  worker.on("failed", (job, error) => tell("failed", error, { job: job?.id }));
  return {
    metrics: metrics.values,
    metricsText: metrics.text,
    ready: () => worker.waitUntilReady(),
    async close() {
      await worker.close();
      for (const thread of threads) await thread.close();
    },
  };
}

/** { key, bytes, jobs } of a plan, read once. */
async function planOf(connection, plans, key) {
  const known = plans.get(key);
  if (known) return known;
  const bytes = await resultsOf(connection.blobs, key).getPlan();
  if (bytes === null) throw new UnrecoverableError(`the plan ${key} is not there; drive it again`);
  const { jobs, merges } = jobsOf(readPlan(bytes));
  const read = { key, bytes, jobs: new Map([...jobs, ...merges].map((job) => [job.key, job])) };
  if (plans.size === MOST_PLANS) plans.delete(plans.keys().next().value);
  plans.set(key, read);
  return read;
}

async function done(queued, plan, { thread, metrics, connection }) {
  const { key } = queued.data;
  const job = plan.jobs.get(key);
  const results = resultsOf(connection.blobs, plan.key);
  const known = await results.summaryOf(key);
  if (known) {
    metrics.counts.found++;
    return known;
  }
  const children = job.kind === "mergeJob" ? await childrenOf(job, results) : [];
  if (children === null) return results.summaryOf(key);
  try {
    const { bytes, summary: own } = await thread.run(plan.key, plan.bytes, job, {
      parts: children.map((child) => child.bytes),
      onRows: noting(queued),
    });
    const summary = { ...own, ...totalsOf(children, own) };
    await results.put(key, { bytes, summary });
    // what they are in is there: the results of a tree take the room of its width
    if (children.length > 0) await results.remove(job.of);
    metrics.add(job.kind);
    if (job.kind !== "mergeJob") metrics.counts.rows += summary.rows ?? 0;
    return summary;
  } catch (error) {
    if (!LASTING.has(error.code)) throw connection.clean(error);
    const { name, message, code, file, group, row, column } = error;
    await results.putFault(key, { name, message, code, file, group, row, column });
    throw new UnrecoverableError(message);
  }
}

/** The results that are merged; null where another has done so, and taken them away. */
async function childrenOf(job, results) {
  const children = [];
  for (const key of job.of) children.push(await results.get(key));
  const missing = children.indexOf(null);
  if (missing < 0) return children;
  if (await results.summaryOf(job.key)) return null;
  throw new Error(`the result of ${job.of[missing]} is not there any more; drive the plan again`);
}

function totalsOf(children, own) {
  const total = (name) => children.reduce((sum, { summary }) => sum + summary[name], 0);
  return children.length > 0 ? { rows: total("rows"), setAside: total("setAside") } : own;
}

/** Notes of progress, not too many of them; one that is lost is none the worse. */
function noting(queued) {
  let last = performance.now();
  return (rows) => {
    if (performance.now() - last < INTERVAL) return;
    last = performance.now();
    queued.updateProgress({ rows }).catch(() => {});
  };
}
