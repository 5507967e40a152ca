/** A process that multiplies one kernel matrix, never stored, by one vector, by so many threads. */
import { Worker } from "node:worker_threads";
import { triangleProduct, triangleWork } from "../../src/core/triangle.ts";
import * as kernels from "../../src/entries/index.ts";
import { amongThemselves, place, planOf, sideOf } from "../../src/gram/run.ts";
import { resolveKernel } from "../../src/kernels/resolve.ts";
import { radialInSingle, singleRadialRooms } from "../../src/operator/kernel-matrix.ts";
import { type Block, copyOf, takeBlocks, view, type Workspace, withBlocks } from "../../src/wasm/memory.ts";
import { ignore } from "../../src/wasm/pause.ts";
import { gatherCrew } from "../../src/wasm/threads.ts";
import type { GaussianPoints } from "./crew.ts";
import { describe } from "./kernels.ts";

interface Prepare {
  readonly threads: number;
  readonly points: GaussianPoints;
  readonly v: Float64Array;
  readonly precision: "double" | "single";
}

process.once("message", ({ threads, points, v, precision }: Prepare) => {
  for (const post of gatherCrew(threads).posts) new Worker(new URL("helper.mjs", import.meta.url), { workerData: post, execArgv: [] });
  withBlocks({}, (_, workspace) => {
    const { n } = points;
    const { x, h } = takeBlocks(workspace, { x: n, h: n });
    view(workspace, x).set(v);
    const multiply = (precision === "double" ? inDouble : inSingle)(workspace, points, x, h);
    process.on("message", ({ kind }: { readonly kind: "run" | "result" }) => {
      if (kind === "result") return process.send?.(copyOf(workspace, h));
      const start = performance.now();
      multiply();
      return process.send?.(performance.now() - start);
    });
    process.send?.({ kind: "ready" });
  });
});
// Helpers wait in Wasm, and would outlive the one who asks.
process.on("disconnect", () => process.exit());

/** By the tiles on and below the diagonal, each made once for both of its uses. */
function inDouble(workspace: Workspace, { n, d, x, kernel }: GaussianPoints, X: Block, H: Block): () => void {
  const points = sideOf({ rows: n, cols: d, data: x });
  const plan = planOf(amongThemselves(resolveKernel(describe(kernels, kernel), points.pointAt(0)), points, true));
  const blocks = takeBlocks(workspace, { program: plan.length, work: triangleWork(n, 1) });
  const source = { program: place(workspace, blocks.program, plan, points), kept: null, filled: false };
  return () => triangleProduct(workspace, n, 1, source, { X, H, work: blocks.work }, ignore);
}

/** The elements in single precision, sums of more than 64 of them in double. */
function inSingle(workspace: Workspace, { n, d, x, kernel }: GaussianPoints, X: Block, H: Block): () => void {
  const rooms = takeBlocks(workspace, singleRadialRooms(n, d, 1));
  const weights = new Float64Array(d).fill(Math.sqrt(kernel.gamma));
  const K = radialInSingle(workspace, { rows: n, cols: d, data: x }, { map: "gaussian", weights }, rooms);
  return () => K.multiply(X, H, 1);
}
