/** The process of the rivals: one request, one reply, each run timed here. */
import { prepare } from "./jobs.ts";
import type { Implementation, Job, Reply, Request, Rivals, Work } from "./work.ts";

let rivals: Rivals = {};

process.on("message", async (request: Request) => {
  const answer = await answerTo(request).catch((cause: unknown): Reply => ({ error: cause instanceof Error ? cause.message : String(cause) }));
  process.send?.(answer);
});

async function answerTo(request: Request): Promise<Reply> {
  if (request.kind === "prepare") {
    rivals = prepare(request.work);
    for (const peer of request.peers) rivals[peer] = await preparePeer(peer, request.work);
    return { ready: true };
  }
  const job = rivals[request.implementation];
  if (!job) throw new Error(`${request.implementation} is not prepared`);
  if (request.kind === "result") return { result: job.result() };
  job.restore?.();
  globalThis.gc?.();
  const start = performance.now();
  job.run();
  return { ms: performance.now() - start };
}

/** Peers are imported only where they take part. */
async function preparePeer(peer: Implementation, work: Work): Promise<Job> {
  if (peer === "ml-matrix") return (await import("../peers/ml-matrix.ts")).mlMatrix(work);
  if (peer === "ml-kernel") return (await import("../peers/ml-kernel.ts")).mlKernel(work);
  return (await import("../peers/ml-regression.ts")).mlRegression(work);
}
