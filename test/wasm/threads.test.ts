import { setImmediate as macrotask } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { afterAll, expect, it } from "vitest";
import { matmul } from "../../src/entries/linalg";
import { copyOf, slice, withBlocks } from "../../src/wasm/memory";
import { dismissHelpers } from "../../src/wasm/signals";
import { gatherCrew } from "../../src/wasm/threads";
import { normals, random } from "../support/generator";

const n = 300;
const A = { rows: n, cols: n, data: normals(random(1), n * n) };
const alone = matmul(A, A);
const { posts, signals, bytes } = gatherCrew(3);
const helpers = posts.map((post) => new Worker(new URL("../support/helper.mjs", import.meta.url), { workerData: post, execArgv: [] }));
const ended = Promise.all(helpers.map((helper) => new Promise((resolve) => helper.on("exit", resolve))));

afterAll(async () => {
  await Promise.all(helpers.map((helper) => helper.terminate()));
});

/** Whether a thread has packed anything in its scratch, which lies behind those of the threads before it. */
function hasWorked(thread: number): boolean {
  return withBlocks({}, (_, workspace) => {
    const { core, scratch } = workspace;
    const length = core.THREAD_SCRATCH.value;
    const own = slice({ address: scratch, length: 3 * length, type: "f64" }, thread * length, length);
    return copyOf(workspace, own).some((value) => value !== 0);
  });
}

it("every thread takes its share, in scratch of its own, for the same bits", async () => {
  // Helpers start when the threads of the machine have time for them: until then, or until the test has taken too long
  while (![0, 1, 2].every(hasWorked)) {
    expect(matmul(A, A)).toEqual(alone);
    await macrotask();
  }
  expect(bytes()).toBeGreaterThan(3 * 8 * 300_000);
});

it("helpers leave when dismissed, and the caller goes on alone", async () => {
  dismissHelpers(signals);
  await ended;
  expect(matmul(A, A)).toEqual(alone);
});
