import type { Block, Workspace } from "./memory";

/** How a run of descent ended. */
export type Ending = "done" | "converged" | "not-finite";

/** Up to `steps` steps of gradient descent on the stored K; see assembly/iterate/gradient-descent.ts. */
export function descend(
  workspace: Workspace,
  n: number,
  t: number,
  blocks: Readonly<Record<"K" | "y" | "alpha" | "h" | "g" | "previous" | "losses", Block>> & { readonly weights: Block | null },
  run: { readonly steps: number; readonly step: number; readonly lambda: number; readonly euclidean: boolean; readonly tolerance: number },
): { readonly taken: number; readonly ending: Ending } {
  const { core, scratch } = workspace;
  const outcome = core.descend(
    n,
    t,
    blocks.K.address,
    blocks.y.address,
    blocks.weights?.address ?? 0,
    blocks.alpha.address,
    blocks.h.address,
    blocks.g.address,
    blocks.previous.address,
    blocks.losses.address,
    run.steps,
    run.step,
    run.lambda,
    run.euclidean,
    run.tolerance,
    scratch,
  );
  return { taken: outcome >> 2, ending: (["done", "converged", "not-finite"] as const)[outcome & 3] as Ending };
}

/** The Lanczos tridiagonal of SKS, S = diag(scale); returns how many of its rows were made. */
export function lanczos(
  workspace: Workspace,
  n: number,
  rows: number,
  K: Block,
  scale: Block | null,
  work: Readonly<Record<"v" | "previous" | "w" | "scaled" | "diagonal" | "beside", Block>>,
): number {
  const { v, previous, w, scaled, diagonal, beside } = work;
  return workspace.core.lanczos(
    n,
    rows,
    K.address,
    scale?.address ?? 0,
    v.address,
    previous.address,
    w.address,
    scaled.address,
    diagonal.address,
    beside.address,
  );
}
