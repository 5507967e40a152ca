#!/usr/bin/env node
import { once } from "node:events";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { connectionOf, SETTINGS } from "./settings.mjs";
import { startWorker } from "./worker.mjs";

const HELP = `mercer-worker [--threads N] [--lock SECONDS] [--heap MEGABYTES] [--metrics PORT]

Works on the queue until it is told to end (SIGTERM or SIGINT), when it finishes the jobs that it has. With --metrics it tells of them on 127.0.0.1, in the words of Prometheus. With --heap the objects of a thread take no more than
that, and a job that needs more fails; 128 is enough for row groups of some hundred thousand rows.
${SETTINGS}`;

const options = /** @type {const} */ ({
  threads: { type: "string", default: "1" },
  lock: { type: "string", default: "30" },
  heap: { type: "string" },
  metrics: { type: "string" },
  help: { type: "boolean" },
});
const { values } = parseArgs({ options });
const log = (entry) => console.error(JSON.stringify({ at: new Date().toISOString(), ...entry }));
if (values.help) console.log(HELP);
else await work();

async function work() {
  const connection = connectionOf(process.env);
  const worker = startWorker(connection, {
    concurrency: Number(values.threads),
    lockDuration: 1000 * Number(values.lock),
    heap: values.heap && Number(values.heap),
    onEvent: log,
  });
  const server = values.metrics === undefined ? null : createServer((_, response) => response.end(worker.metricsText()));
  server?.listen(Number(values.metrics), "127.0.0.1");
  log({ event: "started", queue: connection.queue, on: connection.kind });
  await Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  server?.close();
  await worker.close();
  log({ event: "ended", ...worker.metrics() });
  await connection.close();
}
