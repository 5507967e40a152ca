// Work whose result bits must be the same on every engine, on every thread: each job is given the verbs, be they functions or those of a pool,
// which promise their results, and returns plain data.
import { calibrationJobs } from "./calibration.mjs";
import { classificationJobs } from "./classification.mjs";
import { descentJobs } from "./descent.mjs";
import { diagnosisJobs } from "./diagnosis.mjs";
import { digest } from "./digest.mjs";
import { gaussianJobs, processJobs } from "./gaussian.mjs";
import { functionJobs, gramJobs } from "./gram.mjs";
import { featureJobs, linearAlgebraJobs } from "./linear-algebra.mjs";
import { lossJobs } from "./losses.mjs";
import { predictorJobs, regressionJobs } from "./regression.mjs";
import { searchJobs } from "./search.mjs";
import { selectionJobs } from "./selection.mjs";
import { servingJobs } from "./serving.mjs";
import { nystromJobs, statisticJobs } from "./statistics.mjs";
import { tableJobs } from "./tables.mjs";
import { provenanceJobs, verificationJobs } from "./verification.mjs";
import { workJobs } from "./work.mjs";

/** Jobs on plain data, which can cross to the workers of a pool. */
export const crossing = {
  ...gramJobs,
  ...featureJobs,
  ...regressionJobs,
  ...nystromJobs,
  ...descentJobs,
  ...lossJobs,
  ...classificationJobs,
  ...diagnosisJobs,
  ...linearAlgebraJobs,
  ...selectionJobs,
  ...servingJobs,
  ...gaussianJobs,
  ...verificationJobs,
};

/** And those that need a function of the host, or are one. */
export const jobs = {
  ...crossing,
  ...workJobs,
  ...functionJobs,
  ...predictorJobs,
  ...searchJobs,
  ...calibrationJobs,
  ...processJobs,
  ...provenanceJobs,
  ...tableJobs,
  ...statisticJobs,
};

/** The hash of every job, or of those given, or the code and the words of the first error. */
export async function report(verbs, wanted = jobs) {
  const hashes = {};
  for (const [name, job] of Object.entries(wanted)) {
    try {
      hashes[name] = await digest(await job(verbs));
    } catch (error) {
      return { error: verbs.isMercerError(error) ? error.code : "other", message: `${name}: ${error?.message ?? error}` };
    }
  }
  return { hashes };
}
