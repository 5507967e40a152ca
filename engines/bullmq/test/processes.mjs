// Workers and drivers in processes of their own.
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { startChild } from "./servers.mjs";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Short locks, so that the tests need not wait long for a job of a worker that is gone. */
const LOCKS = { lockDuration: 1500, stalledInterval: 700 };

/** @param on words before the command, as those that run it on another host */
export function spawnWorker(connection, options = {}, on = []) {
  const given = JSON.stringify({ connection, ...LOCKS, ...options });
  const [command, ...args] = [...on, process.execPath, path("./worker-process.mjs"), given];
  const child = startChild(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  let errors = "";
  child.stderr.on("data", (data) => {
    errors += data;
  });
  const ready = new Promise((resolve, reject) => {
    child.stdout.on("data", (data) => {
      text += data;
      if (text.includes("ready")) resolve();
    });
    child.once("exit", () => reject(new Error(`the worker ended: ${errors}`)));
  });
  ready.catch(() => {});
  const ended = once(child, "exit");
  return {
    ready,
    kill: (signal) => child.kill(signal),
    ended,
    errors: () => errors,
    /** Its metrics. */
    async stop() {
      child.kill("SIGTERM");
      await ended;
      return JSON.parse(text.trim().split("\n").at(-1));
    },
  };
}

/** A worker that has found its server. */
export async function startWorkerProcess(connection, options = {}, on = []) {
  const worker = spawnWorker(connection, options, on);
  await worker.ready;
  return worker;
}

/**
 * A driver, as the command line starts it.
 *
 * @param words of the command line: the plan, and options
 * @param on words before the command
 */
export function startDriveProcess(url, queue, words, on = []) {
  const env = { ...process.env, MERCER_REDIS_URL: url, MERCER_QUEUE: queue };
  const [command, ...args] = [...on, process.execPath, path("../src/drive-command.mjs"), ...words];
  return startChild(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
}
