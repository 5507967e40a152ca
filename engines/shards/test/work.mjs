// A plan for the tests of all engines, and what it comes to in one process.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { nystrom, rbf, toJSON } from "mercer";
import { addRows, digestStatistic, solveStatistic, statisticFromJSON, statisticPath } from "mercer/statistics";
import { makePlan, rowsOf } from "mercer-shards";
import { writeRows } from "./rows.mjs";

/** What is to be done, as a file and as a plan. */
export async function workOf(folder, { rows, parts, landmarks = 20, fanIn = 3 }) {
  const work = {
    work: "statistics",
    estimator: nystrom({ kernel: rbf({ gamma: 1 }), landmarks, seed: 1, lambda: 0.1 }),
    data: { files: [writeRows(folder, "parquet", rows)], X: ["a", "b"], y: "y" },
    parts,
    fanIn,
  };
  const file = join(folder, "work.json");
  writeFileSync(file, JSON.stringify(work));
  return { file, plan: await makePlan(work) };
}

/** By the verbs of one process, without jobs. */
export async function outcomeInOneProcess(plan) {
  const { X, y } = await rowsOf(plan.source);
  const statistic = addRows(statisticFromJSON(plan.none), X, y, { from: 0 });
  const lambda = statisticPath(statistic).best.gcv;
  return { digest: digestStatistic(statistic), lambda, model: toJSON(solveStatistic(statistic, { lambda })) };
}
