import { type Implementation, MERCER, PLAIN, TWIN } from "./implementation.ts";
import type { Job } from "./job.ts";
import type { Work } from "./work.ts";

/** The work, prepared; `dist` is the build that is meant by "mercer". Implementations are imported only where they take part. */
export async function jobOf(implementation: Implementation, work: Work, dist: string): Promise<Job> {
  switch (implementation) {
    case MERCER:
      return (await import("../mercer/jobs.ts")).mercerJob(work, dist);
    case TWIN:
    case PLAIN:
      return (await import("./twin-and-plain.ts")).twinAndPlain(work)[implementation];
    case "ml-matrix":
      return (await import("../peers/ml-matrix.ts")).mlMatrix(work);
    case "ml-kernel":
      return (await import("../peers/ml-kernel.ts")).mlKernel(work);
    case "ml-regression":
      return (await import("../peers/ml-regression.ts")).mlRegression(work);
    case "libsvm-js":
      return (await import("../peers/libsvm-js.ts")).libsvmJs(work);
    default:
      return implementation satisfies never;
  }
}
