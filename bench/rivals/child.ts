/** The process of the rivals: one request, one reply, each run timed here. */
import { prepare } from "./jobs.ts";
import { type Implementation, type Job, PLAIN, type Reply, type Request, TWIN, type Work } from "./work.ts";

const rivals: Partial<Record<Implementation, Job>> = {};

process.on("message", async (request: Request) => {
  const answer = await answerTo(request).catch(
    (cause: unknown): Reply => ({ error: cause instanceof Error ? cause.message : String(cause) }),
  );
  process.send?.(answer);
});

async function answerTo(request: Request): Promise<Reply> {
  if (request.kind === "prepare") {
    for (const implementation of request.implementations) rivals[implementation] = await jobOf(implementation, request.work);
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
async function jobOf(implementation: Implementation, work: Work): Promise<Job> {
  switch (implementation) {
    case TWIN:
    case PLAIN:
      return prepare(work)[implementation];
    case "ml-matrix":
      return (await import("../peers/ml-matrix.ts")).mlMatrix(work);
    case "ml-kernel":
      return (await import("../peers/ml-kernel.ts")).mlKernel(work);
    case "ml-regression":
      return (await import("../peers/ml-regression.ts")).mlRegression(work);
    case "libsvm-js":
      return (await import("../peers/libsvm-js.ts")).libsvmJs(work);
  }
}
