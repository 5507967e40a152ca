import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { FlowProducer, Queue, QueueEvents } from "bullmq";
import { compare, fit, gaussianProcess, kernelRidge, matern, nystrom, predict, rbf, toJSON } from "mercer";
import { fromNpy } from "mercer/interchange";
import { jobsOf, makePlan, rowsOf, runJob, writePlan, writePlanBytes } from "mercer-shards";
import { writeRows } from "../../shards/test/rows.mjs";
import { outcomeInOneProcess, slowPlan, workOf } from "../../shards/test/work.mjs";
import { idOf, partsOfTree } from "../src/flow.mjs";
import { connect, drive, startWorker } from "../src/index.mjs";
import { resultsOf } from "../src/results.mjs";
import { spawnWorker, startDriveProcess, startWorkerProcess } from "./processes.mjs";
import { startPostgres, startProxy, startRedis } from "./servers.mjs";

const SECRET = "pass/word+of the test";
const folder = mkdtempSync(join(tmpdir(), "mercer-bullmq-"));
let [redis, postgres, plan, slow, expected] = [];

before(async () => {
  [redis, postgres] = await Promise.all([startRedis(), startPostgres(SECRET)]);
  ({ plan } = await workOf(folder, { rows: 60_000, parts: 14, landmarks: 60 }));
  slow = await slowPlan(folder, plan);
  expected = await outcomeInOneProcess(plan);
  writePlan(join(folder, "plan.json"), slow);
});
after(async () => {
  await Promise.allSettled([redis?.close(), postgres?.close()]);
  rmSync(folder, { recursive: true });
});

let queues = 0;
const onRedis = (more = {}) => ({ redis: { host: "127.0.0.1", port: redis.port, ...more }, queue: `test-${queues++}` });
const onPostgres = (more = {}) => ({
  postgres: { host: "127.0.0.1", port: postgres.port, user: "postgres", password: SECRET, database: "postgres", migrate: true, ...more },
  queue: `test-${queues++}`,
});

/** No job is given to another while its worker is only slow. */
const LONG_LOCKS = { lockDuration: 60_000, stalledInterval: 30_000 };

/** Workers of a queue and a driver, all ended afterwards. */
async function working(where, workers, body, options = {}) {
  const connection = connect(where);
  const started = await Promise.all(Array.from({ length: workers }, () => startWorkerProcess(where, options)));
  try {
    return await body({ connection, workers: started });
  } finally {
    for (const worker of started) worker.kill("SIGKILL");
    await Promise.all(started.map(({ ended }) => ended));
    await connection.close();
  }
}

/** The same with a worker in this process, where none is to be killed. */
async function workingHere(where, body, options = {}) {
  const connection = connect(where);
  const worker = startWorker(connection, options);
  try {
    return await body({ connection });
  } finally {
    await worker.close();
    await connection.close();
  }
}

function requireExpected({ digest, model, rows, setAside }) {
  assert.equal(digest, expected.digest);
  assert.deepEqual(model.model.coefficients, expected.model.model.coefficients);
  assert.deepEqual([rows, setAside], [60_000, 0]);
}

/** Waits until the driver has seen so many jobs done. */
function seeing(count) {
  let reached;
  const seen = new Promise((resolve) => {
    reached = resolve;
  });
  return { seen, onProgress: ({ jobsDone }) => jobsDone >= count && reached() };
}

