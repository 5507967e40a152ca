/** A process that does the same work again and again: one request, one reply, each run timed here. */
import type { Implementation } from "../jobs/implementation.ts";
import { type Job, timed } from "../jobs/job.ts";
import { jobOf } from "../jobs/job-of.ts";
import type { Prepare, Reply, Request } from "./messages.ts";

const jobs: Partial<Record<Implementation, Job>> = {};

process.on("message", async (request: Request) => {
  const answer = await answerTo(request).catch(
    (cause: unknown): Reply => ({ error: cause instanceof Error ? cause.message : String(cause) }),
  );
  process.send?.(answer);
});
// Threads of a pool would outlive the one who asks.
process.on("disconnect", () => process.exit());

async function answerTo(request: Request): Promise<Reply> {
  switch (request.kind) {
    case "prepare":
      for (const implementation of request.implementations) jobs[implementation] = await prepare(implementation, request);
      return { ready: true };
    case "run":
      return { time: await timed(prepared(request.implementation), request.calls) };
    case "result":
      return { result: prepared(request.implementation).result() };
    default:
      return request satisfies never;
  }
}

async function prepare(implementation: Implementation, { work, dist, threads }: Prepare): Promise<Job> {
  if (threads === undefined) return jobOf(implementation, work, dist);
  return (await import("../mercer/pool-job.ts")).poolJob(work, threads, dist);
}

function prepared(implementation: Implementation): Job {
  const job = jobs[implementation];
  if (!job) throw new Error(`${implementation} is not prepared`);
  return job;
}
