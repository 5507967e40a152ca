/**
 * What workers gain, and what the queue costs, on Redis on this machine:
 *
 *     node engines/bullmq/measure/run.mjs flights [landmarks]   three million rows
 *     node engines/bullmq/measure/run.mjs search                60 candidates × 5 folds
 *
 * Each by one and by two processes without a queue, which is the most that two can gain here, and by one and by two workers; the last words say which of them: flights 200 plain-1 workers-2
 */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { kernelRidge, matern, nystrom, rbf } from "mercer";
import { makePlan, writePlan } from "mercer-shards";
import { writeRows } from "../../shards/test/rows.mjs";
import { connect, drive } from "../src/index.mjs";
import { startWorkerProcess } from "../test/processes.mjs";
import { startChild, startRedis } from "../test/servers.mjs";
import { FOLDER } from "./flight-points.mjs";

/** Rows of a search: fits of a tenth of a second, beside which the start of a process is little. */
const SEARCHED = 2500;

const [what, ...words] = process.argv.slice(2);
const size = words.find((word) => /^\d+$/.test(word));
const asked = words.filter((word) => word !== size);
const folder = mkdtempSync(join(tmpdir(), "mercer-measure-"));
const planPath = join(folder, "plan.json");
try {
  const plan = what === "search" ? await searchPlan() : await flightsPlan(Number(size ?? 200));
  writePlan(planPath, plan);
  console.log(what === "search" ? `60 candidates × 5 folds of ${SEARCHED} rows` : `${plan.source.rows} rows, ${size ?? 200} landmarks`);
  for (const [name, body] of [
    ["plain-1", () => byProcesses(1)],
    ["plain-2", () => byProcesses(2)],
    ["workers-1", () => byWorkers(1, plan)],
    ["workers-2", () => byWorkers(2, plan)],
  ]) {
    if (asked.length === 0 || asked.includes(name)) tell(name, await body());
  }
} finally {
  rmSync(folder, { recursive: true });
}

function flightsPlan(landmarks) {
  return makePlan({
    work: "statistics",
    estimator: nystrom({ kernel: matern({ nu: 1.5, lengthScale: 2 }), landmarks, seed: 1, intercept: true }),
    data: { files: [join(FOLDER, "flights-3m.parquet")], points: fileURLToPath(new URL("flight-points.mjs", import.meta.url)), y: "delay" },
    parts: 2,
  });
}

function searchPlan() {
  const candidates = {};
  for (let i = 0; i < 10; i++) {
    for (let j = 0; j < 6; j++)
      candidates[`gamma ${i}, lambda ${j}`] = kernelRidge({ kernel: rbf({ gamma: 2 ** (i - 5) }), lambda: 10 ** -j });
  }
  return makePlan({ work: "fits", candidates, folds: 5, data: { files: [writeRows(folder, "parquet", SEARCHED)], X: ["a", "b"], y: "y" } });
}

/** Without a queue, each with its share. */
async function byProcesses(count) {
  const children = Array.from({ length: count }, (_, share) =>
    startChild(process.execPath, [fileURLToPath(new URL("plain.mjs", import.meta.url)), planPath, share, count].map(String), {
      stdio: ["pipe", "pipe", "inherit"],
    }),
  );
  const texts = children.map(() => "");
  for (const [i, { stdout }] of children.entries()) {
    stdout.on("data", (data) => {
      texts[i] += data;
    });
  }
  await Promise.all(children.map(({ stdout }) => once(stdout, "data")));
  const began = performance.now();
  for (const { stdin } of children) stdin.end("go\n");
  await Promise.all(children.map((child) => once(child, "close")));
  const told = texts.map((text) => JSON.parse(text.trim().split("\n").at(-1)));
  return { seconds: (performance.now() - began) / 1000, processes: told, value: count === 1 ? told[0].value : null };
}

async function byWorkers(count, plan) {
  const redis = await startRedis();
  try {
    const where = { redis: { host: "127.0.0.1", port: redis.port }, queue: `of-${count}` };
    const workers = [];
    for (let i = 0; i < count; i++) {
      workers.push(await startWorkerProcess(where, { lockDuration: 30_000, stalledInterval: 15_000, heap: 192 }));
    }
    const connection = connect(where);
    const [began, before] = [performance.now(), process.cpuUsage()];
    const { digest, best } = await drive(connection, plan);
    const seconds = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(before);
    await connection.close();
    const metrics = await Promise.all(workers.map((worker) => worker.stop()));
    const processes = metrics.map(({ cpuSeconds, peakBytes, busySeconds }) => ({ cpuSeconds, bytes: peakBytes, busySeconds }));
    return { seconds, processes, driver: (user + system) / 1e6, redis: redis.cpuSeconds(), value: digest ?? best };
  } finally {
    await redis.close();
  }
}

function tell(name, { seconds, processes, driver, redis, value }) {
  const each = processes.map(({ cpuSeconds, bytes, busySeconds }) => {
    const busy = busySeconds === undefined ? "" : `, busy ${busySeconds.toFixed(1)} s`;
    return `${cpuSeconds.toFixed(1)} s of a processor${busy}, ${Math.round(bytes / 1e6)} MB`;
  });
  const others = driver === undefined ? "" : `; driver ${driver.toFixed(1)} s, Redis ${redis.toFixed(1)} s`;
  console.log(`${name}: ${seconds.toFixed(1)} s (${each.join(" + ")}${others})${value === null ? "" : ` ${value}`}`);
}