describe("one digest and one model, those of a single process", () => {
  for (const workers of [1, 2, 3]) {
    it(`${workers} workers on Redis`, () =>
      working(
        onRedis(),
        workers,
        async ({ connection, workers: all }) => {
          const told = [];
          requireExpected(await drive(connection, plan, { onProgress: (progress) => told.push(progress) }));
          const metrics = await Promise.all(all.map((worker) => worker.stop()));
          assert.equal(
            metrics.reduce((sum, { rows }) => sum + rows, 0),
            60_000,
          );
          assert.equal(
            metrics.reduce((sum, { done }) => sum + (done.statisticJob ?? 0), 0),
            14,
          );
          assert.equal(told.at(-1).rows, 60_000);
          assert.ok(told.every(({ rowsDone }, i) => i === 0 || rowsDone >= told[i - 1].rowsDone));
        },
        LONG_LOCKS,
      ));
  }

  for (const [name, where] of [
    ["Redis", onRedis],
    ["PostgreSQL", onPostgres],
  ]) {
    it(`3 workers on ${name}, two of them killed in the midst of their jobs`, () =>
      working(where(), 3, async ({ connection, workers }) => {
        const lost = new Set();
        const events = new QueueEvents(connection.queue, ...connection.with({}, { blocking: true }));
        events.on("stalled", ({ jobId }) => lost.add(jobId));
        await events.waitUntilReady();
        const { seen, onProgress } = seeing(2);
        const outcome = drive(connection, slow, { onProgress });
        await seen;
        workers[0].kill("SIGKILL");
        workers[1].kill("SIGKILL");
        requireExpected(await outcome);
        await events.close();
        assert.ok(lost.size > 0, "no job was lost with its worker");
      }));
  }

  it("a worker that is stopped, taken for dead, and goes on: its job is done twice", () =>
    working(onRedis(), 2, async ({ connection, workers }) => {
      const { seen, onProgress } = seeing(1);
      const outcome = drive(connection, slow, { onProgress });
      await seen;
      workers[0].kill("SIGSTOP");
      setTimeout(() => workers[0].kill("SIGCONT"), 2500);
      requireExpected(await outcome);
    }));

  it("Redis killed, and started again from its append-only file", async () => {
    const own = await startRedis();
    try {
      await working({ redis: { host: "127.0.0.1", port: own.port }, queue: "own" }, 2, async ({ connection }) => {
        const { seen, onProgress } = seeing(3);
        const outcome = drive(connection, slow, { onProgress });
        await seen;
        await own.kill();
        await pause(300);
        await own.start();
        requireExpected(await outcome);
      });
    } finally {
      await own.close();
    }
  });

  it("the driver killed and started again", () => {
    const where = onRedis();
    return working(where, 1, async () => {
      const url = `redis://127.0.0.1:${redis.port}`;
      const first = startDriveProcess(url, where.queue, [join(folder, "plan.json")]);
      await new Promise((resolve, reject) => {
        first.stderr.on("data", (data) => /^[1-9]\d* of/m.test(data) && resolve());
        first.once("exit", () => reject(new Error("the driver ended before it was killed")));
      });
      first.kill("SIGKILL");
      const second = startDriveProcess(url, where.queue, [join(folder, "plan.json")]);
      requireExpected(JSON.parse(await text(second.stdout)));
    });
  });

  it("an outcome that there is no room for is not lost: the next driver has it, when no worker is left", async () => {
    const where = onRedis();
    const [quick, out] = [join(folder, "quick.json"), join(folder, "outcomes", "model.json")];
    writePlan(quick, plan);
    mkdirSync(dirname(out));
    const driven = async (words, on) => {
      const child = startDriveProcess(`redis://127.0.0.1:${redis.port}`, where.queue, [quick, "--quiet", ...words], on);
      const [[code], stdout, stderr] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
      return { code, stdout, stderr };
    };
    await working(where, 1, async () => {
      for (const [words, limit, place] of [
        [["--out", out], "ulimit -f 1", out],
        [[], "exec > /dev/full", "the output"],
      ]) {
        const { code, stdout, stderr } = await driven(words, ["bash", "-c", `${limit}; exec "$@"`, "bash"]);
        assert.deepEqual([code, stdout, stderr.startsWith(`file: ${place} cannot be written: `)], [1, "", true], stderr);
        assert.deepEqual(readdirSync(dirname(out)), []);
      }
    });
    assert.equal((await driven(["--out", out])).code, 0);
    requireExpected(JSON.parse(readFileSync(out, "utf8")));
  });

  it("two drivers at once, and every message sent twice", () =>
    workingHere(
      onRedis(),
      async ({ connection }) => {
        const flows = new FlowProducer(...connection.with({}));
        const { jobs } = jobsOf(plan);
        await resultsOf(connection.blobs, plan.key).putPlan(writePlanBytes(plan));
        const [one, two] = [drive(connection, plan, { keep: true }), drive(connection, plan, { keep: true })];
        // the same work under other names
        for (const { key } of jobs) {
          await flows.add({
            name: "again",
            queueName: connection.queue,
            data: { plan: plan.key, key },
            opts: { jobId: `again-${key}`, attempts: 5, backoff: 200 },
          });
        }
        requireExpected(await one);
        requireExpected(await two);
        await flows.close();
      },
      { concurrency: 2 },
    ));

  for (const [name, through] of [
    ["Redis", () => [redis.port, (port) => onRedis({ port })]],
    ["PostgreSQL", () => [postgres.port, (port) => onPostgres({ port })]],
  ]) {
    it(`a connection to ${name} that is cut, and comes back after some seconds`, async () => {
      const [to, where] = through();
      const road = await startProxy(to);
      try {
        await working(where(road.port), 2, async ({ connection }) => {
          const { seen, onProgress } = seeing(2);
          const outcome = drive(connection, slow, { onProgress });
          await seen;
          await road.cut();
          await pause(2500);
          await road.mend();
          requireExpected(await outcome);
        });
      } finally {
        await road.close();
      }
    });
  }

  it("a window smaller than the tree: no more than that is queued", () =>
    workingHere(onRedis(), async ({ connection }) => {
      const queue = new Queue(connection.queue, ...connection.with({}));
      let most = 0;
      const onProgress = async () => {
        const counts = await queue.getJobCounts("waiting", "active", "waiting-children", "delayed");
        most = Math.max(
          most,
          Object.values(counts).reduce((a, b) => a + b, 0),
        );
      };
      requireExpected(await drive(connection, plan, { window: 5, onProgress }));
      await queue.close();
      assert.ok(most > 0 && most <= 5, `${most} were queued`);
    }));
});

