import { lanczosStep, startLanczos } from "../core/iterations";
import type { Block, Workspace } from "../wasm/memory";
import type { Pause } from "../wasm/pause";
import type { LinearMap } from "./operator";

/** The Lanczos tridiagonal of A, its diagonal and the elements beside it, from the vector v, which is destroyed. Returns how many of its rows were made. */
export function lanczos(
  workspace: Workspace,
  A: LinearMap,
  rows: number,
  blocks: Readonly<Record<"v" | "previous" | "w" | "diagonal" | "beside", Block>>,
  pause: Pause,
): number {
  startLanczos(workspace, A.n, blocks.v, blocks.previous);
  for (let made = 0; ; ) {
    A.multiply(blocks.v, blocks.w, 1);
    const reached = lanczosStep(workspace, A.n, rows, made, blocks);
    pause(Math.abs(reached) / rows);
    if (reached < 0) return -reached;
    made = reached;
  }
}
