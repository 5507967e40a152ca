/**
 * What workers gain, and what the queue costs, on Redis on this machine:
 *
 *     node engines/bullmq/measure/run.mjs flights [landmarks]   three million rows: one process without a queue, and two workers
 *     node engines/bullmq/measure/run.mjs search                60 candidates × 5 folds: one worker, and two
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { kernelRidge, matern, nystrom, rbf } from "mercer";
import { addRows, digestStatistic, statisticFromJSON } from "mercer/statistics";
import { blocksOf, makePlan } from "mercer-shards";
import { writeRows } from "../../shards/test/rows.mjs";
import { connect, drive } from "../src/index.mjs";
import { startWorkerProcess } from "../test/processes.mjs";
import { startRedis } from "../test/servers.mjs";
import { FOLDER } from "./flight-points.mjs";

const [what, size] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "mercer-measure-"));
const redis = await startRedis();
try {
  if (what === "search") await search();
  else await flights(Number(size ?? 200));
} finally {
  await redis.close();
  rmSync(folder, { recursive: true });
}

async function flights(landmarks) {
  const plan = await makePlan({
    work: "statistics",
    estimator: nystrom({ kernel: matern({ nu: 1.5, lengthScale: 2 }), landmarks, seed: 1, intercept: true }),
    data: { files: [join(FOLDER, "flights-3m.parquet")], points: fileURLToPath(new URL("flight-points.mjs", import.meta.url)), y: "delay" },
    parts: 12,
  });
  const single = await timed(async () => {
    let statistic = statisticFromJSON(plan.none);
    for await (const { X, y, from } of blocksOf(plan.source, { from: 0, to: plan.source.rows }))
      statistic = addRows(statistic, X, y, { from });
    return digestStatistic(statistic);
  });
  const double = await byWorkers(2, plan);
  console.log(`${plan.source.rows} rows, ${landmarks} landmarks`);
  console.log(
    `one process: ${single.seconds.toFixed(1)} s; two workers: ${double.seconds.toFixed(1)} s, ${Math.round(plan.source.rows / double.seconds)} rows a second`,
  );
  console.log(
    `per core: ${((2 * double.seconds) / single.seconds).toFixed(2)} of the time of one process; memory ${double.bytes.map((bytes) => `${Math.round(bytes / 1e6)} MB`).join(", ")}`,
  );
  console.log(`one digest: ${single.value === double.value.digest}, λ = ${double.value.lambda}`);
}

async function search() {
  const candidates = {};
  for (let i = 0; i < 10; i++) {
    for (let j = 0; j < 6; j++)
      candidates[`gamma ${i}, lambda ${j}`] = kernelRidge({ kernel: rbf({ gamma: 2 ** (i - 5) }), lambda: 10 ** -j });
  }
  const data = { files: [writeRows(folder, "parquet", 1500)], X: ["a", "b"], y: "y" };
  const plan = await makePlan({ work: "fits", candidates, folds: 5, data });
  const one = await byWorkers(1, plan);
  const two = await byWorkers(2, plan);
  console.log(
    `60 candidates × 5 folds of 1,500 rows: one worker ${one.seconds.toFixed(1)} s, two ${two.seconds.toFixed(1)} s: ${(one.seconds / two.seconds).toFixed(2)} ×`,
  );
  console.log(`the same ranking: ${JSON.stringify(one.value.ranking) === JSON.stringify(two.value.ranking)}, best ${one.value.best}`);
}

async function byWorkers(count, plan) {
  const where = { redis: { host: "127.0.0.1", port: redis.port }, queue: `of-${count}` };
  const workers = [];
  for (let i = 0; i < count; i++) workers.push(await startWorkerProcess(where, { lockDuration: 30_000, stalledInterval: 15_000 }));
  const connection = connect(where);
  const found = await timed(() => drive(connection, plan));
  await connection.close();
  const metrics = await Promise.all(workers.map((worker) => worker.stop()));
  return { ...found, bytes: metrics.map(({ peakBytes }) => peakBytes) };
}

async function timed(body) {
  const began = performance.now();
  const value = await body();
  return { value, seconds: (performance.now() - began) / 1000 };
}
