import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { outcomeInOneProcess, slowPlan, workOf } from "../../shards/test/work.mjs";
import { connect, drive } from "../src/index.mjs";
import { openHost, whyNoHosts } from "./hosts.mjs";
import { startWorkerProcess } from "./processes.mjs";
import { startRedis } from "./servers.mjs";

it("workers on two hosts, both unplugged for longer than their locks last", { skip: whyNoHosts() ?? false }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "mercer-hosts-"));
  const opened = [];
  try {
    const hosts = [0, 1].map((number) => openHost(number));
    opened.push(...hosts.map(({ close }) => close));
    const redis = await startRedis("--bind", "127.0.0.1", ...hosts.map(({ here }) => here), "--protected-mode", "no");
    opened.push(redis.close);
    const { plan } = await workOf(folder, { rows: 60_000, parts: 14, landmarks: 60 });
    const where = (host) => ({ redis: { host, port: redis.port }, queue: "hosts" });
    const workers = await Promise.all(hosts.map(({ here, on }) => startWorkerProcess(where(here), {}, on)));
    opened.push(...workers.map((worker) => () => worker.kill("SIGKILL")));
    const connection = connect(where("127.0.0.1"));
    opened.push(connection.close);
    let reached;
    const seen = new Promise((resolve) => {
      reached = resolve;
    });
    const slow = await slowPlan(folder, plan);
    const outcome = drive(connection, slow, { onProgress: ({ jobsDone }) => jobsDone >= 2 && reached() });
    await seen;
    for (const host of hosts) host.unplug();
    await pause(2500);
    for (const host of hosts) host.plug();
    const [{ digest, model }, expected] = [await outcome, await outcomeInOneProcess(slow)];
    assert.equal(digest, expected.digest);
    assert.deepEqual(model.model.coefficients, expected.model.model.coefficients);
  } finally {
    for (const close of opened.reverse()) await close();
    rmSync(folder, { recursive: true });
  }
});
