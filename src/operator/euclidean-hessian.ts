import type { LinearMap } from "../core/operator";
import { type Block, view, type Workspace } from "../wasm/memory";

/** KCK + λK, C = diag(c): it multiplies one vector, by two products with K. `spare` has room for n numbers. */
export function euclideanHessian(workspace: Workspace, K: LinearMap, c: Block, lambda: number, spare: Block): LinearMap {
  return {
    n: K.n,
    multiply(x, h) {
      K.multiply(x, spare, 1);
      const [curvatures, from, values] = [view(workspace, c), view(workspace, x), view(workspace, spare)];
      for (let i = 0; i < K.n; i++) values[i] = (values[i] as number) * (curvatures[i] as number) + lambda * (from[i] as number);
      K.multiply(spare, h, 1);
    },
  };
}
