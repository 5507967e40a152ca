/** A process that factors one matrix, again and again, by so many threads. */
import { Worker } from "node:worker_threads";
import { cholesky } from "../../src/core/factors.ts";
import { asMatrix } from "../../src/core/matrix-view.ts";
import { copyOf, takeBlocks, view, withBlocks } from "../../src/wasm/memory.ts";
import { gatherCrew } from "../../src/wasm/threads.ts";

interface Prepare {
  readonly threads: number;
  readonly n: number;
  readonly a: Float64Array;
}

process.once("message", ({ threads, n, a }: Prepare) => {
  for (const post of gatherCrew(threads).posts) new Worker(new URL("helper.mjs", import.meta.url), { workerData: post, execArgv: [] });
  withBlocks({}, (_, workspace) => {
    const { A } = takeBlocks(workspace, { A: n * n });
    process.on("message", ({ kind }: { readonly kind: "run" | "result" }) => {
      if (kind === "result") return process.send?.(copyOf(workspace, A));
      view(workspace, A).set(a);
      const start = performance.now();
      cholesky(workspace, asMatrix(A, n, n));
      return process.send?.(performance.now() - start);
    });
    process.send?.({ kind: "ready" });
  });
});
// Helpers wait in Wasm, and would outlive the one who asks.
process.on("disconnect", () => process.exit());