describe("parts of a tree", () => {
  for (const window of [2, 5, 8, 1000]) {
    it(`with a window of ${window} have every job once, after what it needs`, () => {
      const { jobs, merges, root } = jobsOf(plan);
      const parts = partsOfTree(merges, root, window);
      const all = parts.flatMap(({ keys }) => keys);
      assert.deepEqual([...all].sort(), [...jobs, ...merges].map(({ key }) => key).sort());
      for (const { key, of } of merges) for (const child of of) assert.ok(all.indexOf(child) < all.indexOf(key));
      // a merge has three children at most, which can all be parts of their own
      assert.ok(parts.every(({ keys }) => keys.length <= window));
      assert.equal(parts.at(-1).key, root);
      assert.equal(new Set(all.map((key) => idOf(plan.key, key))).size, all.length);
    });
  }
});

describe("faults", () => {
  it("a bad row comes to the driver with its place, and nothing is tried twice", async () => {
    const files = writeRows(mkdtempSync(join(folder, "bad-")), "parquet", 20_000, (all) => ({
      ...all,
      y: all.y.map((value, i) => (i === 12_345 ? Number.NaN : value)),
    }));
    const data = { files, X: ["a", "b"], y: "y" };
    const made = await makePlan({ work: "statistics", estimator: nystrom({ kernel: rbf(), landmarks: 5, lambda: 1 }), data, parts: 3 });
    await workingHere(onRedis(), async ({ connection }) => {
      await assert.rejects(drive(connection, made), { name: "DataError", code: "row", file: files, group: 1, row: 12_345, column: "y" });
      const queue = new Queue(connection.queue, ...connection.with({}));
      const sums = (await queue.getFailed()).filter(({ name }) => name === "statistics");
      await queue.close();
      assert.deepEqual(
        sums.map(({ attemptsMade }) => attemptsMade),
        [1],
      );
    });
  });

  it("a Redis that is full has the bytes and the summary of a result, or none of them", async () => {
    const small = await startRedis("--maxmemory", "4mb", "--maxmemory-policy", "noeviction");
    const connection = connect({ redis: { host: "127.0.0.1", port: small.port }, queue: "small" });
    const keys = Array.from({ length: 60 }, (_, k) => `${k}`);
    let refused = 0;
    try {
      for (const key of keys) {
        await connection.blobs.put({ [key]: new Uint8Array(100_000), [`${key}:summary`]: new Uint8Array(10) }).catch((error) => {
          assert.match(error.message, /OOM|EXECABORT/);
          refused++;
        });
      }
      for (const key of keys) {
        const [bytes, summary] = await connection.blobs.get([key, `${key}:summary`]);
        assert.equal(bytes === null, summary === null, key);
      }
      assert.ok(refused > 0 && refused < keys.length, `${refused} were refused`);
    } finally {
      await connection.close();
      await small.close();
    }
  });

  it("no secret is in an error or in what a worker says", async () => {
    const password = { host: "127.0.0.1", port: postgres.port, user: "postgres", password: `not ${SECRET}`, database: "postgres" };
    const wrong = connect({ postgres: password });
    await assert.rejects(drive(wrong, plan), (error) => !JSON.stringify([error.message, error.stack, { ...error }]).includes(SECRET));
    await wrong.close();
    assert.throws(
      () => connect({ redis: { url: `redis://user:${encodeURIComponent(SECRET)}@127.0.0.1:none` } }),
      (error) => {
        const told = JSON.stringify([error.message, error.stack, { ...error }]);
        return !told.includes(SECRET) && !told.includes(encodeURIComponent(SECRET));
      },
    );
    const closed = await startRedis("--requirepass", "other");
    const worker = spawnWorker({ redis: { host: "127.0.0.1", port: closed.port, password: SECRET }, queue: "closed" });
    try {
      while (!worker.errors().includes("WRONGPASS")) await pause(50);
      assert.ok(!worker.errors().includes(SECRET));
    } finally {
      worker.kill("SIGKILL");
      await worker.ended;
      await closed.close();
    }
  });
});

