import { QueueEvents } from "bullmq";
import { idOf } from "./flow.mjs";

/** What the events of the queue tell of a plan: its progress, and which jobs are done. */
export function watch(connection, plan, jobs, merges, onProgress) {
  const known = new Map(jobs.map((job) => [idOf(plan.key, job.key), (job.to ?? 0) - (job.from ?? 0)]));
  for (const { key } of merges) known.set(idOf(plan.key, key), 0);
  const rows = [...known.values()].reduce((sum, count) => sum + count, 0);
  const [seen, done, told] = [new Map(), new Set(), new Set()];
  const began = performance.now();
  const isTold = (key) => told.has(idOf(plan.key, key));
  /** @type {(hasFailed: boolean) => void} */
  let onTold = () => {};
  const tell = () => {
    if (!onProgress) return;
    const rowsDone = [...seen.values()].reduce((sum, count) => sum + count, 0);
    onProgress({ jobs: known.size, jobsDone: done.size, rows, rowsDone, rowsPerSecond: (1000 * rowsDone) / (performance.now() - began) });
  };
  const events = new QueueEvents(connection.queue, ...connection.with({}, { blocking: true }));
  events.on("error", () => {});
  events.on("progress", ({ jobId, data }) => {
    if (!known.has(jobId) || done.has(jobId)) return;
    seen.set(jobId, /** @type {{ rows: number }} */ (data).rows);
    tell();
  });
  events.on("completed", ({ jobId }) => {
    if (!known.has(jobId)) return;
    seen.set(jobId, known.get(jobId));
    done.add(jobId);
    told.add(jobId);
    tell();
    onTold(false);
  });
  events.on("failed", ({ jobId }) => known.has(jobId) && onTold(true));
  return {
    /** All is done, also what went by unseen. */
    end() {
      for (const [id, count] of known) {
        seen.set(id, count);
        done.add(id);
      }
      tell();
    },
    /** Of jobs that are done from now on `pause` is told. */
    forget: () => told.clear(),
    /** Until the time is over, a job has failed, or those that are done are enough. */
    pause: (milliseconds, isEnough) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        onTold = (hasFailed) => {
          if (!hasFailed && !isEnough(isTold)) return;
          clearTimeout(timer);
          resolve();
        };
        onTold(false);
      }),
    close: () => events.close(),
  };
}
