// Work divided into jobs: their keys, and what they come to.
import { substance } from "./model.mjs";
import { uniform } from "./numbers.mjs";

const n = 9000;
const X = uniform(n, 2, 61);
const y = Float64Array.from({ length: n }, (_, i) => X.data[2 * i] ** 2 + X.data[2 * i + 1]);
const data = "rows of this file";
const part = (from, to) => ({ rows: to - from, cols: 2, data: X.data.slice(2 * from, 2 * to) });

export const workJobs = {
  "jobs, statistics": async (m) => {
    const estimator = m.nystrom({ kernel: m.rbf({ gamma: 0.7 }), lambda: 0.1, landmarks: 12, seed: 3 });
    const none = m.statistics.emptyStatistic(estimator, part(0, 300));
    const jobs = m.jobs.statisticJobs(none, { rows: n, parts: 3, data });
    const found = new Map();
    for (const job of jobs) {
      const rows = { X: part(job.from, job.to), y: y.slice(job.from, job.to) };
      const { statistic } = await m.jobs.runStatisticJob(job, none, m.statistics.rowBlocks([rows], job.from));
      found.set(job.key, statistic);
    }
    const { root, jobs: merges } = m.jobs.mergeJobs([...found.keys()], { fanIn: 2 });
    for (const { key, of } of merges) found.set(key, of.map((child) => found.get(child)).reduce(m.statistics.mergeStatistics));
    return [jobs, merges, m.statistics.digestStatistic(found.get(root)), substance(m.statistics.solveStatistic(found.get(root)))];
  },
  "jobs, fits": async (m) => {
    const few = part(0, 90);
    const jobs = m.jobs.fitJobs(
      { wide: m.kernelRidge({ kernel: m.rbf({ gamma: 0.1 }) }), narrow: m.gaussianProcess({ kernel: m.rbf() }) },
      { folds: 3, data },
    );
    const results = await Promise.all(jobs.map((job) => m.jobs.runFitJob(job, few, y.slice(0, 90))));
    return [m.jobs.rankFits(jobs, results.reverse()), m.jobs.predictionJobs({ model: m.jobs.jobKey(few) }, { rows: n, parts: 2, data })];
  },
};
