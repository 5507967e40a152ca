import type { Job } from "../jobs/job.ts";
import type { Work } from "../jobs/work.ts";
import { algebraJob } from "./algebra-jobs.ts";
import { learningJob } from "./learning-jobs.ts";
import { loadLibrary, loadLinearAlgebra } from "./load.ts";
import { processJob } from "./process-jobs.ts";
import { selectionJob } from "./selection-jobs.ts";

/** What a caller of the build sees: arrays in, arrays out, every copy included. */
export async function mercerJob(work: Work, dist: string): Promise<Job> {
  switch (work.operation) {
    case "product":
    case "selfProduct":
    case "cholesky":
    case "lu":
    case "ldl":
    case "qr":
    case "eigh":
      return algebraJob(work, await loadLinearAlgebra(dist));
    case "processFit":
    case "likelihood":
    case "variance":
    case "map":
      return processJob(work, await loadLibrary(dist));
    case "lambdaPath":
    case "comparison":
      return selectionJob(work, await loadLibrary(dist));
    default:
      return learningJob(work, await loadLibrary(dist));
  }
}
