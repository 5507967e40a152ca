import { Worker } from "node:worker_threads";
import { afterAll, expect, it } from "vitest";
import { view } from "../../src/wasm/memory";
import { dismissHelpers } from "../../src/wasm/signals";
import { gatherCrew } from "../../src/wasm/threads";
import { normals, random } from "../support/generator";
import { byTiles, kindsOf } from "./kinds";
import { columnsOf, diagonalOf, times } from "./laws";

// four strips
const n = 1030;
const X = normals(random(2), 2 * n);
const kinds = kindsOf(n);
const results = () => kinds.map(([name, kind]) => ({ name, H: times(kind, X), C: columnsOf(kind, [700, 3]), d: diagonalOf(kind) }));

const alone = results();
const { posts, signals } = gatherCrew(2);
const helpers = posts.map((post) => new Worker(new URL("../support/helper.mjs", import.meta.url), { workerData: post, execArgv: [] }));

afterAll(async () => {
  dismissHelpers(signals);
  await Promise.all(helpers.map((helper) => helper.terminate()));
});

/** Whether the helper has left tiles in its stack during a product, and during columns. */
function helped(): boolean[] {
  return byTiles(n).use(({ A, workspace, X: from, H, C, stack }) => {
    if (!stack) throw new Error("a program has a stack");
    view(workspace, from).set(X);
    return [() => A.multiply(from, H, 2), () => A.columns([700, 3, 1000], C)].map((work) => {
      view(workspace, stack).fill(Number.NaN);
      work();
      return !view(workspace, stack).every(Number.isNaN);
    });
  });
}

it("two threads find the bits of one, for every kind", async () => {
  const seen = [false, false];
  for (let tries = 0; tries < 2000 && !seen.every(Boolean); tries++) {
    helped().forEach((value, at) => {
      seen[at] ||= value;
    });
    // A helper starts when the threads of the machine have time for it
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(seen).toEqual([true, true]);
  expect(results()).toEqual(alone);
});