describe("searches and predictions", () => {
  it("fits are ranked as compare does, the bits of its scores where it makes a fit for each fold", () =>
    workingHere(onRedis(), async ({ connection }) => {
      const files = writeRows(mkdtempSync(join(folder, "few-")), "csv", 120);
      const candidates = {
        ridge: kernelRidge({ kernel: rbf({ gamma: 2 }) }),
        process: gaussianProcess({ kernel: matern({ nu: 1.5, lengthScale: 1 }), noise: 0.01 }),
      };
      const search = await makePlan({ work: "fits", candidates, folds: 3, data: { files, X: ["a", "b"], y: "y" } });
      const { best, ranking } = await drive(connection, search, { window: 4 });
      const { X, y } = await rowsOf(search.source);
      const single = compare(candidates, X, y, { folds: 3 });
      assert.equal(best, single.best);
      const scores = (list) => Array.from(list.find(({ name }) => name === "process").scores);
      assert.deepEqual(scores(ranking), scores(single.ranking));
    }));

  it("predictions are those of predict, on PostgreSQL", () =>
    workingHere(onPostgres(), async ({ connection }) => {
      const { X, y } = await rowsOf(plan.source, { from: 0, to: 4096 });
      const few = { rows: 40, cols: 2, data: X.data.slice(0, 80) };
      const model = fit(kernelRidge({ kernel: rbf({ gamma: 1 }) }), few, y.slice(0, 40));
      const scored = await makePlan({
        work: "predictions",
        model: toJSON(model),
        data: { files: plan.source.files.map(({ path }) => path), X: ["a", "b"] },
        parts: 3,
      });
      const { parts, rows } = await drive(connection, scored);
      assert.equal(rows, 60_000);
      const results = resultsOf(connection.blobs, scored.key);
      const said = fromNpy((await results.get(parts[0].key)).bytes).data.slice(0, 4096);
      assert.deepEqual(said, predict(model, X));
      const { bytes } = await runJob(scored, jobsOf(scored).jobs[2]);
      assert.deepEqual(Buffer.from((await results.get(parts[2].key)).bytes), Buffer.from(bytes));
    }));
});
