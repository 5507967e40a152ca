import { FlowProducer, Queue } from "bullmq";
import { DataError, jobsOf, outcomeOf, writePlanBytes } from "mercer-shards";
import { partsOfTree } from "./flow.mjs";
import { resultsOf } from "./results.mjs";
import { settle } from "./settle.mjs";
import { watch } from "./watch.mjs";

/**
 * Drives a plan to its end: puts its jobs into the queue, no more than `window` at once, waits for the results and makes of them what `outcomeOf` says.
 *
 * It keeps nothing to itself. Where it ends too early, another with the same plan goes on: it finds what is done and what is queued, by the keys of their content.
 *
 * @param {ReturnType<typeof import("./connection.mjs").connect>} connection
 * @param {any} plan
 * @param {object} [options]
 * @param {number} [options.window] how many jobs are in the queue at most: what a driver puts there waits for workers, and takes room
 * @param {number} [options.attempts] of each job, with pauses that double from a second on
 * @param {(progress: { jobs: number, jobsDone: number, rows: number, rowsDone: number, rowsPerSecond: number }) => void} [options.onProgress] told of what this driver has seen
 * @param {AbortSignal} [options.signal]
 * @param {number} [options.lambda] λ, by generalised cross-validation unless given
 * @param {(outcome: any) => void | Promise<void>} [options.deliver] given the outcome before results are removed: where it throws they stay, and the next driver has the outcome at once
 * @param {boolean} [options.keep] whether the results stay; else they are removed once the outcome is known
 * @throws DataError where rows or files are at fault, with their place; Error for jobs that failed after all attempts
 */
export async function drive(
  connection,
  plan,
  { window = 1000, attempts = 5, onProgress, signal, lambda, deliver = () => {}, keep = false } = {},
) {
  const { jobs, merges, root } = jobsOf(plan);
  const results = resultsOf(connection.blobs, plan.key);
  await results.putPlan(writePlanBytes(plan));
  const queue = new Queue(connection.queue, ...connection.with({}));
  const flows = new FlowProducer(...connection.with({}));
  queue.on("error", () => {});
  flows.on("error", () => {});
  const events = watch(connection, plan, jobs, merges, onProgress);
  const task = { plan, queue, flows, results, attempts, signal, events };
  const last = root === null ? jobs.map(({ key }) => key) : [root];
  try {
    if (root === null) await settle(task, last, () => [], window);
    else await reduceTree(task, partsOfTree(merges, root, window));
    events.end();
    const summaries = await results.summariesOf(last);
    const found = await outcomeOf(plan, async (key) => (await results.get(key)).bytes, lambda === undefined ? {} : { lambda });
    const count = (name) => summaries.reduce((sum, summary) => sum + (summary[name] ?? 0), 0);
    const outcome = { plan: plan.key, rows: count("rows"), setAside: count("setAside"), ...found };
    await deliver(outcome);
    if (!keep && plan.work !== "predictions") await results.remove(last);
    return outcome;
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
  for (const { key, children } of parts) await settle(task, [key], children, 1);
}
