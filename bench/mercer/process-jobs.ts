import type { Process } from "../data.ts";
import { type Job, jobOfCall } from "../jobs/job.ts";
import type { ProcessWork } from "../jobs/work.ts";
import { concatenated } from "../oracle.ts";
import { describe } from "./kernels.ts";
import type { Library } from "./load.ts";

/** Gaussian processes: the likelihood, and what is known of new points. */
export function processJob(work: ProcessWork, mercer: Library): Job {
  const { problem } = work;
  const { y } = problem;
  const estimator = describeProcess(mercer, problem);
  const points = { rows: problem.n, cols: problem.d, data: problem.x };
  switch (work.operation) {
    case "processFit":
      return jobOfCall(
        () => mercer.fit(estimator, points, y),
        ({ coefficients }) => coefficients,
      );
    case "likelihood":
      return jobOfCall(
        () => mercer.logMarginalLikelihood(estimator, points, y, { gradient: true }),
        // of the noise, of the factor, of the length scales
        ({ value, gradient = {} }) => Float64Array.of(value, ...Object.values(gradient)),
      );
    case "variance":
    case "map": {
      const z = { rows: work.z.length / problem.d, cols: problem.d, data: work.z };
      const fitted = mercer.fit(estimator, points, y);
      return jobOfCall(
        () => mercer.predictDistribution(work.operation === "map" ? mercer.fit(estimator, points, y) : fitted, z),
        ({ mean, variance }) => concatenated(mean, variance),
      );
    }
    default:
      return work satisfies never;
  }
}

function describeProcess(mercer: Library, { kernel, factor, noise, trend }: Process) {
  return mercer.gaussianProcess({ kernel: mercer.scale(factor, describe(mercer, kernel)), noise, trend });
}
