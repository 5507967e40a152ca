import { toJSON } from "mercer";
import { rankFits } from "mercer/jobs";
import { digestStatistic, solveStatistic, statisticFromBytes, statisticPath } from "mercer/statistics";
import { jobsOf } from "./plan.mjs";

/**
 * What the results of all jobs come to, on one machine:
 *
 * - statistics: { digest, rows, lambda, model }, λ by generalised cross-validation of the sums unless given;
 * - fits: { best, ranking };
 * - predictions: { parts }, the ranges in their order and the keys of their files.
 *
 * @param {any} plan
 * @param {(key: string) => Promise<Uint8Array>} get the bytes of a key
 * @param {{ lambda?: number }} [options]
 */
export async function outcomeOf(plan, get, { lambda } = {}) {
  const { jobs, root } = jobsOf(plan);
  switch (plan.work) {
    case "statistics": {
      const statistic = statisticFromBytes(await get(root));
      const chosen = lambda ?? statisticPath(statistic).best.gcv;
      const model = solveStatistic(statistic, { lambda: chosen });
      return { digest: digestStatistic(statistic), lambda: chosen, model: toJSON(model) };
    }
    case "fits": {
      const bytes = await Promise.all(jobs.map(({ key }) => get(key)));
      const { best, ranking } = rankFits(
        jobs,
        bytes.map((result) => JSON.parse(Buffer.from(result).toString())),
      );
      return { best, ranking: ranking.map((candidate) => ({ ...candidate, scores: Array.from(candidate.scores) })) };
    }
    default:
      return { parts: jobs.map(({ from, to, key }) => ({ from, to, key })) };
  }
}
