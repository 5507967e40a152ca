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

const SLOW = `import { threadId } from "node:worker_threads";
const [flag, rows] = [new Int32Array(new SharedArrayBuffer(4)), { seen: 0 }];
export const columns = ["a", "b"];
export function pointOf({ a, b }) {
  if (++rows.seen % 256 === 0 && threadId > 0) Atomics.wait(flag, 0, 0, 6);
  return [a, b];
}
`;

/** The same work, of which a block takes a tenth of a second more on the thread of a worker: long enough to be in the midst of it. */
export async function slowPlan(folder, { source, none, parts, fanIn }) {
  const points = join(folder, "slow.mjs");
  writeFileSync(points, SLOW);
  const { kernel, landmarks } = statisticFromJSON(none).features;
  const estimator = nystrom({ kernel, landmarks, lambda: 0.1 });
  const data = { files: source.files.map(({ path }) => path), points, y: "y" };
  return makePlan({ work: "statistics", estimator, data, parts, fanIn });
}
