import { Worker } from "node:worker_threads";
import { afterAll, expect, it } from "vitest";
import { TILE } from "../../assembly/gram/program";
import { gramSymmetric } from "../../src/core/gram";
import { type GramSource, gramProduct, productWork } from "../../src/core/iterations";
import { rbf } from "../../src/entries/index";
import { amongThemselves, planOf, sideOf, withProgram } from "../../src/gram/run";
import { resolveKernel } from "../../src/kernels/resolve";
import { copyOf, slice, view, withBlocks } from "../../src/wasm/memory";
import { dismissHelpers } from "../../src/wasm/signals";
import { gatherCrew } from "../../src/wasm/threads";
import { normals, random } from "../support/generator";

// four strips
const [n, d, t] = [1030, 3, 2];
const points = { rows: n, cols: d, data: normals(random(1), n * d) };
const X = normals(random(2), t * n);

/** K·X with K stored, and with its tiles made anew; and what a helper has left in its stack of tiles. */
function products(threads: number) {
  const side = sideOf(points);
  const pairing = amongThemselves(resolveKernel(rbf({ gamma: 0.3 }), side.pointAt(0)), side, true);
  const plan = planOf(pairing);
  const sizes = { program: plan.length, K: n * n, X: t * n, H: t * n, work: productWork(n, t) };
  return withBlocks(sizes, (blocks, workspace) =>
    withProgram(workspace, blocks.program, plan, pairing, (program) => {
      gramSymmetric(workspace, program, n, blocks.K);
      view(workspace, blocks.X).set(X);
      const last = slice(blocks.program, plan.length - TILE * TILE * 2, TILE * TILE);
      view(workspace, last).fill(Number.NaN);
      const multiply = (source: GramSource): Float64Array => {
        view(workspace, blocks.H).fill(Number.NaN);
        gramProduct(workspace, n, t, source, blocks);
        return copyOf(workspace, blocks.H);
      };
      const byTiles = multiply({ kind: "tiles", program });
      const helped = threads > 1 && copyOf(workspace, last).some((value) => !Number.isNaN(value));
      return { helped, byTiles, stored: multiply({ kind: "stored", K: blocks.K }) };
    }),
  );
}

const alone = products(1);
const { posts, signals } = gatherCrew(2);
const helpers = posts.map((post) => new Worker(new URL("../support/helper.mjs", import.meta.url), { workerData: post, execArgv: [] }));

afterAll(async () => {
  dismissHelpers(signals);
  await Promise.all(helpers.map((helper) => helper.terminate()));
});

it("two threads share the strips of a product with K, for the bits of one thread", async () => {
  let helped = false;
  for (let tries = 0; tries < 2000 && !helped; tries++) {
    const both = products(2);
    expect(both.byTiles).toEqual(alone.byTiles);
    expect(both.stored).toEqual(alone.stored);
    helped = both.helped;
    // A helper starts when the threads of the machine have time for it
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(helped).toBe(true);
});

it("the strips add up to K·X", () => {
  const { byTiles, stored } = alone;
  expect(byTiles).toEqual(stored);
  for (let q = 0; q < t; q++) {
    for (let i = 0; i < n; i += 37) {
      let [sum, size] = [0, 0];
      for (let j = 0; j < n; j++) {
        const square = [0, 1, 2].reduce((s, k) => s + ((points.data[i * d + k] as number) - (points.data[j * d + k] as number)) ** 2, 0);
        const term = Math.exp(-0.3 * square) * (X[q * n + j] as number);
        sum += term;
        size += Math.abs(term);
      }
      // n roundings of the sum on either side, and a few of each element
      expect(Math.abs((byTiles[q * n + i] as number) - sum)).toBeLessThanOrEqual((2 * n + 40) * 2 ** -53 * size);
    }
  }
});
