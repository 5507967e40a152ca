import { Worker } from "node:worker_threads";
import { cholesky } from "../../src/core/factors.ts";
import { copyOf, takeBlocks, view, withBlocks } from "../../src/wasm/memory.ts";
import { gatherCrew } from "../../src/wasm/threads.ts";

/** A process that factors one matrix, again and again, by so many threads. */
process.once("message", ({ threads, n, a }: { threads: number; n: number; a: Float64Array }) => {
  for (const post of gatherCrew(threads).posts) new Worker(new URL("helper.mjs", import.meta.url), { workerData: post, execArgv: [] });
  withBlocks({}, (_, workspace) => {
    const { A } = takeBlocks(workspace, { A: n * n });
    process.on("message", (kind: "run" | "result" | "end") => {
      if (kind === "end") process.exit(0);
      if (kind === "result") return process.send?.(copyOf(workspace, A));
      view(workspace, A).set(a);
      const start = performance.now();
      cholesky(workspace, n, A);
      return process.send?.(performance.now() - start);
    });
    process.send?.("ready");
  });
});
